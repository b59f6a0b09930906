import { z } from 'zod';
import type { Scene } from '../guide.ts';
import { plainWords } from '../understand/plain-words.ts';

/** What a complaint can be about. */
export const TROUBLES = [
  'pay',
  'deposit',
  'id',
  'fines',
  'ban',
  'price',
  'selfemployed',
  'overtime',
  'weather',
  'injury',
  'bias',
  'contract',
  'insurance',
  'women',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** How somebody stands to those they work for, in their own view. It is no verdict. */
export const TIES = ['contract', 'managed', 'free', 'unsure'] as const;
export type Tie = (typeof TIES)[number];

const troubleSchema = z.enum(TROUBLES);
const tieSchema = z.enum(TIES);

export function troubleOf({ answers }: Scene): Trouble {
  return troubleSchema.safeParse(answers.what).data ?? 'other';
}

/** Not asked, or passed over: nobody knows. */
export function tieOf({ answers }: Scene): Tie {
  return tieSchema.safeParse(answers.tie).data ?? 'unsure';
}

/** Words for each trouble; the first of two that say the same thing is the clearer one. */
const WORDS: readonly (readonly [RegExp, Trouble])[] = [
  [
    /(?:扣|押|收|拿|不还|不退)[^，。]{0,6}(?:身份证|证件|驾照|驾驶证|行驶证|户口本)|(?:身份证|证件|驾照|驾驶证|行驶证|户口本)[^，。]{0,8}(?:扣|押|收|拿走|不还|不退|不给)/,
    'id',
  ],
  [/押金|保证金|风险金|抵押金/, 'deposit'],
  [
    /欠薪|讨薪|(?:工资|工钱|薪水|报酬|提成|跑单费|配送费|运费|底薪|血汗钱)[^，。]{0,8}(?:不发|没发|拖|欠|少|没给|不给|没到|没结|不结|扣|克扣|没影|要不)|(?:拖|欠|克扣|少发|少算|不发|没发|不给|没给|压着|要回|扣)[^，。罚押]{0,9}(?:工资|工钱|薪|报酬|提成|底薪|运费|跑单费|配送费)|(?:不|没)(?:发|给|结)(?:我)?钱|欠(?:我|我们|俺)[^，。]{0,6}钱/,
    'pay',
  ],
  [/罚款|罚钱|罚我|罚了|差评|恶意投诉|(?:被|遭)[^，。]{0,4}投诉|扣分|低分|超时扣|乱扣钱/, 'fines'],
  [
    /封号|封(?:了|我|账号|禁)|拉黑|停(?:了|我)?(?:的)?(?:单|号)|停派|清退|开除|辞退|账号[^，。]{0,6}(?:封|停|禁|限|没了)|踢(?:出|了)|不给派单|强制下线/,
    'ban',
  ],
  [/单价|派费|降价|抽成|每单[^，。]{0,6}(?:降|少)/, 'price'],
  [/个体户|个体工商|营业执照/, 'selfemployed'],
  [/产假|哺乳|怀孕|怀了|女职工|女工|生孩子|骚扰/, 'women'],
  [
    /加班|超时工作|连轴|不让(?:我|人|我们)?(?:歇|休|请假|下线)|没(?:有)?(?:休息|歇)|不给(?:休|假|歇)/,
    'overtime',
  ],
  [/高温|低温|暴雨|大雪|下雪|台风|恶劣天气|冰雹|雷雨|极端天气/, 'weather'],
  [/受伤|摔|撞(?!单)|工伤|骨折|车祸|伤了/, 'injury'],
  [
    /歧视|只(?:要|招)(?:男|女)|不(?:要|招)(?:男|女|外地|本地)|卡年龄|嫌(?:我)?(?:年纪|年龄|老|外地)|不让(?:我|人|我们)?跑(?:别|其他|其它|两)/,
    'bias',
  ],
  [
    /(?:不|没)(?:跟|给|和|同)?(?:我|我们|俺)?签(?!收|到)|没(?:有)?(?:劳动)?合同|合同[^，。]{0,4}(?:不签|没签|不给)/,
    'contract',
  ],
  [/社保|五险|养老保险|医保|不(?:给|交|上|买)保险|没(?:给|交|上|买)保险/, 'insurance'],
];

/** Every trouble that the words name, in the order of how clear they are. */
export function troublesIn(words: string): readonly Trouble[] {
  const text = plainWords(words);
  return WORDS.filter(([pattern]) => pattern.test(text)).map(([, trouble]) => trouble);
}
