import { describe, expect, it } from 'vitest';
import { inboundSchema } from '../../../../../bot/channels/message.ts';
import {
  decodeBotEvent,
  decodeBotMessage,
  formatBotChat,
  parseBotChat,
  pressersOf,
  pressIn,
  whyUnwanted,
} from '../../../../../bot/channels/wecom/bot/decode.ts';
import type { BaseMessage, EventMessage } from '../../../../../bot/channels/wecom/sdk/index.ts';

const NOW = 1_770_000_000_000;
const SINGLE = { msgid: 'm1', aibotid: 'b', chattype: 'single', from: { userid: 'LiSi' } } as const;
const GROUP = { ...SINGLE, chattype: 'group', chatid: 'wrAbC_1' } as const;

const read = (body: BaseMessage) => {
  const inbound = decodeBotMessage({ headers: { req_id: 'r1' }, body }, NOW);
  // It is stored: what cannot be read again is lost.
  expect(inboundSchema.parse(inbound)).toEqual(inbound);
  return inbound;
};
const inGroup = (content: string, more: Partial<BaseMessage> = {}) =>
  read({ ...GROUP, msgtype: 'text', text: { content }, ...more });
const textOf = ({ content }: ReturnType<typeof read>) => (content.kind === 'text' ? content.text : content);

const fileAt = (url: string, aeskey: string | null = null) => ({
  source: { url, aeskey },
  name: '',
  mime: '',
  size: null,
});
const media = (kind: string, ...files: readonly object[]) => ({
  kind: 'media',
  media: kind,
  caption: '',
  files,
});

describe('a message of a single chat', () => {
  it('is read with all that an answer needs', () => {
    const inbound = read({
      ...SINGLE,
      msgtype: 'text',
      text: { content: '  @张三 押金不退 ' },
      response_url: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c',
    });
    expect(inbound).toEqual({
      event: 'm1',
      chat: 'u/LiSi',
      kind: 'private',
      topic: null,
      sender: { id: 'LiSi', admin: null },
      addressed: true,
      message: 'm1',
      quoted: null,
      content: { kind: 'text', text: '  @张三 押金不退 ', voice: false, edited: false },
      handle: {
        reqId: 'r1',
        to: 'message',
        responseUrl: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c',
        at: NOW,
      },
    });
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      'voice, by its transcript',
      { voice: { content: '欠薪' } },
      { kind: 'text', text: '欠薪', voice: true, edited: false },
    ],
    ['image', { image: { url: 'https://x/1', aeskey: 'k' } }, media('photo', fileAt('https://x/1', 'k'))],
    ['file', { file: { url: 'https://x/1' } }, media('file', fileAt('https://x/1'))],
    ['video', { video: { url: 'https://x/1' } }, media('video', fileAt('https://x/1'))],
    ['location', { location: { label: '某路' } }, media('other')],
  ])('%s', (name, fields, content) => {
    const msgtype = name.split(',')[0] ?? name;
    expect(read({ ...SINGLE, msgtype, ...fields }).content).toEqual(content);
  });

  it('of a group carries no address of a file, whatever stands in it', () => {
    const image = { url: 'https://files/secret', aeskey: 'secret' };
    const mixed = { msg_item: [{ msgtype: 'image', image }] };
    for (const body of [
      { msgtype: 'image', image },
      { msgtype: 'mixed', mixed },
    ])
      expect(JSON.stringify(read({ ...SINGLE, chattype: 'group', chatid: 'wr1', ...body }))).not.toContain(
        'secret',
      );
  });

  it('that quotes a picture brings no file: somebody else may have sent it', () => {
    const quote = { msgtype: 'image', image: { url: 'https://files/secret' } };
    const body = { ...SINGLE, msgtype: 'text', text: { content: '这张' }, quote };
    expect(JSON.stringify(read(body))).not.toContain('secret');
  });

  it('joins the words of a mixed message', () => {
    const words = (content: string) => ({ msgtype: 'text', text: { content } });
    const mixed = {
      msg_item: [words('看这张'), { msgtype: 'image', image: { url: 'u' } }, words('押金不退')],
    };
    expect(read({ ...SINGLE, msgtype: 'mixed', mixed }).content).toEqual({
      kind: 'media',
      media: 'photo',
      caption: '看这张\n押金不退',
      files: [fileAt('u')],
    });
  });
});

describe('a message of a group', () => {
  it.each([
    ['@工友 押金不退', '押金不退'],
    ['@工友\u2005押金不退', '押金不退'],
    ['@工友\u3000押金不退', '押金不退'],
    [' @工友\n押金不退', '押金不退'],
    ['押金不退怎么办@工友', '押金不退怎么办'],
    ['押金不退 @工友 怎么办', '押金不退 怎么办'],
    ['@工友 @张三 的押金', '@张三 的押金'],
    ['@工友押金不退怎么办', '工友押金不退怎么办'],
    ['@工友', ''],
    ['写信给 boss@example.com 了', '写信给 boss@example.com 了'],
    ['@工友 /隐私', '/隐私'],
    ['押金不退', '押金不退'],
    ['', ''],
  ])('%j is read as %j', (content, text) => {
    expect(textOf(inGroup(content))).toBe(text);
  });

  it('that is only the name, under a quotation, leaves the quotation to be the question', () => {
    const inbound = inGroup('@工友\u2005', { quote: { msgtype: 'text', text: { content: '押金不退' } } });
    expect(textOf(inbound)).toBe('');
    expect(inbound.quoted).toEqual({ message: 'quoted', own: false, text: '押金不退' });
  });

  it('is in the chat of the group, whose id keeps its upper and lower case', () => {
    expect(inGroup('@a x')).toMatchObject({ chat: 'g/wrAbC_1', kind: 'group', sender: { id: 'LiSi' } });
  });

  it('loses the name in front of a mixed message too', () => {
    const mixed = { msg_item: [{ msgtype: 'text', text: { content: '@工友\u2005押金条' } }] };
    expect(read({ ...GROUP, msgtype: 'mixed', mixed }).content).toMatchObject({ caption: '押金条' });
  });
});

