import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy as copy } from '../../../bot/copy/desk.ts';
import { createDesk, type Desk } from '../../../bot/desk/staff.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { type Core, createCore, DESK, madeUpTexts, type Person } from '../../core.ts';
import {
  createScriptedChannel,
  type ScriptedChannelSettings,
  type Shown,
} from '../../fakes/scripted-channel.ts';

import { draft } from './drafts.ts';

const library = await madeUpTexts();
const DAY = 24 * 3_600_000;
let ids = 0;
const WANG = { name: '王主任', role: 'agent' as const };
const LI = { name: '李四', role: 'agent' as const };

let core: Core;
let desk: Desk;
async function begin(channel: ScriptedChannelSettings = {}): Promise<void> {
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
const labels = (shown: readonly Shown[]) =>
  shown.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));
/** The number that the worker was told. */
const idIn = (words: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(words)?.[0] ?? '';
/** What came into a chat without a message of its owner. */
async function arrives(chat: string): Promise<string> {
  const before = core.channel.texts(chat).length;
  await core.app.settle();
  return core.channel.texts(chat).slice(before).join('\n');
}
async function handIn(worker: Person, words = '站长说我不用交保险，对吗'): Promise<string> {
  await worker.say('/转人工');
  return idIn(text(await worker.say(words)));
}
async function claimed(worker: Person): Promise<string> {
  const id = await handIn(worker);
  expect((await desk.act(id, { kind: 'claim' }, WANG)).kind).toBe('done');
  return id;
}

describe('转人工', () => {
  it('asks what it is about, and opens a ticket with those words alone', async () => {
    const worker = core.person('w');
    expect(text(await worker.say('转人工'))).toBe(copy.handoff.ask);
    const done = text(await worker.say('站长说我不用交保险，对吗'));
    expect(idIn(done)).not.toBe('');
    expect(done).toContain(copy.handoff.where);
    await desk.act(idIn(done), { kind: 'claim' }, WANG);
    const shown = await desk.show(idIn(done), WANG);
    expect(shown?.view.draft).toMatchObject({
      kind: 'question',
      transcript: [],
      answers: [{ value: '站长说我不用交保险，对吗' }],
    });
  });

  it('hands over the last question only after a yes, and then the one that was shown', async () => {
    const worker = core.person('w');
    await worker.say('入职收押金合法吗');
    const asked = await worker.say('/转人工 想找人谈谈');
    expect(text(asked)).toContain('入职收押金合法吗');
    expect(labels(asked)).toEqual([copy.handoff.give, copy.handoff.only, copy.handoff.cancel]);
    await worker.say('高温天有补贴吗');
    const id = idIn(text(await worker.press(copy.handoff.give)));
    await desk.act(id, { kind: 'claim' }, WANG);
    expect((await desk.show(id, WANG))?.view.draft?.transcript.map(({ words }) => words)).toEqual([
      '入职收押金合法吗',
    ]);
  });

  it.each([
    [copy.handoff.only, 0],
    [copy.handoff.cancel, null],
  ])('shares nothing on %s', async (label, lines) => {
    const worker = core.person('w');
    await worker.say('入职收押金合法吗');
    await worker.say('/转人工 想找人谈谈');
    const id = idIn(text(await worker.press(label)));
    expect(id === '' ? null : ((await desk.show(id, WANG))?.view.draft?.transcript.length ?? null)).toBe(
      lines,
    );
    expect(await core.rows('tickets')).toHaveLength(lines === null ? 0 : 1);
  });

  it('is typed where there are no buttons', async () => {
    await core.store.close();
    await begin({ capabilities: { buttons: false } });
    const worker = core.person('w');
    await worker.say('入职收押金合法吗');
    expect(text(await worker.say('/转人工 想找人谈谈'))).toContain(copy.handoff.typed);
    expect(idIn(text(await worker.say('交')))).not.toBe('');
  });

  it('says first, where somebody may come into the chat, what they will see there', async () => {
    await core.store.close();
    await begin({ capabilities: { servicers: true } });
    const worker = core.person('w');
    expect(text(await worker.say('/转人工'))).toContain(copy.handoff.inChat);
    expect(idIn(text(await worker.say('站长说我不用交保险，对吗')))).not.toBe('');

    const other = core.person('o');
    const asked = await other.say('/转人工 想找人谈谈');
    expect(text(asked)).toContain(copy.handoff.inChat);
    expect(labels(asked)).toEqual([copy.handoff.give, copy.handoff.cancel]);
    expect(await core.rows('tickets')).toHaveLength(1);
    expect(idIn(text(await other.press(copy.handoff.give)))).not.toBe('');

    const third = core.person('t');
    await third.say('入职收押金合法吗');
    const shown = text(await third.say('/转人工 想找人谈谈'));
    expect(shown).toContain(copy.handoff.inChat);
    expect(shown).not.toContain(copy.handoff.seen);
  });

  it('adds to the ticket that is there, instead of opening a second one', async () => {
    const worker = core.person('w');
    const id = await handIn(worker);
    await worker.say('/转人工');
    expect(text(await worker.say('还有，我想问押金'))).toContain(copy.handoff.already(id));
    expect(await core.rows('tickets')).toHaveLength(1);
  });

  it('gives way to danger, also behind the command', async () => {
    const worker = core.person('w');
    const shown = text(await worker.say('/转人工 我不想活了'));
    expect(shown).not.toContain(copy.handoff.seen);
    expect(shown).toContain('120');
    expect(await core.rows('tickets')).toEqual([]);
  });

  it('is said in private: in a group there is only the way there', async () => {
    const worker = core.person('w', { group: 'g' });
    expect(labels(await worker.say('/转人工 我被扣钱了'))).toEqual([copy.handoff.openPrivate]);
    expect(labels(await worker.say('/进度'))).toEqual([copy.handoff.openPrivate]);
    expect(await core.rows('tickets')).toEqual([]);
  });
});

describe('what staff write', () => {
  it('comes into the chat, and a reply to it goes into the ticket', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'reply', words: '请问是哪个站点？', asks: true }, WANG);
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('waiting');
    expect(await arrives('w')).toBe(copy.letter.ask(id, '请问是哪个站点？'));
    await core.app.settle();
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('sent');

    const ref = core.channel.screen('w').at(-1)?.ref ?? '';
    const done = await worker.say('东站', { quoted: { message: ref, own: true, text: '' } });
    expect(text(done)).toBe(copy.say.done(id));
    const shown = await desk.show(id, WANG);
    expect(shown?.view.ticket.state).toBe('waiting-staff');
    expect(shown?.view.events.at(-1)?.change).toMatchObject({ kind: 'said', words: '东站' });
  });

  it('is answered by a button and the next words, or by /补充', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'reply', words: '哪天？', asks: true }, WANG);
    await core.app.settle();
    expect(text(await worker.press(copy.say.answer))).toBe(copy.say.now);
    expect(text(await worker.say('上周三'))).toBe(copy.say.done(id));
    expect(text(await worker.say('/补充 是晚上'))).toBe(copy.say.done(id));
    expect(text(await worker.say(`/补充 ${id} 九点`))).toBe(copy.say.done(id));
    const said = (await desk.show(id, WANG))?.view.events.flatMap(({ change }) =>
      change?.kind === 'said' ? [change.words] : [],
    );
    expect(said).toEqual(['上周三', '是晚上', '九点']);
  });

  it('is not mistaken for an answer to staff when the worker just asks on', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'reply', words: '哪天？', asks: true }, WANG);
    await core.app.settle();
    expect(text(await worker.say('入职收押金合法吗'))).toContain('在哪儿干活');
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('waiting-worker');
  });

  it('ends in a question that closes the ticket, or opens it again', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'resolve', words: '已经补交' }, WANG);
    expect(await arrives('w')).toContain('已经补交');
    expect(text(await worker.press(copy.letter.unsolved))).toContain(copy.letter.againHow);
    await worker.say('只补了一个月');
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('reopened');
    await desk.act(id, { kind: 'resolve', words: '全补了' }, WANG);
    await core.app.settle();
    expect(text(await worker.say('解决了'))).toContain(copy.letter.thanks);
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('closed');
  });

  it.each([
    { push: 'reply' as const, perTurn: 1 },
    { push: 'reply' as const, perTurn: null },
  ])(
    'waits where the channel cannot speak first, and goes with the next answer: %o',
    async (capabilities) => {
      await core.store.close();
      await begin({ capabilities: { ...capabilities, buttons: false, edits: false } });
      const worker = core.person('w');
      const id = await claimed(worker);
      await desk.act(id, { kind: 'reply', words: '我们去问了', asks: false }, WANG);
      expect(await arrives('w')).toBe('');
      expect((await desk.show(id, WANG))?.letters.get(3)).toBe('waiting');
      const shown = await worker.say('/进度');
      expect(shown).toHaveLength(capabilities.perTurn ?? 2);
      expect(text(shown)).toContain('我们去问了');
      expect(text(shown)).toContain(copy.progress.head);
      await core.app.settle();
      expect((await desk.show(id, WANG))?.letters.get(3)).toBe('sent');
      expect(text(await worker.say('/进度'))).not.toContain('我们去问了');
    },
  );

  it('is not lost when the chat is closed: it comes when the worker writes again', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    core.channel.script('w', { kind: 'refused', reason: 'window', closed: true });
    await desk.act(id, { kind: 'reply', words: '我们去问了', asks: false }, WANG);
    await core.app.settle();
    await core.app.settle();
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('waiting');
    core.clock.advance(3 * DAY);
    expect(await arrives('w')).toBe('');
    expect(text(await worker.say('/进度'))).toContain('我们去问了');
    // Nobody finds it among the dead letters and sends it twice.
    expect((await core.rows('outbox')).filter((row) => row.state === 'dead' && row.sealed !== null)).toEqual(
      [],
    );
  });

  it('is tried again by itself after the outbox gave it up', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    core.channel.script('w', { kind: 'refused', reason: 'odd', closed: false });
    await desk.act(id, { kind: 'reply', words: '我们去问了', asks: false }, WANG);
    await core.app.settle();
    await core.app.settle();
    core.clock.advance(2 * 3_600_000);
    expect(await arrives('w')).toContain('我们去问了');
  });
});

