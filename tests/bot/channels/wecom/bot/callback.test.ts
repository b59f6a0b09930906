import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { botHandleSchema } from '../../../../../bot/channels/wecom/bot/decode.ts';
import { wecomCopy as copy } from '../../../../../bot/copy/wecom.ts';
import { createAibotCaller } from '../../../../fakes/aibot-callback/caller.ts';
import { BOT, breathe, type CallbackProcess, type CallbackRig, createCallbackRig } from './callback-rig.ts';

const BUDGET = 2_500;
const MINUTE = 60_000;
const WORDS = '站点收了我五百押金，走了不退';
const ANSWER = '不能收押金。';

const streamOf = (content: string, finish: boolean) => ({
  msgtype: 'stream',
  stream: { id: expect.any(String), content, finish },
});
const idOf = (reply: unknown) => z.object({ stream: z.object({ id: z.string() }) }).parse(reply).stream.id;
const LOOKING = streamOf(copy.looking, false);

describe('the AI bot by callbacks', () => {
  let rig: CallbackRig;
  let one: CallbackProcess;
  let two: CallbackProcess;
  beforeEach(async () => {
    rig = await createCallbackRig();
    one = await rig.launch();
    two = await rig.launch();
  });
  afterEach(() => rig.end());

  /** Nobody answers in time. @returns the id of the stream that was opened, and the message */
  const askSlowly = async (msgid = 'm1') => {
    const asked = one.caller.text('li', WORDS, { msgid });
    await breathe();
    rig.clock.advance(BUDGET);
    const { reply } = await asked;
    expect(reply).toEqual(LOOKING);
    const id = idOf(reply);
    return { id, inbound: one.accepted.at(-1) };
  };
  const posted = () => rig.fake.delivered('aibot').map(({ message }) => message);

  describe('answers', () => {
    it('in the response itself, when the answer is there in time', async () => {
      const asked = one.caller.text('li', WORDS);
      await breathe();
      expect(await one.answer(one.accepted[0], ANSWER)).toMatchObject({ kind: 'sent' });
      expect(await asked).toEqual({ status: 200, reply: streamOf(ANSWER, true) });
      expect(posted()).toEqual([]);
    });

    it('that it is looking, when the answer takes longer, and then the whole of it, whoever is asked', async () => {
      const { id, inbound } = await askSlowly();
      for (const asked of [one, two]) expect((await asked.caller.poll(id)).reply).toEqual(LOOKING);
      expect(await one.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      for (const asked of [one, two])
        expect((await asked.caller.poll(id)).reply).toEqual(streamOf(ANSWER, true));
      expect(posted()).toEqual([]);
    });

    it('from another process than the one that was asked, before its time is over and after', async () => {
      const asked = one.caller.text('li', WORDS, { msgid: 'early' });
      await breathe();
      expect(await two.answer(one.accepted[0], ANSWER)).toMatchObject({ kind: 'sent' });
      rig.clock.advance(BUDGET);
      expect((await asked).reply).toEqual(streamOf(ANSWER, true));

      const { id, inbound } = await askSlowly('late');
      expect(await two.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect((await one.caller.poll(id)).reply).toEqual(streamOf(ANSWER, true));
      expect(posted()).toEqual([]);
    });

    it('not beside the stream that another process is about to open', async () => {
      const asked = one.caller.text('li', WORDS);
      await breathe();
      const [inbound] = one.accepted;
      // The clock of the other machine is a little ahead.
      const handle = { ...botHandleSchema.parse(inbound?.handle), at: rig.clock.now() - BUDGET };
      const ahead = inbound && { ...inbound, handle };
      expect(await two.answer(ahead, ANSWER)).toEqual({
        kind: 'later',
        afterMs: 500,
        reason: 'stream-to-open',
      });
      rig.clock.advance(BUDGET);
      const { reply } = await asked;
      expect(reply).toEqual(LOOKING);
      expect(await two.answer(ahead, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(posted()).toEqual([]);
    });

    it('by the address of the callback, once, when the stream is over', async () => {
      const { id, inbound } = await askSlowly();
      rig.clock.advance(5.5 * MINUTE);
      expect((await two.caller.poll(id)).reply).toEqual(streamOf(copy.late, true));
      expect(await one.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(posted()).toEqual([{ msgtype: 'markdown', markdown: { content: ANSWER } }]);
      // To another message; to the same one "used" means that it arrived.
      expect(await one.answer(inbound, '还有', 'another')).toMatchObject({
        kind: 'refused',
        reason: 'response-url-used',
      });
      expect(await two.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(posted()).toHaveLength(1);
    });

    it('by that address too when nobody asked for the stream in the end', async () => {
      const { inbound } = await askSlowly();
      rig.clock.advance(20 * MINUTE);
      expect(await two.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(posted()).toHaveLength(1);
    });

    it('not at all after an hour, and says why', async () => {
      const { inbound } = await askSlowly();
      rig.clock.advance(60 * MINUTE);
      expect(await one.answer(inbound, ANSWER)).toEqual({
        kind: 'refused',
        reason: 'response-url-expired',
        closed: false,
      });
      expect(posted()).toEqual([]);
    });

    it('not at all without an address, and to none but WeCom’s', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'm2' });
      for (const response_url of [undefined, 'https://evil.example/cgi-bin/aibot/response?response_code=x']) {
        const asked = one.caller.post({ ...body, msgid: `m-${response_url}`, response_url });
        await breathe();
        rig.clock.advance(BUDGET);
        await asked;
      }
      rig.clock.advance(7 * MINUTE);
      for (const inbound of one.accepted)
        expect(await one.answer(inbound, ANSWER)).toMatchObject({
          kind: 'refused',
          reason: 'no-response-url',
        });
    });

    it.each([
      ['though it arrived', true],
      ['because it did not arrive', false],
    ])(
      'once more by that address when its acknowledgement is lost, %s: it is there once',
      async (_, carriedOut) => {
        const { inbound } = await askSlowly();
        rig.clock.advance(6 * MINUTE);
        rig.fake.faults.add({ endpoint: 'aibot/response', does: { kind: 'reset', carriedOut } });
        expect(await one.answer(inbound, ANSWER)).toMatchObject({ kind: 'unknown' });
        // By the same process, or by another after a restart: WeCom takes an address once.
        for (const process of [one, two])
          expect(await process.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
        expect(posted()).toHaveLength(1);
      },
    );

    it('not again when WeCom said no the first time, and not as if it had arrived', async () => {
      const { inbound } = await askSlowly();
      rig.clock.advance(6 * MINUTE);
      rig.fake.faults.add({ endpoint: 'aibot/response', does: { kind: 'errcode', errcode: -1 } });
      expect(await one.answer(inbound, ANSWER)).toMatchObject({ kind: 'later' });
      rig.fake.faults.add({ endpoint: 'aibot/response', does: { kind: 'errcode', errcode: 40058 } });
      expect(await one.answer(inbound, ANSWER)).toMatchObject({ kind: 'refused', reason: '40058' });
      expect(posted()).toEqual([]);
    });
  });

  describe('is asked the same again', () => {
    it('three times while it works: hands it out once, and every response has the one answer', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      const asked = [1, 2, 3].map(() => one.caller.post(body));
      await breathe();
      expect(one.accepted).toHaveLength(1);
      await one.answer(one.accepted[0], ANSWER);
      for (const { reply } of await Promise.all(asked)) expect(reply).toEqual(streamOf(ANSWER, true));
      expect(one.received).toEqual(['wecom-bot repeated duplicate', 'wecom-bot repeated duplicate']);
    });

    it('after it answered: says the same, with no new message', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      const asked = one.caller.post(body);
      await breathe();
      await one.answer(one.accepted[0], ANSWER);
      await asked;
      expect((await one.caller.post(body)).reply).toEqual(streamOf(ANSWER, true));
      expect(one.accepted).toHaveLength(1);
    });

    it('in another process, which opens the stream first: the answer still ends it', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      const second = two.caller.post(body);
      await breathe();
      rig.clock.advance(BUDGET / 2);
      const first = one.caller.post(body);
      await breathe();
      rig.clock.advance(BUDGET / 2);
      const { reply } = await second;
      expect(reply).toEqual(LOOKING);
      expect(await one.answer(one.accepted[0], ANSWER)).toMatchObject({ kind: 'sent' });
      expect((await first).reply).toEqual(streamOf(ANSWER, true));
      const id = idOf(reply);
      expect((await two.caller.poll(id)).reply).toEqual(streamOf(ANSWER, true));
    });

    it('after a process died between writing the answer and saying so: one answer, and no second way', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      void one.caller.post(body);
      await breathe();
      await one.answer(one.accepted[0], ANSWER);
      // What the first process knew is gone; its outbox row is tried again by the second.
      const again = two.caller.post(body);
      await breathe();
      rig.clock.advance(BUDGET);
      expect((await again).reply).toEqual(streamOf(ANSWER, true));
      expect(await two.answer(one.accepted[0], ANSWER)).toMatchObject({ kind: 'sent' });
      expect(posted()).toEqual([]);
    });

    it('long after a process died, when the answer went another way: is told so, and has no second one', async () => {
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      void one.caller.post({
        ...body,
        response_url: `${rig.fake.url()}/cgi-bin/aibot/response?response_code=${rig.fake.aibot.issue()}`,
      });
      await breathe();
      const [inbound] = one.accepted;
      // The first is dead and never opens its stream; the second finds the row a while later.
      const handle = { ...botHandleSchema.parse(inbound?.handle), at: rig.clock.now() - 8_000 };
      expect(await two.answer(inbound && { ...inbound, handle }, ANSWER)).toMatchObject({ kind: 'sent' });
      const again = two.caller.post(body);
      await breathe();
      rig.clock.advance(BUDGET);
      expect((await again).reply).toEqual(streamOf(copy.late, true));
      expect(posted()).toHaveLength(1);
    });

    it('when the message could not be kept: WeCom is told to come again, and then it is', async () => {
      one.rig.onAccept = async () => {
        throw new Error('disk full');
      };
      const body = one.caller.textOf('li', WORDS, { msgid: 'same' });
      expect(await one.caller.post(body)).toEqual({ status: 503, reply: undefined });
      expect(one.notes).toEqual(['error wecom-bot-callback {"error":"Error"}']);
      one.rig.onAccept = async () => {};
      const asked = one.caller.post(body);
      await breathe();
      await one.answer(one.accepted[0], ANSWER);
      expect((await asked).reply).toEqual(streamOf(ANSWER, true));
    });

    it('while nobody listens: come again; but whoever waits for a stream is told', async () => {
      const { id, inbound } = await askSlowly();
      await two.answer(inbound, ANSWER);
      expect(one.channel.state().state).toBe('ready');
      await one.channel.stop();
      expect(one.channel.state().state).toBe('connecting');
      expect((await one.caller.text('li', WORDS)).status).toBe(503);
      expect((await one.caller.enterChat('li')).status).toBe(503);
      expect((await one.caller.poll(id)).reply).toEqual(streamOf(ANSWER, true));
      expect(one.notes).toEqual([]);
    });
  });

  describe('greets', () => {
    it('who opens the chat, in the response', async () => {
      const asked = one.caller.enterChat('li');
      await breathe();
      expect(one.accepted[0]?.content.kind).toBe('enter');
      expect(await one.answer(one.accepted[0], '你好')).toMatchObject({ kind: 'sent' });
      expect((await asked).reply).toEqual({ msgtype: 'text', text: { content: '你好' } });
    });

    it('not too late: then WeCom was told that there is nothing', async () => {
      const asked = one.caller.enterChat('li');
      await breathe();
      rig.clock.advance(BUDGET);
      expect(await asked).toEqual({ status: 200, reply: undefined });
      expect(await one.answer(one.accepted[0], '你好')).toMatchObject({ kind: 'refused', reason: 'late' });
    });
  });

  describe('is judged', () => {
    it.each([
      [1, true],
      [2, false],
    ] as const)('%i: hears whether it was good, and answers nothing', async (type, good) => {
      expect(await one.caller.feedback('li', 'f1', type)).toEqual({ status: 200, reply: undefined });
      expect(one.accepted[0]?.content).toEqual({ kind: 'feedback', good });
    });

    it('3: taken back, which is no judgement', async () => {
      expect(await one.caller.feedback('li', 'f1', 3)).toEqual({ status: 200, reply: undefined });
      expect(one.received).toEqual(['wecom-bot ignored feedback_event']);
      expect(one.accepted).toEqual([]);
    });
  });

  describe('refuses, and counts why:', () => {
    const plain = () => JSON.stringify(one.caller.textOf('li', WORDS));
    const send = (
      given: string,
      wrong: { timestamp?: string; nonce?: string; signature?: string; encrypt?: string } = {},
    ) => {
      const { query, encrypt } = one.caller.sign(given, wrong);
      return one.deliver({ query, body: JSON.stringify({ encrypt }) });
    };
    const seconds = (minutes: number) => `${Math.floor(rig.clock.now() / 1000) + minutes * 60}`;
    const message = (more: Record<string, unknown>) =>
      JSON.stringify({ ...one.caller.textOf('li', WORDS), ...more });

    it.each<[string, () => Promise<{ status: number }>, number, string]>([
      ['a wrong signature', () => send(plain(), { signature: '0'.repeat(40) }), 403, 'signature'],
      ['an old timestamp', () => send(plain(), { timestamp: seconds(-6) }), 403, 'stale'],
      ['a timestamp of the future', () => send(plain(), { timestamp: seconds(6) }), 403, 'stale'],
      [
        'a truncated ciphertext',
        () => send('', { encrypt: one.caller.sign(plain()).encrypt.slice(0, -8) }),
        400,
        'cipher',
      ],
      ['no JSON inside', () => send('{"msgid": '), 400, 'json'],
      [
        'no JSON outside',
        () => one.deliver({ ...one.caller.requestOf(plain()), body: 'encrypt=1' }),
        400,
        'json',
      ],
      [
        'no query',
        () => one.deliver({ query: new URLSearchParams(), body: '{"encrypt":"x"}' }),
        400,
        'query',
      ],
      ['an empty msgid', () => send(message({ msgid: '' })), 200, 'malformed'],
      ['no msgid', () => send(message({ msgid: undefined })), 200, 'malformed'],
      [
        'two megabytes',
        () => one.deliver({ ...one.caller.requestOf(plain()), body: 'x'.repeat(2 << 20) }),
        413,
        'too-large',
      ],
      ['another bot', () => send(message({ aibotid: 'aibOther' })), 200, 'other-bot'],
      ['WeCom itself', () => send(message({ from: { userid: 'sys' } })), 200, 'system'],
      ['a group without its id', () => send(message({ chattype: 'group' })), 200, 'no-chatid'],
    ])('%s', async (_, act, status, reason) => {
      expect((await act()).status).toBe(status);
      expect(one.received).toEqual([`wecom-bot refused ${reason}`]);
      expect(one.accepted).toEqual([]);
    });

    it('what is for another receiver', async () => {
      const caller = createAibotCaller({
        ...{ token: BOT.token, encodingAESKey: BOT.encodingAESKey, botId: BOT.id, now: rig.clock.now },
        receiveId: 'wwOther',
        deliver: one.deliver,
      });
      expect((await caller.text('li', WORDS)).status).toBe(403);
      expect(one.received).toEqual(['wecom-bot refused receive-id']);
    });

    it('what was recorded and is played again', async () => {
      const request = one.caller.requestOf(one.caller.textOf('li', WORDS));
      const first = one.caller.send(request);
      await breathe();
      await one.answer(one.accepted[0], ANSWER);
      await first;
      await one.caller.send(request);
      expect(one.received).toEqual(['wecom-bot refused replayed']);
      expect(one.accepted).toHaveLength(1);
    });

    it('a check of the address with a wrong signature, once; and passes a right one', async () => {
      const { query, encrypt } = one.caller.sign('1616140317555161061');
      query.set('echostr', encrypt);
      const passed = await one.get(query);
      expect([passed.status, await passed.text()]).toEqual([200, '1616140317555161061']);
      query.set('msg_signature', '0'.repeat(40));
      expect((await one.get(query)).status).toBe(403);
      expect(one.received).toEqual(['wecom-bot refused signature']);
    });
  });

  it('keeps ids above 2^53 as they are', async () => {
    const plain = JSON.stringify(one.caller.textOf('li', WORDS, { msgid: 'ID' })).replace(
      '"ID"',
      '9007199254740993',
    );
    const asked = one.caller.send(one.caller.requestOf(plain));
    await breathe();
    await one.answer(one.accepted[0], ANSWER);
    await asked;
    expect(one.accepted[0]?.event).toBe('9007199254740993');
  });

  it('takes a message of a kind that is not known yet', async () => {
    const asked = one.caller.post(one.caller.messageOf('li', { msgtype: 'hologram', hologram: {} }));
    await breathe();
    await one.answer(one.accepted[0], '我只看得懂文字。');
    expect((await asked).reply).toEqual(streamOf('我只看得懂文字。', true));
    expect(one.accepted[0]?.content).toEqual({ kind: 'media', media: 'other', caption: '', files: [] });
  });

  it('tells nobody a secret, whatever goes wrong', async () => {
    const { inbound } = await askSlowly();
    rig.clock.advance(6 * MINUTE);
    rig.fake.faults.add({
      endpoint: 'aibot/response',
      does: { kind: 'errcode', errcode: 40058, errmsg: 'bad {url} {body}' },
    });
    const outcome = await one.answer(inbound, ANSWER);
    expect(outcome.kind).toBe('refused');
    one.rig.onAccept = async () => {
      throw new Error(`cannot keep ${WORDS} of ${BOT.token}`);
    };
    await one.caller.text('li', WORDS);
    const told = JSON.stringify([outcome, one.received, one.notes]);
    for (const secret of ['response_code', 'AICODE', BOT.token, BOT.encodingAESKey, WORDS, ANSWER])
      expect(told).not.toContain(secret);
  });
});
