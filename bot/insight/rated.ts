import type { RatingRow } from '../store/schema.ts';

type Rating = Pick<RatingRow, 'month' | 'stars'>;

/**
 * The ratings that may stand in a mean: whole months that are over, put together from the first one on until there are k, and
 * only where there are. So a mean moves by k ratings or more at a time, and nobody who looks before and after learns one.
 * @param from the first month that is shown; of several months that stand together, the last one counts
 * @param now the month that is not over
 */
export function shownRatings<T extends Rating>(
  ratings: readonly T[],
  { k, from, now }: { readonly k: number; readonly from: string; readonly now: string },
): readonly T[] {
  const months = [...new Set(ratings.map(({ month }) => month))].filter((month) => month < now).sort();
  const shown: T[] = [];
  let block: T[] = [];
  for (const month of months) {
    block.push(...ratings.filter((one) => one.month === month));
    if (block.length < k) continue;
    if (month >= from) shown.push(...block);
    block = [];
  }
  return shown;
}
