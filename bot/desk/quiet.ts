const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** China has kept one time all year since 1991. */
const CHINA = 8 * 60 * MINUTE;

/** Hours of each day, in minutes from midnight in China; over midnight where `to` is not after `from`. */
export type Quiet = { readonly from: number; readonly to: number };

/** 22:00-07:00; null for `off`; undefined for what is neither. */
export function parseQuiet(text: string): Quiet | null | undefined {
  if (text.trim().toLowerCase() === 'off') return null;
  const found = /^([01]?\d|2[0-3])[:：]([0-5]\d)\s*[-－—~]\s*([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(
    text.trim(),
  );
  if (found === null) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  return from === to ? undefined : { from, to };
}

/** When the quiet began in which `at` lies; undefined outside of it. @param at ms since 1970 */
export function quietSince(at: number, quiet: Quiet | null): number | undefined {
  if (quiet === null) return undefined;
  const midnight = Math.floor((at + CHINA) / DAY) * DAY - CHINA;
  const minutes = (at - midnight) / MINUTE;
  const { from, to } = quiet;
  if (from < to) return minutes >= from && minutes < to ? midnight + from * MINUTE : undefined;
  if (minutes >= from) return midnight + from * MINUTE;
  return minutes < to ? midnight - DAY + from * MINUTE : undefined;
}
