import { guideCopy } from '../copy/guide.ts';

/** What somebody may say at any question, whatever it asks. */
export type Control =
  | { readonly kind: keyof Omit<typeof guideCopy.typed, 'edit' | 'offered'> }
  /** By the number of a line of the review, or the label of an answer; '' for neither. */
  | { readonly kind: 'edit'; readonly which: string };

const KINDS = [
  'back',
  'skip',
  'later',
  'quit',
  'human',
  'keep',
  'done',
  'confirm',
  'take',
  'resume',
] as const;
const AT_THE_END = ['handOver', 'handOverNameless', 'keepToSelf'] as const;

/** @param end at the end of a guide, where other words are waited for */
export function parseControl(words: string, end: boolean): Control | undefined {
  const said = words.trim().replace(/[。.!！~～]+$/u, '');
  for (const kind of end ? [...AT_THE_END, ...KINDS] : KINDS) {
    const names: readonly string[] = guideCopy.typed[kind];
    if (names.includes(said)) return { kind };
  }
  const edit = new RegExp(
    `^(?:${guideCopy.typed.edit.join('|')})\\s*(?:第\\s*)?(\\S*?)(?:条|个|项)?$`,
    'u',
  ).exec(said);
  return edit === null ? undefined : { kind: 'edit', which: edit[1] ?? '' };
}

const ASKS =
  /[?？]|[吗呢嘛]$|怎么办|咋办|咋整|怎么弄|合法|违法|犯法|凭什么|凭啥|能不能|可不可以|要不要|有没有规定|哪条|多少钱|算不算|该不该/u;

/** Words that ask something back, rather than answer. */
export function isQuestion(words: string): boolean {
  return words.length <= 60 && ASKS.test(words);
}
