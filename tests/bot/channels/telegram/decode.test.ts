import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../../../bot/channels/message.ts';
import { type Decoded, decodeUpdate } from '../../../../bot/channels/telegram/decode.ts';
import { entitiesOf } from '../../../fakes/bot-api/users.ts';

const ME = { id: 7001, username: 'Gongyou_bot' };
const PRIVATE = { id: 42, type: 'private' };
const GROUP = { id: -1001, type: 'supergroup' };
const WORKER = { id: 42, is_bot: false };

const decode = (update: object): Decoded => decodeUpdate({ update_id: 1, ...update }, ME);

function message(fields: object, chat: object = PRIVATE): object {
  return { message_id: 5, date: 100, from: WORKER, chat, ...fields };
}

function said(text: string, chat: object = PRIVATE, fields: object = {}): Inbound {
  return inboundOf(decode({ message: message({ text, entities: entitiesOf(text), ...fields }, chat) }));
}

function inboundOf(decoded: Decoded): Inbound {
  if (decoded.kind !== 'inbound') throw new Error(`nothing came of it: ${decoded.what}`);
  return decoded.inbound;
}

const ADDRESSED = { kind: 'text', voice: false, edited: false };

describe('a private message', () => {
  it('is for the bot, with every name that the core needs', () => {
    expect(said('平台扣了我的工资')).toEqual({
      event: 'm:42:5',
      chat: '42',
      kind: 'private',
      topic: null,
      sender: { id: '42', admin: null },
      addressed: true,
      message: '5',
      quoted: null,
      content: { ...ADDRESSED, text: '平台扣了我的工资' },
      handle: null,
    });
  });

  it('keeps its blanks: nothing is trimmed but the bot’s name', () => {
    expect(said('  两行\n 话 ').content).toMatchObject({ text: '  两行\n 话 ' });
  });

  it.each([
    ['/start', ''],
    ['/start q_7-A', 'q_7-A'],
    ['/start@gongyou_bot q_7', 'q_7'],
  ])('%s opens the chat', (text, payload) => {
    expect(said(text).content).toEqual({ kind: 'enter', payload });
  });

  it('/start with words behind it is a sentence', () => {
    expect(said('/start 我 被扣钱').content).toMatchObject({ kind: 'text' });
  });
});

