import type { Query } from '../query/query.ts';
import type { Finding } from '../search/retriever.ts';

/** Below this share of its words' weight, a message is not about anything the bank has ever heard of. */
const HEARD = 0.25;
/**
 * A place's texts speak when this share of the likely matters is theirs: low, because a near miss answered with the right
 * article is worth more than a refusal. A question of which half is unknown words needs more. Chosen on
 * bench/questions/dev-*.jsonl.
 */
const SPEAKS = { usual: 0.22, strange: 0.4, strangeBelow: 0.5 } as const;

export function isHeard(finding: Finding, query: Query): boolean {
  return finding.coverage >= HEARD && query.tokens.some(([token]) => /\p{Script=Han}/u.test(token));
}

/** Whether the texts that were searched say anything on what was asked. */
export function speaks(finding: Finding): boolean {
  return finding.local >= (finding.coverage < SPEAKS.strangeBelow ? SPEAKS.strange : SPEAKS.usual);
}
