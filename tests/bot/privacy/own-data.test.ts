import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { filesCopy } from '../../../bot/copy/files.ts';
import { guideCopy } from '../../../bot/copy/guide.ts';
import { insightCopy } from '../../../bot/copy/insight.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { conversationKey, personKey } from '../../../bot/store/keys.ts';
import { sql } from '../../../bot/store/kysely.ts';
import { describeEveryDatabase, postgres, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, createCore, madeUpTexts, type Person, type RawRow, stumblingTexts } from '../../core.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';
import { describeWithPostgres } from '../../postgres/database.ts';

const library = await madeUpTexts();
const MINUTE = 60_000;
const TABLES = ['inbox', 'outbox', 'people', 'carried', 'conversations', 'erasures', 'meta'] as const;

const exportSchema = z.object({
  渠道: z.string(),
  会话: z.array(
    z.object({
      记住的: z.object({ 地区: z.string().nullable(), 上一个问题: z.string().nullable() }),
      你说过的: z.array(z.object({ 时间: z.string(), 内容: z.string() })),
      我回复的条数: z.number(),
    }),
  ),
});

const text = (shown: readonly { readonly text: string }[]) => shown.map((message) => message.text).join('\n');

/** All that lies in the database, sealed fields opened. */
async function everything(core: Core): Promise<string> {
  const open = (table: string, row: RawRow) =>
    typeof row.sealed === 'string' ? { ...row, sealed: core.vault.open(row.sealed, `${table}/sealed`) } : row;
  const tables = await Promise.all(
    TABLES.map(async (table) => (await core.rows(table)).map((row) => open(table, row))),
  );
  return JSON.stringify(tables);
}

