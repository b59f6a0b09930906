import type { Query } from '../query/query.ts';
import type { Finding } from '../search/retriever.ts';

/** Below this share of its words' weight, a message is not about anything the bank has ever heard of. */
const HEARD = 0.25;
/**
 * A place's texts speak when this share of the likely matters is theirs: low, because a near miss answered with the right
 * article is worth more than a refusal. A question of which half is unknown words needs more. Chosen on
 * knowledge/checks/dev-*.jsonl.
 */
const SPEAKS = { usual: 0.22, strange: 0.4, strangeBelow: 0.5 } as const;

export function isHeard(finding: Finding, query: Query): boolean {
  const isKnown = finding.coverage >= HEARD || isSpoken(finding);
  return isKnown && query.tokens.some(([token]) => /\p{Script=Han}/u.test(token));
}

/** Whether a text that nobody has read holds the question's own words: the bank need not know them. */
function isSpoken({ hasUnread, spoken }: Finding): boolean {
  return hasUnread && spoken > 0;
}

/** When no text's matters have this share of the likeliest, the little that is left for others is chance. */
const SURELY_OUT = 0.8;
/** Below these the place's texts are hardly meant when it is likelier still that no text is. */
const HARDLY = { local: 0.4, likely: 0.2 } as const;
/** Below these shares for the place's own texts, what was found may lie beside the question, and is said to. */
const SURE = { local: 0.45, likely: 0.5 } as const;

/** Below these no matter stands out, and neither what a place states, nor what others do, nor what none does. */
const VAGUE = { best: 0.35, sum: 0.45 } as const;

/** Whether the words fit many matters a little and none well: no reason and no article would be more than a guess. */
export function isVague(finding: Finding): boolean {
  const { matters, local, silent, out } = finding;
  return (
    !isSpoken(finding) && (matters[0]?.share ?? 0) < VAGUE.best && Math.max(local, silent, out) < VAGUE.sum
  );
}

/** Whether the texts that were searched say anything on what was asked. */
export function speaks(finding: Finding): boolean {
  const { local, out, likely } = finding;
  if (likely.out >= SURELY_OUT || isVague(finding)) return false;
  if (local < out && local < HARDLY.local && likely.local < HARDLY.likely) return false;
  return local >= (finding.coverage < SPEAKS.strangeBelow ? SPEAKS.strange : SPEAKS.usual);
}

/** Whether what speaks is likely what was asked, and not only the nearest that there is. */
export function isSure({ local, likely }: Finding): boolean {
  return local >= SURE.local && likely.local >= SURE.likely;
}
