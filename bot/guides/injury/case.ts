import { z } from 'zod';
import type { Scene } from '../guide.ts';
import { BODY } from '../urgent-words.ts';

const HURTS = ['bad', 'hospital', 'light', 'rest', 'back', 'gone'] as const;
export type Hurt = (typeof HURTS)[number];

export const KINDS = ['traffic', 'fall', 'lift', 'assault', 'sick', 'other'] as const;
export type Kind = (typeof KINDS)[number];

/** How somebody stands to those they work for, in their own view. It is no verdict. */
export const TIES = ['contract', 'managed', 'free', 'unsure'] as const;
export type Tie = (typeof TIES)[number];

const hurtSchema = z.enum(HURTS);
const kindSchema = z.enum(KINDS);
const tieSchema = z.enum(TIES);

/** undefined while it was not asked. */
export const hurtOf = ({ answers }: Scene): Hurt | undefined => hurtSchema.safeParse(answers.hurt).data;
export const kindOf = ({ answers }: Scene): Kind => kindSchema.safeParse(answers.kind).data ?? 'other';
/** Passed over: nobody knows. */
export const tieOf = ({ answers }: Scene): Tie => tieSchema.safeParse(answers.tie).data ?? 'unsure';

/** Somebody who cannot work, or worse: staff are told at once. */
export function isGrave(scene: Scene): boolean {
  const hurt = hurtOf(scene);
  return hurt !== undefined && hurt !== 'light' && hurt !== 'back';
}

const KIND_WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/被[^，。]{0,10}(?:打|揍|踹|砍)(?:了|伤|得|我)|打伤|动手打/u, 'assault'],
  [/车祸|追尾|撞车|交通事故|(?:被|让|给)[^，。]{0,8}(?:撞|碾|轧|刮倒|蹭)|撞(?:了|上|倒|到|翻)/u, 'traffic'],
  [/中暑|热射病|晕倒|昏倒|发病|心梗|脑梗|猝死/u, 'sick'],
  [/(?:搬|卸|装|扛)[^，。]{0,6}(?:伤|扭|闪|砸|压)|闪了?腰|扭(?:了|伤)|砸(?:了|到|伤)/u, 'lift'],
  [/摔|滑倒|栽(?:倒|了)|跌(?:倒|了)/u, 'fall'],
  [
    /咬(?:了|伤|我)|烫(?:了|伤)|烧伤|触电|起火|爆炸|夹(?:了|到|伤)|割(?:了|到|伤|破)|划(?:了|伤|破)/u,
    'other',
  ],
];

/** How somebody was hurt, in their own words: the graver reading first. */
export function kindIn(words: string): Kind | undefined {
  return KIND_WORDS.find(([pattern]) => pattern.test(words))?.[1];
}

/** 累死了 and 差点撞死 are said by the living. */
const NEARLY = /差(?:一)?点|险些|快要?|如果|要是|万一|会不会|吓|怕/u;
const GONE =
  /去世|过世|死亡|没(?:能)?(?:抢)?救(?:过|回)来|猝死|人没了|人不在了|(?:撞|轧|碾|压|砸|摔|电)死(?!我)/u;

/** Somebody died, beyond doubt: whoever tells it needs no ambulance. */
export function isDeath(words: string): boolean {
  return GONE.test(words) && !NEARLY.test(words);
}

/** Only what leaves no doubt. */
export function hurtIn(words: string): Hurt | undefined {
  if (isDeath(words)) return 'gone';
  if (/住院|在医院|急诊|做手术|动手术|进了?ICU|重症/iu.test(words)) return 'hospital';
  if (/在家(?:养|躺|休)|养伤|养着|干不了活|下不了床/u.test(words)) return 'rest';
  return undefined;
}

/** What somebody may say when asked how they are; a broken bone is treated in a hospital or at home. */
export function hurtsIn(words: string): readonly Hurt[] {
  const certain = hurtIn(words);
  if (certain !== undefined) return [certain];
  if (BODY.test(words)) return ['bad'];
  if (/骨折|断了|裂了|缝了?[^，。]{0,3}针|打(?:了)?石膏/u.test(words)) return ['hospital', 'rest'];
  if (
    /(?:擦|蹭|磕|碰|划)(?:破|伤|了)|破(?:了)?(?:点|块)?皮|皮外|青了|肿了?|没(?:啥|什么)?大?事|还行|还好|能走|能动|不(?:太)?(?:重|严重)|轻微/u.test(
      words,
    )
  )
    return ['light'];
  return [];
}

const DOING_WORDS = [
  [/(?:上|下)班|回家|去站点/u, 'commute'],
  [/没(?:在)?干活|下线|私事|休息|自己(?:的)?事/u, 'off'],
  [/等(?:单|活|餐|客)|候单/u, 'wait'],
  [/取(?:货|餐|件)|装(?:货|车)|卸|搬|分拣/u, 'load'],
  [/直播|拍(?:视频|短视频)/u, 'live'],
  [/路上|途中|(?:送|派|拉|跑|接)(?:单|餐|货|件|客|外卖|快递|活|乘客)/u, 'way'],
] as const;

/** What somebody was doing, in their own words: the narrower reading first. */
export function doingIn(words: string): string | undefined {
  return DOING_WORDS.find(([pattern]) => pattern.test(words))?.[1];
}
