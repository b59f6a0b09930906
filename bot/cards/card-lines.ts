import { ADDRESSEE, type Citation, leadOf } from '#knowledge';
import { cardsCopy as copy } from '../copy/cards.ts';

/** What stands on the card of one sentence that is quoted. */
export type QuotedSentence = { readonly text: string; readonly strength: Citation['strength'] };

/** So many offices are still read at a glance; the one that somebody needs may be the last that is named. */
const MOST_OFFICES = 8;

/**
 * How the quote binds, and whom, no harder and no softer than it is printed.
 * @param sentences those of the article that are quoted @param isOver it was a campaign, and its time is past
 */
export function howItBinds(
  citation: Citation,
  sentences: readonly QuotedSentence[],
  isOver: boolean,
): string {
  const line = bindingOf(citation, sentences);
  return isOver ? `${line}${copy.binding.over}` : line;
}

function bindingOf(citation: Citation, sentences: readonly QuotedSentence[]): string {
  const { strength, addressee, place } = citation;
  const lead = leadOf(citation, place);
  const to = ADDRESSEE[addressee];
  // Some leads name offices or the union already; of mixed words no one half says to whom.
  const line = to === '' || strength === 'mixed' || /部门|工会/.test(lead) ? lead : copy.binding.to(lead, to);
  const isHard = strength === 'required' || strength === 'prohibited';
  const softer = isHard && sentences.some((one) => one.strength === 'encouraged' || one.strength === 'mixed');
  return softer ? `${line}${copy.binding.softer}` : line;
}

/** Offices that the text itself names, those first that lead. */
export function whomToAsk({ departments }: Citation, hasCode: boolean): string {
  for (const role of ['lead', 'responsible', 'shared'] as const) {
    const named = [...new Set(departments.filter((one) => one.role === role).flatMap(({ names }) => names))];
    if (named.length === 0) continue;
    const some = named.slice(0, MOST_OFFICES).join('、');
    return copy.ask[role](named.length > MOST_OFFICES ? `${some}${copy.ask.others}` : some);
  }
  return hasCode ? copy.ask.code : copy.ask.union;
}
