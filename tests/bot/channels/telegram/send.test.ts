import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../bot/channels/channel.ts';
import { telegramCopy } from '../../../../bot/copy/telegram.ts';
import type { FaultInput } from '../../../fakes/bot-api/faults.ts';
import { createRig, deliveryOf, forever, type Rig, saying, text } from './rig.ts';

const WORKER = 501;
const GROUP = -1001;
let rig: Rig;

beforeEach(async () => {
  rig = await createRig({ sendTimeoutMs: 300 });
  rig.fake.users.say({ from: WORKER, text: '在吗' });
  rig.fake.users.addGroup({ id: GROUP, forum: true });
  rig.fake.users.addTopic(GROUP, 9);
});
afterEach(() => rig.end());

const send = (to: Parameters<typeof deliveryOf>[2], outbound = saying(text('高温津贴按天算。'))) =>
  rig.channel.send(deliveryOf(rig, outbound, to), forever);
const toWorker = { chat: String(WORKER) };
const toGroup = { chat: String(GROUP), kind: 'group' as const };

type Does = FaultInput['does'];

const refuseCopy = (code: number, description: string) => () =>
  rig.fake.faults.add({ method: 'copyMessage', does: { kind: 'refuse', code, description } });

describe('what came of one try', () => {
  it('sent: the platform’s id of the message', async () => {
    const outcome = await send(toWorker);
    expect(rig.fake.sent('message')).toMatchObject([
      { chat: WORKER, text: '高温津贴按天算。', preview: false },
    ]);
    expect(outcome).toEqual({ kind: 'sent', ref: String(rig.fake.sent()[0]?.message) });
  });

  it('a copy of what stands in a group shows neither who wrote it nor the words under it; one that is gone is refused', async () => {
    const fields = { text: undefined, caption: '照这张表填', photo: [{ file_id: 'form' }] };
    const message = rig.fake.users.say({ from: 502, chat: GROUP, topic: 9, text: '', fields });
    const copyOf = (of: string) => ({
      ...deliveryOf(rig, saying(text('')), toWorker),
      payload: rig.channel.copy?.(of) ?? null,
    });
    const outcome = await rig.channel.send(copyOf(`${GROUP}/${message}`), forever);
    const [shown] = rig.fake.sent('message');
    expect(shown).toMatchObject({ chat: WORKER, text: '' });
    expect(outcome).toEqual({ kind: 'sent', ref: String(shown?.message) });
    expect(await rig.channel.send(copyOf(`${GROUP}/999999`), forever)).toMatchObject({
      ...{ kind: 'refused', closed: false },
    });
    expect(() => copyOf('no message')).toThrow(RangeError);
  });

  it.each<[string, () => void]>([
    ['the bot was put out of it', refuseCopy(403, 'Forbidden: bot was kicked from the supergroup chat')],
    ['the bot is no member', refuseCopy(403, 'Forbidden: bot is not a member of the supergroup chat')],
    ['it is gone', refuseCopy(400, 'Bad Request: chat not found')],
    ['its picture may not be copied', refuseCopy(400, "Bad Request: message can't be copied")],
    ['it moved', () => rig.fake.users.migrateSilently(GROUP, -1_001_777)],
  ])('a fault of the group that is copied from is none of the worker’s chat: %s', async (_, begin) => {
    const message = rig.fake.users.say({ from: 502, chat: GROUP, topic: 9, text: '照这张表填' });
    begin();
    const payload = rig.channel.copy?.(`${GROUP}/${message}`) ?? null;
    const delivery = { ...deliveryOf(rig, saying(text('')), toWorker), payload };
    expect(await rig.channel.send(delivery, forever)).toMatchObject({ kind: 'refused', closed: false });
    expect(await send(toWorker)).toMatchObject({ kind: 'sent' });
  });

  const later = (reason: string, afterMs: number | null = null): Outcome => ({
    kind: 'later',
    afterMs,
    reason,
  });
  it.each<[string, Does, Outcome, number]>([
    [
      'flood',
      { kind: 'retry-after', seconds: 17 },
      later('429 Too Many Requests: retry after 17', 17_000),
      0,
    ],
    [
      'Telegram’s own 500 says that it failed',
      { kind: 'refuse', code: 500, description: 'Internal Server Error' },
      later('500 Internal Server Error'),
      0,
    ],
    [
      'a wrong token is not the message’s fault',
      { kind: 'refuse', code: 401, description: 'Unauthorized' },
      later('401 Unauthorized'),
      0,
    ],
    [
      'a gateway’s page, not carried out',
      { kind: 'gateway', status: 502, carriedOut: false },
      { kind: 'unknown', reason: 'gateway 502' },
      0,
    ],
    [
      'a gateway’s page, carried out',
      { kind: 'gateway', status: 504, carriedOut: true },
      { kind: 'unknown', reason: 'gateway 504' },
      1,
    ],
    [
      'the answer never comes',
      { kind: 'hang', carriedOut: true },
      { kind: 'unknown', reason: 'NoAnswer TimeoutError' },
      1,
    ],
    [
      'cut off, carried out',
      { kind: 'reset', carriedOut: true },
      { kind: 'unknown', reason: 'NoAnswer UND_ERR_SOCKET' },
      1,
    ],
    [
      'cut off, not carried out',
      { kind: 'reset', carriedOut: false },
      { kind: 'unknown', reason: 'NoAnswer UND_ERR_SOCKET' },
      0,
    ],
    [
      'any other 400 is ours',
      { kind: 'refuse', code: 400, description: 'Bad Request: something new' },
      { kind: 'refused', reason: '400 Bad Request: something new', closed: false },
      0,
    ],
    [
      'the group took the right to write away',
      {
        kind: 'refuse',
        code: 400,
        description: 'Bad Request: not enough rights to send text messages to the chat',
      },
      {
        kind: 'refused',
        reason: '400 Bad Request: not enough rights to send text messages to the chat',
        closed: true,
      },
      0,
    ],
  ])('%s', async (_, does, outcome, arrived) => {
    rig.fake.faults.add({ method: 'sendMessage', does });
    expect(await send(toWorker)).toEqual(outcome);
    expect(rig.fake.sent()).toHaveLength(arrived);
    expect(rig.fake.calls('sendMessage')).toBe(1);
  });

  it('never reached: certainly not delivered', async () => {
    await rig.fake.stop();
    expect(await send(toWorker)).toEqual({ kind: 'later', afterMs: null, reason: 'NeverSent ECONNREFUSED' });
  });

  it('a channel that stops sends nothing new, and does not claim to know what became of what it was sending', async () => {
    const stopping = new AbortController();
    rig.fake.faults.add({ method: 'sendMessage', does: { kind: 'hang', carriedOut: true } });
    const delivery = deliveryOf(rig, saying(text('好')), toWorker);
    const outcome = rig.channel.send(delivery, stopping.signal);
    await rig.fake.until(() => rig.fake.sent().length === 1);
    stopping.abort();
    expect(await outcome).toMatchObject({ kind: 'unknown' });
    expect(await rig.channel.send(delivery, stopping.signal)).toMatchObject({ kind: 'later' });
    expect(rig.fake.calls('sendMessage')).toBe(1);
  });

  it('closed: blocked, deactivated, kicked, never started', async () => {
    rig.fake.users.block(WORKER);
    expect(await send(toWorker)).toEqual({
      kind: 'refused',
      reason: '403 Forbidden: bot was blocked by the user',
      closed: true,
    });
    rig.fake.users.deactivate(WORKER);
    expect(await send(toWorker)).toMatchObject({ kind: 'refused', closed: true });
    rig.fake.users.kick(GROUP, WORKER);
    expect(await send(toGroup)).toMatchObject({ kind: 'refused', closed: true });
    expect(await send({ chat: '909' })).toMatchObject({ kind: 'refused', closed: true });
    expect(rig.fake.sent()).toEqual([]);
  });

  it('moved: the group’s new id', async () => {
    rig.fake.users.addGroup({ id: -44, type: 'group' });
    rig.fake.users.migrateSilently(-44, -10044);
    expect(await send({ ...toGroup, chat: '-44' })).toEqual({ kind: 'moved', chat: '-10044' });
    expect(await send({ ...toGroup, chat: '-10044' })).toMatchObject({ kind: 'sent' });
  });

  it('a payload of another version of the program is refused, not guessed at', async () => {
    const delivery = { ...deliveryOf(rig, saying(text('好')), toWorker), payload: { kind: 'poem' } };
    expect(await rig.channel.send(delivery, forever)).toMatchObject({ kind: 'refused', closed: false });
  });

  it('no reason shows the token or a word of the message', async () => {
    const description = 'Bad Request: strange tag "张三欠我工资" in 13812345678';
    rig.fake.faults.add({ method: 'sendMessage', does: { kind: 'refuse', code: 400, description } });
    expect(await send(toWorker)).toMatchObject({ reason: '400 Bad Request: strange tag' });
    await rig.fake.stop();
    expect(JSON.stringify(await send(toWorker))).not.toContain('test-token');
  });
});

