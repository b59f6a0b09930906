import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { type Core, createCore, madeUpTexts, type Person } from '../../core.ts';
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const RIDER = 'r';
const [HEAT, FINE] = ['甲川大热天有没有高温费', '甲川收押金罚多少钱'];
const [SAYS_HEAT, SAYS_FINE] = ['高温天气应当发放补贴', '五百元罚款'];

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
});
afterEach(() => store.close());

const start = (channel: ScriptedChannel): { core: Core; rider: Person } => {
  const core = createCore({ store, library, channels: [channel] });
  return { core, rider: core.person(RIDER) };
};

/** The same message again, in other words. */
const edit = (rider: Person, message: string | null, text: string) =>
  rider.inbound({ kind: 'text', text, voice: false, edited: true }, { message });

describe('an edited question', () => {
  it('is answered where the first answer stands', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    const first = rider.text(HEAT);
    const [before] = await rider.send(first);
    const [after] = await rider.send(edit(rider, first.message, FINE));
    expect(after?.ref).toBe(before?.ref);
    expect(channel.texts(RIDER)).toEqual([expect.stringContaining(SAYS_FINE)]);
  });

  it('is answered there again when it is edited again', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    const first = rider.text(HEAT);
    await rider.send(first);
    for (const words of [FINE, '/帮助', HEAT]) await rider.send(edit(rider, first.message, words));
    expect(channel.tries.map(({ edits }) => edits)).toEqual([null, '1', '1', '1']);
    expect(channel.texts(RIDER)).toEqual([expect.stringContaining(SAYS_HEAT)]);
  });

  it('is answered once, also when its place had to be asked for first', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    const first = rider.text('大热天有没有高温费');
    await rider.send(first);
    await rider.press('甲川');
    await rider.send(edit(rider, first.message, FINE));
    const texts = channel.texts(RIDER).join();
    expect(texts).toContain(SAYS_FINE);
    expect(texts).not.toContain(SAYS_HEAT);
  });

  it('does not touch the answers to other messages', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    const first = rider.text(HEAT);
    await rider.send(first);
    await rider.say('/隐私');
    await rider.send(edit(rider, first.message, FINE));
    expect(channel.texts(RIDER)).toEqual([
      expect.stringContaining(SAYS_FINE),
      expect.stringMatching(/^我记的东西/),
    ]);
  });

  it('is answered anew where messages cannot be changed', async () => {
    const channel = createScriptedChannel({ capabilities: { edits: false } });
    const { rider } = start(channel);
    const first = rider.text(HEAT);
    await rider.send(first);
    await rider.send(edit(rider, first.message, FINE));
    expect(channel.tries.map(({ edits }) => edits)).toEqual([null, null]);
    expect(channel.texts(RIDER)).toHaveLength(2);
  });

  it('is answered anew when nobody answered it before', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    await rider.send(edit(rider, 'never seen', HEAT));
    expect(channel.texts(RIDER)).toEqual([expect.stringContaining(SAYS_HEAT)]);
  });

  it('is answered anew when its first answer was given up', async () => {
    const channel = createScriptedChannel();
    const { rider } = start(channel);
    channel.script(RIDER, { kind: 'refused', reason: 'no', closed: false });
    const first = rider.text(HEAT);
    await rider.send(first);
    await rider.send(edit(rider, first.message, FINE));
    expect(channel.tries.map(({ edits }) => edits)).toEqual([null, null]);
    expect(channel.texts(RIDER)).toEqual([expect.stringContaining(SAYS_FINE)]);
  });

  it('waits for its first answer, and then changes it', async () => {
    const channel = createScriptedChannel();
    const { core, rider } = start(channel);
    channel.script(RIDER, { kind: 'later', afterMs: 5_000, reason: 'busy' });
    const first = rider.text(HEAT);
    await rider.send(first);
    await rider.send(edit(rider, first.message, FINE));
    expect(channel.texts(RIDER)).toEqual([]);
    core.clock.advance(5_000);
    await core.app.settle();
    expect(channel.tries.slice(1).map(({ edits }) => edits)).toEqual([null, '1']);
    expect(channel.texts(RIDER)).toEqual([expect.stringContaining(SAYS_FINE)]);
  });
});

describe('an answer of several messages', () => {
  const parted = () => createScriptedChannel({ onePartEach: true });
  /** One message of the platform and several. */
  const [SHORT, LONG] = ['/帮助', HEAT];

  it('is changed message by message', async () => {
    const channel = parted();
    const { rider } = start(channel);
    const first = rider.text(LONG);
    const before = await rider.send(first);
    expect(before.length).toBeGreaterThan(2);
    const after = await rider.send(edit(rider, first.message, FINE));
    expect(after.slice(0, before.length).map(({ ref }) => ref)).toEqual(before.map(({ ref }) => ref));
    expect(channel.texts(RIDER).join('\n')).not.toContain(SAYS_HEAT);
    expect(channel.texts(RIDER).join('\n')).toContain(SAYS_FINE);
  });

  it('that becomes shorter leaves no message that goes on saying what no longer holds', async () => {
    const channel = parted();
    const { rider } = start(channel);
    const first = rider.text(LONG);
    const before = await rider.send(first);
    await rider.send(edit(rider, first.message, SHORT));
    const [kept, ...rest] = channel.texts(RIDER);
    expect(kept).toContain(copy.help.private[0]);
    expect(rest).toEqual(before.slice(1).map(() => copy.updated));
  });

  it('that becomes longer goes on under the old ones, and all of it can be changed once more', async () => {
    const channel = parted();
    const { rider } = start(channel);
    const first = rider.text(SHORT);
    await rider.send(first);
    await rider.send(edit(rider, first.message, LONG));
    const long = channel.screen(RIDER);
    expect(long.length).toBeGreaterThan(2);
    expect(long[0]?.ref).toBe('1');
    await rider.send(edit(rider, first.message, SHORT));
    expect(channel.screen(RIDER).map(({ ref }) => ref)).toEqual(long.map(({ ref }) => ref));
    expect(channel.texts(RIDER).slice(1)).toEqual(long.slice(1).map(() => copy.updated));
  });
});
