import { median } from './median.ts';

/** How many people named a platform, week by week. */
export type WeekCount = {
  readonly week: string;
  readonly brand: string;
  readonly region: string;
  readonly count: number;
};

export type Spike = {
  readonly brand: string;
  readonly count: number;
  /** Median of the weeks before. */
  readonly usual: number;
  /** Where most of them are; '' where those are fewer than `least`. */
  readonly region: string;
};

/** Weeks that this one is held against. */
export const WEEKS_BEFORE = 8;
const TIMES = 3;

/**
 * Platforms that far more people speak of than usual.
 * @param weeks the oldest first, this one last
 * @param least no fewer people than this are anything
 */
export function findSpikes(
  counts: readonly WeekCount[],
  weeks: readonly string[],
  least: number,
): readonly Spike[] {
  const now = weeks.at(-1) ?? '';
  const before = weeks.slice(0, -1).slice(-WEEKS_BEFORE);
  const brands = [...new Set(counts.map(({ brand }) => brand))].sort();
  return brands.flatMap((brand) => {
    const own = counts.filter((one) => one.brand === brand);
    const inWeek = (week: string) =>
      own.filter((one) => one.week === week).reduce((sum, { count }) => sum + count, 0);
    const count = inWeek(now);
    const usual = median(before.map(inWeek)) ?? 0;
    if (count < least || count < usual * TIMES) return [];
    const [most] = own
      .filter(({ week }) => week === now)
      .sort((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
    return [{ brand, count, usual, region: most !== undefined && most.count >= least ? most.region : '' }];
  });
}
