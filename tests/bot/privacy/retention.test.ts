import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep } from '../../../bot/privacy/retention.ts';
import { ensureConversation } from '../../../bot/store/conversations.ts';
import { insertInbound } from '../../../bot/store/inbox.ts';
import { conversationKey } from '../../../bot/store/keys.ts';
import { sql } from '../../../bot/store/kysely.ts';
import { insertMessage } from '../../../bot/store/outbox.ts';
import { describeEveryDatabase, postgres, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';
import { describeWithPostgres } from '../../postgres/database.ts';

const library = await madeUpTexts();
const DAY = 24 * 3_600_000;
const KEPT = { messages: 3, memory: 20, evidence: 90, erasureProofs: 100 };
const HEAT = '甲川大热天有没有高温费';

await describeEveryDatabase('the sweep', ({ make }) => {
  let database: TestDatabase;
  let core: Core;
  beforeEach(async () => {
    database = await make();
    core = createCore({ store: await database.open(), library });
  });
  afterEach(() => database.drop());

  const sweepAfter = async (ms: number) => {
    core.clock.advance(ms);
    return sweep(core.store, KEPT, core.clock.now());
  };

  it('finds nothing in what is young', async () => {
    await core.person('r', { group: 'g' }).say(HEAT);
    const swept = await sweepAfter(3 * DAY);
    expect(Object.values(swept).every((count) => count === 0)).toBe(true);
  });

  it('takes words when their days are over, and leaves the event to be known for eight days', async () => {
    const rider = core.person('r');
    const message = rider.text(HEAT);
    await rider.send(message);
    expect(await sweepAfter(3 * DAY + 1)).toMatchObject({ words: 1, inbox: 0, outbox: 1 });
    expect(await core.rows('inbox')).toMatchObject([{ sealed: null, state: 'done' }]);
    expect(await rider.send(message)).toEqual([]);
    expect(await sweepAfter(5 * DAY)).toMatchObject({ words: 0, inbox: 1 });
    expect(await core.rows('inbox')).toEqual([]);
  });

  it('takes what is remembered of somebody who stayed away, and not of somebody who came', async () => {
    await core.person('gone').say(HEAT);
    await core.person('back').say(HEAT);
    core.clock.advance(15 * DAY);
    await core.person('back').say(HEAT);
    expect(await sweepAfter(5 * DAY + 1)).toMatchObject({ people: 1, conversations: 1 });
    expect(await core.rows('people')).toHaveLength(1);
    const [said] = await core.person('gone').say('大热天有没有高温费');
    expect(said?.buttons.flat()).toHaveLength(2);
  });

  it('keeps the place of a group as long as the memory of persons', async () => {
    await core.person('站长', { group: 'g', admin: true }).say('/地区 甲川');
    await sweepAfter(19 * DAY);
    const [said] = await core.person('r', { group: 'g' }).say('大热天有没有高温费');
    expect(said?.text).toContain('高温天气应当发放补贴');
    expect(await sweepAfter(20 * DAY)).toMatchObject({ conversations: 0 });
    expect(await sweepAfter(DAY)).toMatchObject({ conversations: 1 });
  });

  it('takes the questions that links carry when the links are too old', async () => {
    await core.person('r', { group: 'g' }).say(HEAT);
    expect(await sweepAfter(7 * DAY - 1)).toMatchObject({ carried: 0 });
    expect(await sweepAfter(1)).toMatchObject({ carried: 1 });
  });

  it('takes the proof of an erasure last', async () => {
    const rider = core.person('r');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    expect(await sweepAfter(100 * DAY)).toMatchObject({ erasures: 0 });
    expect(await sweepAfter(1)).toMatchObject({ erasures: 1 });
  });

  it('keeps what still has to be answered or delivered as long as anything else, and no longer', async () => {
    const rider = core.person('r');
    core.channel.script('r', { kind: 'later', afterMs: 40 * DAY, reason: 'busy' });
    await rider.say(HEAT);
    // For a channel that is switched off at the moment.
    await core.app.accept('off')([rider.text(HEAT)]);
    await sweepAfter(KEPT.messages * DAY - 1);
    expect((await core.rows('inbox')).map((row) => row.state)).toEqual(['done', 'accepted']);
    expect(await core.rows('outbox')).toMatchObject([{ state: 'failed' }]);
    expect(await core.rows('conversations')).toHaveLength(2);
    await sweepAfter(2);
    expect((await core.rows('inbox')).filter((row) => row.sealed !== null)).toEqual([]);
    expect(await core.rows('outbox')).toEqual([]);
  });

  it('loses no message that another process keeps while its chat is swept away', async () => {
    const rider = core.person('r');
    const { name } = core.channel;
    const key = conversationKey(core.vault, name, 'r');
    await core.store.transaction(async (tx) => {
      await ensureConversation(tx, core.vault, { channel: name, kind: 'private', chat: 'r', now: 0 });
      await insertInbound(tx, core.vault, {
        channel: name,
        conversation: key,
        inbound: { ...rider.text(HEAT), redacted: false },
        now: core.clock.now(),
      });
      await tx.deleteFrom('conversations').where('key', '=', key).execute();
    });
    await core.app.settle();
    expect(core.channel.texts('r')).toEqual([expect.stringContaining('高温天气应当发放补贴')]);
  });
});

await describeWithPostgres('the sweep, while another process takes a turn', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await postgres.make();
  });
  afterEach(() => database.drop());

  it('leaves the chat of the reply that stands there by the time it comes to it', async () => {
    const core = createCore({ store: await database.open(), library });
    const other = await database.open();
    const rider = core.person('r');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    core.clock.advance(DAY);
    const now = core.clock.now();
    const { name: channel } = core.channel;
    const conversation = conversationKey(core.vault, channel, 'r');
    const [locked, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const turn = other.transaction(async (tx) => {
      await sql`select key from conversations where key = ${conversation} for update`.execute(tx);
      locked.resolve();
      await waiting.promise;
      const payload = { text: '答了', buttons: [], file: null };
      const nobody = { person: null, cause: null, answers: null, about: null, replaces: null };
      await insertMessage(tx, core.vault, { channel, conversation, payload, ...nobody, key: 'k' }, now);
      await tx
        .updateTable('conversations')
        .set({ updated_at: now })
        .where('key', '=', conversation)
        .execute();
    });
    await locked.promise;
    const sweeping = sweep(core.store, KEPT, now);
    const isHeldUp = async () => {
      const { rows } = await other.transaction((tx) =>
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          tx,
        ),
      );
      return rows.length;
    };
    await expect.poll(isHeldUp).toBe(1);
    waiting.resolve();
    await turn;
    expect(await sweeping).toMatchObject({ conversations: 0 });
    await core.app.settle();
    expect(core.channel.texts('r').at(-1)).toBe('答了');
  });
});
