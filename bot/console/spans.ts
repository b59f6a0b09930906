import { consoleCopy } from '../copy/console.ts';

const copy = consoleCopy.time;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How much that is, in the largest unit that still says something: 5分钟, 47小时, 3天. */
function formatSpan(ms: number): string {
  if (ms < HOUR) return copy.minutes(Math.max(1, Math.floor(ms / MINUTE)));
  return ms < 2 * DAY ? copy.hours(Math.floor(ms / HOUR)) : copy.days(Math.floor(ms / DAY));
}

/** 还有2小时 · 超时3天 */
export function formatDue(due: number | null, now: number): string {
  if (due === null) return copy.none;
  return due < now ? copy.late(formatSpan(now - due)) : copy.left(formatSpan(due - now));
}

/** 20分钟前 · 刚刚 */
export function formatAgo(at: number, now: number): string {
  return now - at < MINUTE ? copy.now : copy.ago(formatSpan(now - at));
}
