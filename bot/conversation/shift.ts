import { formatChinaDay } from '../china-time.ts';
import { shiftCopy as copy } from '../copy/guides/shift.ts';
import { clockTimesIn } from '../guides/shift/clock-times.ts';
import { formatClockTime, formatMoment, formatWorkDay, formatWorked } from '../guides/shift/format-log.ts';
import {
  confirmShift,
  endOfShift,
  endShift,
  giveUpShift,
  isForgotten,
  longStretches,
  pauseShift,
  REAL_REST,
  resumeShift,
  type Shift,
  startShift,
  stretch,
  worked,
} from '../guides/shift/shift.ts';
import { workDays } from '../guides/shift/work-log.ts';
import { parseClock } from '../guides/understand/index.ts';
import type { ShiftOp } from './actions.ts';
import { isQuestion } from './guide-words.ts';
import { onlyInPrivate } from './only-in-private.ts';
import { sayText } from './say.ts';
import { FORGOTTEN, FOUR_HOURS, laterOf, opsOf, sayForgotten, sayShift } from './shift-say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

const DAY = 24 * 3_600_000;
/** Days of the log that are shown at once. */
const SHOWN_DAYS = 14;
const KEYS = [FOUR_HOURS, FORGOTTEN];

/** 开工, 收工 and the like, typed as such. What may mean something else counts only while a shift is on. */
export function shiftTyped(turn: Turn): Promise<Reply> | undefined {
  const { content, kind } = turn.inbound;
  if (content.kind !== 'text' || kind === 'group') return undefined;
  const said = content.text.trim().replace(/[。.!！~～]+$/u, '');
  if (said === copy.lost && turn.person.shift === 'on') return shiftPressed(turn, 'lost');
  if (said === copy.dropYes && turn.person.shift !== null) return shiftPressed(turn, 'dropYes');
  if (said === copy.dropNo && turn.person.shift !== null) return shiftPressed(turn, 'dropNo');
  const op = OPS.find((one) => copy.typed[one].some((words) => words === said));
  if (op !== undefined && (ALWAYS.includes(said) || turn.person.shift === 'on'))
    return shiftPressed(turn, op);
  const end = /^收工(?:了)?[\s，,：:]*(\S.*)$/u.exec(said)?.[1];
  if (end === undefined || turn.person.shift !== 'on' || end.length > MOST_TIME || isQuestion(end))
    return undefined;
  return parseClock(end) === undefined ? undefined : shiftCommand(turn, 'end', end);
}
/** Characters of a time of day; what is longer says something else too. */
const MOST_TIME = 12;
const OPS = ['start', 'end', 'rest', 'back', 'still', 'log', 'drop'] as const;
const ALWAYS: readonly string[] = [
  ...copy.typed.start,
  ...copy.typed.end.slice(0, 2),
  ...copy.typed.log,
  ...copy.typed.drop,
];

/** /开工 and its siblings; behind 收工 may stand a time. */
export async function shiftCommand(turn: Turn, op: ShiftOp, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  if (op !== 'end' || rest === '') return shiftPressed(turn, op);
  if (rest === copy.lost.slice(copy.lost.indexOf(' ') + 1)) return shiftPressed(turn, 'lost');
  const shift = await latest(turn);
  if (shift?.state !== 'working') return shiftPressed(turn, op);
  const times = clockTimesIn(rest, shift, turn.now);
  const [only, ...others] = times;
  if (only === undefined) return replyTo(turn, { say: [sayText(copy.badTime(formatMoment(shift.began)))] });
  if (others.length > 0) return replyTo(turn, { say: [sayText(copy.whichTime)] });
  return ended(turn, shift, endShift(shift, only, turn.now));
}