describe('/进度', () => {
  it('tells state and what is due, and what that stands on', async () => {
    const worker = core.person('w');
    expect(text(await worker.say('/进度'))).toBe(copy.progress.none);
    const id = await handIn(worker);
    const open = text(await worker.say('/我的进度'));
    expect(open).toContain(id);
    expect(open).toContain(copy.progress.state.open);
    expect(open).toContain(copy.progress.own);
    core.clock.advance(9 * DAY);
    expect(text(await worker.say('/进度'))).toContain('已经超时');
  });

  it('names the clause that a time stands on, and whom it binds', async () => {
    const quote = '企业不得收取押金。';
    const steps = [{ what: '当日受理', days: 0, met: 'claimed' as const }];
    const clock = { region: '甲川省', matters: ['m'], article: 'a/1', quote, binds: '企业', steps };
    const rules = { ...DESK.rules, clocks: [clock] };
    await core.store.close();
    core = createCore({
      store: await openStore({ kind: 'memory' }),
      library,
      settings: { desk: { ...DESK, rules } },
    });
    const worker = core.person('w');
    await worker.say('/进度');
    await core.store.transaction(async (tx) => {
      const [person] = await tx.selectFrom('people').select(['conversation', 'person', 'channel']).execute();
      if (person === undefined) throw new Error('nobody has written');
      const writing = { vault: core.vault, rules, now: core.clock.now() };
      const given = draft({ region: '甲川省', matters: ['m'] });
      await openTicket(tx, writing, { owner: person, draft: given, randomId: () => `r${++ids}` });
    });
    const shown = text(await worker.say('/进度'));
    expect(shown).toContain('下一步：当日受理');
    expect(shown).toContain(
      copy.progress.clause('企业', quote, '《甲川省骑手办法》（甲人社〔2021〕1号）第一条'),
    );
    expect(shown).not.toContain(copy.progress.own);
  });

  it('shows nobody else’s, and lets nobody else act on it', async () => {
    const id = await handIn(core.person('w'));
    const other = core.person('other');
    expect(text(await other.say('/进度'))).toBe(copy.progress.none);
    expect(text(await other.say(`/补充 ${id} 我也是`))).toBe(copy.say.unknown);
    expect(text(await other.say(`/撤回 ${id}`))).toBe(copy.say.unknown);
    expect((await core.rows('ticket_events')).map(({ kind }) => kind)).toEqual(['opened']);
  });
});

