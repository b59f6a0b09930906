/** How often a call is tried again at most, besides the first time. */
export const TRIES = 3;

/** How long to wait before trying again, in ms. @param tries how often it was tried again already */
export function pause(kind: 'backoff' | 'jitter', tries: number, random: () => number): number {
  // Growing, and never the same for two who were refused together.
  if (kind === 'backoff') return 500 * 2 ** tries * (0.5 + random());
  return 50 + 450 * random();
}