export async function shiftPressed(turn: Turn, op: ShiftOp): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  switch (op) {
    case 'log':
      return log(turn);
    case 'drop':
      return dropAsk(turn);
    case 'dropYes':
      return drop(turn);
    case 'dropNo':
      return replyTo(turn, { say: [sayText(copy.kept)] });
    default:
  }
  const last = await latest(turn);
  const shift = last?.state === 'ended' ? undefined : last;
  if (op === 'lost') return shift === undefined ? notOn(turn) : lost(turn, shift);
  if (op === 'still') return shift === undefined ? notOn(turn) : still(turn, shift);
  if (shift !== undefined && isForgotten(shift, turn.now)) {
    if (shift.state === 'working') return replyTo(turn, { say: [sayForgotten(shift)] });
    // They rested and never came back: that shift ended when the rest began.
    const over = endShift(shift, endOfShift(shift), turn.now);
    await turn.records.shifts.save(over);
    return op === 'end' ? ended(turn, shift, over) : op === 'rest' ? notOn(turn) : start(turn, over);
  }
  switch (op) {
    case 'start':
      return shift === undefined ? start(turn, last) : double(turn, shift);
    case 'end':
      return shift === undefined ? notOn(turn) : ended(turn, shift, endShift(shift, turn.now, turn.now));
    case 'rest':
      return shift === undefined ? notOn(turn) : rest(turn, shift);
    case 'back':
      return shift === undefined ? notOn(turn) : back(turn, shift);
  }
}

/** Where somebody works was told after 开工: what is said at four hours is of that place. */
export async function movedShift(turn: Turn, reply: Reply): Promise<Reply> {
  const { person } = reply;
  const moved = person !== null && person.shift === 'on' && person.region !== turn.person.region;
  if (!moved || turn.inbound.kind === 'group' || reply.later !== undefined) return reply;
  const shift = await latest(turn);
  return shift === undefined ? reply : { ...reply, later: laterOf({ ...turn, person }, shift) };
}

async function start(turn: Turn, before: Shift | undefined): Promise<Reply> {
  const shift = startShift(
    turn.records.newId(),
    turn.now,
    before === undefined ? undefined : endOfShift(before),
  );
  const first = turn.person.shift === null;
  const tells = turn.channel.capabilities.push === 'reply' ? copy.cannotTell : copy.willTell;
  return kept(turn, shift, [
    copy.started(formatClockTime(shift.began)),
    tells,
    copy.hints,
    ...(first ? [copy.private] : []),
    ...(turn.person.region === null ? [copy.startNoPlace] : []),
  ]);
}

function double(turn: Turn, shift: Shift): Reply {
  const lines =
    shift.state === 'resting'
      ? [copy.alreadyResting(formatClockTime(endOfShift(shift)))]
      : [copy.already(formatMoment(shift.began), formatWorked(worked(shift, turn.now)))];
  return replyTo(turn, { say: [sayShift(lines, opsOf(shift))] });
}

function rest(turn: Turn, shift: Shift): Promise<Reply> | Reply {
  if (shift.state === 'resting') return double(turn, shift);
  const resting = pauseShift(shift, turn.now);
  return kept(turn, resting, [copy.rested(formatWorked(worked(resting, turn.now))), copy.restFirst], shift);
}

function back(turn: Turn, shift: Shift): Promise<Reply> | Reply {
  if (shift.state === 'working')
    return replyTo(turn, {
      say: [sayShift([copy.notResting(formatWorked(worked(shift, turn.now)))], opsOf(shift))],
    });
  const rested = turn.now - endOfShift(shift);
  const working = resumeShift(shift, turn.now);
  const before = stretch(working, turn.now);
  const short = rested < REAL_REST && before > 0;
  return kept(turn, working, [
    copy.back(formatClockTime(turn.now)),
    ...(short ? [copy.shortRest(formatWorked(Math.max(0, rested)), formatWorked(before))] : []),
  ]);
}

async function ended(turn: Turn, before: Shift, shift: Shift): Promise<Reply> {
  const long = longStretches(shift, turn.now).length;
  return kept(
    turn,
    shift,
    [
      copy.ended(formatMoment(shift.began), formatEnd(shift), formatWorked(worked(shift, turn.now))),
      ...(long === 0 ? [] : [copy.long(long)]),
      copy.logHint,
    ],
    before,
  );
}

/** The day only where it is another than that of the beginning. */
function formatEnd(shift: Shift): string {
  const end = endOfShift(shift);
  return formatChinaDay(end) === formatChinaDay(shift.began) ? formatClockTime(end) : formatMoment(end);
}