describe('a group message', () => {
  it.each<[string, string, boolean]>([
    ['平台扣了我的工资', '平台扣了我的工资', false],
    ['@gongyou_bot 平台扣了我的工资', '平台扣了我的工资', true],
    ['@GONGYOU_BOT，平台扣了我的工资', '平台扣了我的工资', true],
    ['平台扣了我的工资 @gongyou_bot', '平台扣了我的工资', true],
    ['请问 @gongyou_bot 押金能扣吗', '请问 押金能扣吗', true],
    ['@gongyou_bot', '', true],
    ['@gongyou_bot2 在吗', '@gongyou_bot2 在吗', false],
    ['@别人 在吗', '@别人 在吗', false],
    // 11 code points in 19 UTF-16 units before the mention: an offset in characters would cut the words.
    ['👨🏻‍👩🏽‍👧🏾‍👦🏿 @gongyou_bot 👷 高温费', '👨🏻‍👩🏽‍👧🏾‍👦🏿 👷 高温费', true],
    ['@gongyou_bot @gongyou_bot 在吗', '在吗', true],
    ['/help@gongyou_bot', '/help', true],
    ['/region@gongyou_bot 云南', '/region 云南', true],
    ['/help@other_bot', '/help@other_bot', false],
    ['@gongyou_bot /地区 云南', '/地区 云南', true],
    ['/help', '/help', true],
    ['／地区 云南', '／地区 云南', true],
    ['/ban 张三', '/ban 张三', false],
    ['/help2', '/help2', false],
  ])('%s', (text, rest, addressed) => {
    expect(said(text, GROUP)).toMatchObject({
      kind: 'group',
      addressed,
      content: { ...ADDRESSED, text: rest },
    });
  });

  it('names the bot by a link to it (text_mention), not to another', () => {
    const entity = (id: number) => [
      { type: 'text_mention', offset: 2, length: 2, user: { id, is_bot: true } },
    ];
    expect(said('🙏工友 押金', GROUP, { entities: entity(ME.id) })).toMatchObject({
      addressed: true,
      content: { text: '🙏 押金' },
    });
    expect(said('🙏工友 押金', GROUP, { entities: entity(8) })).toMatchObject({ addressed: false });
  });

  it('replies to the bot: for it; replies to a person: not, unless they name the bot', () => {
    const reply = (from: object) => ({ reply_to_message: { message_id: 3, from } });
    const bot = reply({ id: ME.id, is_bot: true });
    expect(said('那云南呢', GROUP, bot)).toMatchObject({
      addressed: true,
      quoted: { message: '3', own: true, text: '' },
    });
    const person = { reply_to_message: { message_id: 3, from: WORKER, text: '站里罚我二百' } };
    expect(said('对', GROUP, person)).toMatchObject({
      addressed: false,
      quoted: { message: '3', own: false, text: '站里罚我二百' },
    });
    expect(said('@gongyou_bot 他说得对吗', GROUP, person)).toMatchObject({
      addressed: true,
      quoted: { message: '3', own: false, text: '站里罚我二百' },
    });
    expect(said('/help@other_bot', GROUP, bot)).toMatchObject({ addressed: false });
  });

  it('stands in a topic only when Telegram says so: a chain of replies also has a thread', () => {
    expect(said('问', GROUP, { message_thread_id: 9 }).topic).toBeNull();
    const first = { message_id: 9, from: { id: ME.id, is_bot: true }, forum_topic_created: {} };
    const inTopic = { message_thread_id: 9, is_topic_message: true, reply_to_message: first };
    expect(said('问', GROUP, inTopic)).toMatchObject({ topic: '9', quoted: null, addressed: false });
  });

  it('an admin who hides behind the group is known as one', () => {
    const anonymous = { from: { id: 1087968824, is_bot: true }, sender_chat: { id: GROUP.id } };
    expect(said('@gongyou_bot /地区 云南', GROUP, anonymous).sender).toEqual({
      id: 'anonymous:-1001',
      admin: true,
    });
  });

  it('opened from a link with startgroup', () => {
    expect(said('/start@gongyou_bot team', GROUP)).toMatchObject({
      addressed: true,
      content: { kind: 'enter', payload: 'team' },
    });
  });

  it('the group has another id: told once, from the old one', () => {
    expect(
      decode({ message: message({ migrate_to_chat_id: -10099 }, { id: -9, type: 'group' }) }),
    ).toMatchObject({
      inbound: { chat: '-9', addressed: true, content: { kind: 'moved', to: '-10099' } },
    });
    expect(decode({ message: message({ migrate_from_chat_id: -9 }, GROUP) })).toEqual({
      kind: 'ignored',
      what: 'service',
    });
  });
});

describe('what is not text', () => {
  it.each([
    [{ photo: [{}] }, 'photo'],
    [{ voice: {} }, 'voice'],
    [{ document: {} }, 'file'],
    [{ audio: {} }, 'file'],
    [{ video: {} }, 'video'],
    [{ video_note: {} }, 'video'],
    [{ animation: {}, document: {} }, 'video'],
    [{ sticker: {} }, 'sticker'],
    [{ location: {} }, 'location'],
    [{ venue: {}, location: {} }, 'location'],
    [{ contact: {} }, 'other'],
    [{ dice: {} }, 'other'],
  ])('%o', (fields, media) => {
    expect(inboundOf(decode({ message: message(fields) })).content).toEqual({
      kind: 'media',
      media,
      caption: '',
      files: [],
    });
  });

  it.each([
    [
      {
        photo: [
          { file_id: 'small', width: 90 },
          { file_id: 'large', width: 1280, file_size: 9 },
        ],
      },
      'large',
      '',
      '',
      9,
    ],
    [{ voice: { file_id: 'v', mime_type: 'audio/ogg' } }, 'v', '', 'audio/ogg', null],
    [
      { document: { file_id: 'd', file_name: '合同.pdf', mime_type: 'application/pdf' } },
      'd',
      '合同.pdf',
      'application/pdf',
      null,
    ],
    [{ video: { file_id: 'm' } }, 'm', '', '', null],
  ])('in private brings what can be fetched: %o', (fields, fileId, name, mime, size) => {
    expect(inboundOf(decode({ message: message(fields) })).content).toMatchObject({
      files: [{ source: { fileId }, name, mime, size }],
    });
    expect(inboundOf(decode({ message: message(fields, GROUP) })).content).toMatchObject({ files: [] });
  });

  it('a caption is read like a text', () => {
    const caption = '👷 @gongyou_bot 这张罚单';
    const fields = { photo: [{}], caption, caption_entities: entitiesOf(caption) };
    expect(inboundOf(decode({ message: message(fields, GROUP) }))).toMatchObject({
      addressed: true,
      content: { caption: '👷 这张罚单' },
    });
    expect(inboundOf(decode({ message: message({ photo: [{}] }, GROUP) })).addressed).toBe(false);
  });
});