describe('a quotation', () => {
  it.each([
    [{ msgtype: 'text', text: { content: '甲' } }, '甲'],
    [{ msgtype: 'voice', voice: { content: '乙' } }, '乙'],
    [{ msgtype: 'mixed', mixed: { msg_item: [{ msgtype: 'text', text: { content: '丙' } }] } }, '丙'],
  ])('is read by its words: %j', (quote, text) => {
    expect(inGroup('@a 这个呢', { quote }).quoted?.text).toBe(text);
  });

  it.each([
    [{ msgtype: 'image', image: { url: 'https://x' } }],
    [{ msgtype: 'mixed', mixed: { msg_item: [] } }],
    [{ msgtype: 'newkind' }],
  ])('without words is none: %j', (quote) => {
    expect(inGroup('@a 这个呢', { quote }).quoted).toBeNull();
  });
});

describe('people of another corp', () => {
  const from = { userid: 'LiSi', corpid: 'wwOther' };

  it('are others than those of the same userid here, in the same group and alone', () => {
    const there = read({ ...SINGLE, from, msgtype: 'text', text: { content: 'x' } });
    const here = read({ ...SINGLE, msgtype: 'text', text: { content: 'x' } });
    expect([there.sender.id, there.chat]).toEqual(['wwOther/LiSi', 'u/wwOther/LiSi']);
    expect(here.sender.id).not.toBe(there.sender.id);
    expect(here.chat).not.toBe(there.chat);
    expect(inGroup('x', { from }).sender.id).toBe('wwOther/LiSi');
  });

  it('with an empty corpid are of this one', () => {
    expect(inGroup('x', { from: { userid: 'LiSi', corpid: '' } }).sender.id).toBe('LiSi');
  });
});

describe('chats by their name', () => {
  it.each([
    ['private', 'LiSi', { type: 'single', id: 'LiSi' }],
    ['private', 'wwOther/LiSi', { type: 'single', id: 'LiSi' }],
    ['group', 'wr/odd/ID', { type: 'group', id: 'wr/odd/ID' }],
    ['group', 'u/x', { type: 'group', id: 'u/x' }],
  ] as const)('%s %s', (kind, id, chat) => {
    expect(parseBotChat(formatBotChat(kind, id))).toEqual(chat);
  });
});

describe('an event', () => {
  const event = (eventtype: string, more: Partial<EventMessage> = {}): EventMessage => ({
    ...SINGLE,
    msgtype: 'event',
    event: { eventtype },
    ...more,
  });
  const readEvent = (body: EventMessage) => decodeBotEvent({ headers: { req_id: 'r2' }, body }, NOW);

  it('of opening the chat is greeted', () => {
    const inbound = readEvent(event('enter_chat'));
    expect(inboundSchema.parse(inbound)).toMatchObject({
      event: 'm1',
      chat: 'u/LiSi',
      content: { kind: 'enter', payload: '' },
      handle: { reqId: 'r2', to: 'welcome', responseUrl: null, at: NOW },
    });
  });

  it('of a press is in the chat where the card stands, and names the card', () => {
    const template_card_event = { card_type: 'button_interaction', event_key: 'k', task_id: 't123_1' };
    const url = 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c';
    const body = event('template_card_event', {
      ...GROUP,
      response_url: url,
      event: { eventtype: 'template_card_event', template_card_event },
    });
    expect(inboundSchema.parse(readEvent(body))).toMatchObject({
      chat: 'g/wrAbC_1',
      kind: 'group',
      message: 't123_1',
      content: { kind: 'button', action: '' },
      handle: { to: 'press', responseUrl: url },
    });
    expect(pressIn(body)).toBeUndefined();
    expect(pressersOf(body)).toEqual(['LiSi']);
    expect(pressersOf(event('template_card_event'))).toBeUndefined();
  });

  // The first two say nothing of what was pressed or judged.
  it.each(['template_card_event', 'feedback_event', 'disconnected_event', 'of_tomorrow'])(
    '%s is nobody’s question',
    (eventtype) => {
      expect(readEvent(event(eventtype))).toBeUndefined();
    },
  );

  it('of nobody is not greeted', () => {
    const { from: _, ...nobody } = event('enter_chat');
    expect(readEvent(nobody)).toBeUndefined();
  });
});

describe('who is not answered', () => {
  const text = { msgtype: 'text', text: { content: 'x' } };

  it.each([
    ['WeCom itself', { ...SINGLE, from: { userid: 'sys' }, ...text }, 'system'],
    ['a group that does not say which', { ...SINGLE, chattype: 'group', ...text }, 'no-chatid'],
    ['a person', { ...SINGLE, ...text }, undefined],
    ['a person in a group', { ...GROUP, ...text }, undefined],
  ] as const)('%s', (_, body, reason) => {
    expect(whyUnwanted(body)).toBe(reason);
  });
});
