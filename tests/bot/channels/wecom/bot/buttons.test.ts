import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Inbound, Outbound } from '../../../../../bot/channels/message.ts';
import { wecomCopy as copy } from '../../../../../bot/copy/wecom.ts';
import { breathe, type CallbackProcess, type CallbackRig, createCallbackRig } from './callback-rig.ts';
import { createSocketRig, eventually, type SocketProcess, type SocketRig } from './socket-rig.ts';

const BUDGET = 2_500;
const MINUTE = 60_000;
const GROUP = 'wrRiders_Aa';
const WORDS = '站点收了我五百押金，走了不退';
const ASK: Outbound = {
  parts: [{ kind: 'text', text: '你在哪儿？', style: 'plain' }],
  buttons: [
    ['吉林', '云南'].map((label) => ({ label, does: { kind: 'action', action: `region::${label}` } })),
  ],
};
const LONG: Outbound = { ...ASK, parts: [{ kind: 'text', text: '不可以。'.repeat(60), style: 'plain' }] };
const typed = copy.say(['吉林', '云南']);
const carrier = z.looseObject({ template_card: z.looseObject({ task_id: z.string() }) });
const cardIn = (body: unknown) => carrier.parse(body).template_card;
const action = ({ content }: Inbound) => content.kind === 'button' && content.action;
const spent = (label: string) => ({
  response_type: 'update_template_card',
  template_card: { main_title: { title: copy.pressed }, button_list: [{ text: label, style: 4 }] },
});

describe('buttons by callbacks', () => {
  let rig: CallbackRig;
  let bot: CallbackProcess;
  beforeEach(async () => {
    rig = await createCallbackRig();
    bot = await rig.launch();
  });
  afterEach(() => rig.end());

  const posted = () => rig.fake.delivered('aibot').map(({ message }) => message);
  const shown = async (where = {}, key = 'k') => {
    const asked = bot.caller.text('li', WORDS, where);
    await breathe();
    expect(await bot.say(bot.accepted.at(-1), ASK, key)).toMatchObject({ kind: 'sent' });
    return cardIn((await asked).reply);
  };

  it('come with the words in the response', async () => {
    const asked = bot.caller.text('li', WORDS);
    await breathe();
    await bot.say(bot.accepted[0], ASK);
    expect((await asked).reply).toMatchObject({
      msgtype: 'stream_with_template_card',
      stream: { content: '你在哪儿？', finish: true },
      template_card: { card_type: 'button_interaction', main_title: { title: copy.choose } },
    });
  });

  it('come once with the stream, whichever process is asked', async () => {
    const two = await rig.launch();
    const asked = bot.caller.text('li', WORDS);
    await breathe();
    rig.clock.advance(BUDGET);
    const { reply } = await asked;
    const { id } = z.looseObject({ stream: z.looseObject({ id: z.string() }) }).parse(reply).stream;
    await bot.say(bot.accepted[0], ASK);
    const heard = [await two.caller.poll(id), await bot.caller.poll(id)].map((one) => one.reply);
    expect(heard).toEqual([
      expect.objectContaining({ msgtype: 'stream_with_template_card' }),
      expect.objectContaining({ msgtype: 'stream' }),
    ]);
  });

  it('greet in a card', async () => {
    const asked = bot.caller.enterChat('li');
    await breathe();
    await bot.say(bot.accepted[0], ASK);
    expect((await asked).reply).toMatchObject({
      msgtype: 'template_card',
      template_card: { main_title: { title: '你在哪儿？' } },
    });
  });

  it('are said where a greeting is too long for a card', async () => {
    const asked = bot.caller.enterChat('li');
    await breathe();
    await bot.say(bot.accepted[0], LONG);
    expect((await asked).reply).toMatchObject({
      msgtype: 'text',
      text: { content: expect.stringContaining(typed) },
    });
  });

  it.each([[undefined], [GROUP]])(
    'are pressed: the card is spent and the word comes by the address, in %j',
    async (chat) => {
      const where = chat === undefined ? {} : { chat };
      const card = await shown(where);
      const { reply } = await bot.caller.press('li', card, '云南', where);
      expect(reply).toMatchObject(spent('云南'));
      expect(cardIn(reply).task_id).toBe(card.task_id);
      // In a group the others keep theirs.
      expect(z.looseObject({ userids: z.unknown().optional() }).parse(reply).userids).toEqual(chat && ['li']);
      const press = bot.accepted.at(-1);
      expect(press).toMatchObject({
        kind: chat === undefined ? 'private' : 'group',
        message: card.task_id,
        sender: { id: 'li' },
      });
      expect(press && action(press)).toBe('region::云南');
      expect(await bot.answer(press, '好。')).toMatchObject({ kind: 'sent' });
      expect(posted()).toEqual([{ msgtype: 'markdown', markdown: { content: '好。' } }]);
    },
  );

  it('answer a press in one message: a card that holds the words, or words that hold the choices', async () => {
    const card = await shown();
    await bot.caller.press('li', card, '云南');
    await bot.say(bot.accepted.at(-1), ASK, 'k2');
    await bot.caller.press('li', card, '吉林');
    await bot.say(bot.accepted.at(-1), LONG, 'k3');
    expect(posted()).toMatchObject([
      { msgtype: 'template_card', template_card: { main_title: { title: '你在哪儿？' } } },
      { msgtype: 'markdown', markdown: { content: expect.stringContaining(typed) } },
    ]);
  });

  it('are known again by another process after a restart', async () => {
    const card = await shown();
    rig.clock.advance(60 * MINUTE);
    const after = await rig.launch();
    expect((await after.caller.press('li', card, '吉林')).reply).toMatchObject(spent('吉林'));
    expect(after.accepted.map(action)).toEqual(['region::吉林']);
  });

  it('that are on no card of ours are heard as nothing that could be done, and their card is left', async () => {
    const asked = bot.caller.clickCard('li', 'erase:yes|全部删掉', 't1');
    await breathe();
    rig.clock.advance(BUDGET);
    expect(await asked).toEqual({ status: 200, reply: undefined });
    expect(bot.accepted.map(action)).toEqual(['']);
    expect(await bot.answer(bot.accepted[0], '用不了了')).toMatchObject({ kind: 'sent' });
  });

  it('pressed when nothing can be kept: WeCom is told so, and the card is not spent', async () => {
    const card = await shown();
    bot.rig.onAccept = async () => {
      throw new Error('disk full');
    };
    expect(await bot.caller.press('li', card, '吉林')).toEqual({ status: 503, reply: undefined });
  });
});

