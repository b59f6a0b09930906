import { beforeEach, describe, expect, it } from 'vitest';
import {
  type BotRefusal,
  CallbackRefused,
  createMemoryStreamStore,
  isInvalidReqId,
  isStreamExpired,
  type StreamStore,
  streamIdOf,
  TemplateCardType,
  WebhookBot,
  type WebhookBotOptions,
  WeComLimitError,
  WeComReplyClosed,
  type WsFrame,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { type CallbackRequest, createAibotCaller } from '../../../../fakes/aibot-callback/caller.ts';
import { createWatchedClock, eventually, refusal, SILENT, type WatchedClock } from './ws-rig.ts';

const KEYS = {
  token: 'QDG6eKrq',
  encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const BOT_ID = 'bot-1';
const MINUTE = 60_000;
const TEXTS = { first: '正在查条文…', late: '结果稍后发来。', lost: '这条没查成，请再问一次。' };
const CARD = {
  card_type: TemplateCardType.ButtonInteraction,
  main_title: { title: '工单 T1' },
  button_list: [{ text: '认领', key: 'claim' }],
  task_id: 't1_1',
};

let clock: WatchedClock;
let refused: BotRefusal[];
let errors: Error[];
let bot: WebhookBot;
let wecom: ReturnType<typeof createAibotCaller>;

beforeEach(() => {
  clock = createWatchedClock();
  refused = [];
  errors = [];
  use();
});

function make(options: Partial<WebhookBotOptions> = {}): WebhookBot {
  const mine = errors;
  const made = new WebhookBot({
    ...KEYS,
    botId: BOT_ID,
    texts: TEXTS,
    clock,
    logger: SILENT,
    onRefused: (reason) => refused.push(reason),
    ...options,
  });
  return made.on('error', (error) => mine.push(error));
}

function callerFor(made: WebhookBot, keys: Partial<typeof KEYS & { receiveId: string }> = {}) {
  return createAibotCaller({
    ...KEYS,
    ...keys,
    botId: BOT_ID,
    now: clock.now,
    deliver: ({ query, body }) => made.handleCallback(query, body),
  });
}

function use(options: Partial<WebhookBotOptions> = {}): void {
  bot = make(options);
  wecom = callerFor(bot);
}

/** Lets everything happen that waits for nothing but its turn, and then moves time on. */
const pass = async (ms: number) => {
  await new Promise(setImmediate);
  clock.advance(ms);
  await new Promise(setImmediate);
};
const stream = (content: string, finish: boolean, id: unknown = expect.any(String)) => ({
  msgtype: 'stream',
  stream: { id, content, finish },
});
const idIn = (reply: unknown): string => {
  const { stream } = Object(reply);
  return String(Object(stream).id);
};

describe('the check of the address', () => {
  const check = (wrong: Parameters<typeof wecom.sign>[1] = {}) => {
    const { query, encrypt } = wecom.sign('5927782489442352469', wrong);
    query.set('echostr', encrypt);
    return query;
  };

  it('is answered with the plain text', () => {
    expect(bot.verifyUrl(check())).toBe('5927782489442352469');
    expect(bot.verifyUrl(Object.fromEntries(check()))).toBe('5927782489442352469');
  });

  it('is answered for the sample of the official demo, in its own year', () => {
    clock = createWatchedClock(1476416373_000);
    use({
      token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
      encodingAESKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
      receiveId: 'ww1436e0e65a779aee',
    });
    const query = {
      msg_signature: '012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb',
      timestamp: '1476416373',
      nonce: '47744683',
      echostr: 'fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==',
    };
    expect(bot.verifyUrl(query)).toBe('1288432023552776189');
    const unescapedTwice = { ...query, echostr: query.echostr.replaceAll('+', ' ') };
    expect(() => bot.verifyUrl(unescapedTwice)).toThrow(CallbackRefused);
  });

  it.each<[BotRefusal, () => URLSearchParams]>([
    ['query', () => wecom.sign('1').query],
    ['signature', () => check({ signature: '0'.repeat(40) })],
    ['stale', () => check({ timestamp: `${clock.now() / 1000 - 301}` })],
    ['stale', () => check({ timestamp: 'now' })],
    ['cipher', () => check({ encrypt: 'AAAA' })],
  ])('is refused for its %s', (reason, query) => {
    expect(() => bot.verifyUrl(query())).toThrow(expect.objectContaining({ reason }));
    expect(refused).toEqual([reason]);
  });

  it('is refused when it is meant for another receiver', () => {
    wecom = callerFor(bot, { receiveId: 'ww-other' });
    expect(() => bot.verifyUrl(check())).toThrow(expect.objectContaining({ reason: 'receive-id' }));
  });
});

describe('a message', () => {
  it('is handed out as over WebSocket, and its first reply is the response', async () => {
    const heard: [string, WsFrame][] = [];
    bot.on('message', (frame) => heard.push(['message', frame]));
    bot.on('message.text', (frame) => {
      heard.push(['message.text', frame]);
      return bot.replyStream(frame, 's1', '有的，看这条', false, [], { id: 'f1' });
    });
    const { status, reply } = await wecom.text('li', '高温天有津贴吗', { chat: 'wrGroup', msgid: 'm1' });
    expect(status).toBe(200);
    expect(reply).toEqual({
      msgtype: 'stream',
      stream: { id: 's1', finish: false, content: '有的，看这条', feedback: { id: 'f1' } },
    });
    expect(heard.map(([event]) => event)).toEqual(['message', 'message.text']);
    expect(heard[0]?.[1]).toMatchObject({
      cmd: 'aibot_msg_callback',
      headers: { req_id: 'm1', received_at: clock.now() },
      body: { chatid: 'wrGroup', from: { userid: 'li' }, text: { content: '高温天有津贴吗' } },
    });
  });

  it.each(['image', 'mixed', 'voice', 'file', 'video'] as const)('can be %s', async (msgtype) => {
    const content = {
      image: { url: 'https://example.com/a' },
      mixed: { msg_item: [{ msgtype: 'text', text: { content: '看' } }] },
      voice: { content: '我摔伤了' },
      file: { url: 'https://example.com/a' },
      video: { url: 'https://example.com/a' },
    }[msgtype];
    const heard: string[] = [];
    bot.on('message', () => heard.push('message'));
    bot.on(`message.${msgtype}`, (frame) => {
      heard.push(msgtype);
      return bot.replyStream(frame, 's', '收到', true);
    });
    const { reply } = await wecom.post(wecom.messageOf('li', { msgtype, [msgtype]: content }));
    expect(heard).toEqual(['message', msgtype]);
    expect(reply).toEqual(stream('收到', true, 's'));
  });

  it('keeps an id that no number can hold', async () => {
    const heard: string[] = [];
    bot.on('message', ({ body }) => heard.push(body.msgid));
    use({ ackWhenHandled: true });
    bot.on('message', ({ body }) => heard.push(body.msgid));
    const text = JSON.stringify(wecom.textOf('li', '在吗', { msgid: 'ID' }));
    await wecom.post(text.replace('"ID"', '4561255354251345929'));
    expect(heard).toEqual(['4561255354251345929']);
  });

  it('is told what has become of its stream whenever WeCom asks', async () => {
    let frame: WsFrame | undefined;
    bot.on('message', (given) => {
      frame = given;
      return bot.replyStream(given, 's1', '一');
    });
    await wecom.text('li', '在吗');
    if (frame === undefined) throw new Error('it was not handed out');
    expect((await wecom.poll('s1')).reply).toEqual(stream('一', false, 's1'));
    await bot.replyStream(frame, 's1', '一二');
    expect((await wecom.poll('s1')).reply).toEqual(stream('一二', false, 's1'));
    const picture = { msgtype: 'image' as const, image: { base64: 'AA==', md5: 'm' } };
    await bot.replyStream(frame, 's1', '一二三', true, [picture]);
    const last = {
      msgtype: 'stream',
      stream: { id: 's1', finish: true, content: '一二三', msg_item: [picture] },
    };
    expect((await wecom.poll('s1')).reply).toEqual(last);
    expect((await wecom.poll('s1')).reply).toEqual(last);
    expect(await refusal(bot.replyStream(frame, 's1', '一二三四'))).toMatchObject({ why: 'stream-finished' });
  });

  it('gets a first frame of ours when nobody replies in time, and any stream id then means that stream', async () => {
    let frame: WsFrame | undefined;
    bot.on('message', (given) => {
      frame = given;
    });
    const answered = wecom.text('li', '在吗', { msgid: 'm1' });
    await pass(3999);
    expect(clock.sleeping()).toBe(1);
    await pass(1);
    const { reply } = await answered;
    if (frame === undefined) throw new Error('it was not handed out');
    expect(reply).toEqual(stream(TEXTS.first, false, streamIdOf(frame)));
    await bot.replyStream(frame, 'whatever', '查到了', true);
    expect((await wecom.poll(idIn(reply))).reply).toEqual(stream('查到了', true));
    expect(clock.sleeping()).toBe(0);
  });

  it('gets that first frame at once when the listeners are done and that is wanted', async () => {
    use({ ackWhenHandled: true, feedbackOf: (frame) => ({ id: `f_${frame.headers.req_id}` }) });
    bot.on('message', async () => {
      await Promise.resolve();
    });
    const { reply } = await wecom.text('li', '在吗', { msgid: 'm1' });
    expect(reply).toMatchObject({ stream: { content: TEXTS.first, feedback: { id: 'f_m1' } } });
    expect(clock.sleeping()).toBe(0);
  });

  it('gets an empty answer when there is nothing to say', async () => {
    use({ texts: {}, ackWhenHandled: true });
    let frame: WsFrame | undefined;
    bot.on('message', (given) => {
      frame = given;
    });
    expect(await wecom.text('li', '在吗')).toEqual({ status: 200, reply: undefined });
    if (frame === undefined) throw new Error('it was not handed out');
    const late = await refusal(bot.replyStream(frame, 's', '有'));
    expect(late).toMatchObject({ why: 'late' });
    expect(isInvalidReqId(late)).toBe(true);
  });

  it('can be answered with a card instead', async () => {
    bot.on('message', (frame) => bot.replyTemplateCard(frame, CARD, { id: 'f1' }));
    const { reply } = await wecom.text('li', '工单');
    expect(reply).toEqual({ msgtype: 'template_card', template_card: { ...CARD, feedback: { id: 'f1' } } });
  });

  it('has one answer', async () => {
    const second: unknown[] = [];
    bot.on('message', async (frame) => {
      await bot.replyTemplateCard(frame, CARD);
      second.push(await refusal(bot.replyTemplateCard(frame, CARD)));
      second.push(await refusal(bot.replyStream(frame, 's', '有')));
    });
    await wecom.text('li', '工单');
    await eventually(() => expect(second).toMatchObject([{ why: 'answered' }, { why: 'late' }]));
    expect(errors).toEqual([]);
  });

  it('is not answered with what WeCom would refuse', async () => {
    const refusals: unknown[] = [];
    bot.on('message', async (frame) => {
      refusals.push(await refusal(bot.replyStream(frame, 's', '字'.repeat(6827))));
      await bot.replyStream(frame, 's', '好', true);
    });
    expect((await wecom.text('li', '在吗')).reply).toEqual(stream('好', true));
    expect(refusals).toMatchObject([{ name: 'WeComLimitError', limit: 20_480 }]);
    expect(() => make({ texts: { first: '字'.repeat(6827) } })).toThrow(WeComLimitError);
  });

  it('shows frames in the order they were given, however slowly they are stored', async () => {
    const inner = createMemoryStreamStore(clock);
    const waits = [3, 0, 2, 1, 0, 4, 0, 1];
    const slow: StreamStore = {
      get: inner.get,
      put: async (...args) => {
        for (let turns = waits.shift() ?? 0; turns > 0; turns--) await new Promise(setImmediate);
        return inner.put(...args);
      },
    };
    use({ streamStore: slow });
    const frames: Promise<unknown>[] = [];
    bot.on('message', (frame) => {
      for (let length = 1; length <= 7; length++)
        frames.push(bot.replyStream(frame, 's', '长'.repeat(length), length === 7));
    });
    await wecom.text('li', '在吗');
    await Promise.all(frames);
    expect((await wecom.poll('s')).reply).toEqual(stream('长'.repeat(7), true));
  });
});

describe('a stream and a card', () => {
  it('come together, the card once', async () => {
    let frame: WsFrame | undefined;
    bot.on('message', (given) => {
      frame = given;
      return bot.replyStreamWithCard(given, 's', '好', false, {
        templateCard: CARD,
        cardFeedback: { id: 'f' },
      });
    });
    expect((await wecom.text('li', '工单')).reply).toEqual({
      msgtype: 'stream_with_template_card',
      stream: { id: 's', finish: false, content: '好' },
      template_card: { ...CARD, feedback: { id: 'f' } },
    });
    if (frame === undefined) throw new Error('it was not handed out');
    expect((await wecom.poll('s')).reply).toEqual(stream('好', false));
    const again = bot.replyStreamWithCard(frame, 's', '好了', true, { templateCard: CARD });
    expect(await refusal(again)).toMatchObject({ why: 'answered' });
  });

  it('may come with a later frame, once, whichever process is asked', async () => {
    const store = createMemoryStreamStore(clock);
    use({ streamStore: store });
    const other = callerFor(make({ streamStore: store }));
    bot.on('message', async (frame) => {
      await bot.replyStream(frame, 's', '查');
      await bot.replyStreamWithCard(frame, 's', '查到了', true, { templateCard: CARD });
    });
    await wecom.text('li', '工单');
    const polls = [wecom, other, wecom, other, wecom].map((caller) => caller.poll('s'));
    const replies = (await Promise.all(polls)).map(({ reply }) => reply);
    expect(replies.filter((reply) => JSON.stringify(reply).includes('template_card'))).toEqual([
      {
        msgtype: 'stream_with_template_card',
        stream: { id: 's', finish: true, content: '查到了' },
        template_card: CARD,
      },
    ]);
  });
});

describe('a stream that takes long', () => {
  const begin = async () => {
    let frame: WsFrame | undefined;
    bot.on('message', (given) => {
      frame = given;
    });
    const answered = wecom.text('li', '在吗');
    await pass(4000);
    const { reply } = await answered;
    if (frame === undefined) throw new Error('it was not handed out');
    return { frame, id: idIn(reply) };
  };

  it('is finished five and a half minutes after the question, and then takes nothing more', async () => {
    const { frame, id } = await begin();
    clock.advance(5.5 * MINUTE - 4001);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.first, false));
    clock.advance(1);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.late, true));
    const late = await refusal(bot.replyStream(frame, id, '查到了', true));
    expect(late).toBeInstanceOf(WeComReplyClosed);
    expect([isStreamExpired(late), isInvalidReqId(late)]).toEqual([true, false]);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.late, true));
  });

  it('keeps the half that was there', async () => {
    const { frame, id } = await begin();
    await bot.replyStream(frame, id, '第一条：有津贴。');
    clock.advance(5.5 * MINUTE);
    expect((await wecom.poll(id)).reply).toEqual(stream(`第一条：有津贴。\n\n${TEXTS.late}`, true));
  });

  it('takes nothing after six minutes even if WeCom did not ask any more', async () => {
    const { frame, id } = await begin();
    clock.advance(6 * MINUTE);
    expect(await refusal(bot.replyStream(frame, id, '查到了', true))).toMatchObject({
      why: 'stream-finished',
    });
  });

  it('is forgotten by the store in memory after ten minutes, not before', async () => {
    const { id } = await begin();
    clock.advance(5.5 * MINUTE);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.late, true));
    clock.advance(10 * MINUTE - 1);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.late, true));
    clock.advance(1);
    expect((await wecom.poll(id)).reply).toEqual(stream(TEXTS.lost, true));
  });

  it('is given up with a sentence when no store knows it', async () => {
    expect((await wecom.poll('unknown')).reply).toEqual(stream(TEXTS.lost, true, 'unknown'));
    use({ texts: {} });
    expect(await wecom.poll('unknown')).toEqual({ status: 200, reply: undefined });
  });
});

