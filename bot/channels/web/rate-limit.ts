/** How often one visitor may post: a bucket that refills. Bounded in memory; who was forgotten starts full. */
export type RateLimit = {
  /** @returns 0 when it may go on, else the seconds to wait */
  readonly take: (key: string) => number;
};

export type RateLimitOptions = { readonly burst: number; readonly perMinute: number };

/** @param clock milliseconds @param keys how many visitors are remembered */
export function createRateLimit(
  { burst, perMinute }: RateLimitOptions,
  clock: () => number,
  keys = 10_000,
): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take: (key) => {
      const now = clock();
      const before = buckets.get(key) ?? { left: burst, at: now };
      const left = Math.min(burst, before.left + ((now - before.at) * perMinute) / 60_000);
      buckets.delete(key);
      if (buckets.size >= keys) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1 ? 0 : Math.ceil(((1 - left) * 60) / perMinute);
    },
  };
}