await describeEveryDatabase('what is kept of a person', ({ make }) => {
  let database: TestDatabase;
  let core: Core;
  let rider: Person;
  let inGroup: Person;
  let other: Person;
  beforeEach(async () => {
    database = await make();
    core = createCore({ store: await database.open(), library });
    rider = core.person('rider-7788', { chat: 'chat-of-rider' });
    inGroup = core.person('rider-7788', { group: 'g' });
    other = core.person('other-9900', { group: 'g' });
    await rider.say('我叫柳三变，甲川大热天有没有高温费');
    await inGroup.say('戊原站长要我交押金三百三，入职收押金合法吗');
    await other.say('甲川我是另一个人，收押金罚多少钱');
  });
  afterEach(() => database.drop());

  it('can be taken along: all of it, and nothing of others', async () => {
    const [file] = await rider.say('/导出我的数据');
    const parsed = exportSchema.parse(JSON.parse(file?.file ?? ''));
    expect(parsed.渠道).toBe('scripted');
    const said = parsed.会话.flatMap((chat) => chat.你说过的.map(({ 内容 }) => 内容));
    expect(said.toSorted()).toEqual(
      [
        '我叫柳三变，甲川大热天有没有高温费',
        '戊原站长要我交押金三百三，入职收押金合法吗',
        '/导出我的数据',
      ].toSorted(),
    );
    expect(parsed.会话.map((chat) => chat.记住的.地区).toSorted()).toEqual(['戊原省', '甲川省'].toSorted());
    expect(parsed.会话.map((chat) => chat.我回复的条数)).toEqual([1, 1]);
    expect(file?.file).not.toContain('另一个人');
  });

  it('is neither exported nor erased before a whole group', async () => {
    for (const words of ['/导出我的数据', '/删除我的数据']) {
      const [said] = await inGroup.say(words);
      expect(said?.text).toBe(copy.group.onlyPrivate);
      expect(said?.file).toBeNull();
    }
    expect(text(await inGroup.say('确认删除'))).not.toContain('都删了');
    expect(await everything(core)).toContain('三百三');
  });

  it('is gone after erasure: no row holds a word, an id or the key of the person', async () => {
    await rider.say('/删除我的数据');
    const [done] = await rider.press('全部删掉');
    expect(done?.text).toMatch(/^都删了。凭据编号：\S+。/);
    const left = await everything(core);
    for (const words of [
      '柳三变',
      '三百三',
      '高温费',
      'rider-7788',
      personKey(core.vault, 'scripted', 'rider-7788'),
    ])
      expect(left, words).not.toContain(words);
    expect(left).toContain('另一个人');
  });

  it('leaves a proof that tells when and how much, and nothing else', async () => {
    await rider.say('/删除我的数据');
    const [done] = await rider.press('全部删掉');
    const [proof, ...more] = await core.rows('erasures');
    expect(more).toEqual([]);
    expect(proof).toMatchObject({ channel: 'scripted', at: core.clock.now() });
    expect(Object.keys(proof ?? {}).toSorted()).toEqual(['at', 'channel', 'id', 'rows']);
    expect(done?.text).toContain(String(proof?.id));
    expect(proof?.rows).toBeGreaterThan(5);
  });

  it('is not sent any more when it waits to be', async () => {
    core.channel.script('g', { kind: 'later', afterMs: 10 * MINUTE, reason: 'busy' });
    await inGroup.say('甲川大热天有没有高温费');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    const before = core.channel.tries.length;
    core.clock.advance(10 * MINUTE);
    await core.app.settle();
    expect(core.channel.tries).toHaveLength(before);
    expect((await core.rows('outbox')).every((row) => row.state === 'sent' || row.state === 'dead')).toBe(
      true,
    );
  });

  it('is not remembered, yet an event that comes again is still known', async () => {
    const message = rider.text('甲川大热天有没有高温费');
    await rider.send(message);
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    expect(await rider.send(message)).toEqual([]);
    expect(text(await rider.say('/地区'))).toBe(copy.region.none);
  });

  it('is not sent again when it was on its way and came back', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    core.channel.script('g', {
      kind: 'held',
      release,
      outcome: { kind: 'later', afterMs: MINUTE, reason: 'busy' },
    });
    const saying = inGroup.say('甲川大热天有没有高温费');
    await expect.poll(() => core.channel.tries.at(-1)?.chat).toBe('g');
    const accept = core.app.accept(core.channel.name);
    await accept([rider.text('/删除我的数据'), rider.inbound({ kind: 'button', action: 'erase:yes' })]);
    await expect.poll(() => core.channel.texts('chat-of-rider').at(-1)).toContain('都删了');
    resolve();
    await saying;
    const before = core.channel.tries.length;
    core.clock.advance(MINUTE);
    await core.app.settle();
    expect(core.channel.tries).toHaveLength(before);
    expect((await core.rows('outbox')).every((row) => row.state === 'sent' || row.state === 'dead')).toBe(
      true,
    );
    expect(await everything(core)).not.toContain('高温');
  });

  it('is not answered any more when it waits to be', async () => {
    const stumbling = createCore({
      store: core.store,
      library: stumblingTexts(library, '绊一跤', 1),
      channels: [core.channel],
      clock: core.clock,
    });
    await stumbling.person('rider-7788', { group: 'g' }).say('戊原收押金罚多少钱，绊一跤');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    const before = core.channel.tries.length;
    core.clock.advance(MINUTE);
    await core.app.settle();
    expect(core.channel.tries).toHaveLength(before);
    expect((await core.rows('inbox')).every((row) => row.state === 'done')).toBe(true);
    expect(await everything(core)).not.toContain('绊一跤');
  });

  it('begins anew with what the person asks after they had it erased', async () => {
    await rider.say('/删除我的数据');
    await core.receive(
      rider.inbound({ kind: 'button', action: 'erase:yes' }),
      rider.text('甲川大热天有没有高温费'),
    );
    expect(core.channel.texts('chat-of-rider').slice(-2)).toEqual([
      expect.stringContaining('都删了'),
      expect.stringContaining('高温天气应当发放补贴'),
    ]);
    expect(await everything(core)).not.toContain('柳三变');
  });

  it('is gone to the last trace after the next sweep, the id of the private chat too', async () => {
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    // It was still needed to deliver the proof.
    expect(await everything(core)).toContain('chat-of-rider');
    core.clock.advance(MINUTE + 1);
    await sweep(
      core.store,
      { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 },
      core.clock.now(),
    );
    const left = await everything(core);
    expect(left).not.toContain('chat-of-rider');
    expect(left).toContain('另一个人');
    expect(await core.rows('erasures')).toHaveLength(1);
    expect(text(await rider.say('甲川大热天有没有高温费'))).toContain('高温天气应当发放补贴');
  });

  it('in another channel stays', async () => {
    const elsewhere = createScriptedChannel({ name: 'elsewhere' });
    const both = createCore({ store: core.store, library, channels: [core.channel, elsewhere] });
    const there = both.person('rider-7788', { channel: elsewhere });
    await there.say('甲川入职收押金合法吗，我在别处问');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    expect(await everything(core)).toContain('我在别处问');
    expect(text(await there.say('/地区'))).toBe(copy.region.now('甲川'));
  });

  it('is erased only while the question for it is fresh', async () => {
    await rider.say('/删除我的数据');
    core.clock.advance(10 * MINUTE + 1);
    expect(text(await rider.press('全部删掉'))).toBe(copy.erase.expired);
    expect(await everything(core)).toContain('柳三变');
  });

  it('is kept when the person thinks better of it', async () => {
    await rider.say('/删除我的数据');
    expect(text(await rider.press('先不删'))).toBe(copy.erase.kept);
    expect(text(await rider.press('全部删掉'))).toBe(copy.erase.expired);
    expect(text(await rider.say('确认删除'))).not.toContain('都删了');
    expect(await everything(core)).toContain('柳三变');
  });

  it('is erased by typing where there are no buttons, and not by the words alone', async () => {
    const plain = createScriptedChannel({ name: 'plain', capabilities: { buttons: false } });
    const typed = createCore({ store: core.store, library, channels: [plain] });
    const typist = typed.person('typist');
    await typist.say('甲川我打字问，大热天有没有高温费');
    expect(text(await typist.say('确认删除'))).not.toContain('都删了');
    expect(text(await typist.say('/删除我的数据'))).toContain(copy.erase.type);
    expect(text(await typist.say('确认删除'))).toContain('都删了');
    expect(await everything(typed)).not.toContain('我打字问');
  });

  it('can be asked about at any time', async () => {
    const [said] = await rider.say('/隐私');
    expect(said?.text).toBe(
      [
        ...copy.privacy.text(30, 180, true),
        guideCopy.privacy(180),
        filesCopy.privacy(90),
        insightCopy.privacy(90),
        deskCopy.privacy(365),
      ].join('\n'),
    );
    expect((await rider.press('导出我的数据'))[0]?.file).toContain('柳三变');
    expect(text(await rider.press('删除我的数据'))).toBe(copy.erase.ask);
  });
});