function lost(turn: Turn, shift: Shift): Promise<Reply> {
  return kept(turn, giveUpShift(shift, turn.now), [copy.endedUnknown, copy.logHint]);
}

function still(turn: Turn, shift: Shift): Promise<Reply> | Reply {
  if (shift.state === 'resting') return double(turn, shift);
  return kept(turn, confirmShift(shift, turn.now), [copy.confirmed]);
}

/** @param before as the shift was, where a stretch of work has just ended */
async function kept(turn: Turn, shift: Shift, lines: readonly string[], before?: Shift): Promise<Reply> {
  await turn.records.shifts.save(shift);
  const person = { ...turn.person, shift: shift.state === 'ended' ? ('off' as const) : ('on' as const) };
  const done = before === undefined ? [] : newlyLong(before, shift, turn.now);
  const region = countedPlace(turn);
  return replyTo(turn, {
    person,
    say: [sayShift(lines, opsOf(shift))],
    callOff: KEYS,
    later: laterOf(turn, shift),
    longStretches: done.map((at) => ({ region, month: formatChinaDay(at).slice(0, 7) })),
  });
}

/** The place whose texts bind there: never a county, in which few drive. */
function countedPlace({ person: { region }, library }: Turn): string {
  if (region === null) return 'unknown';
  const covered = library.assistant.places
    .map(({ id }) => id)
    .filter((id) => `${region}/`.startsWith(`${id}/`))
    .sort((one, other) => other.length - one.length);
  return covered[0] ?? 'other';
}

/** Stretches that came to four hours in the work that has just ended. */
function newlyLong(before: Shift, after: Shift, now: number): readonly number[] {
  const { since } = before;
  return since === null ? [] : longStretches(after, now).filter((at) => at > since);
}

async function log(turn: Turn): Promise<Reply> {
  const from = formatChinaDay(turn.now - (SHOWN_DAYS - 1) * DAY);
  const days = workDays(await turn.records.shifts.all(), turn.now).filter(({ day }) => day >= from);
  if (days.length === 0) return replyTo(turn, { say: [sayShift([copy.logEmpty], ['start'])] });
  const total = days.reduce((sum, day) => sum + day.worked, 0);
  const lines = [
    copy.logHead(SHOWN_DAYS),
    ...days.map(formatWorkDay),
    copy.logTotal(days.length, formatWorked(total)),
    copy.logNote,
  ];
  return replyTo(turn, { say: [sayShift(lines, ['drop'])] });
}

async function dropAsk(turn: Turn): Promise<Reply> {
  const shifts = await turn.records.shifts.all();
  if (shifts.length === 0) return replyTo(turn, { say: [sayText(copy.logEmpty)] });
  const typed = turn.channel.capabilities.buttons ? [] : [copy.dropTyped(copy.dropYes)];
  return replyTo(turn, { say: [sayShift([copy.dropAsk, ...typed], ['dropYes', 'dropNo'])] });
}

async function drop(turn: Turn): Promise<Reply> {
  const count = await turn.records.shifts.drop();
  return replyTo(turn, {
    person: { ...turn.person, shift: null },
    say: [sayText(copy.dropped(count))],
    callOff: KEYS,
  });
}

/** For the file of 导出我的数据: each shift with the times of its work. */
export async function describeShifts(turn: Turn): Promise<readonly unknown[]> {
  const { from: fromKey, to: toKey, unsure, spans } = copy.export;
  const time = (at: number) => new Date(at).toISOString();
  return (await turn.records.shifts.all()).map((shift) => ({
    [spans]: [
      ...shift.spans.map(({ from, to }) => ({ [fromKey]: time(from), [toKey]: time(to) })),
      ...(shift.since === null ? [] : [{ [fromKey]: time(shift.since), [toKey]: null }]),
    ],
    [unsure]: shift.unsure,
  }));
}

function notOn(turn: Turn): Reply {
  return replyTo(turn, { say: [sayShift([copy.notOn], ['start'])] });
}

async function latest(turn: Turn): Promise<Shift | undefined> {
  return (await turn.records.shifts.all()).at(-1);
}