describe('several processes with one store', () => {
  it('answer for one another: one is asked, another writes, a third is polled', async () => {
    const streamStore = createMemoryStreamStore(clock);
    use({ streamStore, ackWhenHandled: true });
    const writer = make({ streamStore });
    const polled = callerFor(make({ streamStore }));
    const { reply } = await wecom.text('li', '在吗', { msgid: 'm1' });
    const frame = { headers: { req_id: 'm1' } };
    expect(idIn(reply)).toBe(streamIdOf(frame));
    await writer.replyStream(frame, streamIdOf(frame), '查到了', true);
    expect((await polled.poll(idIn(reply))).reply).toEqual(stream('查到了', true));
  });

  it('answer with what another found before the first frame was sent', async () => {
    const streamStore = createMemoryStreamStore(clock);
    use({ streamStore });
    const writer = make({ streamStore });
    const receivedAt = clock.now();
    const answered = wecom.text('li', '在吗', { msgid: 'm1' });
    await pass(3999);
    const frame = { headers: { req_id: 'm1', received_at: receivedAt } };
    await writer.replyStream(frame, streamIdOf(frame), '查到了', true);
    await pass(1);
    expect((await answered).reply).toEqual(stream('查到了', true, streamIdOf(frame)));
  });

  it('open no stream that nobody would ask for', async () => {
    const writer = make();
    const frame = { headers: { req_id: 'm1', received_at: clock.now() } };
    const other = writer.replyStream(frame, 'another', '查到了', true);
    expect(await refusal(other)).toMatchObject({ why: 'late' });
    const undated = writer.replyStream({ headers: { req_id: 'm1' } }, streamIdOf(frame), '查到了', true);
    expect(await refusal(undated)).toMatchObject({ why: 'late' });
    clock.advance(4000);
    const late = writer.replyStream(frame, streamIdOf(frame), '查到了', true);
    expect(await refusal(late)).toMatchObject({ why: 'late' });
  });

  it('give a message that comes to two of them one stream', async () => {
    const streamStore = createMemoryStreamStore(clock);
    use({ streamStore, ackWhenHandled: true });
    const other = callerFor(make({ streamStore, ackWhenHandled: true }));
    const first = await wecom.text('li', '在吗', { msgid: 'm1' });
    await bot.replyStream({ headers: { req_id: 'm1' } }, 'x', '查到了', true);
    const second = await other.text('li', '在吗', { msgid: 'm1' });
    expect(idIn(second.reply)).toBe(idIn(first.reply));
    expect(second.reply).toEqual(stream('查到了', true));
  });
});