await describeWithPostgres('an erasure while another turn of the person is under way', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await postgres.make();
  });
  afterEach(() => database.drop());

  it('waits for it, and takes what it leaves', async () => {
    const core = createCore({ store: await database.open(), library });
    const other = await database.open();
    const { name: channel } = core.channel;
    const rider = core.person('rider');
    await rider.say('/删除我的数据');
    const memory = {
      conversation: conversationKey(core.vault, channel, 'g'),
      person: personKey(core.vault, channel, 'rider'),
      channel,
      sealed: '',
      updated_at: 0,
    };
    const [kept, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // The turn in the group is held up where it writes down what it remembers.
    const holding = other.transaction(async (tx) => {
      await tx.insertInto('people').values(memory).execute();
      kept.resolve();
      await over.promise;
      await tx.deleteFrom('people').where('person', '=', memory.person).execute();
    });
    await kept.promise;
    const heldUp = async () => {
      const { rows } = await other.transaction((tx) =>
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          tx,
        ),
      );
      return rows.length;
    };
    const accept = core.app.accept(channel);
    await accept([core.person('rider', { group: 'g' }).text('甲川我叫柳三变，大热天有没有高温费')]);
    await expect.poll(heldUp).toBe(1);
    await accept([rider.inbound({ kind: 'button', action: 'erase:yes' })]);
    await expect.poll(heldUp).toBe(2);
    over.resolve();
    await holding;
    await core.app.settle();
    expect(core.channel.texts('rider').at(-1)).toContain('都删了');
    const left = await everything(core);
    expect(left).not.toContain('柳三变');
    expect(left).not.toContain('高温');
    expect(left).not.toContain(memory.person);
  });
});
