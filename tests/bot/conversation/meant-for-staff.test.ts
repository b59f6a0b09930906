import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy as copy } from '../../../bot/copy/desk.ts';
import { createDesk, type Desk } from '../../../bot/desk/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { type Core, createCore, DESK, madeUpTexts, type Person } from '../../core.ts';
import { createScriptedChannel, type Shown } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const WANG = { name: '王主任', role: 'agent' as const };

let core: Core;
let desk: Desk;
async function begin(buttons = true): Promise<void> {
  const channels = [createScriptedChannel(buttons ? {} : { capabilities: { buttons } })];
  core = createCore({ store: await openStore({ kind: 'memory' }), library, channels });
  const { store, vault, clock } = core;
  desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
}
beforeEach(() => begin());
afterEach(() => core.store.close());

const text = (shown: readonly Shown[]) => shown.map((message) => message.text).join('\n');
const labels = (shown: readonly Shown[]) =>
  shown.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));

/** A ticket in which staff have just asked for the station. */
async function asked(worker: Person): Promise<string> {
  await worker.say('/转人工');
  const id = /T-\d{4}-[2-9A-Z]{4}/.exec(text(await worker.say('站长说我不用交保险')))?.[0] ?? '';
  await desk.act(id, { kind: 'claim' }, WANG);
  await desk.act(id, { kind: 'reply', words: '是哪个网点？', asks: true }, WANG);
  await core.app.settle();
  return id;
}
const saidIn = async (id: string) =>
  (await desk.show(id, WANG))?.view.events.flatMap(({ change }) =>
    change?.kind === 'said' ? [change.words] : [],
  );

describe('an answer to staff that is typed as anybody types', () => {
  it('is offered to the union, and goes there only after a yes', async () => {
    const worker = core.person('w');
    const id = await asked(worker);
    const offer = await worker.say('河湾路网点');
    expect(text(offer)).toContain(copy.meant.offer(id));
    expect(labels(offer)).toEqual([copy.meant.tell, copy.meant.untold]);
    expect(await saidIn(id)).toEqual([]);
    expect(text(await worker.press(copy.meant.tell))).toBe(copy.say.done(id));
    expect(await saidIn(id)).toEqual(['河湾路网点']);
  });

  it('is taken whole when it comes in pieces, and by typing where nothing can be pressed', async () => {
    await core.store.close();
    await begin(false);
    const worker = core.person('w');
    const id = await asked(worker);
    expect(text(await worker.say('河湾路网点'))).toContain(copy.meant.typed);
    await worker.say('老张管的那家');
    await worker.say('转给工会。');
    expect(await saidIn(id)).toEqual(['河湾路网点\n老张管的那家']);
  });

  it('is answered from the texts when it was none, and nobody asks again at once', async () => {
    const worker = core.person('w');
    const id = await asked(worker);
    await worker.say('入职要收押金');
    expect(text(await worker.press(copy.meant.untold))).toContain('在哪儿干活');
    expect(text(await worker.say('天热没有补贴'))).not.toContain(copy.meant.offer(id));
    expect(await saidIn(id)).toEqual([]);
  });

  it('is offered as well when staff say it is settled and the worker says it is not', async () => {
    const worker = core.person('w');
    const id = await asked(worker);
    await desk.act(id, { kind: 'resolve', words: '网点答应退钱' }, WANG);
    await core.app.settle();
    expect(text(await worker.say('钱还没到账'))).toContain(copy.meant.offer(id));
    await worker.press(copy.meant.tell);
    expect(await saidIn(id)).toEqual(['钱还没到账']);
  });

  it('waits no longer than half an hour for the yes', async () => {
    const worker = core.person('w');
    const id = await asked(worker);
    await worker.say('河湾路网点');
    core.clock.advance(31 * 60_000);
    expect(text(await worker.press(copy.meant.tell))).toBe(copy.meant.expired);
    expect(await saidIn(id)).toEqual([]);
  });
});

describe('asked in plain words', () => {
  it.each(['我的进度', '进度？', '办到哪了'])('%s is told how far things are', async (words) => {
    const worker = core.person('w');
    const id = await asked(worker);
    const shown = text(await worker.say(words));
    expect(shown).toContain(id);
    expect(shown).toContain(copy.progress.state['waiting-worker']);
  });

  it('a question behind /机器人 is answered', async () => {
    const worker = core.person('w');
    await asked(worker);
    expect(text(await worker.say('/机器人 入职收押金合法吗'))).toContain('在哪儿干活');
  });
});
