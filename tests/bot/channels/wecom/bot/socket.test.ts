import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wecomCopy as copy } from '../../../../../bot/copy/wecom.ts';
import { BOT, createSocketRig, eventually, type SocketProcess, type SocketRig } from './socket-rig.ts';

const WORDS = '站点收了我五百押金，走了不退';
const ANSWER = '不能收押金。';
const GROUP = 'wrRiders_Aa';
const SECOND = 1_000;
const MINUTE = 60_000;

const STANDBY = { state: 'connecting', detail: copy.state.standby };
const READY = { state: 'ready', detail: '' };
const LOOKING = [copy.looking, false];

describe('the AI bot by its long connection', () => {
  let rig: SocketRig;
  let bot: SocketProcess;
  beforeEach(async () => {
    rig = await createSocketRig();
    bot = await rig.launch();
    await rig.until(() => bot.state().state === 'ready');
  });
  afterEach(() => rig.end());

  const ask = (where?: { chat: string }) => bot.heard(() => rig.fake.people.text('li', WORDS, where));
  /** What people saw: text and whether it was whole, or the text of a message of its own. */
  const seen = () =>
    rig.fake.sent().map(({ body }) => {
      if (body.msgtype === 'markdown') return body.markdown;
      if (body.msgtype === 'text') return body.text;
      const { content, finish } = body.stream as { content: string; finish: boolean };
      return [content, finish];
    });
  const whole = () => seen().filter((one) => !Array.isArray(one) || one[1]);
  const reqIds = () => new Set(rig.fake.sent().map(({ reqId }) => reqId));

  describe('answers', () => {
    it.each([[undefined], [{ chat: GROUP }]])('with one whole frame, in %j', async (where) => {
      const inbound = await ask(where);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([[ANSWER, true]]);
      expect(rig.fake.sent()[0]?.conversation).toBe(where?.chat ?? 'li');
      // Nothing follows it, however long one waits.
      rig.clock.advance(10 * MINUTE);
      expect(await bot.answer(await ask(where), ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toHaveLength(2);
    });

    it('that it is looking, when the answer takes longer, and then the whole of it in the same stream', async () => {
      const inbound = await ask();
      rig.clock.advance(2.5 * SECOND);
      await rig.fake.until(() => rig.fake.sent().length === 1);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([LOOKING, [ANSWER, true]]);
      expect(reqIds().size).toBe(1);
    });

    it('by a message of its own, once the stream had to be ended', async () => {
      const inbound = await ask({ chat: GROUP });
      rig.clock.advance(2.5 * SECOND);
      await rig.fake.until(() => rig.fake.sent().length === 1);
      await rig.until(() => rig.fake.sent().length === 2, 5 * SECOND);
      expect(seen()).toEqual([LOOKING, [copy.late, true]]);
      rig.fake.faults.add({ cmd: 'aibot_send_msg', does: { kind: 'nack', errcode: -1 } });
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'later' });
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen().at(-1)).toEqual({ content: ANSWER });
      expect(rig.fake.sent().at(-1)).toMatchObject({ conversation: GROUP, body: { chat_type: 2 } });
    });

    it.each([
      ['846605, which is an answer to nobody', 846605, 0],
      ['846608, which is a stream that took too long', 846608, 6 * MINUTE],
    ])('by a message of its own after %s', async (_, errcode, later) => {
      const inbound = await ask();
      rig.fake.faults.add({ cmd: 'aibot_respond_msg', times: 5, does: { kind: 'nack', errcode } });
      rig.clock.advance(later);
      expect(await bot.answer(inbound, ANSWER)).toEqual({ kind: 'sent', ref: null });
      expect(seen()).toEqual([{ content: ANSWER }]);
      expect(rig.fake.sent()[0]?.body.chat_type).toBe(1);
    });

    it('after a restart, when the callback is of the connection before', async () => {
      const inbound = await ask();
      await bot.stop();
      bot = await rig.launch('after');
      await rig.until(() => bot.state().state === 'ready', SECOND);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(whole()).toEqual([[ANSWER, true]]);
    });

    it('not to a chat that is gone', async () => {
      const inbound = await ask();
      const gone = { ...inbound, chat: 'u/nobody', handle: null };
      expect(await bot.answer(gone, ANSWER)).toEqual({
        kind: 'refused',
        reason: 'unknown-chat',
        closed: true,
      });
    });
  });

  describe('an acknowledgement that does not come', () => {
    it.each([
      ['though the answer arrived', true],
      ['because the answer did not arrive', false],
    ])('%s: the same stream again, and people see it once', async (_, carriedOut) => {
      const inbound = await ask();
      rig.fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'mute', carriedOut } });
      const first = bot.answer(inbound, ANSWER);
      await rig.fake.until(() => rig.fake.frames('aibot_respond_msg').length === 1);
      rig.clock.advance(5 * SECOND);
      expect(await first).toEqual({ kind: 'later', afterMs: null, reason: 'no-ack', doubt: true });
      rig.clock.advance(5 * SECOND);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([[ANSWER, true]]);
    });

    it('to a message of its own: nobody knows, and the next one says that it may be a repeat', async () => {
      const inbound = await ask();
      rig.fake.faults.add({ cmd: 'aibot_respond_msg', times: 5, does: { kind: 'nack', errcode: 846605 } });
      rig.fake.faults.add({ cmd: 'aibot_send_msg', does: { kind: 'mute', carriedOut: true } });
      const first = bot.answer(inbound, ANSWER);
      await rig.fake.until(() => rig.fake.sent().length === 1);
      rig.clock.advance(5 * SECOND);
      expect((await first).kind).toBe('unknown');
      expect(await bot.answer(inbound, ANSWER, true)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([{ content: ANSWER }, { content: `${copy.repeated}\n\n${ANSWER}` }]);
    });
  });

  describe('greets', () => {
    it('who opens the chat', async () => {
      const inbound = await bot.heard(() => rig.fake.people.enterChat('li'));
      expect(await bot.answer(inbound, '你好')).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([{ content: '你好' }]);
    });

    it('not too late, and never by a message of its own', async () => {
      const inbound = await bot.heard(() => rig.fake.people.enterChat('li'));
      rig.clock.advance(5 * SECOND);
      expect(await bot.answer(inbound, '你好')).toEqual({ kind: 'refused', reason: 'late', closed: false });
      expect(seen()).toEqual([]);
    });
  });

  describe('keeps to WeCom’s measure', () => {
    it('of 30 messages a minute in a chat: the next one waits in the outbox', async () => {
      for (let i = 0; i < 30; i++)
        expect(await bot.answer(await ask({ chat: GROUP }), `${i}`)).toMatchObject({ kind: 'sent' });
      const inbound = await ask({ chat: GROUP });
      const outcome = await bot.answer(inbound, ANSWER);
      expect(outcome).toMatchObject({ kind: 'later', reason: 'rate-minute' });
      expect(outcome.kind === 'later' && outcome.afterMs).toBeGreaterThan(0);
      // Others are not held up.
      expect(await bot.answer(await ask(), ANSWER)).toMatchObject({ kind: 'sent' });
      rig.clock.advance(MINUTE);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
    });
  });

  describe('when the line breaks', () => {
    it('lets answers wait, comes back, and sends them', async () => {
      const inbound = await ask();
      rig.fake.refuseConnections(true);
      rig.fake.cut();
      await eventually(() => bot.state().state !== 'ready');
      expect(bot.state()).toEqual({ state: 'connecting', detail: copy.state.connecting });
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'later', reason: 'not-connected' });
      rig.fake.refuseConnections(false);
      await rig.until(() => bot.state().state === 'ready', 100);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([[ANSWER, true]]);
    });

    it('does not hold an answer back longer than a try may take', async () => {
      const inbound = await ask();
      rig.fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'cut', carriedOut: false } });
      expect(await bot.answer(inbound, ANSWER)).toEqual({
        kind: 'later',
        afterMs: null,
        reason: 'no-ack',
        doubt: true,
      });
      await rig.until(() => bot.state().state === 'ready', 100);
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(seen()).toEqual([[ANSWER, true]]);
    });
  });

  describe('when another program takes the bot', () => {
    it('says so in plain words, waits a minute, tries once, and then leaves it', async () => {
      const [before] = [rig.fake.connections().opened];
      rig.fake.kick();
      await eventually(() => bot.state().state === 'down');
      expect(bot.state().detail).toBe(copy.state.kicked);
      expect(bot.notes).toContain('error wecom-bot-kicked {}');
      rig.clock.advance(59 * SECOND);
      expect(rig.fake.connections().opened).toBe(before);
      await rig.until(() => bot.state().state === 'ready', SECOND);
      expect(rig.fake.connections().opened).toBe(before + 1);
      rig.fake.kick();
      await eventually(() => bot.state().state === 'down');
      expect(bot.state().detail).toBe(copy.state.kickedAgain);
      for (let minute = 0; minute < 60; minute++) rig.clock.advance(MINUTE);
      expect(rig.fake.connections().opened).toBe(before + 1);
    });
  });

  it('says in plain words that the secret is wrong, and does not go on asking', async () => {
    await bot.stop();
    rig.fake.setSecret('another');
    bot = await rig.launch('again');
    await rig.until(() => bot.state().state === 'down', SECOND);
    expect(bot.state().detail).toBe(copy.state.botCredentials);
    const { opened } = rig.fake.connections();
    rig.clock.advance(60 * MINUTE);
    expect(rig.fake.connections().opened).toBe(opened);
    expect(JSON.stringify(bot.notes)).not.toContain(BOT.secret);
  });

  describe('two processes', () => {
    it('share one connection: the second stands by, and takes it when the first stops', async () => {
      const second = await rig.launch('two');
      await rig.until(() => second.state().detail === copy.state.standby);
      rig.clock.advance(20 * SECOND);
      expect([bot.state(), second.state()]).toEqual([READY, STANDBY]);
      expect(rig.fake.connections()).toMatchObject({ opened: 1, kicked: 0 });
      await bot.stop();
      await rig.until(() => second.state().state === 'ready', SECOND);
      expect(rig.fake.connections()).toMatchObject({ opened: 2, kicked: 0 });
    });

    it('the second takes it when the first dies, and answers what the first had heard', async () => {
      const second = await rig.launch('two');
      const inbound = await ask();
      expect(await second.answer(inbound, ANSWER)).toMatchObject({ kind: 'later', reason: 'not-connected' });
      await bot.die();
      rig.clock.advance(15 * SECOND);
      expect(second.state()).toEqual(STANDBY);
      await rig.until(() => second.state().state === 'ready', SECOND);
      expect(await second.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      expect(whole()).toEqual([[ANSWER, true]]);
    });
  });

  describe('does not lose what it hears', () => {
    it('while nothing can be kept: tries until it is', async () => {
      let refused = 0;
      bot.onAccept = async () => {
        if (refused++ < 4) throw new Error('database is locked');
      };
      rig.fake.people.text('li', WORDS);
      await rig.until(() => bot.accepted.length === 1, SECOND);
      expect(refused).toBe(5);
    });

    it('when it stops: answers that people wait for still go out', async () => {
      const inbound = await ask();
      const stopped = bot.stop();
      expect(await bot.answer(inbound, ANSWER)).toMatchObject({ kind: 'sent' });
      await stopped;
      expect(seen()).toEqual([[ANSWER, true]]);
    });
  });

  describe('refuses, and counts why:', () => {
    it.each([
      ['WeCom itself', { from: { userid: 'sys' } }, 'system'],
      ['a group without its id', { chattype: 'group' }, 'no-chatid'],
      ['an empty msgid', { msgid: '' }, 'malformed'],
    ])('%s', async (_, more, reason) => {
      rig.fake.people.message('li', { msgtype: 'text', text: { content: WORDS }, ...more });
      await eventually(() => bot.received.length === 1);
      expect(bot.received).toEqual([`wecom-bot refused ${reason}`]);
      expect(bot.accepted).toEqual([]);
    });

    it('what comes again under another req_id', async () => {
      const reqId = rig.fake.people.text('li', WORDS);
      await eventually(() => bot.accepted.length === 1);
      rig.fake.repeat(reqId);
      await eventually(() => bot.received.length === 1);
      expect(bot.received).toEqual(['wecom-bot repeated duplicate']);
      expect(bot.accepted).toHaveLength(1);
    });

    it('what another process has heard: nothing is promised under the new req_id', async () => {
      bot.keptElsewhere.add('m-twice');
      rig.fake.people.text('li', WORDS, { msgid: 'm-twice' });
      expect(await bot.answer(await ask(), ANSWER)).toMatchObject({ kind: 'sent' });
      const end = rig.clock.now() + 7 * MINUTE;
      await rig.until(() => rig.clock.now() > end, 5 * SECOND);
      expect(seen()).toEqual([[ANSWER, true]]);
    });

    it('what another process has heard, learnt too late: what was opened is ended with a word', async () => {
      bot.keptElsewhere.add('m-twice');
      let known = () => {};
      const learnt = new Promise<void>((resolve) => {
        known = resolve;
      });
      bot.onAccept = () => learnt;
      rig.fake.people.text('li', WORDS, { msgid: 'm-twice' });
      await rig.until(() => seen().length === 1, SECOND);
      known();
      await rig.fake.until(() => seen().length === 2);
      expect(seen()).toEqual([LOOKING, [copy.twice, true]]);
    });

    it('what is no frame, and goes on', async () => {
      rig.fake.sendRaw('{"cmd": "aibot_msg_callback", "headers": nonsense');
      rig.fake.sendRaw('x'.repeat(2 << 20));
      expect(await bot.answer(await ask(), ANSWER)).toMatchObject({ kind: 'sent' });
    });
  });

  it('leaves alone what is nobody’s question', async () => {
    rig.fake.people.feedback('li', 'f', 3);
    await eventually(() => bot.received.length === 1);
    expect(bot.received).toEqual(['wecom-bot ignored feedback_event']);
  });
});
