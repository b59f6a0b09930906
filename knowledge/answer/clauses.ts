import type { Release } from '../library/open.ts';
import type { Query } from '../query/query.ts';
import type { Finding, Hit, Retriever } from '../search/retriever.ts';

const MIN_LENGTH = 4;
const MAX_CLAUSES = 5;
/** What a clause must show to be a question of its own and not a piece of a story. */
const CLEAR = { local: 0.6, coverage: 0.5, share: 0.6 } as const;
/** Behind what the whole message asks: something else to read. */
const BEHIND = 0.15;

/**
 * Two questions in one message: an article that one clause clearly asks for, and the message as a whole does not bring
 * among its first three, is put behind the best.
 */
export function withClauses(
  release: Release,
  retriever: Retriever,
  query: Query,
  place: string,
  day: string,
  finding: Finding,
): Finding {
  const clauses = query.text.split(/[\s\p{P}]+/u).filter((clause) => clause.length >= MIN_LENGTH);
  const best = finding.hits[0];
  if (best === undefined || clauses.length < 2 || clauses.length > MAX_CLAUSES) return finding;
  const hits: Hit[] = [...finding.hits];
  const matters = [...finding.matters];
  for (const clause of clauses) {
    // Without its subject no vector is asked for: a clause is short, and its words say enough.
    const asked = { ...release.reader.read(clause), subject: '' };
    const [matter] = retriever.matters(asked);
    // Most clauses ask nothing by themselves: no article is looked for, which is what takes the time.
    if (matter === undefined || matter.share < CLEAR.share) continue;
    const part = retriever.find(asked, place, day, 1);
    const [hit] = part.hits;
    if (hit === undefined || part.local < CLEAR.local || part.coverage < CLEAR.coverage) continue;
    if (hits.slice(0, 3).some((known) => known.position === hit.position)) continue;
    const rest = hits.filter((known) => known.position !== hit.position);
    hits.splice(
      0,
      hits.length,
      ...rest.slice(0, 1),
      { position: hit.position, score: best.score * BEHIND },
      ...rest.slice(1),
    );
    // Its matter's anchors choose the sentence to quote.
    matters.push({ matter: matter.matter, share: BEHIND });
  }
  return { ...finding, hits, matters };
}
