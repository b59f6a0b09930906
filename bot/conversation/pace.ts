import type { Pace } from './memory.ts';

const MINUTE = 60_000;
/** Told at most this often, so that the polite word is no flood of its own. */
const TELL_EVERY = 10_000;

export type Paced = {
  readonly pace: Pace;
  /** Seconds until the next question is welcome; 0 when this one is. */
  readonly waitSeconds: number;
  /** Whether to say so now. */
  readonly tell: boolean;
};

/** Counts one question. @param limit questions a minute */
export function countQuestion(pace: Pace, now: number, limit: number): Paced {
  const recent = pace.asked.filter((at) => at > now - MINUTE && at <= now);
  if (recent.length < limit)
    return { pace: { asked: [...recent, now], told: pace.told }, waitSeconds: 0, tell: false };
  const tell = now - pace.told >= TELL_EVERY || pace.told > now;
  const first = recent[recent.length - limit] ?? now;
  return {
    pace: { asked: recent, told: tell ? now : pace.told },
    waitSeconds: Math.max(1, Math.ceil((first + MINUTE - now) / 1000)),
    tell,
  };
}
