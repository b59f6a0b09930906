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
