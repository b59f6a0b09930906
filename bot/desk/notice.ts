import { shortName } from '#knowledge';
import { formatChinaTime } from '../china-time.ts';
import { deskCopy } from '../copy/desk.ts';
import type { Staff } from '../staff/staff.ts';
import type { TicketRow } from '../store/schema.ts';
import { assign, type Candidate } from './assignment.ts';
import { type ChainStep, stepsReached } from './chain.ts';
import { type Quiet, quietSince } from './quiet.ts';
import { type Calendar, isWorkingDay } from './working-calendar.ts';

const copy = deskCopy.alert;
const HOUR = 3_600_000;
/** How long before it is due staff are reminded. */
const SOON = HOUR;
/** Names behind one line. */
const MOST_NAMES = 3;

/** What a line for staff is made of. */
export type AlertRow = Pick<
  TicketRow,
  | 'id'
  | 'kind'
  | 'state'
  | 'region'
  | 'trade'
  | 'urgent'
  | 'due_at'
  | 'told'
  | 'holder'
  | 'danger_at'
  | 'escalated'
  | 'unclaimed_at'
>;

/** One thing that staff are told of a ticket; no word of anybody's. */
export type DeskNotice = {
  readonly ticket: string;
  readonly level: 'opened' | 'danger' | 'soon' | 'overdue' | 'unclaimed';
  readonly urgent: boolean;
  /** Names of the staff who are asked to act. */
  readonly to: readonly string[];
  readonly line: string;
  /** As TicketRow.told and TicketRow.escalated are once it is told. */
  readonly told: number;
  readonly escalated: number;
};

export type NoticeRules = {
  readonly chain: readonly ChainStep[];
  readonly quiet: Quiet | null;
  readonly calendar: Calendar;
};

/**
 * What staff are to be told of a ticket now; undefined for nothing. After a pause only the last of several levels is told.
 * What is not urgent keeps quiet hours, and is told before them when its time comes in them; on free days only what is due
 * is told.
 */
export function noticeOf(
  row: AlertRow,
  staff: readonly Candidate[],
  rules: NoticeRules,
  now: number,
): DeskNotice | undefined {
  const urgent = row.urgent === 1;
  if (!urgent && quietSince(now, rules.quiet) !== undefined) return undefined;
  const told = Math.max(row.told, levelOf(row, rules, now));
  const escalated = Math.max(row.escalated, stepsReached(row, rules.chain, rules.calendar, now));
  const rest = !urgent && !isWorkingDay(now, rules.calendar);
  const newLevel = told > row.told && (told > 1 || !rest);
  const newStep = escalated > row.escalated && !rest;
  if (!newLevel && !newStep) return undefined;
  const step = newStep ? rules.chain[escalated - 1] : undefined;
  const level = step !== undefined ? 'unclaimed' : levelName(row, told);
  const to = step === undefined ? askedOf(row, staff) : leadersOf(row, staff, step.role);
  return {
    ticket: row.id,
    level,
    urgent,
    to,
    line: lineOf(row, level, to, step),
    told,
    escalated: newStep ? escalated : row.escalated,
  };
}

/** See TicketRow.told. */
function levelOf({ due_at, urgent }: AlertRow, { quiet }: NoticeRules, now: number): number {
  if (due_at === null) return 1;
  if (due_at <= now) return 3;
  const soon = due_at - SOON;
  const asleep = urgent === 1 ? undefined : quietSince(soon, quiet);
  return (asleep === undefined ? soon : asleep - SOON) <= now ? 2 : 1;
}

function levelName(row: AlertRow, told: number): DeskNotice['level'] {
  if (row.told === 0 && row.danger_at !== null) return 'danger';
  if (told === 3) return 'overdue';
  return row.told === 0 ? 'opened' : 'soon';
}

/** Whoever has it; else who should have it. */
function askedOf(row: AlertRow, staff: readonly Candidate[]): readonly string[] {
  if (row.holder !== null) return [row.holder];
  return assign(row, staff)
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
}

/** Those of a role who answer for its place; whoever is away is asked when nobody else is there. */
function leadersOf(row: AlertRow, staff: readonly Staff[], role: ChainStep['role']): readonly string[] {
  const all = staff.filter((one) => one.role === role);
  const here = all.filter(
    ({ regions }) =>
      regions.length === 0 || regions.some((one) => row.region === one || row.region?.startsWith(`${one}/`)),
  );
  const there = (here.length > 0 ? here : all).filter(({ away }) => !away);
  return (there.length > 0 ? there : all).slice(0, MOST_NAMES).map(({ name }) => name);
}

function lineOf(
  row: AlertRow,
  level: DeskNotice['level'],
  to: readonly string[],
  step: ChainStep | undefined,
): string {
  const what = copy.what(row.id, deskCopy.kind[row.kind], placeOf(row.region));
  const when = row.due_at === null ? '' : formatChinaTime(row.due_at);
  const line = {
    opened: () => (row.urgent === 1 ? copy.urgent(what) : copy.opened(what)),
    danger: () => copy.danger(what),
    soon: () => copy.soon(what, when),
    overdue: () => copy.overdue(what, when),
    unclaimed: () => copy.nobody(what),
  }[level]();
  if (step !== undefined) return line + copy.ask([copy.role[step.role], ...to].join('、'));
  if (to.length === 0) return line;
  return line + (row.holder === null ? copy.ask(to.join('、')) : copy.with(row.holder));
}

const placeOf = (region: string | null) => (region === null ? '' : shortName(region.split('/').at(-1) ?? ''));
