/** Doubling from `first` up to `most` ms, with up to half of it taken away at random, so that retries do not march in step. */
export function backoff(attempt: number, random: () => number, first = 1_000, most = 300_000): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - random() / 2));
}