describe('a worker’s data', () => {
  const WORDS = '站长说我不用交保险，对吗';

  it('leaves the ticket when it is withdrawn, and staff see that', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'reply', words: '在看', asks: false }, WANG);
    expect(text(await worker.say(`/撤回 ${id.toLowerCase()}`))).toBe(copy.withdraw.done(id));
    const shown = await desk.show(id, WANG);
    expect(shown?.view).toMatchObject({ draft: null, ticket: { state: 'withdrawn' } });
    expect(
      (await core.rows('ticket_events')).filter(
        ({ kind, sealed }) => kind !== 'withdrawn' && sealed !== null,
      ),
    ).toEqual([]);
    expect(await arrives('w')).toBe('');
  });

  it('is erased with everything, after that was said', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'reply', words: '在看', asks: false }, WANG);
    await core.app.settle();
    expect(text(await worker.say('/删除我的数据'))).toContain(copy.erase(1));
    await worker.press('全部删掉');
    expect((await desk.show(id, WANG))?.view).toMatchObject({ draft: null, ticket: { state: 'withdrawn' } });
    expect(await core.rows('ticket_letters')).toEqual([]);
    const [row] = await core.rows('tickets');
    expect(row).toMatchObject({ person: 'erased', conversation: 'erased', phone: null });
    expect(
      (await core.rows('outbox')).filter(({ sealed, person }) => sealed !== null && person !== null),
    ).toEqual([]);
    expect(text(await worker.say('/进度'))).toBe(copy.progress.none);
  });

  it('is given out whole, without what staff write between them', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    await desk.act(id, { kind: 'note', words: '这人来过三次' }, WANG);
    await desk.act(id, { kind: 'reply', words: '在看', asks: false }, WANG);
    const shown = await worker.say('/导出我的数据');
    const words = shown.find(({ file }) => file !== null)?.file ?? '';
    expect(words).toContain(WORDS);
    expect(words).toContain('在看');
    expect(words).toContain(id);
    expect(words).not.toContain('这人来过三次');
    expect((await core.rows('ticket_events')).every(({ sealed }) => !String(sealed).includes(WORDS))).toBe(
      true,
    );
  });

  it('keeps the way to its owner as long as it is in work, and is swept a year after its end', async () => {
    const worker = core.person('w');
    const id = await claimed(worker);
    core.clock.advance(300 * DAY);
    const retain = { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 };
    await sweep(core.store, retain, core.clock.now());
    await desk.act(id, { kind: 'resolve', words: '办好了' }, WANG);
    expect(await arrives('w')).toContain('办好了');
    await worker.say('解决了');
    const { sweepTickets } = await import('../../../bot/desk/sweep.ts');
    core.clock.advance(364 * DAY);
    expect((await sweepTickets(core.store, core.vault, DESK, core.clock.now())).tickets).toBe(0);
    core.clock.advance(2 * DAY);
    expect((await sweepTickets(core.store, core.vault, DESK, core.clock.now())).tickets).toBe(1);
    expect(await core.rows('ticket_events')).toEqual([]);
  });

  it('is closed when nobody answers for two weeks whether it is solved', async () => {
    const id = await claimed(core.person('w'));
    await desk.act(id, { kind: 'resolve', words: '办好了' }, WANG);
    const { sweepTickets } = await import('../../../bot/desk/sweep.ts');
    core.clock.advance(13 * DAY);
    await sweepTickets(core.store, core.vault, DESK, core.clock.now());
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('resolved');
    core.clock.advance(2 * DAY);
    await sweepTickets(core.store, core.vault, DESK, core.clock.now());
    expect((await desk.show(id, WANG))?.view.ticket.state).toBe('closed');
  });
});

