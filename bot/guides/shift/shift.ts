import { z } from 'zod';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 连续工作: what the texts put an end to (吉林 29, 南昌 6). */
export const LONG_STRETCH = 4 * HOUR;
/** A rest as long as those texts name; one that is shorter does not begin the count anew. */
export const REAL_REST = 20 * MINUTE;
/** After so long without a word nobody knows whether its worker still works. */
export const FORGOTTEN_AFTER = 16 * HOUR;

/** Work without a break; ms since 1970, `from` before `to`. */
export type Span = { readonly from: number; readonly to: number };

/** From 开工 to 收工. Spans rise and never touch the open one behind them. */
export const shiftSchema = z.object({
  id: z.string(),
  /** 开工 */
  began: z.number(),
  /** Work that is over. */
  spans: z.array(z.object({ from: z.number(), to: z.number() })).readonly(),
  /** Since when its worker works; null while they rest, and after 收工. */
  since: z.number().nullable(),
  state: z.enum(['working', 'resting', 'ended']),
  /** When its worker last spoke of it. */
  seen: z.number(),
  /** Nobody knows when it ended: its last stretch is not counted. */
  unsure: z.boolean(),
});
export type Shift = Readonly<z.infer<typeof shiftSchema>>;

/** @param after the end of the shift before; a clock that was set back must not make two overlap */
export function startShift(id: string, now: number, after = Number.NEGATIVE_INFINITY): Shift {
  const began = Math.max(now, after);
  return { id, began, spans: [], since: began, state: 'working', seen: now, unsure: false };
}

/** 歇了. */
export function pauseShift(shift: Shift, now: number): Shift {
  return shift.state === 'working' ? { ...closeSpan(shift, now), state: 'resting', seen: now } : shift;
}

/** 接着跑. */
export function resumeShift(shift: Shift, now: number): Shift {
  if (shift.state !== 'resting') return shift;
  return { ...shift, since: Math.max(now, endOfShift(shift)), state: 'working', seen: now };
}

/** 收工. @param at when the work ended: now, or earlier where somebody forgot to say so */
export function endShift(shift: Shift, at: number, now: number): Shift {
  return { ...closeSpan(shift, Math.min(at, now)), state: 'ended', seen: now };
}

/** 记不得: the stretch whose end nobody knows is not counted. */
export function giveUpShift(shift: Shift, now: number): Shift {
  return { ...shift, since: null, state: 'ended', seen: now, unsure: shift.since !== null || shift.unsure };
}

/** 还在跑. */
export function confirmShift(shift: Shift, now: number): Shift {
  return { ...shift, seen: now };
}

export function isForgotten({ state, seen }: Shift, now: number): boolean {
  return state !== 'ended' && now - seen >= FORGOTTEN_AFTER;
}

/** The last moment that is known of a shift. */
export function endOfShift({ spans, since, began }: Shift): number {
  return since ?? spans.at(-1)?.to ?? began;
}

/** Work so far, ms. What has gone on beyond all knowledge is not counted. */
export function worked(shift: Shift, now: number): number {
  return spansUntil(shift, now).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Work without a real rest up to now, ms; 0 after 收工 and after a real rest. */
export function stretch(shift: Shift, now: number): number {
  const start = shift.since ?? (shift.state === 'resting' ? now : null);
  if (start === null) return 0;
  return before(shift.spans, start) + (shift.since === null ? 0 : Math.max(0, now - shift.since));
}

/** When the work under way will have gone on for LONG_STRETCH; null while nobody works. */
export function longAt(shift: Shift): number | null {
  return shift.since === null ? null : shift.since + LONG_STRETCH - before(shift.spans, shift.since);
}

/** When each stretch of the shift came to LONG_STRETCH. */
export function longStretches(shift: Shift, now: number): readonly number[] {
  const found: number[] = [];
  let sum = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spansUntil(shift, now)) {
    if (from - last >= REAL_REST) sum = 0;
    const length = to - from;
    if (sum < LONG_STRETCH && sum + length >= LONG_STRETCH) found.push(from + LONG_STRETCH - sum);
    sum += length;
    last = to;
  }
  return found;
}

/** All work of a shift, that which is under way among it. */
export function spansUntil(shift: Shift, now: number): readonly Span[] {
  const { spans, since } = shift;
  if (since === null || now <= since || isForgotten(shift, now)) return spans;
  return [...spans, { from: since, to: now }];
}

function closeSpan(shift: Shift, at: number): Shift {
  const { spans, since } = shift;
  if (since === null) return shift;
  return { ...shift, spans: at > since ? [...spans, { from: since, to: at }] : spans, since: null };
}

/** Work up to `start` that no real rest parts from it, ms. */
function before(spans: readonly Span[], start: number): number {
  let sum = 0;
  let next = start;
  for (const { from, to } of spans.toReversed()) {
    if (next - to >= REAL_REST) break;
    sum += to - from;
    next = from;
  }
  return sum;
}
