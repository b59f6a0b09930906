import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBreaches } from '../../../bot/desk/breach-report.ts';
import { type DeskRules, duesOf, nextDue } from '../../../bot/desk/clock.ts';
import { decide, isIllegal } from '../../../bot/desk/decide.ts';
import { promisesOf } from '../../../bot/desk/promises.ts';
import { formatReport } from '../../../bot/desk/terminal/format-report.ts';
import { apply, type Command, fold } from '../../../bot/desk/ticket.ts';
import type { Actor, TicketEvent } from '../../../bot/desk/ticket-event.ts';
import {
  chinaDay,
  isWorkingDay,
  PLAIN_CALENDAR,
  plusWorkingHours,
} from '../../../bot/desk/working-calendar.ts';
import type { StoredTicket } from '../../../bot/store/tickets.ts';
import { draft } from './drafts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Thursday, 09:00 in China. */
const START = Date.UTC(2026, 0, 15, 1);
const WORKER: Actor = { kind: 'worker' };
const WANG: Actor = { kind: 'staff', name: '王' };

const CLAUSE = {
  region: '甲川省',
  matters: ['wages'],
  article: 'a/1',
  quote: '当日受理、次日对接',
  binds: '部门',
  steps: [
    { what: '当日受理', days: 0, met: 'claimed' as const },
    { what: '次日对接', days: 1, met: 'replied' as const },
  ],
};
const RULES: DeskRules = { replyHours: 24, urgentHours: 2, clocks: [], calendar: PLAIN_CALENDAR };

/** A ticket to which things happened, in hours from its opening. */
function lived(
  steps: readonly (readonly [hours: number, by: Actor, command: Command])[],
  given: Parameters<typeof draft>[0] = {},
): StoredTicket {
  const whole = draft(given);
  const events: TicketEvent[] = [
    { seq: 1, at: START, by: WORKER, via: 'c', kind: 'opened', change: { kind: 'opened', draft: whole } },
  ];
  let ticket = fold('T-1', events);
  for (const [hours, by, command] of steps) {
    const found = decide(ticket, command, by, { at: START + hours * HOUR, via: 'c' });
    if (isIllegal(found)) throw new Error(found.illegal);
    for (const event of found) {
      events.push({ ...event, seq: events.length + 1 });
      ticket = apply(ticket, { ...event, seq: ticket.seq + 1 });
    }
  }
  const row: StoredTicket['row'] = {
    id: 'T-1',
    channel: 'c',
    conversation: 'k',
    person: 'p',
    alias: '工友·青石',
    kind: whole.kind,
    state: ticket.state,
    region: whole.region,
    trade: null,
    urgent: 0,
    holder: ticket.holder,
    phone: null,
    seq: ticket.seq,
    opened_at: START,
    updated_at: ticket.updatedAt,
    due_at: null,
    told: 0,
    held_at: null,
    danger_at: null,
    escalated: 0,
    unclaimed_at: null,
  };
  return { row, ticket, events };
}
const states = (stored: StoredTicket, hours: number, rules = RULES) =>
  promisesOf(stored, rules, START + hours * HOUR).map(({ due, state }) => [
    due.what === 'reply' ? 'reply' : due.what.step,
    state,
  ]);
const CLAIM: Command = { kind: 'claim' };
const REPLY: Command = { kind: 'reply', words: '在看', asks: false };
const ASK: Command = { kind: 'reply', words: '哪天', asks: true };

