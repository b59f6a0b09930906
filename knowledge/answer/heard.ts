import type { Query } from '../query/query.ts';
import type { Finding } from '../search/retriever.ts';

/** Below this share of its words' weight, a message is not about anything the bank has ever heard of. */
const HEARD = 0.1;

export function isHeard(finding: Finding, query: Query): boolean {
  return query.tokens.length > 0 && finding.coverage >= HEARD;
}
