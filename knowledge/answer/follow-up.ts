import type { RegionMention } from '../region/find-regions.ts';

/** What the conversation left behind: enough for 那罚多少 and 那云南呢. */
export type Previous = { readonly question: string; readonly region: string | null };

/** Words that carry nothing of their own in a follow-up. */
const EMPTY_WORDS =
  /那么|那|呢|吗|嘛|呀|啊|吧|的话|这边|那边|我们|我|这里|这儿|那儿|如果|要是|换成|在|到|是|了|怎么样|怎样|怎么说|咋样|咋说|怎么规定|什么规定|又|也|，|。|？|\?|,|\s|省|市|区|县|规定/g;
const OPENERS =
  /^(那|那么|要是|如果|然后|接着|还有|还|另外|这|这个|这种|它|他们|具体|多少|几|找谁|谁|怎么|咋|为什么|为啥|凭什么|能|可以|罚|不)/;

/**
 * The question that is really asked. A place alone (那云南呢) asks the last question there; a short question that opens
 * with a pointing word is read together with the last one.
 */
export function completeQuestion(
  words: string,
  mentions: readonly RegionMention[],
  previous: Previous | undefined,
): string {
  if (previous === undefined || previous.question === '') return words;
  let bare = words;
  for (const mention of mentions) bare = bare.replace(mention.name, '');
  bare = bare.replace(EMPTY_WORDS, '');
  if (bare === '' && mentions.length > 0) return previous.question;
  const short = words.replace(/[\s\p{P}]/gu, '').length <= 12;
  if (short && OPENERS.test(words.trim())) return `${previous.question} ${words} ${words}`;
  return words;
}