describe('an event', () => {
  it('of somebody who enters is answered with a greeting', async () => {
    bot.on('event.enter_chat', (frame) =>
      bot.replyWelcome(frame, { msgtype: 'text', text: { content: '你好' } }),
    );
    expect(await wecom.enterChat('li')).toEqual({
      status: 200,
      reply: { msgtype: 'text', text: { content: '你好' } },
    });
  });

  it('of a click is answered with the card that replaces it', async () => {
    const heard: unknown[] = [];
    bot.on('event', ({ cmd }) => heard.push(cmd));
    bot.on('event.template_card_event', (frame) => {
      heard.push(frame.body.event.template_card_event.event_key);
      return bot.updateTemplateCard(frame, CARD, ['li']);
    });
    const { reply } = await wecom.clickCard('li', 'claim', 't1_1');
    expect(reply).toEqual({ response_type: 'update_template_card', userids: ['li'], template_card: CARD });
    expect(heard).toEqual(['aibot_event_callback', 'claim']);
  });

  it('gets an empty answer when nobody replies within the time, and nothing can be replied after', async () => {
    let frame: WsFrame | undefined;
    bot.on('event.template_card_event', (given) => {
      frame = given;
    });
    const answered = wecom.clickCard('li', 'claim', 't1_1');
    await pass(4000);
    expect(await answered).toEqual({ status: 200, reply: undefined });
    if (frame === undefined) throw new Error('it was not handed out');
    expect(await refusal(bot.updateTemplateCard(frame, CARD))).toMatchObject({ why: 'late' });
    expect(await refusal(bot.updateTemplateCard({ headers: { req_id: 'x' } }, CARD))).toMatchObject({
      why: 'late',
    });
  });

  it('of feedback gets an empty answer at once', async () => {
    const heard: unknown[] = [];
    bot.on('event.feedback_event', ({ body }) => heard.push(body.event.feedback_event));
    expect(await wecom.feedback('li', 'f1', 2)).toEqual({ status: 200, reply: undefined });
    expect(heard).toEqual([{ id: 'f1', type: 2 }]);
    expect(clock.sleeping()).toBe(0);
  });

  it('is not answered with what belongs to another kind', async () => {
    const wrong: unknown[] = [];
    bot.on('event.enter_chat', async (frame) => {
      wrong.push(await refusal(bot.replyStream(frame, 's', '好')));
      wrong.push(await refusal(bot.updateTemplateCard(frame, CARD)));
      await bot.replyTemplateCard(frame, CARD);
    });
    expect((await wecom.enterChat('li')).reply).toEqual({ msgtype: 'template_card', template_card: CARD });
    expect(wrong).toMatchObject([{ why: 'wrong-callback' }, { why: 'wrong-callback' }]);
    expect(isInvalidReqId(wrong[0])).toBe(true);
  });
});

