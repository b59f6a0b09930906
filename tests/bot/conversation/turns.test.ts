import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import type { Store } from '../../../bot/store/store.ts';
import type { Telemetry } from '../../../bot/telemetry/telemetry.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, type CoreSettings, createCore, madeUpTexts, stumblingTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const RIDER = 'rider-1';
const HEAT = '甲川大热天有没有高温费';

await describeEveryDatabase('what a channel hands over', ({ make, lasts }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const start = (more: Partial<CoreSettings> = {}): Core => createCore({ store, library, ...more });
  const accept = (core: Core) => core.app.accept(core.channel.name);

  it('is acknowledged only when it is kept', async () => {
    const core = start();
    const watched: Store = {
      ...store,
      transaction: async (work) => {
        const result = await store.transaction(work);
        kept = (await core.rows('inbox')).length;
        return result;
      },
    };
    let kept = 0;
    const other = start({ store: watched });
    const rider = other.person(RIDER);
    await accept(other)([rider.text('在吗'), rider.text('有人吗')]);
    expect(kept).toBe(2);
    await other.app.settle();
  });

  it('is not acknowledged when it could not be kept, and nothing of it stays', async () => {
    const failing: Store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          await work(tx);
          throw new RangeError('the disk went away before the commit');
        }),
    };
    const core = start({ store: failing });
    await expect(accept(core)([core.person(RIDER).text('在吗')])).rejects.toThrow(RangeError);
    expect(await start().rows('inbox')).toEqual([]);
    expect(core.channel.tries).toEqual([]);
  });

  it('is answered once, however often it is handed over', async () => {
    const heard: string[] = [];
    const telemetry: Telemetry = { ...silentTelemetry, received: (_, what) => void heard.push(what) };
    const core = start({ telemetry });
    const message = core.person(RIDER).text(HEAT);
    await core.receive(message, message);
    await core.receive(message);
    await Promise.all(Array.from({ length: 5 }, () => accept(core)([message])));
    await core.app.settle();
    expect(core.channel.texts(RIDER)).toHaveLength(1);
    expect(heard).toEqual(['accepted', ...Array.from({ length: 7 }, () => 'repeated')]);
  });

  it.runIf(lasts)('is answered once also when it comes again after a restart', async () => {
    const first = start();
    const message = first.person(RIDER).text(HEAT);
    await first.receive(message);
    await store.close();
    store = await database.open();
    const second = start();
    await second.receive(message);
    expect(second.channel.tries).toEqual([]);
  });

  it.runIf(lasts)('is answered after a restart when it was only kept before', async () => {
    const first = start();
    await first.app.accept('another')([first.person(RIDER).text(HEAT)]);
    await first.app.settle();
    await store.close();
    store = await database.open();
    const channel = createScriptedChannel({ name: 'another' });
    await start({ channels: [channel] }).app.settle();
    expect(channel.texts(RIDER)[0]).toContain('高温天气应当发放补贴');
  });

  it('never touches the database when nobody spoke to the bot', async () => {
    const core = start();
    const rider = core.person(RIDER, { group: 'g' });
    await core.receive(rider.text('今天单多吗', { addressed: false }));
    for (const table of ['inbox', 'conversations', 'people', 'outbox', 'carried'] as const)
      expect(await core.rows(table), table).toEqual([]);
    await core.receive(rider.text('谁有空', { addressed: false }), rider.text(HEAT));
    expect(await core.rows('inbox')).toHaveLength(1);
  });

  it('is answered in the order in which it came, each knowing the one before', async () => {
    const core = start();
    const rider = core.person(RIDER);
    await core.receive(
      ...['甲川收押金罚多少', '/帮助', '那戊原呢', '/隐私'].map((words) => rider.text(words)),
    );
    expect(core.channel.texts(RIDER)).toEqual([
      expect.stringContaining('五百元罚款'),
      expect.stringMatching(/^直接说你遇到的事/),
      expect.stringContaining('戊原'),
      expect.stringMatching(/^我记的东西/),
    ]);
  });

  it('is tried again when its turn throws, ever later, while other chats go on', async () => {
    const core = start({ library: stumblingTexts(library, '高温', 3) });
    const rider = core.person(RIDER);
    expect(await rider.say(HEAT)).toEqual([]);
    expect(await core.person('rider-2').say('/帮助')).toHaveLength(1);
    await accept(core)([rider.text('/隐私')]);
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const [row] = await core.rows('inbox');
      const ms = Number(row?.due_at) - core.clock.now();
      waits.push(ms);
      core.clock.advance(ms);
      await core.app.settle();
    }
    expect(waits).toEqual([500, 1_000, 2_000]);
    expect(core.channel.texts(RIDER)).toEqual([
      expect.stringContaining('高温天气应当发放补贴'),
      expect.stringMatching(/^我记的东西/),
    ]);
  });

  it('is set aside with an apology when its turn always throws, and those behind it go on', async () => {
    const heard: string[] = [];
    const telemetry: Telemetry = {
      ...silentTelemetry,
      turned: (_, how) => void heard.push(how),
      note: (_, event, facts) => void heard.push(`${event} ${Object.values(facts ?? {}).join(' ')}`),
    };
    const core = start({ library: stumblingTexts(library, '高温', 99), telemetry });
    const rider = core.person(RIDER);
    await core.receive(rider.text(HEAT), rider.text('/隐私'));
    for (let i = 0; i < 5; i++) {
      core.clock.advance(60_000);
      await core.app.settle();
    }
    expect(core.channel.texts(RIDER)).toEqual([copy.failed, expect.stringMatching(/^我记的东西/)]);
    expect(await core.rows('inbox')).toMatchObject([
      { state: 'failed', error: 'RangeError', attempts: 4 },
      { state: 'done' },
    ]);
    expect(heard.filter((how) => how === 'retried')).toHaveLength(4);
    expect(heard.filter((how) => how === 'failed')).toHaveLength(1);
    // The error itself repeats the question.
    expect(heard.join(' ')).not.toContain('高温');
  });

  it('leaves nothing of a turn that threw', async () => {
    const failing: Store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          const result = await work(tx);
          const said = await tx.selectFrom('outbox').select('id').execute();
          if (said.length > 0 && !spent) {
            spent = true;
            throw new RangeError('after the answer was written');
          }
          return result;
        }),
    };
    let spent = false;
    const core = start({ store: failing });
    await accept(core)([core.person(RIDER).text(HEAT)]);
    await core.app.settle();
    expect(spent).toBe(true);
    expect(await core.rows('outbox')).toEqual([]);
    expect(await core.rows('people')).toEqual([]);
    core.clock.advance(500);
    await core.app.settle();
    expect(core.channel.texts(RIDER)).toHaveLength(1);
  });

  it('works until it is told to stop, and takes up what others left when its time has come', async () => {
    const clock = createManualClock();
    const core = start({ clock });
    core.channel.script(RIDER, { kind: 'later', afterMs: 5_000, reason: 'busy' });
    const stop = new AbortController();
    const running = core.app.run(stop.signal);
    await accept(core)([core.person(RIDER).text('/帮助')]);
    await expect.poll(async () => (await core.rows('outbox'))[0]?.state).toBe('failed');
    await expect
      .poll(() => {
        clock.advance(1_000);
        return core.channel.texts(RIDER).length;
      })
      .toBe(1);
    stop.abort();
    await running;
    expect((await core.rows('outbox'))[0]?.state).toBe('sent');
  });
});
