import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy as copy } from '../../../bot/copy/desk.ts';
import { createDesk, type Desk } from '../../../bot/desk/staff.ts';
import { sweepTickets } from '../../../bot/desk/sweep.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { type Core, createCore, DESK, madeUpTexts, type Person } from '../../core.ts';
import {
  createScriptedChannel,
  type ScriptedChannelSettings,
  type Shown,
} from '../../fakes/scripted-channel.ts';
import { JPEG, photo, sourceOf } from '../files/samples.ts';
import { draft } from './drafts.ts';

const library = await madeUpTexts();
const HOUR = 3_600_000;
const WANG = { name: '王主任', role: 'agent' as const };
const LI = { name: '李四', role: 'agent' as const };
const HEAD = { name: '赵主管', role: 'supervisor' as const };

let core: Core;
let desk: Desk;
async function begin(channel: ScriptedChannelSettings = {}): Promise<void> {
  await core?.store.close();
  core = createCore({
    store: await openStore({ kind: 'memory' }),
    library,
    channels: [createScriptedChannel(channel)],
  });
  const { store, vault, clock } = core;
  desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
}
beforeEach(() => begin());
afterEach(() => core.store.close());

const text = (shown: readonly Shown[]) => shown.map((message) => message.text).join('\n');
const idIn = (words: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(words)?.[0] ?? '';
async function arrives(chat: string): Promise<string> {
  const before = core.channel.texts(chat).length;
  await core.app.settle();
  return core.channel.texts(chat).slice(before).join('\n');
}
async function handIn(worker: Person): Promise<string> {
  await worker.say('/转人工');
  return idIn(text(await worker.say('站长说我不用交保险，对吗')));
}
let ids = 0;
/** A ticket of somebody who has written before, as a guide opens it. */
async function opened(worker: Person, given: Partial<TicketDraft> = {}): Promise<string> {
  await worker.say('/帮助');
  const { row } = await core.store.transaction(async (tx) => {
    const all = await tx.selectFrom('people').select(['conversation', 'person', 'channel']).execute();
    const owner = all.at(-1);
    if (owner === undefined) throw new Error('nobody has written');
    const writing = { vault: core.vault, rules: DESK.rules, now: core.clock.now() };
    return openTicket(tx, writing, { owner, draft: draft(given), randomId: () => `chance-${ids++}` });
  });
  return row.id;
}
async function taken(worker: Person): Promise<string> {
  const id = await handIn(worker);
  await desk.act(id, { kind: 'take' }, WANG);
  await core.app.settle();
  return id;
}
const eventsOf = async (id: string) => (await desk.show(id, WANG))?.view.events ?? [];
const said = async (id: string) =>
  (await eventsOf(id)).flatMap(({ change }) => (change?.kind === 'said' ? [change.words] : []));

describe('while a person of the union has the word', () => {
  it('the bot says so once and is quiet; what the worker writes goes into the ticket, staff’s words come', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await desk.act(id, { kind: 'take' }, WANG);
    expect(await arrives('w')).toBe(copy.letter.taken(id));
    expect(await worker.say('入职收押金合法吗')).toEqual([]);
    expect(await worker.say('开工')).toEqual([]);
    expect(await said(id)).toEqual(['入职收押金合法吗', '开工']);
    await desk.act(id, { kind: 'reply', words: '合同发我看看', asks: true }, WANG);
    expect(await arrives('w')).toBe(copy.letter.ask(id, '合同发我看看'));
    expect(await worker.say('好')).toEqual([]);
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('waiting-staff');
  });

  it('commands work, /机器人 gives the bot back, and /补充 still adds', async () => {
    const worker = core.person('w');
    const id = await taken(worker);
    const progress = text(await worker.say('/进度'));
    expect(progress).toContain(id);
    expect(progress).toContain(copy.held.now);
    expect(text(await worker.say('/帮助'))).toContain('/机器人');
    expect(text(await worker.say('/隐私'))).not.toBe('');
    expect(text(await worker.say('/机器人'))).toBe(copy.held.back);
    expect(text(await worker.say('/进度'))).not.toContain(copy.held.now);
    expect(text(await worker.say('入职收押金合法吗'))).toContain('在哪儿干活');
    expect(text(await worker.say('/补充 是东站'))).toBe(copy.say.done(id));
    expect(await said(id)).toEqual(['是东站']);
    expect(text(await worker.say('/机器人'))).toBe(copy.held.notHeld);
    expect((await eventsOf(id)).map(({ kind }) => kind)).toContain('handed-back');
  });

  it('a picture goes along and is kept; what holds nothing is said to hold nothing', async () => {
    const worker = core.person('w');
    const id = await taken(worker);
    core.channel.files.set('a', [{ kind: 'got', bytes: JPEG, mime: 'image/jpeg', name: '' }]);
    expect(await worker.send(photo(worker, [sourceOf('a')]))).toEqual([]);
    const [file] = await core.rows('files');
    expect(file).toMatchObject({ state: 'kept' });
    const change = (await eventsOf(id)).at(-1)?.change;
    expect(change).toMatchObject({ kind: 'said', files: [file?.id] });
    const sticker = worker.inbound({ kind: 'media', media: 'sticker', caption: '', files: [] });
    expect(text(await worker.send(sticker))).toBe(copy.held.unpassable);
  });

  it('danger is met first, and told to staff as well, as urgent', async () => {
    const worker = core.person('w');
    const id = await taken(worker);
    const shown = text(await worker.say('我不想活了'));
    expect(shown).toContain('120');
    expect(shown).toContain(copy.say.done(id));
    expect(await said(id)).toEqual(['我不想活了']);
    expect((await desk.show(id, WANG))?.view.ticket.dangerSince).not.toBeNull();
    expect(await core.rows('tickets')).toMatchObject([{ urgent: 1, told: 0 }]);
    await desk.act(id, { kind: 'reply', words: '我马上打给你', asks: false }, WANG);
    expect(await core.rows('tickets')).toMatchObject([{ urgent: 0, danger_at: null }]);
  });

  it('danger in a reply and behind /补充 enters the ticket too', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await desk.act(id, { kind: 'claim' }, WANG);
    await desk.act(id, { kind: 'reply', words: '哪天？', asks: true }, WANG);
    await core.app.settle();
    const ref = core.channel.screen('w').at(-1)?.ref ?? '';
    const quoted = { message: ref, own: true, text: '' };
    expect(text(await worker.say('我不想活了', { quoted }))).toContain('120');
    expect(text(await worker.say('/补充 我想死'))).toContain('120');
    expect(await said(id)).toEqual(['我不想活了', '我想死']);
  });

  it('a picture in a reply, after /补充 and with /补充 under it goes into the ticket', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await desk.act(id, { kind: 'claim' }, WANG);
    await desk.act(id, { kind: 'reply', words: '发张照片', asks: true }, WANG);
    await core.app.settle();
    const ref = core.channel.screen('w').at(-1)?.ref ?? '';
    for (const name of ['a', 'b', 'c'])
      core.channel.files.set(name, [{ kind: 'got', bytes: JPEG, mime: 'image/jpeg', name: '' }]);
    const quoted = { message: ref, own: true, text: '' };
    await worker.send(photo(worker, [sourceOf('a')], { quoted }));
    await worker.say('/补充');
    expect(text(await worker.send(photo(worker, [sourceOf('b')])))).toBe(copy.say.done(id));
    const content = { kind: 'media', media: 'photo', caption: '/补充 工牌', files: [sourceOf('c')] } as const;
    await worker.send(worker.inbound({ ...content, files: [...content.files] }));
    const files = (await eventsOf(id)).flatMap(({ change }) => (change?.kind === 'said' ? change.files : []));
    expect(files.toSorted()).toEqual((await core.rows('files')).map((row) => String(row.id)).toSorted());
    expect(files).toHaveLength(3);
    expect((await said(id)).at(-1)).toBe('工牌');
  });

  it('of two that are held the newest takes the words', async () => {
    const worker = core.person('w');
    const first = await taken(worker);
    const second = await opened(worker);
    core.clock.advance(1000);
    await desk.act(second, { kind: 'take' }, WANG);
    await worker.say('哪一件');
    expect([await said(first), await said(second)]).toEqual([[], ['哪一件']]);
    await desk.act(second, { kind: 'resolve', words: '好了' }, WANG);
    await worker.say('还有一件');
    expect(await said(first)).toEqual(['还有一件']);
  });

  it('a guide that is begun afterwards has the word; one from before waits', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await worker.say('/投诉');
    core.clock.advance(1000);
    await desk.act(id, { kind: 'take' }, WANG);
    expect(await worker.say('站长欠我工资')).not.toEqual([]);
    expect(await said(id)).toEqual(['站长欠我工资']);
    core.clock.advance(1000);
    await worker.say('/投诉');
    expect(text(await worker.say('站长扣我押金'))).not.toBe('');
    expect(await said(id)).toEqual(['站长欠我工资']);
  });

  it('is told with the next answer where the channel cannot speak first, and silence is never the answer', async () => {
    await begin({ capabilities: { push: 'reply', perTurn: 1, buttons: false, edits: false } });
    const worker = core.person('w');
    const id = await taken(worker);
    const shown = text(await worker.say('在吗'));
    expect(shown).toContain(copy.letter.taken(id));
    expect(shown).toContain(copy.held.passed);
    expect(text(await worker.say('喂'))).toBe(copy.held.passed);
    expect(await said(id)).toEqual(['在吗', '喂']);
  });

  it('is not told of what was over before it could be told', async () => {
    await begin({ capabilities: { push: 'reply', perTurn: null, edits: false } });
    const worker = core.person('w');
    const id = await taken(worker);
    await desk.act(id, { kind: 'hand-back' }, WANG);
    expect(text(await worker.say('/进度'))).not.toMatch(/不插话|我回来了/);
    expect((await desk.show(id, WANG))?.letters.size).toBe(0);
  });

  it('is given back by staff, by the end, and by itself when staff say nothing for eight hours', async () => {
    const worker = core.person('w');
    const id = await taken(worker);
    await desk.act(id, { kind: 'hand-back' }, WANG);
    expect(await arrives('w')).toBe(copy.letter.handedBack(id));
    await desk.act(id, { kind: 'take' }, WANG);
    expect(await arrives('w')).toBe(copy.letter.taken(id));
    core.clock.advance(7 * HOUR);
    await desk.act(id, { kind: 'reply', words: '在查', asks: false }, WANG);
    core.clock.advance(7 * HOUR);
    await sweepTickets(core.store, core.vault, DESK, core.clock.now());
    expect((await desk.show(id, WANG))?.view.ticket.heldSince).not.toBeNull();
    core.clock.advance(2 * HOUR);
    await sweepTickets(core.store, core.vault, DESK, core.clock.now());
    expect(await arrives('w')).toContain(copy.letter.handedBack(id));
    expect(text(await worker.say('入职收押金合法吗'))).toContain('在哪儿干活');
  });

  it('does not reach into another chat or another person', async () => {
    await taken(core.person('w'));
    expect(text(await core.person('other').say('入职收押金合法吗'))).toContain('在哪儿干活');
    expect(text(await core.person('w', { group: 'g' }).say('入职收押金合法吗'))).not.toBe('');
  });
});

