import { afterEach, beforeEach, expect, it } from 'vitest';
import { UNTIL_THEY_WRITE } from '../../../bot/channels/channel.ts';
import { insertInbound } from '../../../bot/store/inbox.ts';
import { conversationKey } from '../../../bot/store/keys.ts';
import type { Store } from '../../../bot/store/store.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, type CoreSettings, createCore, madeUpTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const RIDER = 'rider-1';

const sent = { kind: 'sent', ref: null } as const;
const later = (afterMs: number | null) => ({ kind: 'later', afterMs, reason: 'busy' }) as const;
const lost = (arrives: boolean) => ({ kind: 'lost', arrives }) as const;
const refused = (closed: boolean) => ({ kind: 'refused', reason: 'no', closed }) as const;

await describeEveryDatabase('the relay', ({ make, lasts }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const start = (more: Partial<CoreSettings> = {}): Core => createCore({ store, library, ...more });
  const wait = async (core: Core, ms: number) => {
    core.clock.advance(ms);
    await core.app.settle();
  };
  const states = async (core: Core) => (await core.rows('outbox')).map((row) => row.state);
  /** Each as what a person reads, cut to what tells it from the others. */
  const read = (channel: ScriptedChannel, chat = RIDER) =>
    channel.texts(chat).map((text) => text.slice(0, 12));

  it('waits as long as the platform said, to the millisecond', async () => {
    const core = start();
    core.channel.script(RIDER, later(30_000));
    await core.person(RIDER).say('/帮助');
    await wait(core, 29_999);
    expect(core.channel.tries).toHaveLength(1);
    expect(await states(core)).toEqual(['failed']);
    await wait(core, 1);
    expect(core.channel.texts(RIDER)).toHaveLength(1);
    expect(await core.rows('outbox')).toMatchObject([{ state: 'sent', ref: '1', attempts: 2, repeat: 0 }]);
  });

  it('waits no longer once they write whom the platform takes no more for', async () => {
    const core = start();
    core.channel.script(RIDER, { kind: 'later', afterMs: 60_000, reason: UNTIL_THEY_WRITE });
    await core.person(RIDER).say('/帮助');
    expect(core.channel.texts(RIDER)).toEqual([]);
    await core.person(RIDER).say('/隐私');
    await core.app.settle();
    expect(core.channel.texts(RIDER)).toHaveLength(2);
    // For any other reason the platform's time counts, whoever writes.
    core.channel.script(RIDER, later(60_000));
    await core.person(RIDER).say('/帮助');
    await core.person(RIDER).say('/隐私');
    await core.app.settle();
    expect(core.channel.texts(RIDER)).toHaveLength(2);
  });

  it('waits longer each time when the platform does not say, up to five minutes', async () => {
    const core = start();
    core.channel.script(RIDER, ...Array.from({ length: 12 }, () => later(null)));
    await core.person(RIDER).say('/帮助');
    const waits: number[] = [];
    for (let i = 0; i < 11; i++) {
      const [row] = await core.rows('outbox');
      const ms = Number(row?.due_at) - core.clock.now();
      waits.push(ms / SECOND);
      await wait(core, ms - 1);
      expect(core.channel.tries).toHaveLength(i + 1);
      await wait(core, 1);
      expect(core.channel.tries).toHaveLength(i + 2);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('takes up to half of a wait away by chance, so that retries do not march in step', async () => {
    const core = start({ random: () => 0.5 });
    core.channel.script(RIDER, later(null));
    await core.person(RIDER).say('/帮助');
    const [row] = await core.rows('outbox');
    expect(Number(row?.due_at) - core.clock.now()).toBe(750);
  });

  it('keeps the order of a conversation while one of its messages waits, and others go on', async () => {
    const core = start();
    core.channel.script(RIDER, later(60_000));
    const rider = core.person(RIDER);
    await rider.say('/帮助');
    await rider.say('/隐私');
    expect(await core.person('rider-2').say('/帮助')).toHaveLength(1);
    expect(core.channel.texts(RIDER)).toEqual([]);
    await wait(core, 60_000);
    expect(read(core.channel)).toEqual([
      expect.stringMatching(/^直接说你遇到的事/),
      expect.stringMatching(/^我记的东西/),
    ]);
  });

  it.each([true, false])(
    'repeats what may have been lost (arrived: %s) once, and says so',
    async (arrives) => {
      const core = start();
      core.channel.script(RIDER, lost(arrives));
      await core.person(RIDER).say('/帮助');
      expect(await states(core)).toEqual(['failed']);
      await wait(core, SECOND);
      expect(core.channel.tries.map((delivery) => delivery.repeat)).toEqual([false, true]);
      expect(core.channel.screen(RIDER).map((shown) => shown.repeat)).toEqual(
        arrives ? [false, true] : [true],
      );
      expect(await core.rows('outbox')).toMatchObject([{ state: 'sent', repeat: 1 }]);
    },
  );

  it('takes a channel that throws for one that lost the message', async () => {
    const core = start();
    core.channel.script(RIDER, { kind: 'throws', arrives: true });
    await core.person(RIDER).say('/帮助');
    expect(await core.rows('outbox')).toMatchObject([{ state: 'failed', repeat: 1, error: 'TypeError' }]);
    await wait(core, SECOND);
    expect(core.channel.screen(RIDER).map((shown) => shown.repeat)).toEqual([false, true]);
  });

  it('never sends a third time what was lost twice; what stands behind it goes on', async () => {
    const core = start();
    core.channel.script(RIDER, lost(true), lost(true));
    const rider = core.person(RIDER);
    await rider.say('/帮助');
    await rider.say('/隐私');
    await wait(core, HOUR);
    await wait(core, HOUR);
    expect(await core.rows('outbox')).toMatchObject([
      { state: 'dead', error: 'unknown-twice: lost' },
      { state: 'sent' },
    ]);
    expect(core.channel.tries).toHaveLength(3);
  });

  it('still knows that it may repeat itself after the platform was busy in between', async () => {
    const core = start();
    core.channel.script(RIDER, lost(true), later(5_000), lost(true));
    await core.person(RIDER).say('/帮助');
    await wait(core, SECOND);
    await wait(core, 5_000);
    expect(core.channel.tries.map((delivery) => delivery.repeat)).toEqual([false, true, true]);
    expect(await states(core)).toEqual(['dead']);
  });

  it('tells a channel that an earlier try may have arrived, and goes on trying, when it can put one in its place', async () => {
    const core = start();
    core.channel.script(RIDER, { ...later(5_000), doubt: true }, { ...later(5_000), doubt: true });
    await core.person(RIDER).say('/帮助');
    await wait(core, 5_000);
    await wait(core, 5_000);
    expect(core.channel.tries.map((delivery) => delivery.repeat)).toEqual([false, true, true]);
    expect(await states(core)).toEqual(['sent']);
  });

  it('sends again and again under one key where the platform keeps doubles out', async () => {
    const channel = createScriptedChannel({ capabilities: { idempotent: true } });
    const core = start({ channels: [channel] });
    channel.script(RIDER, lost(true), lost(true), lost(true));
    await core.person(RIDER).say('/帮助');
    for (let i = 0; i < 3; i++) await wait(core, 10 * SECOND);
    expect(channel.tries).toHaveLength(4);
    expect(new Set(channel.tries.map((delivery) => delivery.key)).size).toBe(1);
    expect(channel.tries.some((delivery) => delivery.repeat)).toBe(false);
    expect(channel.texts(RIDER)).toHaveLength(1);
    expect(await states(core)).toEqual(['sent']);
  });

  it('gives a refused message up and goes on with the next', async () => {
    const core = start();
    core.channel.script(RIDER, refused(false));
    const rider = core.person(RIDER);
    expect(await rider.say('/帮助')).toEqual([]);
    expect(await rider.say('/隐私')).toHaveLength(1);
    expect(await core.rows('outbox')).toMatchObject([{ state: 'dead', error: 'no' }, { state: 'sent' }]);
    expect(await core.rows('conversations')).toMatchObject([{ closed_at: null }]);
  });

  it('gives up all that waits in a closed chat, until its person writes again', async () => {
    const core = start();
    const rider = core.person(RIDER);
    core.channel.script(RIDER, later(5_000), refused(true));
    for (const words of ['/帮助', '/隐私', '/帮助']) await rider.say(words);
    await wait(core, 5_000);
    expect(await states(core)).toEqual(['dead', 'dead', 'dead']);
    expect(await core.rows('conversations')).toMatchObject([{ closed_at: core.clock.now() }]);
    expect(core.channel.tries).toHaveLength(2);
    expect(await rider.say('/帮助')).toHaveLength(1);
    expect(await core.rows('conversations')).toMatchObject([{ closed_at: null }]);
  });

  it('closes a chat at once when its person leaves', async () => {
    const core = start();
    const rider = core.person(RIDER);
    core.channel.script(RIDER, later(5_000));
    await rider.say('/帮助');
    await rider.send(rider.inbound({ kind: 'left' }));
    expect(await states(core)).toEqual(['dead']);
    expect(await core.rows('conversations')).toMatchObject([{ closed_at: core.clock.now() }]);
  });

  it('follows a chat to its new id, with what waits and what is remembered', async () => {
    const core = start();
    const [old, moved] = ['group-1', 'supergroup-1'];
    const rider = core.person(RIDER, { group: old });
    await rider.say('甲川站点让交押金对不对');
    core.channel.script(old, { kind: 'moved', chat: moved });
    await rider.say('罚多少');
    expect(core.channel.tries.slice(1).map(({ chat }) => chat)).toEqual([old, moved]);
    expect(core.channel.texts(moved)).toHaveLength(1);
    // The place that was named before the move is still known after it.
    const after = await core.person(RIDER, { group: moved }).say('大热天有没有高温费');
    expect(after[0]?.text).toContain('高温天气应当发放补贴');
    expect((await states(core)).every((state) => state === 'sent')).toBe(true);
  });

  it('does not run in circles when the platform moves a chat to where it is', async () => {
    const core = start();
    core.channel.script(RIDER, ...Array.from({ length: 4 }, () => ({ kind: 'moved', chat: RIDER }) as const));
    await core.person(RIDER).say('/帮助');
    expect(core.channel.tries.length).toBeLessThanOrEqual(2);
    for (let i = 0; i < 4; i++) await wait(core, HOUR);
    expect(core.channel.texts(RIDER)).toHaveLength(1);
  });

  it('sends nothing twice when a chat moves while a message is on its way', async () => {
    const core = start();
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const rider = core.person(RIDER, { group: 'group-1' });
    core.channel.script('group-1', { kind: 'held', release });
    const saying = rider.say('/帮助');
    await expect.poll(() => core.channel.tries.length).toBe(1);
    await core.app.accept(core.channel.name)([rider.inbound({ kind: 'moved', to: 'supergroup-1' })]);
    await expect
      .poll(async () => (await core.rows('inbox')).map((row) => row.state))
      .toEqual(['done', 'done']);
    await core.app.accept(core.channel.name)([core.person(RIDER, { group: 'supergroup-1' }).text('/帮助')]);
    await expect.poll(async () => (await core.rows('outbox')).length).toBe(2);
    resolve();
    await saying;
    expect(core.channel.tries.map(({ chat }) => chat)).toEqual(['group-1', 'supergroup-1']);
    expect(await states(core)).toEqual(['sent', 'sent']);
  });

  it('keeps what the chat learnt while a message was on its way to its old id', async () => {
    const core = start();
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const admin = core.person('站长', { group: 'group-1', admin: true });
    core.channel.script('group-1', {
      kind: 'held',
      release,
      outcome: { kind: 'moved', chat: 'supergroup-1' },
    });
    const saying = admin.say('/帮助');
    await expect.poll(() => core.channel.tries.length).toBe(1);
    await core.app.accept(core.channel.name)([admin.text('/地区 戊原省')]);
    await expect.poll(async () => (await core.rows('outbox')).length).toBe(2);
    resolve();
    await saying;
    const answer = await core.person(RIDER, { group: 'supergroup-1' }).say('入职收押金合法吗');
    expect(answer[0]?.text).toContain('应当退还本人');
  });

  it('answers also what was received under the old id after the chat had moved', async () => {
    const core = start();
    const rider = core.person(RIDER, { group: 'group-1' });
    await rider.say('/帮助');
    const late = rider.text('/帮助');
    // Two processes: one keeps a message at the moment in which the other moves its chat.
    await core.receive(rider.inbound({ kind: 'moved', to: 'supergroup-1' }));
    await store.transaction((tx) =>
      insertInbound(tx, core.vault, {
        channel: core.channel.name,
        conversation: conversationKey(core.vault, core.channel.name, 'group-1'),
        inbound: { ...late, redacted: false },
        now: core.clock.now(),
      }),
    );
    core.channel.script('group-1', { kind: 'moved', chat: 'supergroup-1' });
    await core.app.settle();
    expect(core.channel.texts('supergroup-1')).toHaveLength(1);
    expect((await core.rows('inbox')).every((row) => row.state === 'done')).toBe(true);
  });

  it('gives up after a day', async () => {
    const core = start();
    core.channel.script(RIDER, later(23 * HOUR), later(2 * HOUR), later(2 * HOUR));
    await core.person(RIDER).say('/帮助');
    await wait(core, 23 * HOUR);
    expect(await states(core)).toEqual(['failed']);
    await wait(core, 2 * HOUR);
    expect(await core.rows('outbox')).toMatchObject([{ state: 'dead', error: 'busy' }]);
  });

  it('tells the channel of each message that is now marked sent, and of no other', async () => {
    const core = start();
    core.channel.script(RIDER, later(5_000), refused(false), sent);
    const rider = core.person(RIDER);
    await rider.say('/帮助');
    expect(core.channel.told).toEqual([]);
    await wait(core, 5_000);
    expect(core.channel.told).toEqual([]);
    await rider.say('/帮助');
    expect(core.channel.told).toEqual([RIDER]);
  });

  it('repeats what a dead process was sending when its lease is over, marked; a late report changes nothing', async () => {
    const clock = createManualClock();
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const slow = createScriptedChannel();
    slow.script(RIDER, { kind: 'held', release, outcome: refused(true) });
    // A process that hangs does not see the time pass.
    const first = start({ channels: [slow], clock: createManualClock() });
    const saying = first.person(RIDER).say('/帮助');
    await expect.poll(() => slow.tries.length).toBe(1);

    const second = start({ clock });
    await second.app.settle();
    expect(second.channel.tries).toEqual([]);
    // One try may take 10 s, and 5 s more are for the report.
    await wait(second, 14_999);
    expect(second.channel.tries).toEqual([]);
    await wait(second, 1);
    expect(second.channel.screen(RIDER).map(({ repeat }) => repeat)).toEqual([true]);
    const [decided] = await second.rows('outbox');
    expect(decided).toMatchObject({ state: 'sent', repeat: 1, ref: '1' });

    resolve();
    await saying;
    expect(await second.rows('outbox')).toEqual([decided]);
    expect(await second.rows('conversations')).toMatchObject([
      { lease: null, lease_until: 0, closed_at: null },
    ]);
  });

  it('sets aside what cannot be read, and delivers what stands behind it', async () => {
    const core = start();
    core.channel.script(RIDER, later(1_000));
    await core.person(RIDER).say('/帮助');
    await store.transaction((tx) => tx.updateTable('outbox').set({ sealed: '1:broken' }).execute());
    await core.person(RIDER).say('/隐私');
    await wait(core, 1_000);
    expect(await core.rows('outbox')).toMatchObject([
      { state: 'dead', error: 'unreadable' },
      { state: 'sent' },
    ]);
  });

  it('takes a try that never ends for unknown, and lets the chat go on', async () => {
    const core = start();
    core.channel.script(RIDER, { kind: 'held', release: new Promise(() => {}), outcome: sent });
    const saying = core.person(RIDER).say('/帮助');
    await expect.poll(() => core.channel.tries.length).toBe(1);
    core.clock.advance(11_000);
    await saying;
    expect(await core.rows('outbox')).toMatchObject([{ state: 'failed', repeat: 1, error: 'endless' }]);
    await wait(core, 300_000);
    expect(core.channel.screen(RIDER).map(({ repeat }) => repeat)).toEqual([true]);
  });

  it.each([
    { tries: 9, state: 'sent', error: null },
    { tries: 10, state: 'dead', error: 'unknown-often' },
  ])(
    'gives up only after ten what processes die of ($tries tries: $state)',
    async ({ tries, state, error }) => {
      const clock = createManualClock();
      const core = start({ clock });
      core.channel.script(RIDER, later(1));
      await core.person(RIDER).say('/帮助');
      await store.transaction((tx) =>
        tx.updateTable('outbox').set({ state: 'sending', repeat: 1, attempts: tries }).execute(),
      );
      await wait(core, 15_000);
      expect(await core.rows('outbox')).toMatchObject([{ state, error }]);
      expect(core.channel.tries.map(({ repeat }) => repeat)).toEqual(
        state === 'sent' ? [false, true] : [false],
      );
    },
  );

  it.runIf(lasts)('delivers after a restart what waited before it', async () => {
    const clock = createManualClock();
    const first = start({ clock });
    first.channel.script(RIDER, later(5_000));
    await first.person(RIDER).say('/帮助');
    await store.close();
    store = await database.open();
    const second = start({ clock });
    await wait(second, 5_000);
    expect(read(second.channel)).toEqual([expect.stringMatching(/^直接说你遇到的事/)]);
    expect(await states(second)).toEqual(['sent']);
  });
});
