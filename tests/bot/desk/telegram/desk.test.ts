import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy } from '../../../../bot/copy/desk.ts';
import { telegramDeskCopy as copy } from '../../../../bot/copy/desk-telegram.ts';
import { CHEN, GROUP, LI, type Rig, STRANGER, startRig, WANG } from './rig.ts';

const MINUTE = 60_000;
/** Somebody whose every word about themselves must stay out of the group. */
const SECRETS = ['林小舟', '13912345678', '春风巷', 'linxiaozhou'];
const PERSONAL = {
  contact: { name: '林小舟', phone: '13912345678' },
  answers: [
    { label: '欠多久', value: '两个月', personal: false },
    { label: '住址', value: '春风巷 8 号', personal: true },
  ],
  transcript: [{ from: 'worker' as const, at: 0, words: '我叫林小舟，站长不给钱' }],
};

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.end());

const texts = (id: string) => rig.shown(id).map(({ text }) => text);
const last = (id: string) => texts(id).at(-1) ?? '';
const title = (id: string) => rig.fake.topics(GROUP).get(rig.topicOf(id))?.name ?? '';
const changes = async (id: string, kind: string) =>
  (await rig.ticket(id)).events.flatMap(({ change }) =>
    change?.kind === kind && 'words' in change ? [change.words] : [],
  );

describe('a ticket in its topic', () => {
  it('shows what may be seen before a claim, with buttons, and nothing of whose it is', async () => {
    const id = await rig.handIn({ ...PERSONAL, region: '山东省/淄博市', urgent: true });
    await rig.settle();
    expect(title(id)).toContain(id);
    expect(title(id)).toContain(copy.mark.open);
    expect(title(id)).toContain('淄博');
    const [card] = rig.shown(id);
    expect(card?.text).toContain('两个月');
    expect(card?.text).toContain(copy.card.urgent);
    expect(card?.buttons.flat().map(({ text }) => text)).toEqual(['认领', '转交', '办结']);
    for (const secret of SECRETS) expect(rig.everything()).not.toContain(secret);
  });

  it('goes to whoever claims first; the other is told who', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    const [card] = rig.shown(id);
    const data = card?.buttons.flat()[0]?.callback_data ?? '';
    const presses = [WANG, LI].map(({ id: from }) =>
      rig.fake.users.press({ from, chat: GROUP, message: card?.message ?? 0, data }),
    );
    await rig.settle();
    await rig.fake.until(() => presses.every((one) => rig.fake.answered().includes(one)));
    expect(presses.map(rig.fake.toast)).toEqual([
      copy.say.claimed(WANG.name),
      deskCopy.illegal['claimed-by-other'] + deskCopy.heldBy(WANG.name),
    ]);
    expect((await rig.ticket(id)).ticket.holder).toBe(WANG.name);
    expect(last(id)).toContain(copy.event.claimed(WANG.name));
    expect(title(id)).toContain(WANG.name);
  });

  it('gives the whole to the holder alone, in private, and writes that down', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    const whole = await rig.privately();
    for (const secret of SECRETS.slice(0, 3)) expect(whole).toContain(secret);
    for (const secret of SECRETS) expect(rig.everything()).not.toContain(secret);
    expect(last(id)).toContain(copy.whole.sent(WANG.name));
    const audit = await rig.store.transaction((tx) => tx.selectFrom('desk_audit').selectAll().execute());
    expect(audit).toMatchObject([
      { staff: WANG.name, via: 'telegram', action: 'view', ticket: id, fields: 'contact answers transcript' },
    ]);
    await rig.settle();
    expect(await rig.privately()).toBe(whole);
  });

  it('says so when the whole could not be delivered to its holder', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    await rig.store.transaction((tx) => tx.updateTable('outbox').set({ state: 'dead' }).execute());
    await rig.settle();
    expect(last(id)).toBe(copy.whole.undelivered(WANG.name));
    expect(await rig.privately()).toBe('[]');
    const before = texts(id).length;
    await rig.settle();
    expect(texts(id)).toHaveLength(before);
  });

  it('leads to the console for a worker who never was on Telegram: their words are not carried to it', async () => {
    const id = await rig.handIn(PERSONAL, 'wecom-kf');
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    expect(await rig.privately()).toBe('[]');
    expect(last(id)).toContain(copy.whole.console);
    const link = rig.shown(id).at(-1)?.buttons.flat().at(-1)?.url;
    expect(link).toBe(`https://gongyou.test/console/tickets/${id}`);
  });

  it('carries words both ways, those of the worker covered and under the words they answer', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.workerSays(id, '我叫林小舟');
    await rig.settle();
    expect(last(id)).toContain(copy.event.saidUnclaimed);
    await rig.press(WANG.id, id, copy.button.claim);

    const asked = await rig.write(WANG.id, id, '/问 是哪个站点？');
    expect(await changes(id, 'replied')).toEqual(['是哪个站点？']);
    expect((await rig.ticket(id)).ticket.state).toBe('waiting-worker');
    expect(rig.fake.reactions()).toContainEqual({ chat: GROUP, message: asked, emoji: '👌' });
    expect(title(id)).toContain(copy.mark['waiting-worker']);

    await rig.workerSays(id, '城东站，我的电话 139 1234 5678，微信号 linxiaozhou');
    await rig.settle();
    expect(last(id)).toContain('城东站');
    expect(rig.shown(id).at(-1)?.replyTo).toBe(asked);
    for (const secret of [...SECRETS, '139 1234 5678']) expect(rig.everything()).not.toContain(secret);
    expect(await rig.privately()).toContain('139 1234 5678');
  });

  it('keeps files and the words of somebody anonymous out of the group', async () => {
    const id = await rig.handIn({ anonymous: true });
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    await rig.workerSays(id, '站长姓赵', ['file-1']);
    await rig.settle();
    expect(last(id)).toContain(copy.event.saidHidden);
    expect(last(id)).toContain(copy.event.files(1));
    expect(rig.everything()).not.toContain('站长姓赵');
    expect(await rig.privately()).toContain('站长姓赵');
  });

  it('hides what the worker says while nobody has it again', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    await rig.press(WANG.id, id, copy.button.transfer);
    await rig.press(WANG.id, id, copy.button.anyone);
    expect((await rig.ticket(id)).ticket.holder).toBeNull();
    await rig.workerSays(id, '有人在吗');
    await rig.settle();
    expect(rig.everything()).not.toContain('有人在吗');
  });
});