describe('the same callback again', () => {
  it('is handed out once and gets the same answer, three times', async () => {
    let times = 0;
    bot.on('message', (frame) => {
      times++;
      return bot.replyTemplateCard(frame, CARD);
    });
    const ask = () => wecom.text('li', '工单', { msgid: 'm1' });
    const answers = [await ask(), await ask(), await ask()];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.reply).toMatchObject({ template_card: CARD });
    expect(times).toBe(1);
    expect(refused).toEqual(['duplicate', 'duplicate']);
  });

  it('waits for the first to be answered, and hears how far the stream is by then', async () => {
    let times = 0;
    bot.on('message', () => {
      times++;
    });
    const ask = () => wecom.text('li', '在吗', { msgid: 'm1' });
    const both = [ask(), ask()];
    await pass(4000);
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    await bot.replyStream({ headers: { req_id: 'm1' } }, 's', '查到了', true);
    expect((await ask()).reply).toEqual(stream('查到了', true, idIn(first?.reply)));
    expect(times).toBe(1);
  });

  it('played back word for word is refused, handed out to nobody, and told what was answered', async () => {
    let times = 0;
    bot.on('message', (frame) => {
      times++;
      return bot.replyTemplateCard(frame, CARD);
    });
    const request = wecom.requestOf(wecom.textOf('li', '工单'));
    const first = await wecom.send(request);
    expect(await wecom.send(request)).toEqual(first);
    expect(refused).toEqual(['replayed']);
    expect(times).toBe(1);
    clock.advance(5 * MINUTE + 1000);
    expect(await wecom.send(request)).toEqual({ status: 403, reply: undefined });
    expect(refused).toEqual(['replayed', 'stale']);
  });

  it('played back is refused as a poll too', async () => {
    const request = wecom.requestOf({ msgtype: 'stream', stream: { id: 's' } });
    expect((await wecom.send(request)).reply).toEqual(stream(TEXTS.lost, true));
    expect(await wecom.send(request)).toEqual({ status: 200, reply: undefined });
    expect(refused).toEqual(['replayed']);
  });

  it('is handed out again when a listener failed the first time', async () => {
    let times = 0;
    bot.on('message', async (frame) => {
      if (++times === 1) throw new Error('the store is away');
      await bot.replyStream(frame, 's', '好', true);
    });
    const request = wecom.requestOf(wecom.textOf('li', '在吗', { msgid: 'm1' }));
    expect(await wecom.send(request)).toEqual({ status: 503, reply: undefined });
    expect(errors.map(({ message }) => message)).toEqual(['the store is away']);
    expect((await wecom.send(request)).reply).toEqual(stream('好', true));
    expect(refused).toEqual([]);
  });

  it('is handed out again when the stream could not be stored', async () => {
    const inner = createMemoryStreamStore(clock);
    let away = true;
    const streamStore: StreamStore = {
      get: inner.get,
      put: (...args) => (away ? Promise.reject(new Error('the store is away')) : inner.put(...args)),
    };
    use({ streamStore, ackWhenHandled: true });
    let times = 0;
    bot.on('message', () => {
      times++;
    });
    const ask = () => wecom.text('li', '在吗', { msgid: 'm1' });
    expect((await ask()).status).toBe(503);
    away = false;
    expect((await ask()).reply).toEqual(stream(TEXTS.first, false));
    expect(times).toBe(2);
    expect(errors.map(({ message }) => message)).toEqual(['the store is away']);
  });

  it('keeps its answer when a listener fails after it was given', async () => {
    bot.on('message', async (frame) => {
      await bot.replyStream(frame, 's', '好', true);
      throw new Error('afterwards');
    });
    expect((await wecom.text('li', '在吗')).reply).toEqual(stream('好', true));
    await eventually(() => expect(errors.map(({ message }) => message)).toEqual(['afterwards']));
  });
});

