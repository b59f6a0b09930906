/**
 * Why nothing was done. `bot/copy/library-office.ts` has a sentence for each.
 *
 * not-admin: not of the registry, or no admin. stale: the draft is another by now; look at it again. busy: a release is
 * being prepared, here or in another process. unchanged: what is asked for is so already. none-prepared: nothing is
 * prepared, or what was is of an earlier draft. other-release: what is prepared is not what the press was about.
 * moved-on: another release is in force than the one it was compared with; prepare again. needs-second: the answers got
 * worse beyond the margin and nobody else has agreed. same-person: somebody else has to agree. no-why: a reason is needed.
 * too-much: more or longer than is kept. known-question: the bank has it already, so that asking it measures nothing. The
 * rest say what is not there or not right.
 */
export const OFFICE_REFUSALS = [
  'not-admin',
  'stale',
  'busy',
  'unchanged',
  'none-prepared',
  'other-release',
  'moved-on',
  'needs-second',
  'second-not-needed',
  'same-person',
  'no-why',
  'too-much',
  'no-such-file',
  'no-such-instrument',
  'no-such-article',
  'no-such-matter',
  'no-such-proposal',
  'no-such-question',
  'no-such-place',
  'no-such-release',
  'not-its-words',
  'bad-day',
  'bad-fact',
  'bad-question',
  'known-question',
  'release-unusable',
] as const;
export type OfficeRefusal = (typeof OFFICE_REFUSALS)[number];

export type Refused = { readonly refused: OfficeRefusal };
export const isRefused = (outcome: object): outcome is Refused => 'refused' in outcome;
