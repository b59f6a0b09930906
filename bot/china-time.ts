const CHINA = 8 * 3_600_000;

/** 2026-01-15 09:30 by the clock of China, whatever zone this machine is in. @param at ms since 1970 */
export function formatChinaTime(at: number): string {
  return new Date(at + CHINA).toISOString().slice(0, 16).replace('T', ' ');
}

/** 2026-01-15 by the clock of China. @param at ms since 1970 */
export function formatChinaDay(at: number): string {
  return formatChinaTime(at).slice(0, 10);
}