describe('what WeCom did not send, or not to us', () => {
  const good = () => wecom.textOf('li', '在吗');
  const signed = (wrong: Parameters<typeof wecom.sign>[1]): CallbackRequest => {
    const { query, encrypt } = wecom.sign(JSON.stringify(good()), wrong);
    return { query, body: JSON.stringify({ encrypt }) };
  };
  const cases: readonly [BotRefusal, number, string, () => CallbackRequest][] = [
    ['signature', 403, 'wrong signature', () => signed({ signature: 'f'.repeat(40) })],
    ['signature', 403, 'empty signature', () => signed({ signature: '' })],
    ['signature', 403, 'signature of another text', () => ({ ...signed({}), query: wecom.sign('x').query })],
    ['query', 400, 'no query', () => ({ ...signed({}), query: new URLSearchParams() })],
    ['stale', 403, 'of six minutes ago', () => signed({ timestamp: `${clock.now() / 1000 - 360}` })],
    ['stale', 403, 'of six minutes hence', () => signed({ timestamp: `${clock.now() / 1000 + 360}` })],
    ['stale', 403, 'a time that is none', () => signed({ timestamp: '' })],
    [
      'cipher',
      400,
      'a cut ciphertext',
      () => {
        const { encrypt } = wecom.sign(JSON.stringify(good()));
        return signed({ encrypt: encrypt.slice(0, 64) });
      },
    ],
    ['cipher', 400, 'no base64', () => signed({ encrypt: '????' })],
    [
      'receive-id',
      403,
      'for another corp',
      () => callerFor(bot, { receiveId: 'ww-other' }).requestOf(good()),
    ],
    ['json', 400, 'an empty body', () => ({ ...signed({}), body: '' })],
    ['json', 400, 'a body that is no JSON', () => ({ ...signed({}), body: '<xml><Encrypt/></xml>' })],
    ['json', 400, 'a body without ciphertext', () => ({ ...signed({}), body: '{"encrypt":1}' })],
    ['json', 400, 'a text that is no JSON', () => wecom.requestOf('{ "FromUserName": :mycreate" }')],
    [
      'too-large',
      413,
      'two MB',
      () => ({ ...signed({}), body: JSON.stringify({ encrypt: 'A'.repeat(2 ** 21) }) }),
    ],
    ['malformed', 200, 'an empty msgid', () => wecom.requestOf({ ...good(), msgid: '' })],
    ['malformed', 200, 'no sender', () => wecom.requestOf({ ...good(), from: undefined })],
    ['malformed', 200, 'no text', () => wecom.requestOf({ ...good(), text: {} })],
    ['malformed', 200, 'a poll without an id', () => wecom.requestOf({ msgtype: 'stream', stream: {} })],
    ['malformed', 200, 'a list', () => wecom.requestOf([])],
    [
      'malformed',
      200,
      'what comes over WebSocket only',
      () => wecom.requestOf(wecom.eventOf('li', { eventtype: 'disconnected_event' })),
    ],
    ['other-bot', 200, 'for another bot', () => wecom.requestOf({ ...good(), aibotid: 'bot-2' })],
    ['system', 200, 'of WeCom itself', () => wecom.requestOf(wecom.textOf('sys', 'x'))],
    ['no-chatid', 200, 'a group without a name', () => wecom.requestOf({ ...good(), chattype: 'group' })],
  ];

  it.each(cases)('is refused as %s with %i: %s', async (reason, status, _what, request) => {
    let handedOut = 0;
    bot.on('message', () => handedOut++);
    bot.on('event', () => handedOut++);
    expect(await wecom.send(request())).toEqual({ status, reply: undefined });
    expect(refused).toEqual([reason]);
    expect(handedOut).toBe(0);
    expect(errors).toEqual([]);
  });

  it('does not hide a request under the names that others give its parts', async () => {
    bot.on('message', (frame) => bot.replyStream(frame, 's', '好', true));
    const { query, encrypt } = wecom.sign(JSON.stringify(good()));
    const signature = query.get('msg_signature') ?? '';
    const renamed = new URLSearchParams({
      msgsignature: signature,
      timestamp: query.get('timestamp') ?? '',
      nonce: query.get('nonce') ?? '',
    });
    const answer = await wecom.send({ query: renamed, body: JSON.stringify({ Encrypt: encrypt }) });
    expect(answer.reply).toEqual(stream('好', true));
  });

  it('takes callbacks of any bot when none is named', async () => {
    const { botId: _, ...rest } = { ...KEYS, botId: BOT_ID, clock, logger: SILENT };
    bot = new WebhookBot(rest);
    wecom = callerFor(bot);
    bot.on('message', (frame) => bot.replyStream(frame, 's', '好', true));
    expect((await wecom.post({ ...good(), aibotid: 'bot-2' })).reply).toEqual(stream('好', true));
  });
});
