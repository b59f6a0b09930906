import { describe, expect, it } from 'vitest';
import type { Inbound, Outbound, Part } from '../../../../../bot/channels/message.ts';
import { decodeKfItem, formatKfChat, parseKfChat } from '../../../../../bot/channels/wecom/kf/decode.ts';
import {
  encodeForKf,
  type KfContent,
  kfPayloadSchema,
  MESSAGES_PER_TURN,
} from '../../../../../bot/channels/wecom/kf/encode.ts';
import { parseKfItem } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { wecomCopy as copy, wecomCopy } from '../../../../../bot/copy/wecom.ts';
import { CUSTOMER, KF, TO } from '../rig.ts';

const head = { msgid: 'm1', open_kfid: KF, external_userid: CUSTOMER, send_time: 1_700_000_000, origin: 3 };
const said = (fields: Record<string, unknown>) => decodeKfItem(parseKfItem({ ...head, ...fields }));
const happened = (event: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  decodeKfItem(
    parseKfItem({
      ...{ msgid: 'e1', send_time: 1_700_000_000, origin: 4, msgtype: 'event' },
      event: { open_kfid: KF, external_userid: CUSTOMER, ...event },
      ...more,
    }),
  );

const inbound: Inbound = {
  ...{ event: 'msg:m1', chat: `${KF}/${CUSTOMER}`, kind: 'private', topic: null },
  ...{ sender: { id: CUSTOMER, admin: null }, addressed: true, message: 'm1', quoted: null, handle: null },
  content: { kind: 'text', text: '押金不退', voice: false, edited: false },
};
const media = (kind: string, ...ids: readonly string[]) => ({
  kind: 'media',
  media: kind,
  caption: '',
  files: ids.map((mediaId) => ({ source: { mediaId }, name: '', mime: '', size: null })),
});

describe('what a customer does', () => {
  it.each<[string, Record<string, unknown>, unknown]>([
    ['a text', { msgtype: 'text', text: { content: '押金不退' } }, inbound.content],
    [
      'a press in a menu',
      { msgtype: 'text', text: { content: '吉林', menu_id: 'region::吉林省' } },
      { kind: 'button', action: 'region::吉林省' },
    ],
    [
      'a text with an empty menu_id',
      { msgtype: 'text', text: { content: '押金不退', menu_id: '' } },
      inbound.content,
    ],
    ['a picture', { msgtype: 'image', image: { media_id: 'M' } }, media('photo', 'M')],
    ['a voice', { msgtype: 'voice', voice: { media_id: 'M' } }, media('voice', 'M')],
    ['a video', { msgtype: 'video', video: { media_id: 'M' } }, media('video', 'M')],
    ['a file', { msgtype: 'file', file: { media_id: 'M' } }, media('file', 'M')],
    ['a place', { msgtype: 'location', location: { latitude: 1, longitude: 2 } }, media('location')],
    ['a link', { msgtype: 'link', link: { title: 't', url: 'https://x.example' } }, media('other')],
    ['a card', { msgtype: 'business_card', business_card: { userid: 'x' } }, media('other')],
    ['a kind of the future', { msgtype: 'hologram', hologram: {} }, media('other')],
    ['a text in the wrong shape', { msgtype: 'text', text: '押金' }, media('other')],
  ])('%s', (_, fields, content) => {
    const message = fields.text !== undefined && JSON.stringify(fields).includes('region::') ? null : 'm1';
    expect(said(fields)).toEqual({ ...inbound, message, content });
  });

  it.each<[string, Record<string, unknown>]>([
    ['what a servicer writes', { origin: 5, msgtype: 'text', text: { content: '您好' } }],
    ['what the system writes', { origin: 4, msgtype: 'text', text: { content: '您好' } }],
    ['an unknown kind of a servicer', { origin: 5, msgtype: 'hologram' }],
    ['a message of nobody', { external_userid: '', msgtype: 'text', text: { content: '您好' } }],
    ['a message to no account', { open_kfid: '', msgtype: 'text', text: { content: '您好' } }],
    ['nothing', {}],
  ])('%s is none of the bot’s business', (_, fields) => {
    expect(said({ origin: 4, ...fields })).toBeUndefined();
  });

  it('has no id of a message where WeCom gives none, and yet a key of its own', () => {
    for (const msgtype of ['text', 'hologram']) {
      const without = said({ msgid: '', msgtype, text: { content: '押金' } });
      expect(without?.message).toBeNull();
      expect(without?.event).toContain(CUSTOMER);
    }
  });

  it('keeps ids above 2^53 as they are', () => {
    const msgid = '9007199254740993';
    expect(said({ msgid, msgtype: 'text', text: { content: '好' } })).toMatchObject({
      event: `msg:${msgid}`,
      message: msgid,
    });
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      'with a welcome',
      { event_type: 'enter_session', scene: 's', welcome_code: 'CODE' },
      { content: { kind: 'enter', payload: '' }, handle: { welcomeCode: 'CODE' }, message: null },
    ],
    [
      'by a link that brings something',
      { event_type: 'enter_session', scene_param: 'qToken' },
      { content: { kind: 'enter', payload: 'qToken' }, handle: null },
    ],
    [
      'by such a link and with a welcome',
      { event_type: 'enter_session', scene_param: 'qToken', welcome_code: 'CODE' },
      { content: { kind: 'enter', payload: 'qToken' }, handle: { welcomeCode: 'CODE' } },
    ],
  ])('opens the chat %s', (_, event, wanted) => {
    expect(happened(event)).toMatchObject({
      event: 'msg:e1',
      chat: `${KF}/${CUSTOMER}`,
      ...(wanted as object),
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['opening the chat again', { event_type: 'enter_session' }],
    ['a message that did not arrive', { event_type: 'msg_send_fail', fail_msgid: 'x', fail_type: 10 }],
    ['a session’s new state', { event_type: 'session_status_change', change_type: 3, msg_code: 'CODE' }],
    ['a servicer’s break', { event_type: 'servicer_status_change', status: 2, servicer_userid: 'z' }],
    ['a recall', { event_type: 'user_recall_msg', recall_msgid: 'm1' }],
    ['an event of the future', { event_type: 'telepathy' }],
    ['an event in the wrong shape', { event_type: 'enter_session', welcome_code: 7 }],
  ])('%s asks for no answer', (_, event) => {
    expect(happened(event)).toBeUndefined();
  });

  it('is known by account and customer together', () => {
    expect(parseKfChat(formatKfChat(KF, CUSTOMER))).toEqual({ account: KF, customer: CUSTOMER });
  });
});

const text = (words: string): Part => ({ kind: 'text', text: words, style: 'strong' });
const menuOf = (labels: readonly string[]): Outbound['buttons'] => [
  labels.map((label) => ({ label, does: { kind: 'action', action: `region::${label}` } })),
];
const encode = (outbound: Outbound, handle: Inbound['handle'] = null) =>
  encodeForKf(outbound, { ...TO, handle }, undefined).map((payload) => kfPayloadSchema.parse(payload));
const headOf = (content: KfContent | undefined) =>
  content?.msgtype === 'msgmenu' ? content.msgmenu.head_content : undefined;

describe('what is said to a customer', () => {
  it('is a text; with buttons a menu that bears the words', () => {
    expect(encode({ parts: [text('好。')], buttons: [] })).toEqual([
      { content: { msgtype: 'text', text: { content: '好。' } }, welcomeCode: null },
    ]);
    expect(encode({ parts: [text('在哪儿？')], buttons: menuOf(['吉林', '云南']) })).toEqual([
      {
        content: {
          msgtype: 'msgmenu',
          msgmenu: {
            head_content: '在哪儿？',
            list: [
              { type: 'click', click: { id: 'region::吉林', content: '吉林' } },
              { type: 'click', click: { id: 'region::云南', content: '云南' } },
            ],
          },
        },
        welcomeCode: null,
      },
    ]);
  });

  it('has a menu of its own where the words are too long to stand above it, still within its messages', () => {
    for (const size of [341, 342, 700, 2000, 5000]) {
      const contents = encode({ parts: [text('押'.repeat(size))], buttons: menuOf(['吉林']) }).map(
        ({ content }) => content,
      );
      expect(contents.length).toBeLessThanOrEqual(MESSAGES_PER_TURN);
      expect(contents.at(-1)?.msgtype).toBe('msgmenu');
      expect(Buffer.byteLength(headOf(contents.at(-1)) ?? '')).toBeLessThanOrEqual(1024);
      expect(contents.slice(0, -1).every(({ msgtype }) => msgtype === 'text')).toBe(true);
    }
    const own = encode({ parts: [text('押'.repeat(342))], buttons: menuOf(['吉林']) });
    expect(own.map(({ content }) => headOf(content))).toEqual([undefined, copy.choose]);
    expect(encode({ parts: [], buttons: menuOf(['吉林']) }).map(({ content }) => headOf(content))).toEqual([
      copy.choose,
    ]);
  });

  it('has at most ten items in a menu, none with an id or a label that is too long', () => {
    const many = Array.from({ length: 14 }, (_, i) => `地方${i}`);
    const [first] = encode({ parts: [text('选')], buttons: menuOf(many) });
    const menu = first?.content.msgtype === 'msgmenu' ? first.content.msgmenu : undefined;
    expect(menu?.list.map(({ click }) => click.content)).toEqual(many.slice(0, 10));
    // The others can be typed, and whoever does not find their place is told so.
    expect(menu?.tail_content).toBe(copy.alsoSay(many.slice(10)));
    const [ten] = encode({ parts: [text('选')], buttons: menuOf(many.slice(0, 10)) });
    expect(JSON.stringify(ten)).not.toContain('tail_content');
    const [huge] = encode({
      parts: [text('选')],
      buttons: menuOf(Array.from({ length: 300 }, (_, i) => `很长的地名${i}`)),
    });
    const tail = huge?.content.msgtype === 'msgmenu' ? huge.content.msgmenu.tail_content : undefined;
    expect(Buffer.byteLength(tail ?? '')).toBeLessThanOrEqual(1024);
    expect(tail).toContain('很长的地名10、很长的地名11');

    const action = (bytes: number) => `region::${'x'.repeat(bytes - 8)}`;
    const [second] = encode({
      parts: [text('选')],
      buttons: [
        [
          { label: '长'.repeat(60), does: { kind: 'action', action: action(128) } },
          { label: '超', does: { kind: 'action', action: action(129) } },
        ],
      ],
    });
    const list = second?.content.msgtype === 'msgmenu' ? second.content.msgmenu.list : [];
    expect(list.map(({ click }) => [click.id.length, Buffer.byteLength(click.content)])).toEqual([
      [128, 126],
    ]);
  });

  it('is at most four messages, the fifth is kept; what is left out is told', () => {
    const parts = Array.from({ length: 9 }, () => text('不得扣押。'.repeat(130)));
    const contents = encode({ parts, buttons: [] }).map(({ content }) => content);
    expect(contents).toHaveLength(MESSAGES_PER_TURN);
    expect(JSON.stringify(contents.at(-1))).toContain(copy.leftOut);
    const withFile = encode({
      parts: [...parts, { kind: 'file', name: 'a.json', mime: 'x/y', base64: 'e30=', caption: '' }],
      buttons: menuOf(['好']),
    });
    expect(withFile.map(({ content }) => content.msgtype)).toEqual(['text', 'text', 'msgmenu', 'file']);
  });

  it('says one thing at the door, and that there is more', () => {
    const parts = [text('不得扣押。'.repeat(130)), text('不得扣押。'.repeat(130))];
    const said = encode({ parts, buttons: [] }, { welcomeCode: 'CODE' });
    expect(said.map((each) => each.welcomeCode)).toEqual(['CODE']);
    expect(JSON.stringify(said)).toContain(wecomCopy.leftOut);
    expect(encode({ parts: [text('好')], buttons: [] }, { other: 1 })[0]?.welcomeCode).toBeNull();
  });
});
