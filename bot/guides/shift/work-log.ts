import { formatChinaDay } from '../../china-time.ts';
import { longStretches, type Shift, type Span, spansUntil } from './shift.ts';

const DAY = 24 * 3_600_000;
/** Midnight by the clock of China, as ms after midnight of UTC. */
const MIDNIGHT = 16 * 3_600_000;

/** What was worked on one day of China's calendar. */
export type WorkDay = {
  /** ISO day */
  readonly day: string;
  /** ms */
  readonly worked: number;
  readonly spans: readonly Span[];
  /** How often work without a real rest came to four hours. */
  readonly long: number;
  /** The end of a shift is not known, and what is counted may be too little. */
  readonly unsure: boolean;
};

/** Days on which somebody worked, oldest first. A shift over midnight belongs to both of its days. */
export function workDays(shifts: readonly Shift[], now: number): readonly WorkDay[] {
  const days = new Map<string, { spans: Span[]; long: number; unsure: boolean }>();
  const of = (at: number) => {
    const day = formatChinaDay(at);
    const known = days.get(day) ?? { spans: [], long: 0, unsure: false };
    days.set(day, known);
    return known;
  };
  for (const shift of shifts) {
    const spans = spansUntil(shift, now);
    for (const span of spans.flatMap(atMidnight)) of(span.from).spans.push(span);
    for (const at of longStretches(shift, now)) of(at - 1).long += 1;
    const last = spans.at(-1);
    if (shift.unsure) of(last === undefined ? shift.began : last.to - 1).unsure = true;
  }
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, { spans, long, unsure }]) => ({
      day,
      spans,
      worked: spans.reduce((sum, { from, to }) => sum + to - from, 0),
      long,
      unsure,
    }));
}

function atMidnight({ from, to }: Span): Span[] {
  const next = Math.floor((from - MIDNIGHT) / DAY) * DAY + MIDNIGHT + DAY;
  return to <= next ? [{ from, to }] : [{ from, to: next }, ...atMidnight({ from: next, to })];
}
