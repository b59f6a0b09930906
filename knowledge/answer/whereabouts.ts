import type { Query } from '../query/query.ts';
import type { Answer } from './answer.ts';

/** The one place that somebody says they work in, and does not only ask about: 我在长春跑, 换到昆明了; not 云南的社保呢. */
export function ownPlace(answer: Answer, { text, mentions }: Query): string | null {
  const [place, other] = answer.region;
  if (place === undefined || other !== undefined || mentions.length === 0) return null;
  const said = mentions.some(
    ({ start, end }) =>
      SELF_BEFORE.test(text.slice(0, start)) || WORK_AROUND(text.slice(0, start), text.slice(end)),
  );
  return said || isPlaceOnly(text, { text, mentions }) ? place : null;
}

const SELF_BEFORE = /(?:我们?|俺们?|咱们?|本人|自己)[^，。！？；,.!?;]{0,6}(?:在|到|去|来)$/u;
const WORK_AROUND = (before: string, after: string) =>
  /在$/u.test(before) &&
  /^(?:省|市|州|区|县)?(?:这边|这里|这儿|本地|当地)?(?:跑|送|开|干|做|上班|工作|直播)/u.test(after);

/** What says only that somebody works in a place, or has moved there. */
const WHEREABOUTS =
  /[\s\p{P}]|我们|我|在|是|这边|那边|那么|这里|那|怎么样|咋样|的|省|市|县|区|人|跑单|送外卖|送快递|开车|跑|送|干活|上班|工作|干|换地区|地区|换|改|搬|转|调|回|去|来|成|到|现在|已经|以后|今后|往后|就|了|呢|啊|吧|呀/gu;

/** 延吉, 我在延吉, 我换到延吉干了: a place and no question. */
export function isPlaceOnly(said: string, { mentions, text }: Pick<Query, 'mentions' | 'text'>): boolean {
  if (mentions.length === 0 || text !== said) return false;
  const rest = mentions.reduce((left, mention) => left.replace(mention.name, ''), said);
  return rest.replace(WHEREABOUTS, '') === '';
}