describe('what was promised', () => {
  it('is kept by a word in time, broken by one too late, and open until then', () => {
    expect(states(lived([]), 3)).toEqual([['reply', 'open']]);
    expect(states(lived([]), 99)).toEqual([['reply', 'broken']]);
    expect(
      states(
        lived([
          [1, WANG, CLAIM],
          [2, WANG, REPLY],
          [4, WANG, ASK],
        ]),
        99,
      ),
    ).toEqual([
      ['reply', 'kept'],
      ['reply', 'kept'],
    ]);
    expect(
      states(
        lived([
          [1, WANG, CLAIM],
          [99, WANG, ASK],
        ]),
        100,
      ),
    ).toEqual([['reply', 'broken']]);
  });

  it('is nobody’s fault when the worker takes it back in time', () => {
    const gone: Command = { kind: 'withdraw', erased: false };
    expect(states(lived([[1, WORKER, gone]]), 99)).toEqual([['reply', 'void']]);
    expect(states(lived([[99, WORKER, gone]]), 100)).toEqual([['reply', 'broken']]);
  });

  it('comes sooner for words of danger, and that is one promise, not two', () => {
    const cry: Command = { kind: 'say', words: '不想活了', files: [], danger: true };
    const stored = lived([
      [1, WANG, CLAIM],
      [2, WORKER, cry],
    ]);
    expect(nextDue(stored.ticket, RULES)?.at).toBe(START + 4 * HOUR);
    expect(states(stored, 5)).toEqual([['reply', 'broken']]);
  });

  it('counts by month, place and kind, with the clause that a time stands on', () => {
    const rules = { ...RULES, clocks: [CLAUSE] };
    const given = { region: '甲川省/甲市', matters: ['wages'] };
    const late = lived([[30, WANG, CLAIM]], given);
    const rows = countBreaches(promisesOf(late, rules, START + 300 * HOUR));
    expect(rows).toEqual([
      {
        month: '2026-01',
        region: '甲川省/甲市',
        kind: 'complaint',
        what: '工会回话',
        article: null,
        due: 1,
        kept: 0,
        broken: 1,
      },
      {
        month: '2026-01',
        region: '甲川省/甲市',
        kind: 'complaint',
        what: '当日受理',
        article: 'a/1',
        due: 1,
        kept: 0,
        broken: 1,
      },
      {
        month: '2026-01',
        region: '甲川省/甲市',
        kind: 'complaint',
        what: '次日对接',
        article: 'a/1',
        due: 1,
        kept: 0,
        broken: 1,
      },
    ]);
    const csv = formatReport(rows, 'csv');
    expect(csv.startsWith('\ufeff月份,')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(
      formatReport([{ ...rows[0], month: '=1+1', what: 'a,"b"' } as (typeof rows)[number]], 'csv'),
    ).toContain(`'=1+1`);
    expect(formatReport(rows, 'table')).toContain('次日对接');
  });
});

describe('over a year with its adjusted holidays', () => {
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 40 });
  const dayOf = (n: number) => chinaDay(Date.UTC(2026, 0, 1, 4) + n * DAY);
  const calendar = fc.tuple(days, days).map(([holidays, workdays]) => ({
    holidays: new Set(holidays.map(dayOf)),
    workdays: new Set(workdays.map(dayOf)),
  }));
  const moment = fc.integer({
    min: Date.UTC(2025, 11, 31, 16),
    max: Date.UTC(2026, 11, 31, 15, 59, 59, 999),
  });

  it('a promise counts each hour of a working day once, as one who counts minutes on a wall calendar does', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 72 }), calendar, (at, hours, given) => {
        const due = plusWorkingHours(at, hours, given);
        expect(due).toBeGreaterThan(at);
        // Slices end at each midnight in China, so that a slice lies in one day.
        let counted = 0;
        for (let now = at; now < due; ) {
          const midnight = Math.floor((now + 8 * HOUR) / DAY) * DAY - 8 * HOUR + DAY;
          const end = Math.min(midnight, due);
          if (isWorkingDay(now, given)) counted += end - now;
          now = end;
        }
        expect(counted).toBe(hours * HOUR);
      }),
      { numRuns: 500 },
    );
  });

  it('a clause’s days are days of the calendar, and end a millisecond before midnight in China', () => {
    fc.assert(
      fc.property(moment, calendar, (at, given) => {
        const opened: TicketEvent = {
          seq: 1,
          at,
          by: WORKER,
          via: 'c',
          kind: 'opened',
          change: { kind: 'opened', draft: draft({ region: '甲川省', matters: ['wages'] }) },
        };
        const rules = { ...RULES, calendar: given, clocks: [CLAUSE] };
        const clause = duesOf(fold('T-1', [opened]), rules).filter(({ what }) => what !== 'reply');
        expect(clause).toHaveLength(2);
        clause.forEach((due, n) => {
          expect(chinaDay(due.at)).toBe(chinaDay(at + n * DAY));
          expect(chinaDay(due.at + 1)).toBe(chinaDay(at + (n + 1) * DAY));
        });
      }),
      { numRuns: 300 },
    );
  });
});
