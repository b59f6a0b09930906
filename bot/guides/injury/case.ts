import { z } from 'zod';
import type { Scene } from '../guide.ts';

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
  [/咬(?:了|伤)|烫(?:了|伤)|烧伤|触电|起火/u, 'other'],
];

/** How somebody was hurt, in their own words: the graver reading first. */
export function kindIn(words: string): Kind | undefined {
  return KIND_WORDS.find(([pattern]) => pattern.test(words))?.[1];
}

/** Only what leaves no doubt. */
export function hurtIn(words: string): Hurt | undefined {
  if (/(?:去世|死了|死亡|没救过来|猝死|人没了)/u.test(words)) return 'gone';
  if (/住院|在医院|急诊|做手术|动手术|进了?ICU|重症/iu.test(words)) return 'hospital';
  if (/在家(?:养|躺|休)|养伤|养着|干不了活|下不了床/u.test(words)) return 'rest';
  return undefined;
}