describe('at the desk', () => {
  it('nothing of who it is and what was said is shown before it is claimed, or to anybody else', async () => {
    const worker = core.person('w');
    const id = await handIn(worker, '我叫林小舟，电话13800001111');
    for (const viewer of [WANG, LI]) {
      const all = JSON.stringify((await desk.show(id, viewer))?.view);
      expect(all).not.toContain('林小舟');
      expect(all).not.toContain('13800001111');
    }
    expect(await core.rows('desk_audit')).toEqual([]);
    await desk.act(id, { kind: 'claim' }, WANG);
    expect(JSON.stringify((await desk.show(id, WANG))?.view)).toContain('林小舟');
    expect(JSON.stringify((await desk.show(id, LI))?.view)).not.toContain('林小舟');
    expect(await core.rows('desk_audit')).toMatchObject([
      { staff: '王主任', ticket: id, fields: 'answers', via: 'terminal' },
    ]);
  });

  it('the audit cannot be changed or deleted', async () => {
    const id = await claimed(core.person('w'));
    await desk.show(id, WANG);
    const change = core.store.transaction((tx) =>
      tx.updateTable('desk_audit').set({ staff: '别人' }).execute(),
    );
    await expect(change).rejects.toThrow(/append-only/);
    await expect(core.store.transaction((tx) => tx.deleteFrom('desk_audit').execute())).rejects.toThrow(
      /append-only/,
    );
    expect(await core.rows('desk_audit')).toHaveLength(1);
  });
});