describe('what Telegram minds is mended at once', () => {
  it('a lost topic: said in the group itself', async () => {
    rig.fake.users.deleteTopic(GROUP, 9);
    expect(await send({ ...toGroup, topic: '9' })).toMatchObject({ kind: 'sent' });
    expect(rig.fake.sent()).toMatchObject([{ chat: GROUP, topic: null }]);
  });

  it('a topic that is there is kept, and the question is answered as a reply', async () => {
    const question = rig.fake.users.say({ from: WORKER, chat: GROUP, topic: 9, text: '问' });
    await send({ ...toGroup, topic: '9', replyTo: String(question) });
    expect(rig.fake.sent()).toMatchObject([{ topic: 9, replyTo: question }]);
  });

  it('a question that was deleted: answered without it', async () => {
    expect(await send({ ...toGroup, replyTo: '4' })).toMatchObject({ kind: 'sent' });
    const description = 'Bad Request: message to be replied not found';
    rig.fake.faults.add({ method: 'sendMessage', does: { kind: 'refuse', code: 400, description } });
    expect(await send({ ...toGroup, replyTo: '4' })).toMatchObject({ kind: 'sent' });
    expect(rig.fake.sent()).toMatchObject([{ replyTo: null }, { replyTo: null }]);
  });

  it('HTML that the server cannot read: the same as plain text, and told to whoever runs the bot', async () => {
    const payload = {
      kind: 'text',
      html: '<b>工资 &lt; 押金</b><i>',
      replyTo: null,
      topic: null,
      keyboard: [],
    };
    const outcome = await rig.channel.send(
      { chat: String(WORKER), payload, edits: null, key: 'k', repeat: false },
      forever,
    );
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(rig.fake.sent()).toMatchObject([{ text: '工资 < 押金', entities: [] }]);
    expect(rig.notes).toContain('error telegram-bad-html');
  });

  it('a button whose address it does not take: without it', async () => {
    const keyboard = [[{ text: '看', url: 'https://localhost/x' }], [{ text: '好', callback_data: 'ok' }]];
    const payload = { kind: 'text', html: '好', replyTo: null, topic: null, keyboard };
    await rig.channel.send({ chat: String(WORKER), payload, edits: null, key: 'k', repeat: false }, forever);
    expect(rig.fake.sent()).toMatchObject([{ buttons: [[{ callback_data: 'ok' }]] }]);
  });

  it('an edit: in place; one that changes nothing is done; one of a message that is gone becomes a new message', async () => {
    const first = await send(toWorker);
    const ref = first.kind === 'sent' && first.ref !== null ? first.ref : '';
    expect(await send({ ...toWorker, edits: ref }, saying(text('改了')))).toEqual({ kind: 'sent', ref });
    expect(await send({ ...toWorker, edits: ref }, saying(text('改了')))).toEqual({ kind: 'sent', ref });
    expect(rig.fake.sent().map(({ kind }) => kind)).toEqual(['message', 'edit']);
    const fresh = await send({ ...toWorker, edits: '3' }, saying(text('新的')));
    expect(fresh).toEqual({ kind: 'sent', ref: String(rig.fake.sent('message')[1]?.message) });
  });

  it('an edit in doubt may simply be done again', async () => {
    const first = await send(toWorker);
    const ref = first.kind === 'sent' && first.ref !== null ? first.ref : '';
    rig.fake.faults.add({ method: 'editMessageText', does: { kind: 'hang', carriedOut: true } });
    expect(await send({ ...toWorker, edits: ref }, saying(text('改了')))).toMatchObject({ kind: 'later' });
    expect(await send({ ...toWorker, edits: ref }, saying(text('改了')))).toEqual({ kind: 'sent', ref });
  });
});

describe('forms of a message', () => {
  it('a repeat says that it may be one', async () => {
    await send({ ...toWorker, repeat: true });
    expect(rig.fake.sent()).toMatchObject([{ text: `${telegramCopy.repeat}\n\n高温津贴按天算。` }]);
  });

  it('a full message still has room to say so', async () => {
    await send({ ...toWorker, repeat: true }, saying(text('长'.repeat(4096))));
    expect(rig.fake.sent()[0]?.text).toHaveLength(4096);
  });

  it('a file with its caption and its bytes', async () => {
    const base64 = Buffer.from('{"我":1}').toString('base64');
    const file = {
      kind: 'file',
      name: '我的数据.json',
      mime: 'application/json',
      base64,
      caption: '都在这 & 里',
    };
    expect(await send(toWorker, saying({ ...file, kind: 'file' }))).toMatchObject({ kind: 'sent' });
    expect(rig.fake.sent()).toMatchObject([
      { kind: 'document', text: '都在这 & 里', file: { name: '我的数据.json', bytes: 9 } },
    ]);
  });
});
