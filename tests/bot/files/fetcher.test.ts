import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fetched } from '../../../bot/channels/channel.ts';
import type { Inbound } from '../../../bot/channels/message.ts';
import { createReceiver } from '../../../bot/conversation/receiver.ts';
import { filesCopy as copy } from '../../../bot/copy/files.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { endAllLeases } from '../../../bot/store/conversations.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import {
  type DatabaseKind,
  describeEveryDatabase,
  describeLastingDatabases,
  type TestDatabase,
} from '../../contracts/databases.ts';
import { type Core, createCore, KEY, madeUpTexts, type Person } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';
import { JPEG, PDF, photo, sourceOf } from './samples.ts';

const library = await madeUpTexts();
const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const got = (bytes: Uint8Array, name = ''): Fetched => ({ kind: 'got', bytes, mime: 'text/html', name });
const text = (shown: readonly { readonly text: string }[]) => shown.map((one) => one.text).join('\n');
const states = async (core: Core) => (await core.rows('files')).map(({ state, error }) => [state, error]);

await describeEveryDatabase('what somebody sends', ({ make }: DatabaseKind) => {
  let database: TestDatabase;
  let store: Store;
  let core: Core;
  let rider: Person;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
    core = createCore({ store, library });
    rider = core.person('rider');
  });
  afterEach(() => database.drop());

  it('is fetched before its message is answered, and lies encrypted', async () => {
    core.channel.files.set('secret-address', [got(JPEG, '../../合同 照片.png')]);
    const shown = await rider.send(photo(rider, [sourceOf('secret-address')]));
    expect(text(shown)).toBe(`${copy.received('photo', 1)}\n${copy.ask}`);
    const [row] = await core.rows('files');
    expect(row).toMatchObject({ state: 'held', size: JPEG.length, mime: 'image/jpeg' });
    expect(Buffer.from(row?.body instanceof Uint8Array ? row.body : []).includes(JPEG.subarray(0, 8))).toBe(
      false,
    );
    const inbox = await core.rows('inbox');
    const sealed = inbox.map((one) =>
      typeof one.sealed === 'string' ? core.vault.open(one.sealed, 'inbox/sealed') : '',
    );
    const [file] = await core.rows('files');
    const kept = core.vault.open(String(file?.sealed), 'files/sealed');
    expect(sealed.join() + kept).not.toContain('secret-address');
    expect(JSON.parse(kept)).toEqual({ source: null, name: '合同 照片.png.jpg' });
  });

  it('is kept by a press, listed, given back byte for byte, and deleted', async () => {
    core.channel.files.set('a', [got(JPEG, 'a.jpg')]);
    await rider.send(photo(rider, [sourceOf('a')]));
    expect(text(await rider.press(copy.keep))).toBe(copy.kept(1, 90));
    expect(await states(core)).toEqual([['kept', null]]);
    const listed = text(await rider.say('/我的材料'));
    expect(listed).toContain('a.jpg');
    const [file] = await rider.press(copy.list.get(1));
    expect(file?.file).toBe(JPEG.toString('utf8'));
    expect(text(await rider.press(copy.list.drop(1)))).toBe(copy.dropped(1));
    expect(await core.rows('files')).toEqual([]);
    expect(text(await rider.say('/我的材料'))).toBe(copy.list.none);
  });

  it('that was given back and is deleted then lies nowhere any more, also not with the answers', async () => {
    core.channel.files.set('a', [got(JPEG, 'a.jpg')]);
    await rider.send(photo(rider, [sourceOf('a')]));
    await rider.press(copy.keep);
    await rider.say('/我的材料');
    await rider.press(copy.list.get(1));
    const open = async () =>
      (await core.rows('outbox')).map(({ sealed }) =>
        typeof sealed === 'string' ? core.vault.open(sealed, 'outbox/sealed') : '',
      );
    const before = await open();
    const words = before.filter((text) => text !== '').length;
    await rider.press(copy.list.drop(1));
    // The one that held it is empty, no other is, and one more says that it is gone.
    expect((await open()).filter((text) => text !== '')).toHaveLength(words);
    expect((await open()).slice(0, before.length).filter((text) => text === '')).toHaveLength(1);
  });

  it('is kept or deleted by words where there are no buttons, and such words are questions otherwise', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    expect(text(await rider.say(copy.drop))).not.toBe(copy.gone);
    await rider.send(photo(rider, [sourceOf('a')]));
    expect(text(await rider.say(` ${copy.keep}。`))).toBe(copy.kept(1, 90));
    await rider.send(photo(rider, [sourceOf('a')]));
    expect(text(await rider.say(copy.drop))).toBe(copy.dropped(1));
    expect(await states(core)).toEqual([['kept', null]]);
  });

  it('that came several in one message is told of together, each by what became of it', async () => {
    core.channel.files.set('a', [got(JPEG)]).set('b', [got(PDF)]);
    const many = [sourceOf('a'), sourceOf('b'), sourceOf('unknown'), sourceOf('huge', { size: 1001 })];
    const shown = text(await rider.send(photo(rider, many)));
    expect(shown).toContain(copy.received('photo', 2));
    expect(shown).toContain(copy.lost('photo', 1, 'gone', 1000));
    expect(shown).toContain(copy.lost('photo', 1, 'too-large', 1000));
    expect(core.channel.fetches).not.toContain('huge');
    await rider.press(copy.drop);
    expect((await states(core)).map(([state]) => state)).toEqual(['lost', 'lost']);
  });

  it('is answered by its caption as well, in one message', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    const said = rider.inbound({
      kind: 'media',
      media: 'photo',
      caption: '甲川大热天有没有高温费',
      files: [sourceOf('a')],
    });
    const shown = await rider.send(said);
    expect(shown).toHaveLength(1);
    expect(text(shown)).toContain(copy.received('photo', 1));
    expect(text(shown)).toContain('高温');
  });

  it.each<[string, Fetched, string]>([
    ['of more bytes than its platform told', got(Buffer.alloc(1001, 1)), 'too-large'],
    ['that the platform calls too large', { kind: 'too-large' }, 'too-large'],
    ['without a byte', got(Buffer.alloc(0)), 'empty'],
    ['that does not open', { kind: 'gone', reason: 'undecryptable' }, 'undecryptable'],
    ['from a foreign address', { kind: 'gone', reason: 'address' }, 'address'],
  ])('%s is said to be lost', async (_, fetched, reason) => {
    core.channel.files.set('a', [fetched]);
    const shown = text(await rider.send(photo(rider, [sourceOf('a')])));
    expect(shown).toContain('没');
    expect(await states(core)).toEqual([['lost', reason]]);
    const [row] = await core.rows('files');
    expect(row).toMatchObject({ body: null, size: 0 });
  });

  it('is not taken beyond a person’s room, and is again when there is room', async () => {
    core.channel.files.set('a', [got(Buffer.alloc(1000, 65))]);
    for (let sent = 0; sent < 3; sent++) await rider.send(photo(rider, [sourceOf('a')]));
    expect(text(await rider.send(photo(rider, [sourceOf('a')])))).toBe(copy.lost('photo', 1, 'full', 1000));
    const other = core.person('other');
    expect(text(await other.send(photo(other, [sourceOf('a')])))).toContain(copy.received('photo', 1));
    await rider.say('/我的材料 全删');
    expect(text(await rider.send(photo(rider, [sourceOf('a')])))).toContain(copy.received('photo', 1));
  });

  it('is tried again while its message waits, in the order of the conversation', async () => {
    core.channel.files.set('a', [{ kind: 'later', reason: 'unreachable', afterMs: 2 * SECOND }, got(JPEG)]);
    await core.app.accept('scripted')([photo(rider, [sourceOf('a')]), rider.text('/帮助')]);
    await core.app.settle();
    expect(core.channel.texts('rider')).toEqual([]);
    core.clock.advance(2 * SECOND);
    await core.app.settle();
    expect(core.channel.texts('rider')[0]).toContain(copy.received('photo', 1));
    expect(core.channel.texts('rider')).toHaveLength(2);
  });

  it('that would come too late is not waited for', async () => {
    core.channel.files.set('a', [{ kind: 'later', reason: 'unreachable', afterMs: 60 * SECOND }]);
    expect(text(await rider.send(photo(rider, [sourceOf('a')])))).toBe(
      copy.lost('photo', 1, 'unreachable', 1000),
    );
  });

  it('that hangs is given up: the message is answered after its time, and what comes then is not kept', async () => {
    let answer = (_: Fetched) => {};
    core.channel.files.set('a', [
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ]);
    await core.app.accept('scripted')([photo(rider, [sourceOf('a')])]);
    const settled = core.app.settle();
    while (core.channel.fetches.length === 0) await new Promise((resolve) => setImmediate(resolve));
    core.clock.advance(31 * SECOND);
    await new Promise((resolve) => setImmediate(resolve));
    core.clock.advance(2 * SECOND);
    await settled;
    expect(core.channel.texts('rider')).toEqual([copy.lost('photo', 1, 'late', 1000)]);
    answer(got(JPEG));
    await core.app.settle();
    expect((await states(core)).map(([state]) => state)).toEqual(['lost']);
  });

  it('in a group is never asked for, whatever the channel offers; its sender is shown the way', async () => {
    const group = core.person('rider', { group: 'g' });
    const [shown] = await group.send(photo(group, [sourceOf('a')]));
    expect(shown?.text).toBe(copy.inGroup);
    expect(shown?.buttons.flat()).toHaveLength(1);
    expect([core.channel.fetches, await core.rows('files')]).toEqual([[], []]);
  });

  it('twice by a platform is kept once', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    const one = photo(rider, [sourceOf('a')]);
    await rider.send(one);
    expect(await rider.send(one)).toEqual([]);
    expect([core.channel.fetches.length, (await core.rows('files')).length]).toEqual([1, 1]);
  });

  it('that the channel has in its hands is kept with the message, and nothing is fetched', async () => {
    const base64 = JPEG.toString('base64');
    await core.app.accept('scripted')([photo(rider, [sourceOf(null, { base64, name: 'a.jpg' })])]);
    const raw = JSON.stringify(await core.rows('inbox')) + JSON.stringify(await core.rows('files'));
    expect(raw).not.toContain(base64);
    await core.app.settle();
    expect(core.channel.fetches).toEqual([]);
    await rider.press(copy.keep);
    await rider.say('/我的材料');
    const [file] = await rider.press(copy.list.get(1));
    expect(file?.file).toBe(JPEG.toString('utf8'));
  });

  it('of another is nobody else’s: buttons of theirs do nothing', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    await rider.send(photo(rider, [sourceOf('a')]));
    const [row] = await core.rows('files');
    const other = core.person('other');
    for (const op of ['keep', 'drop']) {
      const shown = await other.send(other.inbound({ kind: 'button', action: `files:${op}:${row?.cause}` }));
      expect(text(shown)).toBe(copy.gone);
    }
    for (const op of ['get', 'delete']) {
      const shown = await other.send(other.inbound({ kind: 'button', action: `files:${op}:${row?.id}` }));
      expect(text(shown)).toBe(copy.gone);
    }
    expect(await states(core)).toEqual([['held', null]]);
  });

  it('and is undecided goes after a day, what is kept after its time, what is lost with it', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    await rider.send(photo(rider, [sourceOf('a')]));
    await rider.press(copy.keep);
    await rider.send(photo(rider, [sourceOf('a'), sourceOf('unknown')]));
    const retain = { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 };
    const at = core.clock.now();
    expect((await sweep(store, retain, at + DAY - 1)).files).toBe(0);
    expect((await sweep(store, retain, at + DAY)).files).toBe(2);
    expect(await states(core)).toEqual([['kept', null]]);
    expect((await sweep(store, retain, at + 90 * DAY)).files).toBe(1);
  });

  it('is in the export: listed, and beside it as it was sent', async () => {
    core.channel.files.set('a', [got(JPEG, 'a.jpg')]).set('b', [got(PDF, 'b.pdf')]);
    await rider.send(photo(rider, [sourceOf('a'), sourceOf('b')]));
    await rider.press(copy.keep);
    const [all, ...files] = await rider.say('/导出我的数据');
    expect(JSON.parse(all?.file ?? '')).toMatchObject({
      材料: [{ 名字: 'a.jpg', 留作证据: true }, { 名字: 'b.pdf' }],
    });
    expect(files.map(({ file }) => file)).toEqual([JPEG.toString('utf8'), PDF.toString('utf8')]);
  });

  it('is erased with everything else, also while it is being fetched', async () => {
    core.channel.files.set('a', [got(JPEG)]);
    await rider.send(photo(rider, [sourceOf('a')]));
    await rider.press(copy.keep);
    await rider.say('/删除我的数据');
    let answer = (_: Fetched) => {};
    core.channel.files.set('b', [
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ]);
    // In another chat of the same person, so that the erasure does not wait for it.
    const elsewhere = core.person('rider', { chat: 'second-chat' });
    await core.app.accept('scripted')([photo(elsewhere, [sourceOf('b')])]);
    while (core.channel.fetches.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await core.app.accept('scripted')([rider.text('确认删除')]);
    while ((await core.rows('files')).length > 0) await new Promise((resolve) => setImmediate(resolve));
    answer(got(PDF));
    await core.app.settle();
    core.clock.advance(31 * SECOND);
    await core.app.settle();
    expect(await core.rows('files')).toEqual([]);
    expect(core.channel.texts('second-chat')).toEqual([]);
  });
});

