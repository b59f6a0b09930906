import { fold } from '../text/normalise.ts';
import { eachToken } from '../text/tokenize.ts';

/**
 * Feature hashing (Weinberger et al., 2009): every token adds ±idf to a few places of a dense vector. No weights to ship,
 * the same on every machine. Near questions share tokens, so their cosine is high.
 */
export const EMBEDDER = 'hashed-1-2-gram-128/1';
export const DIMENSIONS = 128;
const PROBES = 2;

/** Unit vectors of DIMENSIONS numbers; the zero vector for a text without tokens. */
export function embed(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  const counts = new Map<string, number>();
  eachToken(fold(text), (token) => counts.set(token, (counts.get(token) ?? 0) + 1));
  for (const [token, count] of counts) {
    // A pair tells more than a character; rarer things stand out by not repeating.
    const weight = (token.length > 1 ? 1 : 0.35) * (1 + Math.log(count));
    let hash = fnv1a(token);
    for (let probe = 0; probe < PROBES; probe++) {
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
      const at = hash % DIMENSIONS;
      vector[at] = (vector[at] ?? 0) + ((hash & 0x10000) === 0 ? weight : -weight);
    }
  }
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