describe('buttons by the long connection', () => {
  let rig: SocketRig;
  let bot: SocketProcess;
  beforeEach(async () => {
    rig = await createSocketRig();
    bot = await rig.launch();
    await rig.until(() => bot.state().state === 'ready');
  });
  afterEach(() => rig.end());

  const bodies = () => rig.fake.sent().map(({ body }) => body);
  const kinds = () => bodies().map(({ msgtype, response_type }) => msgtype ?? response_type);
  const ask = (where = {}) => bot.heard(() => rig.fake.people.text('li', WORDS, where));
  const shown = async (where = {}) => {
    expect(await bot.say(await ask(where), ASK)).toMatchObject({ kind: 'sent' });
    return cardIn(bodies().at(-1));
  };
  const press = (card: unknown, label: string, where = {}) =>
    bot.heard(() => rig.fake.people.press('li', card, label, where));

  it('come after the words', async () => {
    await shown();
    expect(kinds()).toEqual(['stream', 'template_card']);
    expect(bodies()[0]).toMatchObject({ stream: { content: '你在哪儿？', finish: true } });
  });

  it.each([
    ['though it is there', true],
    ['because it is not there', false],
  ])('whose acknowledgement is lost, %s, come again, or are said', async (_, carriedOut) => {
    const inbound = await ask();
    rig.fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'noise' } });
    rig.fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'mute', carriedOut } });
    const first = bot.say(inbound, ASK);
    await rig.fake.until(() => rig.fake.frames('aibot_respond_msg').length === 2);
    rig.clock.advance(5_000);
    expect(await first).toMatchObject({ kind: 'later', reason: 'no-ack' });
    rig.clock.advance(5_000);
    expect(await bot.say(inbound, ASK)).toMatchObject({ kind: 'sent' });
    expect(kinds()).toEqual(['stream', 'template_card', ...(carriedOut ? ['markdown'] : [])]);
    if (carriedOut) expect(bodies().at(-1)).toMatchObject({ markdown: { content: typed } });
  });

  it('greet in a card', async () => {
    const inbound = await bot.heard(() => rig.fake.people.enterChat('li'));
    expect(await bot.say(inbound, ASK)).toMatchObject({ kind: 'sent' });
    expect(kinds()).toEqual(['template_card']);
  });

  it.each([[undefined], [GROUP]])(
    'are pressed: the card is spent, and the word comes to the chat, in %j',
    async (chat) => {
      const where = chat === undefined ? {} : { chat };
      const card = await shown(where);
      const inbound = await press(card, '云南', where);
      expect(action(inbound)).toBe('region::云南');
      await rig.fake.until(() => kinds().includes('update_template_card'));
      expect(bodies().at(-1)).toMatchObject({
        ...spent('云南'),
        ...(chat !== undefined && { userids: ['li'] }),
      });
      expect(await bot.answer(inbound, '好。')).toMatchObject({ kind: 'sent' });
      expect(rig.fake.sent().at(-1)).toMatchObject({
        conversation: chat ?? 'li',
        body: { markdown: { content: '好。' }, chat_type: chat === undefined ? 1 : 2 },
      });
    },
  );

  it('answer a press with a card of their own, or with words and then a card', async () => {
    const card = await shown();
    await bot.say(await press(card, '云南'), ASK);
    await bot.say(await press(card, '吉林'), LONG);
    expect(
      kinds()
        .filter((kind) => kind !== 'update_template_card')
        .slice(2),
    ).toEqual(['template_card', 'markdown', 'template_card']);
  });

  it('are said with the words where WeCom will not show a card of their own', async () => {
    const inbound = await press(await shown(), '云南');
    rig.fake.faults.add({ cmd: 'aibot_send_msg', does: { kind: 'nack', errcode: 42014 } });
    expect(await bot.say(inbound, ASK)).toMatchObject({ kind: 'sent' });
    expect(bodies().at(-1)).toMatchObject({ markdown: { content: `你在哪儿？\n\n${typed}` } });
  });

  it('in a group that does not say which are refused', async () => {
    const card = await shown();
    const before = bot.accepted.length;
    rig.fake.sendRaw(
      JSON.stringify({
        cmd: 'aibot_event_callback',
        headers: { req_id: 'cb_x' },
        body: {
          ...{ msgid: 'm_x', aibotid: 'b', chattype: 'group', from: { userid: 'li' }, msgtype: 'event' },
          event: {
            eventtype: 'template_card_event',
            template_card_event: { card_type: 'button_interaction', event_key: 'k', task_id: card.task_id },
          },
        },
      }),
    );
    await eventually(() => bot.received.length === 1);
    expect(bot.received).toEqual(['wecom-bot refused no-chatid']);
    expect(bot.accepted).toHaveLength(before);
  });

  describe('a file', () => {
    const FILE: Outbound = {
      parts: [
        {
          kind: 'file',
          name: '我的数据.json',
          mime: 'application/json',
          base64: btoa('{"a": 1}'),
          caption: '都在这儿',
        },
      ],
      buttons: [],
    };

    it('is sent whole after its caption', async () => {
      expect(await bot.say(await ask(), FILE)).toMatchObject({ kind: 'sent' });
      expect(kinds()).toEqual(['stream', 'file']);
      expect([...rig.fake.uploaded().values()]).toMatchObject([
        { filename: '我的数据.json', bytes: Buffer.from('{"a": 1}') },
      ]);
    });

    it('that WeCom will not have is shown as text', async () => {
      rig.fake.faults.add({
        cmd: 'aibot_upload_media_init',
        times: 9,
        does: { kind: 'nack', errcode: 40058 },
      });
      expect(await bot.say(await ask(), FILE)).toMatchObject({ kind: 'sent' });
      expect(bodies()).toMatchObject([{ stream: { content: expect.stringContaining('"a": 1') } }]);
    });
  });
});