describe('who has a ticket', () => {
  it('is changed by a supervisor when its holder is gone, and by no agent', async () => {
    const id = await taken(core.person('w'));
    const wish = { kind: 'reassign' as const, to: '李四', words: '王主任走了' };
    expect(await desk.act(id, wish, LI)).toMatchObject({
      kind: 'illegal',
      move: { illegal: 'not-for-agent' },
    });
    expect(await desk.act(id, wish, HEAD)).toMatchObject({
      kind: 'done',
      stored: { ticket: { holder: null, meantFor: '李四', heldSince: null } },
    });
    expect((await desk.act(id, { kind: 'claim' }, LI)).kind).toBe('done');
  });
});

describe('a merged ticket', () => {
  it('is said in plain words, and what its owner adds goes where it went', async () => {
    const worker = core.person('w');
    const into = await opened(worker, { topic: '欠薪' });
    const id = await opened(worker, { topic: '又是欠薪' });
    await desk.act(into, { kind: 'claim' }, LI);
    await desk.act(id, { kind: 'merge', into }, WANG);
    expect(await arrives('w')).toBe(copy.letter.merged(id, into));
    await worker.say(`/补充 ${id} 是东站`);
    expect((await desk.show(into, LI))?.view.events.at(-1)?.change).toMatchObject({ words: '是东站' });
    expect((await desk.show(into, LI))?.view.events.map(({ kind }) => kind)).toContain('joined');
    expect(JSON.stringify((await desk.show(id, LI))?.view.draft)).toContain('又是欠薪');
  });

  it('tells nobody of another account, and can go only where something is in work', async () => {
    const into = await opened(core.person('v'));
    const id = await opened(core.person('w'));
    await desk.act(id, { kind: 'merge', into }, WANG);
    const told = await arrives('w');
    expect(told).toBe(copy.letter.mergedAway(id));
    expect(told).not.toContain(into);
    expect(await desk.act(into, { kind: 'merge', into: id }, WANG)).toEqual({ kind: 'no-target' });
  });
});

