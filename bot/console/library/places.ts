import type { RegionTable } from '#knowledge';

/** A place as somebody types it: 正定县, 河北省石家庄市正定县. @returns its id; undefined where it is none, or one of several */
export function placeOf({ all, byId, byName }: RegionTable, typed: string): string | undefined {
  const bare = typed.replace(/[\s/]/g, '');
  if (byId.has(typed)) return typed;
  const whole = all.find(({ id }) => id.replaceAll('/', '') === bare);
  if (whole !== undefined) return whole.id;
  const [only, ...more] = byName.get(bare) ?? [];
  return more.length === 0 ? only?.id : undefined;
}

/** Lines of a box, without those that say nothing. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A day as somebody types it: 2025年3月1日, 2025.3.1, 2025/3/1. @returns 2025-03-01; what is no day, as it was typed */
export function dayOf(typed: string): string {
  const [, year, month = '', day = ''] =
    /^(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?$/.exec(typed) ?? [];
  return year === undefined ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
