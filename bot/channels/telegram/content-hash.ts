import { createHash } from 'node:crypto';

/** Tells two versions of one message apart; short, and nothing can be read from it. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
