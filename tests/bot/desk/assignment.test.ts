import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type Candidate } from '../../../bot/desk/assignment.ts';
import { parseChain, stepsReached } from '../../../bot/desk/chain.ts';
import { parseQuiet, quietSince } from '../../../bot/desk/quiet.ts';
import { PLAIN_CALENDAR } from '../../../bot/desk/working-calendar.ts';

const HOUR = 3_600_000;
const one = (name: string, given: Partial<Candidate> = {}): Candidate => ({
  name,
  role: 'agent',
  regions: [],
  trades: [],
  away: false,
  load: 0,
  kinds: new Map(),
  ...given,
});
const TICKET = { kind: 'complaint' as const, region: '吉林省/长春市', trade: '外卖' };
const names = (staff: readonly Candidate[], ticket: Parameters<typeof assign>[0] = TICKET) =>
  assign(ticket, staff).map(({ name }) => name);

describe('who should have a ticket', () => {
  it('is whose place is nearest, then whose trade it is, then who has least to do, then who knows such matters', () => {
    const country = one('全国', { load: 0 });
    const province = one('省里', { regions: ['吉林省'], load: 9 });
    const city = one('市里', { regions: ['吉林省/长春市'], load: 9 });
    expect(names([country, province, city])).toEqual(['市里', '省里', '全国']);
    const trade = one('外卖的', { trades: ['外卖'], load: 3 });
    expect(names([country, trade])).toEqual(['外卖的', '全国']);
    expect(names([one('忙', { load: 2 }), one('闲', { load: 1 })])).toEqual(['闲', '忙']);
    expect(names([one('新'), one('熟', { kinds: new Map([['complaint', 4]]) })])).toEqual(['熟', '新']);
  });

  it('is nobody who is away, in another place or another trade', () => {
    const staff = [
      one('休假', { away: true }),
      one('云南', { regions: ['云南省'] }),
      // 吉林 is not the beginning of another province's name by its letters alone.
      one('字头', { regions: ['吉林'] }),
      one('快递', { trades: ['快递'] }),
    ];
    expect(names(staff)).toEqual([]);
    expect(names(staff, { ...TICKET, trade: null })).toEqual(['快递']);
    expect(names([one('云南', { regions: ['云南省'] })], { ...TICKET, region: null })).toEqual([]);
  });

  it('is a supervisor only where no agent is, and an admin only where neither is', () => {
    const head = one('主管', { role: 'supervisor' });
    const admin = one('管理', { role: 'admin' });
    expect(names([admin, head, one('坐席')])).toEqual(['坐席']);
    expect(names([admin, head])).toEqual(['主管']);
    expect(names([admin])).toEqual(['管理']);
  });

  it('does not depend on the order in which the staff are listed', () => {
    const candidate = fc.record({
      name: fc.uuid(),
      role: fc.constantFrom('agent' as const, 'supervisor' as const),
      regions: fc.subarray(['吉林省', '吉林省/长春市', '云南省']),
      trades: fc.subarray(['外卖', '快递']),
      away: fc.boolean(),
      load: fc.nat(3),
      kinds: fc.constant(new Map<'complaint', number>()),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 8 }), (staff) => {
        expect(names(staff.toReversed())).toEqual(names(staff));
        for (const found of assign(TICKET, staff)) expect(found.away).toBe(false);
      }),
    );
  });
});

describe('the chain', () => {
  it('is read from one line, and nothing is guessed', () => {
    expect(parseChain('2h=supervisor, due＝admin')).toEqual([
      { after: 2, role: 'supervisor' },
      { after: 'due', role: 'admin' },
    ]);
    expect(parseChain('off')).toEqual([]);
    for (const wrong of ['', '2=supervisor', '2h=agent', '2h', 'due=admin;'])
      expect(parseChain(wrong)).toBeUndefined();
  });

  it('counts hours of working days, hours of the clock for what is urgent, and nothing in anybody’s hands', () => {
    const chain = parseChain('2h=supervisor,due=admin') ?? [];
    // Friday, 23:00 in China.
    const since = Date.UTC(2026, 0, 16, 15);
    const row = { unclaimed_at: since, due_at: since + 72 * HOUR, urgent: 0, state: 'open' as const };
    const reached = (given: Partial<typeof row>, hours: number) =>
      stepsReached({ ...row, ...given }, chain, PLAIN_CALENDAR, since + hours * HOUR);
    expect(reached({}, 3)).toBe(0);
    expect(reached({}, 50)).toBe(1);
    expect(reached({ urgent: 1 }, 2)).toBe(1);
    expect(reached({}, 72)).toBe(2);
    expect(stepsReached({ ...row, unclaimed_at: null }, chain, PLAIN_CALENDAR, since + 99 * HOUR)).toBe(0);
    expect(stepsReached({ ...row, state: 'resolved' }, chain, PLAIN_CALENDAR, since + 99 * HOUR)).toBe(0);
  });
});

describe('quiet hours', () => {
  it('are read with their midnight in China', () => {
    const quiet = parseQuiet('22:00-07:00') ?? null;
    const at = (hour: number, minute = 0) => Date.UTC(2026, 0, 15, hour - 8, minute);
    expect(quietSince(at(21, 59), quiet)).toBeUndefined();
    expect(quietSince(at(22), quiet)).toBe(at(22));
    expect(quietSince(at(24 + 6, 59), quiet)).toBe(at(22));
    expect(quietSince(at(24 + 7), quiet)).toBeUndefined();
    expect(quietSince(at(13), parseQuiet('12:00－14:00') ?? null)).toBe(at(12));
    expect(quietSince(at(3), null)).toBeUndefined();
    expect(parseQuiet('OFF')).toBeNull();
    for (const wrong of ['22-7', '24:00-07:00', '07:00-07:00', '']) expect(parseQuiet(wrong)).toBeUndefined();
  });
});
