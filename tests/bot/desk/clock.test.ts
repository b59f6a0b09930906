import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClocks, parseHolidays } from '#knowledge';
import { type DeskRules, duesOf, nextDue } from '../../../bot/desk/clock.ts';
import { decide, isIllegal } from '../../../bot/desk/decide.ts';
import { loadDeskRules } from '../../../bot/desk/load-rules.ts';

import { apply, type Command, fold } from '../../../bot/desk/ticket.ts';
import type { Actor } from '../../../bot/desk/ticket-event.ts';
import {
  chinaDay,
  isWorkingDay,
  PLAIN_CALENDAR,
  plusWorkingHours,
} from '../../../bot/desk/working-calendar.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { realLibrary } from '../../real-release.ts';
import { ROOT } from '../../shared.ts';
import { draft } from './drafts.ts';

const HOUR = 3_600_000;
const at = (china: string) => Date.parse(`${china}:00+08:00`);
const said = (time: number) => new Date(time + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

/** A made-up year: eight free days in October with the Sundays before and after worked, and New Year. */
const CALENDAR = {
  holidays: new Set([
    '2030-01-01',
    ...Array.from({ length: 8 }, (_, i) => `2030-10-0${i + 1}`),
    '2031-01-01',
  ]),
  workdays: new Set(['2030-09-29', '2030-10-12']),
};
const { assistant } = await realLibrary();
const RULES: DeskRules = {
  ...loadDeskRules({ replyHours: 24, urgentHours: 2 }, undefined, assistant.articleOf),
  calendar: CALENDAR,
};

function ticket(
  opened: number,
  given: Parameters<typeof draft>[0],
  ...steps: readonly (readonly [number, Actor, Command])[]
) {
  const opening = { kind: 'opened' as const, draft: draft(given) };
  let now = fold('T-1', [
    { seq: 1, at: opened, by: { kind: 'worker' }, via: 'x', kind: 'opened', change: opening },
  ]);
  for (const [time, by, command] of steps) {
    const found = decide(now, command, by, { at: time, via: 'x' });
    if (isIllegal(found)) throw new Error(found.illegal);
    for (const event of found) now = apply(now, { ...event, seq: now.seq + 1 });
  }
  return now;
}
const LI: Actor = { kind: 'staff', name: '李' };
const ZIBO = { region: '山东省/淄博市/张店区', matters: ['wage-arrears'] };

describe('working hours', () => {
  it.each([
    ['a working day to the next', '2030-03-05T10:00', 24, '2030-03-06 10:00'],
    ['over a weekend', '2030-03-08T17:00', 24, '2030-03-11 17:00'],
    ['from a Sunday: it begins on Monday', '2030-03-10T12:00', 24, '2030-03-12 00:00'],
    ['from the last second of a Friday', '2030-03-08T23:59', 1, '2030-03-11 00:59'],
    ['over the end of a month', '2030-02-28T20:00', 8, '2030-03-01 04:00'],
    ['over New Year', '2030-12-31T18:00', 12, '2031-01-02 06:00'],
    ['over the long holiday', '2030-09-30T09:00', 24, '2030-10-09 09:00'],
    ['on a Sunday that is worked', '2030-09-29T09:00', 10, '2030-09-29 19:00'],
    ['into a Saturday that is worked', '2030-10-11T20:00', 8, '2030-10-12 04:00'],
  ])('%s', (_, from, hours, until) => {
    expect(said(plusWorkingHours(at(from), hours, CALENDAR))).toBe(until);
  });

  it('never end on a free day, and count what they say, over a whole year', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 365 * 24 * 60 }),
        fc.integer({ min: 1, max: 100 }),
        (minute, hours) => {
          const from = at('2030-01-01T00:00') + minute * 60_000;
          const until = plusWorkingHours(from, hours, CALENDAR);
          expect(isWorkingDay(until - 1, CALENDAR)).toBe(true);
          let counted = 0;
          for (let now = from; now < until; now += 60_000 * 30) {
            if (isWorkingDay(now, CALENDAR)) counted += Math.min(30 * 60_000, until - now);
          }
          // Half hours may straddle midnight, once at each end of a free stretch.
          expect(Math.abs(counted - hours * HOUR)).toBeLessThan(30 * HOUR);
          expect(until - from).toBeGreaterThanOrEqual(hours * HOUR);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('do not wait for ever for a year without a working day', () => {
    const free = Array.from({ length: 800 }, (_, i) => chinaDay(at('2030-01-01T00:00') + i * 24 * HOUR));
    const until = plusWorkingHours(at('2030-01-01T10:00'), 5, { ...PLAIN_CALENDAR, holidays: new Set(free) });
    expect(said(until)).toBe('2030-01-01 15:00');
  });
});

describe('what is due', () => {
  it('is the union’s own word, by working days; urgent by the clock', () => {
    const friday = at('2030-03-08T17:00');
    expect(said(nextDue(ticket(friday, {}), RULES)?.at ?? 0)).toBe('2030-03-11 17:00');
    expect(nextDue(ticket(friday, {}), RULES)?.what).toBe('reply');
    expect(said(nextDue(ticket(friday, { urgent: true }), RULES)?.at ?? 0)).toBe('2030-03-08 19:00');
  });

  it('is nothing while the worker has the word or it is settled', () => {
    const opened = at('2030-03-05T10:00');
    const asks: Command = { kind: 'reply', words: '哪天？', asks: true };
    expect(
      nextDue(ticket(opened, {}, [opened, LI, { kind: 'claim' }], [opened, LI, asks]), RULES),
    ).toBeNull();
    const solved: Command = { kind: 'resolve', words: '好了' };
    expect(
      duesOf(ticket(opened, ZIBO, [opened, LI, { kind: 'claim' }], [opened, LI, solved]), RULES),
    ).toEqual([]);
  });

  it('is what the clause says where it says something: three steps, the first first, free days or not', () => {
    const saturday = at('2030-03-09T10:00');
    const steps = (one: ReturnType<typeof ticket>) =>
      duesOf(one, RULES).flatMap(({ at: time, what }) =>
        what === 'reply' ? [] : [`${what.step} ${said(time)}`],
      );
    expect(steps(ticket(saturday, ZIBO))).toEqual([
      '当日受理 2030-03-09 23:59',
      '次日对接 2030-03-10 23:59',
      '3日反馈 2030-03-12 23:59',
    ]);
    const claimed = ticket(saturday, ZIBO, [saturday, LI, { kind: 'claim' }]);
    expect(steps(claimed)[0]).toBe('次日对接 2030-03-10 23:59');
    const replied = ticket(
      saturday,
      ZIBO,
      [saturday, LI, { kind: 'claim' }],
      [saturday, LI, { kind: 'reply', words: '在办', asks: false }],
    );
    expect(steps(replied)).toEqual(['3日反馈 2030-03-12 23:59']);
  });

  it('counts from the day in China: a minute before midnight is still today', () => {
    const late = nextDue(ticket(at('2030-12-31T23:59'), ZIBO), RULES);
    expect(said(late?.at ?? 0)).toBe('2030-12-31 23:59');
    expect(said(nextDue(ticket(at('2031-01-01T00:00'), ZIBO), RULES)?.at ?? 0)).toBe('2031-01-01 23:59');
  });

  it('is no clause’s in another place, for another matter, or where no place is known', () => {
    const opened = at('2030-03-05T10:00');
    for (const given of [
      { ...ZIBO, region: '吉林省' },
      { ...ZIBO, region: '山东省' },
      { ...ZIBO, region: null },
      { ...ZIBO, matters: ['deposit-ban'] },
    ])
      expect(duesOf(ticket(opened, given), RULES).map(({ what }) => what)).toEqual(['reply']);
  });
});

describe('the tables', () => {
  it('hold no clock whose words do not stand in its article', () => {
    const all = parseClocks(readFileSync(join(ROOT, 'knowledge/clocks/clocks.yaml'), 'utf8'));
    expect(RULES.clocks).toEqual(all);
    expect(RULES.clocks[0]).toMatchObject({ article: 'zibo-opinions/5', binds: '各有关部门' });
  });

  it('lose a clock when the texts in force lose its words', () => {
    expect(loadDeskRules({ replyHours: 1, urgentHours: 1 }, undefined, () => undefined).clocks).toEqual([]);
  });

  it('take the admin’s holidays where the admin keeps some', async () => {
    const { path, dispose } = temporaryFolder();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(path, 'holidays.yaml'), 'holidays: [2030-10-01]\nworkdays: [2030-09-29]\n');
    const { calendar } = loadDeskRules({ replyHours: 1, urgentHours: 1 }, path, assistant.articleOf);
    expect([...calendar.holidays, ...calendar.workdays]).toEqual(['2030-10-01', '2030-09-29']);
    dispose();
  });

  it.each([
    'holidays: [2030-13-01]\nworkdays: []',
    'holidays: [2030-10-01]\nworkdays: [2030-10-01]',
    'holidays: []',
  ])('refuse what is no table of days: %s', (text) => {
    expect(() => parseHolidays(text)).toThrow();
  });
});