describe('the end', () => {
  async function solved(given: Partial<TicketDraft> = {}): Promise<{ worker: Person; id: string }> {
    const worker = core.person('w');
    const id = await opened(worker, given);
    await desk.act(id, { kind: 'claim' }, WANG);
    await desk.act(id, { kind: 'resolve', words: '补了' }, WANG);
    await core.app.settle();
    expect(text(await worker.press(copy.letter.solved))).toContain(copy.rate.ask);
    return { worker, id };
  }

  it('asks for stars once, and keeps them without anybody', async () => {
    const answers = [{ label: '平台', value: '美团众包', personal: false }];
    const { worker, id } = await solved({ region: '甲川省', answers });
    expect(text(await worker.say('5分'))).toBe(copy.rate.thanks);
    const rows = await core.rows('ratings');
    expect(rows).toMatchObject([{ kind: 'complaint', brand: 'meituan', region: '甲川省', stars: 5 }]);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['brand', 'id', 'kind', 'month', 'region', 'stars']);
    const raw = JSON.stringify(rows);
    const [ticket] = await core.rows('tickets');
    for (const secret of [id, ticket?.person, ticket?.conversation, ticket?.alias])
      expect(raw).not.toContain(String(secret));
    expect(text(await worker.press('2'))).toBe(copy.refused['already-rated']);
    expect(await core.rows('ratings')).toHaveLength(1);
  });

  it('takes a button, and a number only where it was asked for', async () => {
    const { worker } = await solved();
    await worker.press('3');
    expect(await core.rows('ratings')).toMatchObject([{ stars: 3, brand: null, region: null }]);
    expect(text(await worker.say('5'))).not.toBe(copy.rate.thanks);
  });

  it('is taken back by staff, and the worker is told', async () => {
    const { id } = await solved();
    await desk.act(id, { kind: 'reopen' }, WANG);
    expect(await arrives('w')).toBe(copy.letter.reopened(id));
  });
});

