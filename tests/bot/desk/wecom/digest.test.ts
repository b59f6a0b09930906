import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wecomDeskCopy } from '../../../../bot/copy/desk-wecom.ts';
import { createDeskDigest, formatDigest } from '../../../../bot/desk/wecom/digest.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import type { Store } from '../../../../bot/store/store.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';

const copy = wecomDeskCopy.report;
const china = (time: string) => Date.parse(`${time}+08:00`);
/** A Monday of a year without adjusted days in this table. */
const MONDAY = '2026-03-02';
const CALENDAR = { holidays: new Set(['2026-03-03']), workdays: new Set(['2026-03-07']) };

let store: Store;
let now: number;
let told: string[];
let fails: boolean;

beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  told = [];
  fails = false;
});
afterEach(() => store.close());

const digest = (holder = 'a') =>
  createDeskDigest({
    store,
    clock: { now: () => now, sleep: async () => {} },
    telemetry: silentTelemetry,
    calendar: CALENDAR,
    tell: async (text) => {
      if (fails) throw new Error('no robot');
      told.push(text);
    },
    holder,
  });

describe('the morning digest', () => {
  it.each([
    ['before half past eight', `${MONDAY}T08:29:59`, false],
    ['at half past eight', `${MONDAY}T08:30:00`, true],
    ['before eleven', `${MONDAY}T10:59:59`, true],
    ['at eleven', `${MONDAY}T11:00:00`, false],
    ['on a holiday', '2026-03-03T09:00:00', false],
    ['on a Saturday on which people work', '2026-03-07T09:00:00', true],
    ['on a Sunday', '2026-03-08T09:00:00', false],
  ])('%s: %s %s', async (_, time, tells) => {
    now = china(time);
    expect(await digest().flush()).toBe(tells);
    expect(told).toHaveLength(tells ? 1 : 0);
  });

  it('comes once a day, whichever process tells it and however often one is started', async () => {
    now = china(`${MONDAY}T08:30:00`);
    await digest('a').flush();
    now += 60_000;
    await digest('b').flush();
    await digest('a').flush();
    expect(told).toHaveLength(1);
    now = china('2026-03-04T09:00:00');
    await digest('b').flush();
    expect(told).toHaveLength(2);
  });

  it('is tried again when the robot did not take it', async () => {
    now = china(`${MONDAY}T08:30:00`);
    fails = true;
    expect(await digest().flush()).toBe(false);
    fails = false;
    expect(await digest().flush()).toBe(true);
    expect(told).toEqual([[copy.morning, copy.calm].join('\n')]);
  });

  it('counts what waits and names it by number', () => {
    const at = china(`${MONDAY}T09:00:00`);
    const row = (id: string, holder: string | null, due: string | null, state = 'open' as const) => ({
      ...{ id, holder, state, due_at: due === null ? null : china(due) },
    });
    const text = formatDigest(
      [
        row('T-0301-AAAA', null, '2026-03-02T08:00:00'),
        row('T-0301-BBBB', '王主任', '2026-03-02T18:00:00'),
        row('T-0301-CCCC', null, '2026-03-05T18:00:00'),
        { ...row('T-0301-DDDD', '王主任', null), state: 'resolved' as const },
      ],
      at,
    );
    expect(text.split('\n')).toEqual([
      ...[copy.morning, copy.open(3), copy.unclaimed(2), copy.overdue(1), copy.today(1)],
      ...[copy.overdueOnes('T-0301-AAAA'), copy.unclaimedOnes('T-0301-CCCC')],
    ]);
  });
});