describe('what staff write', () => {
  let id: string;
  beforeEach(async () => {
    id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
  });

  it('reaches the worker only from whoever holds the ticket', async () => {
    const message = await rig.write(LI.id, id, '我来看看');
    expect(await changes(id, 'replied')).toEqual([]);
    expect(last(id)).toContain(deskCopy.heldBy(WANG.name));
    expect(rig.shown(id).at(-1)?.replyTo).toBe(message);
    await rig.write(STRANGER, id, '你好');
    expect(last(id)).toContain(copy.say.link);
    const place = { chat: GROUP, topic: rig.topicOf(id), from: 1 };
    rig.fake.users.say({ ...place, text: '好', fields: { sender_chat: { id: GROUP } } });
    await rig.settle();
    expect(last(id)).toContain(copy.say.nameless);
    expect(await changes(id, 'replied')).toEqual([]);
  });

  it('is a note behind // and /备注, and nothing for the worker behind a misspelt command', async () => {
    await rig.write(LI.id, id, '//这家站点上次也拖');
    await rig.write(WANG.id, id, '／备注 已打电话');
    expect(await changes(id, 'noted')).toEqual(['这家站点上次也拖', '已打电话']);
    await rig.write(WANG.id, id, '/被注 别让工友看到');
    expect(last(id)).toBe(copy.say.unknown);
    expect(await changes(id, 'replied')).toEqual([]);
  });

  it('is carried as a correction when it is changed, once for each change', async () => {
    const message = await rig.write(WANG.id, id, '周四去站点');
    const place = { from: WANG.id, chat: GROUP, topic: rig.topicOf(id) };
    rig.fake.users.edit({ ...place, message, text: '周五去站点' });
    await rig.settle();
    rig.fake.users.edit({ ...place, message, text: '周五去站点' });
    await rig.settle();
    expect(await changes(id, 'replied')).toEqual(['周四去站点', copy.say.correction('周五去站点')]);
    expect(last(id)).toBe(copy.say.edited);
  });

  it('says what it answers when that is not the last thing the worker said', async () => {
    await rig.workerSays(id, '上个月的单钱没给');
    await rig.settle();
    const first = rig.shown(id).at(-1)?.message;
    await rig.workerSays(id, '还扣了押金');
    await rig.settle();
    await rig.write(WANG.id, id, '单钱周五补', first);
    await rig.write(WANG.id, id, '押金也会退', rig.shown(id).at(-1)?.message);
    expect(await changes(id, 'replied')).toEqual([
      copy.say.about('上个月的单钱没给', '单钱周五补'),
      '押金也会退',
    ]);
  });

  it('closes the matter by an answer to what 办结 asks, and the topic with it; 没解决 opens both again', async () => {
    await rig.press(WANG.id, id, copy.button.resolve);
    const prompt = rig.shown(id).at(-1);
    expect(prompt?.text).toBe(copy.say.prompt(WANG.name));
    await rig.write(WANG.id, id, '站点周五补发', prompt?.message);
    expect(await changes(id, 'resolved')).toEqual(['站点周五补发']);
    expect(rig.fake.topics(GROUP).get(rig.topicOf(id))).toMatchObject({ closed: true });
    expect(title(id)).toContain(copy.mark.resolved);
    await rig.workerSays(id, '只补了一半');
    await rig.settle();
    expect(rig.fake.topics(GROUP).get(rig.topicOf(id))).toMatchObject({ closed: false });
    expect(last(id)).toContain('只补了一半');
  });

  describe('may be a picture', () => {
    const show = async (from: number, ticket: string, caption?: string) => {
      const place = { from, chat: GROUP, topic: rig.topicOf(ticket) };
      const fields = {
        text: undefined,
        photo: [{ file_id: 'x' }],
        ...(caption !== undefined && { caption }),
      };
      const message = rig.fake.users.say({ ...place, text: '', fields });
      await rig.settle();
      return message;
    };
    const replies = async (ticket: string) =>
      (await rig.ticket(ticket)).events.flatMap(({ change }) => (change?.kind === 'replied' ? [change] : []));

    it('which goes to a worker on Telegram, with the words under it, and is nodded at', async () => {
      const first = await show(WANG.id, id, '照这张表填');
      const second = await show(WANG.id, id, '/问 是这张吗');
      const third = await show(WANG.id, id);
      expect(await replies(id)).toMatchObject([
        { words: `照这张表填\n${copy.say.carried}`, asks: false, carried: `${GROUP}/${first}` },
        { words: `是这张吗\n${copy.say.carried}`, asks: true, carried: `${GROUP}/${second}` },
        { words: copy.say.carried, asks: false, carried: `${GROUP}/${third}` },
      ]);
      await rig.fake.until(() => rig.fake.reactions().some(({ message }) => message === third));
    });

    it('which stays here, and that is said: from somebody else’s hands, with an order, to a worker elsewhere', async () => {
      await show(LI.id, id, '看这个');
      expect(last(id)).toContain(copy.say.notSent(''));
      await show(WANG.id, id, '//只给同事看');
      expect(last(id)).toBe(copy.say.mediaAlone);
      expect(await replies(id)).toEqual([]);
      const web = await rig.handIn({}, 'web');
      await rig.settle();
      await rig.press(WANG.id, web, copy.button.claim);
      await show(WANG.id, web, '照这张表填');
      expect(last(web)).toBe(copy.say.mediaElsewhere);
      expect(await replies(web)).toEqual([]);
    });
  });

  it('is heard once, though Telegram brings it twice and under another update', async () => {
    await rig.write(WANG.id, id, '周四去站点');
    rig.fake.users.repeat(-1, true);
    await rig.settle();
    expect(await changes(id, 'replied')).toEqual(['周四去站点']);
  });

  it('hands on to somebody by name; whoever leads takes it out of another’s hands', async () => {
    await rig.write(WANG.id, id, `/转交 ${LI.name} 他熟悉这家`);
    expect((await rig.ticket(id)).ticket).toMatchObject({ holder: null, meantFor: LI.name });
    await rig.press(LI.id, id, copy.button.claim);
    await rig.press(WANG.id, id, copy.button.transfer);
    expect(await rig.press(WANG.id, id, CHEN.name)).toContain(deskCopy.heldBy(LI.name));
    await rig.press(CHEN.id, id, copy.button.transfer);
    await rig.press(CHEN.id, id, WANG.name);
    expect((await rig.ticket(id)).ticket).toMatchObject({ holder: null, meantFor: WANG.name });
  });

  it('stands in its order when both sides write at once', async () => {
    const place = { from: WANG.id, chat: GROUP, topic: rig.topicOf(id) };
    rig.fake.users.say({ ...place, text: '明天去站点' });
    await Promise.all([rig.settle(), rig.workerSays(id, '站长刚来电话')]);
    await rig.settle();
    const { events } = await rig.ticket(id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(await changes(id, 'replied')).toEqual(['明天去站点']);
    expect(texts(id).filter((text) => text.includes('站长刚来电话'))).toHaveLength(1);
  });
});

describe('a group in which things go wrong', () => {
  it('gets a topic again that was deleted by hand, with all that was said', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    await rig.write(WANG.id, id, '周四去站点');
    const old = rig.topicOf(id);
    rig.fake.users.deleteTopic(GROUP, old);
    await rig.workerSays(id, '好的，等你消息');
    await rig.settle();
    expect(rig.topicOf(id)).not.toBe(old);
    const all = texts(id).join('\n');
    expect(all).toContain(copy.rebuilt);
    expect(all).toContain(copy.event.replied(WANG.name, '周四去站点'));
    expect(all).toContain('好的，等你消息');
    await rig.write(WANG.id, id, '收到');
    expect(await changes(id, 'replied')).toEqual(['周四去站点', '收到']);
  });

  it('opens a topic again that was closed by hand while the ticket is in work', async () => {
    const id = await rig.handIn();
    await rig.settle();
    rig.fake.users.closeTopic(GROUP, rig.topicOf(id), LI.id);
    await rig.settle();
    expect(rig.fake.topics(GROUP).get(rig.topicOf(id))).toMatchObject({ closed: false });
  });

  it('says in each topic of somebody who left that the ticket is still in their hands', async () => {
    const id = await rig.handIn();
    const other = await rig.handIn();
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    rig.fake.users.leave(GROUP, WANG.id);
    await rig.settle();
    expect(last(id)).toBe(copy.say.left(WANG.name));
    expect(texts(other).join()).not.toContain(copy.say.left(WANG.name));
    await rig.press(CHEN.id, id, copy.button.transfer);
    await rig.press(CHEN.id, id, LI.name);
    expect((await rig.ticket(id)).ticket.meantFor).toBe(LI.name);
  });

  it('takes 30 tickets of one moment in its own time: never more than 20 calls a minute, urgent first', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) ids.push(await rig.handIn({ urgent: n === 29 }));
    const perMinute: number[] = [];
    for (let minute = 0; minute < 5; minute++) {
      const before = rig.fake.sent().length;
      await rig.settle();
      await rig.settle();
      perMinute.push(rig.fake.sent().length - before);
      rig.clock.advance(MINUTE + 3_000);
    }
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(20);
    for (const id of ids) expect(texts(id)).toHaveLength(1);
    expect(rig.fake.sent()[0]?.text).toContain(ids[29]);
  });

  it('tells several things of one ticket in one message', async () => {
    const id = await rig.handIn();
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    const before = texts(id).length;
    for (const words of ['第一句', '第二句', '第三句']) await rig.workerSays(id, words);
    await rig.settle();
    expect(texts(id)).toHaveLength(before + 1);
    expect(last(id).indexOf('第一句')).toBeLessThan(last(id).indexOf('第三句'));
  });

  it('waits as long as Telegram says', async () => {
    const id = await rig.handIn();
    rig.fake.faults.add({ method: 'createForumTopic', does: { kind: 'retry-after', seconds: 40 } });
    await rig.settle();
    rig.clock.advance(39_000);
    await rig.settle();
    expect(rig.fake.sent()).toEqual([]);
    rig.clock.advance(2_000);
    await rig.settle();
    expect(texts(id)).toHaveLength(1);
    expect(last(id)).not.toContain(copy.doubt);
  });

  it('says again with a mark what may have been said', async () => {
    const id = await rig.handIn();
    rig.fake.faults.add({ method: 'sendMessage', does: { kind: 'reset', carriedOut: true } });
    await rig.settle();
    expect(last(id)).not.toContain(copy.doubt);
    rig.clock.advance(10_000);
    await rig.settle();
    expect(texts(id)).toHaveLength(2);
    expect(last(id)).toContain(copy.doubt);
    rig.clock.advance(10_000);
    await rig.settle();
    expect(texts(id)).toHaveLength(2);
  });

  it('goes on where it was after a restart, and two processes do not tell a thing twice', async () => {
    const id = await rig.handIn();
    const first = rig.desk();
    const second = rig.another();
    await Promise.all([first.flush(), second.flush()]);
    rig.clock.advance(MINUTE);
    await Promise.all([first.flush(), second.flush()]);
    expect(texts(id)).toHaveLength(1);
    await rig.workerSays(id, '补一句');
    rig.another();
    await rig.settle();
    expect(texts(id)).toHaveLength(2);
    expect(rig.fake.sent('topic-created')).toHaveLength(1);
  });

  it('loses nothing while the bot may not manage topics', async () => {
    rig.fake.users.promote(GROUP, null);
    const id = await rig.handIn();
    await rig.settle();
    expect(rig.fake.sent()).toEqual([]);
    rig.fake.users.promote(GROUP, { can_manage_topics: true, can_delete_messages: true });
    rig.clock.advance(6 * MINUTE);
    await rig.settle();
    expect(texts(id)).toHaveLength(1);
  });

  it('says whether a word of staff did not arrive', async () => {
    const id = await rig.handIn();
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    await rig.write(WANG.id, id, '周四去站点');
    const seq = (await rig.ticket(id)).ticket.seq;
    await rig.bounce(id, seq);
    await rig.settle();
    expect(last(id)).toContain(copy.event.bounced.blocked);
  });
});

describe('what is taken back', () => {
  it('goes with its topic and all its messages, and out of what waits in private', async () => {
    const id = await rig.handIn(PERSONAL);
    await rig.settle();
    await rig.press(WANG.id, id, copy.button.claim);
    const topic = rig.topicOf(id);
    await rig.withdraw(id);
    await rig.settle();
    await rig.settle();
    expect(rig.fake.topics(GROUP).has(topic)).toBe(false);
    const whole = await rig.privately();
    for (const secret of SECRETS) expect(whole).not.toContain(secret);
    expect(whole).toContain(id);
    expect(rig.fake.sent('topic-created')).toHaveLength(1);
  });

  it('goes as well when its time is over', async () => {
    const id = await rig.handIn();
    await rig.settle();
    const topic = rig.topicOf(id);
    await rig.store.transaction(async (tx) => {
      await tx.deleteFrom('ticket_events').where('ticket', '=', id).execute();
      await tx.deleteFrom('tickets').where('id', '=', id).execute();
    });
    await rig.settle();
    expect(rig.fake.topics(GROUP).has(topic)).toBe(false);
    const left = await rig.store.transaction((tx) => tx.selectFrom('ticket_places').selectAll().execute());
    expect(left).toEqual([]);
  });
});