await describeLastingDatabases('what somebody sends, over the end of a program', ({ make }: DatabaseKind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make();
  });
  afterEach(() => database.drop());

  const world = async (clock = createManualClock()) => {
    const channel = createScriptedChannel();
    const core = createCore({ store: await database.open(), library, channels: [channel], clock });
    return { core, channel, rider: core.person('rider'), clock };
  };

  /** A program that dies right after it kept a message. */
  const keepAndDie = async (clock: ManualClock, message: Inbound) => {
    const store = await database.open();
    const wake = () => {};
    const deps = { store, vault: createVault(KEY), clock, telemetry: silentTelemetry, wake, wakeFile: wake };
    await createReceiver({ ...deps, randomId: () => `died-${clock.now()}` })('scripted')([message]);
  };

  it.each([
    ['minutes', 2 * 60 * SECOND],
    ['hours', 20 * HOUR],
  ])('is fetched by the next one, %s later, before it is answered', async (_, ms) => {
    const { core, channel, rider, clock } = await world();
    await keepAndDie(clock, photo(rider, [sourceOf('a')]));
    channel.files.set('a', [got(JPEG)]);
    clock.advance(ms);
    await core.app.settle();
    expect(text(channel.screen('rider'))).toContain(copy.received('photo', 1));
  });

  it('is fetched anew where the one before died over it, or said to be lost', async () => {
    const first = await world();
    first.channel.files.set('a', [() => new Promise(() => {})]);
    await first.core.app.accept('scripted')([photo(first.rider, [sourceOf('a')])]);
    while (first.channel.fetches.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = await world(first.clock);
    second.channel.files.set('a', [got(JPEG)]);
    await second.core.app.settle();
    expect(second.channel.fetches).toEqual([]);
    if (database.location.kind === 'file') await (await database.open()).transaction(endAllLeases);
    else {
      // Nobody moves the time of a process that is dead.
      await (await database.open()).transaction((tx) =>
        tx
          .updateTable('files')
          .set(({ eb }) => ({ due_at: eb('due_at', '-', 22 * SECOND) }))
          .execute(),
      );
    }
    await second.core.app.settle();
    expect(text(second.channel.screen('rider'))).toContain(copy.received('photo', 1));
  });

  it('whose row is damaged is said to be lost', async () => {
    const { core, channel, rider, clock } = await world();
    await keepAndDie(clock, photo(rider, [sourceOf('a')]));
    await core.store.transaction((tx) => tx.updateTable('files').set({ sealed: '1:AAAA' }).execute());
    await core.app.settle();
    expect(channel.texts('rider')).toEqual([copy.lost('photo', 1, 'gone', 1000)]);
  });

  it('is fetched once by two, and told of once', async () => {
    const first = await world();
    const second = await world(first.clock);
    for (const { channel } of [first, second]) channel.files.set('a', [got(JPEG)]);
    await first.core.app.accept('scripted')([photo(first.rider, [sourceOf('a')])]);
    await Promise.all([second.core.app.settle(), first.core.app.settle()]);
    expect(first.channel.fetches.length + second.channel.fetches.length).toBe(1);
    expect([...first.channel.screen('rider'), ...second.channel.screen('rider')]).toHaveLength(1);
  });
});