describe('an edit', () => {
  const edit = (text: string, edit_date: number) =>
    inboundOf(decode({ edited_message: message({ text, edit_date }) }));

  it('is the text anew, with an event of its own even within one second', () => {
    expect(edit('改', 200)).toMatchObject({
      message: '5',
      content: { kind: 'text', text: '改', edited: true },
    });
    const events = [edit('改', 200), edit('改', 201), edit('又改', 200), said('改')].map(
      ({ event }) => event,
    );
    expect(new Set(events).size).toBe(4);
    expect(edit('改', 200).event).toBe(edit('改', 200).event);
  });

  it('of a place that moves is nothing', () => {
    expect(decode({ edited_message: message({ location: {}, edit_date: 2 }) })).toMatchObject({
      kind: 'ignored',
    });
  });
});

describe('a press', () => {
  const press = { id: 'abc', from: WORKER, data: 'erase:yes' };
  const bearer = { message_id: 8, chat: GROUP, message_thread_id: 9, is_topic_message: true };

  it('carries the action, where it was pressed and by whom', () => {
    expect(decode({ callback_query: { ...press, message: bearer } })).toEqual({
      kind: 'inbound',
      callback: 'abc',
      inbound: {
        event: 'c:abc',
        chat: '-1001',
        kind: 'group',
        topic: '9',
        sender: { id: '42', admin: null },
        addressed: true,
        message: '8',
        quoted: null,
        content: { kind: 'button', action: 'erase:yes' },
        handle: null,
      },
    });
  });

  it('without data or message is nothing', () => {
    expect(decode({ callback_query: { ...press, data: undefined, message: bearer } }).kind).toBe('ignored');
    expect(decode({ callback_query: press }).kind).toBe('ignored');
  });
});

describe('coming and going', () => {
  const change = (old: object, now: object, chat: object = PRIVATE) =>
    decode({
      my_chat_member: { chat, from: WORKER, date: 300, old_chat_member: old, new_chat_member: now },
    });
  const member = { status: 'member' };

  it.each([
    ['blocked', member, { status: 'kicked' }, PRIVATE, { kind: 'left' }],
    ['left', { status: 'administrator' }, { status: 'left' }, GROUP, { kind: 'left' }],
    ['shut out', member, { status: 'restricted', is_member: false }, GROUP, { kind: 'left' }],
    ['let in again', { status: 'kicked' }, member, GROUP, { kind: 'enter', payload: '' }],
    [
      'invited as admin',
      { status: 'left' },
      { status: 'administrator' },
      GROUP,
      { kind: 'enter', payload: '' },
    ],
  ])('%s', (_, old, now, chat, content) => {
    expect(change(old, now, chat)).toMatchObject({
      inbound: { addressed: true, content, message: null, sender: { id: '42' } },
    });
  });

  it('unblocked is nothing: /start comes too', () => {
    expect(change({ status: 'kicked' }, member, PRIVATE).kind).toBe('ignored');
  });

  it('a change of rank is nothing', () => {
    expect(change(member, { status: 'administrator' }, GROUP).kind).toBe('ignored');
  });
});

describe('nobody to answer', () => {
  it.each([
    ['another bot', { text: '好', from: { id: 3, is_bot: true } }, GROUP, 'bot'],
    ['a channel that speaks in the group', { text: '好', sender_chat: { id: -77 } }, GROUP, 'bot'],
    ['a post of the linked channel', { text: '好', is_automatic_forward: true }, GROUP, 'bot'],
    ['a channel', { text: '好' }, { id: -5, type: 'channel' }, 'channel'],
    ['a title', { new_chat_title: 'x' }, GROUP, 'service'],
  ])('%s', (_, fields, chat, what) => {
    expect(decode({ message: message(fields, chat) })).toEqual({ kind: 'ignored', what });
  });

  it.each([null, 5, 'x', [], {}, { update_id: 'x' }, { update_id: 1, message: { chat: PRIVATE } }])(
    'not an update: %j',
    (raw) => {
      expect(decodeUpdate(raw, ME)).toEqual({ kind: 'refused', what: 'shape' });
    },
  );

  it('an unknown kind', () => {
    expect(decode({ chat_boost: {} })).toEqual({ kind: 'ignored', what: 'kind' });
  });

  it('a message without an id yet is named after its update', () => {
    expect(inboundOf(decode({ message: message({ text: '好', message_id: 0 }) }))).toMatchObject({
      event: 'u:1',
      message: null,
    });
  });
});
