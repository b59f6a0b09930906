import { aMatter, anArticle, anInstrument, releaseInput } from '../fixtures.ts';

/** Questions whose answers cannot be taken for each other, whichever was asked before. */
const TOPICS = [
  ['入职收押金合法吗', '企业不得收取押金。', '不得收取押金'],
  ['大热天有没有高温费', '高温天气应当发放津贴。', '应当发放津贴'],
  ['送餐摔伤了谁出医药费', '骑手受伤的，企业应当先行垫付医药费。', '应当先行垫付医药费'],
  ['工钱能拖几个月吗', '企业应当按月足额支付报酬。', '按月足额支付报酬'],
  ['暴雨天可以不接单吗', '恶劣天气下，平台不得强制派单。', '平台不得强制派单'],
  ['派单规则看得到吗', '平台应当公示算法规则。', '公示算法规则'],
  ['站长扣身份证怎么办', '企业不得扣押居民身份证。', '不得扣押居民身份证'],
] as const;

export const KINDS = TOPICS.length;

/** The text of the `n`th question of a chat; neighbours are never of one kind. */
export const questionOf = (n: number): string => `在甲川，${TOPICS[n % KINDS]?.[0]}`;

/** What kind of answer this is; undefined for any other message. */
export function kindOf(text: string): number | undefined {
  const kinds = TOPICS.flatMap(([, , words], kind) => (text.includes(words) ? [kind] : []));
  return kinds.length === 1 ? kinds[0] : undefined;
}

/** A release that answers them all everywhere. */
export const LIBRARY = releaseInput({
  instruments: [
    anInstrument('a', {
      title: '甲川省骑手办法',
      region: { value: '甲川省', source: 'printed' },
      level: 'province',
    }),
  ],
  articles: TOPICS.map(([, text], i) => anArticle(`a/${i + 1}`, text)),
  matters: TOPICS.map(([question, , words], i) =>
    aMatter(`topic-${i + 1}`, [question, `在甲川，${question}`], { answers: { [`a/${i + 1}`]: [words] } }),
  ),
});