describe('a letter that does not arrive', () => {
  it('is told to staff: once at the first try, and at once for a chat that is closed', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await desk.act(id, { kind: 'claim' }, WANG);
    core.channel.script('w', { kind: 'refused', reason: 'bot was blocked by the user', closed: true });
    await desk.act(id, { kind: 'reply', words: '在问', asks: false }, WANG);
    for (let look = 0; look < 3; look++) await core.app.settle();
    const bounces = async () =>
      (await eventsOf(id)).flatMap(({ change }) => (change?.kind === 'bounced' ? [change] : []));
    expect(await bounces()).toEqual([{ kind: 'bounced', of: 3, reason: 'blocked' }]);
    await desk.act(id, { kind: 'reply', words: '还在问', asks: false }, WANG);
    for (let look = 0; look < 3; look++) await core.app.settle();
    expect(await bounces()).toEqual([
      { kind: 'bounced', of: 3, reason: 'blocked' },
      { kind: 'bounced', of: 5, reason: 'blocked' },
    ]);
    const back = text(await worker.say('/进度'));
    expect(back.indexOf('在问')).toBeLessThan(back.indexOf('还在问'));
    expect(back).toContain('还在问');
  });

  it('is said to come later where the platform opens the chat for a while', async () => {
    await begin({ capabilities: { push: 'window' } });
    const id = await handIn(core.person('w'));
    await desk.act(id, { kind: 'claim' }, WANG);
    core.channel.script('w', { kind: 'refused', reason: 'window', closed: true });
    await desk.act(id, { kind: 'reply', words: '在问', asks: false }, WANG);
    for (let look = 0; look < 3; look++) await core.app.settle();
    expect((await eventsOf(id)).at(-1)?.change).toEqual({ kind: 'bounced', of: 3, reason: 'later' });
  });
});
