import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTicketRecords } from '../../../bot/desk/records.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import { TICKET_KINDS } from '../../../bot/desk/ticket-draft.ts';
import { countOpened } from '../../../bot/insight/count-tickets.ts';
import { monthOf } from '../../../bot/insight/months.ts';
import { sweepInsight } from '../../../bot/insight/sweep.ts';
import { loadWalks } from '../../../bot/insight/walks.ts';
import { personKey } from '../../../bot/store/keys.ts';
import { allMisses } from '../../../bot/store/misses.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, createCore, DESK, madeUpTexts } from '../../core.ts';

const library = await madeUpTexts();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNHEARD = '我家猫昨天弹钢琴弹得好听吗';

const draft = (more: Partial<TicketDraft> = {}): TicketDraft => ({
  ...{ kind: 'complaint', urgent: false, region: null, trade: null, topic: '工钱', matters: [], answers: [] },
  ...{ citations: [], transcript: [], files: [], anonymous: true, contact: null, consentAt: 0 },
  ...more,
});

await describeEveryDatabase('what is counted', ({ make }) => {
  let database: TestDatabase;
  let core: Core;
  beforeEach(async () => {
    database = await make();
    core = createCore({ store: await database.open(), library });
  });
  afterEach(() => database.drop());

  /** Opens as a turn does, in one transaction. */
  const open = (sender: string, given: TicketDraft, now = core.clock.now()) =>
    core.store.transaction(async (tx) => {
      const { vault } = core;
      const person = personKey(vault, core.channel.name, sender);
      const owner = { channel: core.channel.name, conversation: `chat-${sender}`, person };
      let ids = 0;
      const randomId = () => `${sender}-${now}-${++ids}-0123456789abcdef`;
      const writing = { vault, randomId, now, rules: DESK.rules };
      const records = createTicketRecords(tx, writing, owner, { kind: 'private', quoted: null });
      return countOpened(tx, { vault, now }, person, records).open(given);
    });

  it('a question is counted with its turn, by outcome, and kept in words only where nobody could answer', async () => {
    const rider = core.person('rider');
    await rider.say(UNHEARD);
    await rider.say('你好');
    const counts = await core.rows('question_counts');
    expect(counts.map(({ outcome, reason, count }) => [outcome, reason, count]).sort()).toEqual([
      ['abstain', 'chitchat', 1],
      ['abstain', 'not_understood', 1],
    ]);
    await rider.say(UNHEARD);
    expect(
      (await core.rows('question_counts')).find(({ reason }) => reason === 'not_understood')?.count,
    ).toBe(2);
    const misses = await core.store.transaction((tx) => allMisses(tx, core.vault));
    expect(misses.map(({ words }) => words)).toEqual([UNHEARD, UNHEARD]);
    expect(JSON.stringify(await core.rows('misses'))).not.toContain('钢琴');
    expect(JSON.stringify(await core.rows('misses'))).not.toContain(
      personKey(core.vault, core.channel.name, 'rider'),
    );
  });

  it('numbers are covered before anything is kept', async () => {
    await core.person('rider').say(`${UNHEARD}，打我电话13812345678`);
    const [miss] = await core.store.transaction((tx) => allMisses(tx, core.vault));
    expect(miss?.words).toContain('钢琴');
    expect(miss?.words).not.toContain('13812345678');
  });

  it('somebody else’s quoted words are counted and not kept', async () => {
    const quoted = { message: 'm', own: false, text: UNHEARD };
    await core.person('rider', { group: 'g' }).say('', { quoted });
    expect(await core.rows('question_counts')).toHaveLength(1);
    expect(await core.rows('misses')).toEqual([]);
  });

  it('an erased person leaves none of their words, and everybody else’s stay', async () => {
    const rider = core.person('rider');
    const other = core.person('other');
    await rider.say(UNHEARD);
    core.clock.advance(40 * DAY);
    await rider.say(`${UNHEARD}呀`);
    await other.say(`${UNHEARD}啊`);
    expect(await core.rows('misses')).toHaveLength(3);
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    const left = await core.store.transaction((tx) => allMisses(tx, core.vault));
    expect(left.map(({ words }) => words)).toEqual([`${UNHEARD}啊`]);
    // What was counted is nobody's.
    expect((await core.rows('question_counts')).reduce((sum, { count }) => sum + Number(count), 0)).toBe(3);
  });

  it('is deleted when its time is over', async () => {
    await core.person('rider').say(UNHEARD);
    core.clock.advance(90 * DAY);
    expect(await sweepInsight(core.store, { misses: 90 }, core.clock.now())).toEqual({ misses: 0 });
    core.clock.advance(1);
    expect(await sweepInsight(core.store, { misses: 90 }, core.clock.now())).toEqual({ misses: 1 });
    expect(await core.rows('misses')).toEqual([]);
  });

  it('a platform is counted once a week for one person, however often they name it', async () => {
    const rider = core.person('rider');
    await rider.say('美团的猫弹钢琴好听吗');
    await rider.say('美团的狗弹钢琴好听吗');
    await core.person('other').say('美团的猪弹钢琴好听吗');
    const brandRows = async () => (await core.rows('brand_weeks')).map(({ brand, count }) => [brand, count]);
    expect(await brandRows()).toEqual([['meituan', 2]]);
    core.clock.advance(7 * DAY);
    await rider.say('美团的猫弹钢琴好听吗');
    expect((await brandRows()).sort()).toEqual([
      ['meituan', 1],
      ['meituan', 2],
    ]);
  });

  it('tickets are counted as they were opened, also when they are emptied and cut off', async () => {
    const answers = [{ label: '平台', value: '美团', personal: false }];
    await open('rider', draft({ region: 'x/y', answers }));
    await open('rider', draft({ region: 'x/y', answers }), core.clock.now() + 1);
    const before = await core.rows('ticket_counts');
    expect(before).toEqual([
      { month: monthOf(core.clock.now()), region: 'x/y', kind: 'complaint', brand: 'meituan', count: 2 },
    ]);
    const rider = core.person('rider');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    expect(await core.rows('ticket_counts')).toEqual(before);
    // The place went with the rest of them.
    expect((await core.rows('ticket_marks')).map(({ region }) => region)).toEqual(['', '']);
  });

  it('the tally of tickets is that of a plain recount of their openings', async () => {
    const opening = fc.record({
      sender: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom(...TICKET_KINDS),
      region: fc.constantFrom('x', 'x/y', null),
      value: fc.constantFrom('美团', '滴滴出行', '美团和饿了么', ''),
    });
    const expected = new Map<string, number>();
    let later = 0;
    for (const { sender, kind, region, value } of fc.sample(opening, 25)) {
      const now = core.clock.now() + ++later * DAY * 3;
      const answers = [{ label: '平台', value, personal: false }];
      await open(sender, draft({ kind, region, answers }), now);
      const brand = value === '美团' ? 'meituan' : value === '滴滴出行' ? 'didi' : '';
      const key = [new Date(now + 8 * HOUR).toISOString().slice(0, 7), region ?? '', kind, brand].join();
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const rows = await core.rows('ticket_counts');
    const found = rows.map(({ month, region, kind, brand, count }) => [
      [month, region, kind, brand].join(),
      count,
    ]);
    expect(new Map(found as [string, number][])).toEqual(expected);
    const events = await core.rows('ticket_events');
    expect(rows.reduce((sum, { count }) => sum + Number(count), 0)).toBe(
      events.filter(({ kind }) => kind === 'opened').length,
    );
  });

  it('how long it took is read from the events alone, whether or not their words are there', async () => {
    const start = core.clock.now();
    const { id: answered } = await open('a', draft());
    await open('b', draft());
    const { id: late } = await open('c', draft());
    const desk = createDesk({
      store: core.store,
      vault: core.vault,
      clock: core.clock,
      rules: DESK.rules,
      via: 'test',
    });
    const viewer = { name: '王', role: 'agent' } as const;
    core.clock.advance(2 * HOUR);
    await desk.act(answered, { kind: 'claim' }, viewer);
    await desk.act(answered, { kind: 'reply', words: '好', asks: false }, viewer);
    core.clock.advance(3 * HOUR);
    await desk.act(answered, { kind: 'resolve', words: '完' }, viewer);
    core.clock.advance(30 * DAY);
    await desk.act(late, { kind: 'claim' }, viewer);
    await desk.act(late, { kind: 'reply', words: '晚了', asks: false }, viewer);
    await core.store.transaction((tx) => tx.updateTable('ticket_events').set({ sealed: null }).execute());
    const walks = await core.store.transaction((tx) => loadWalks(tx, { from: start, now: core.clock.now() }));
    const told = walks.map(({ firstReply, resolution, promise }) => [firstReply, resolution, promise]);
    expect(told).toHaveLength(3);
    expect(told).toContainEqual([2 * HOUR, 5 * HOUR, 'kept']);
    expect(told).toContainEqual([null, null, 'late']);
    expect(told).toContainEqual([5 * HOUR + 30 * DAY, null, 'late']);
  });
});
