import type { SelectedItem } from './types.ts';
import type { XmlElement, XmlNode } from './xml.ts';

/** What every callback of an app has. */
type Common = {
  /** Our CorpID. */
  readonly ToUserName: string;
  /** The member's UserID; empty in callbacks of 微信客服. */
  readonly FromUserName: string;
  /** seconds */
  readonly CreateTime: number;
  /** Absent in callbacks of 微信客服. */
  readonly AgentID?: string;
  /**
   * The same for a callback that is sent again, different for two that are not the same. Messages have an id; of
   * events the documentation says to take sender and time.
   */
  readonly dedupeKey: string;
};

type Message = Common & { readonly MsgId: string };

/** https://developer.work.weixin.qq.com/document/path/90239 */
export type AppInboundMessage =
  | (Message & { readonly kind: 'text'; readonly Content: string })
  | (Message & { readonly kind: 'image'; readonly PicUrl: string; readonly MediaId: string })
  | (Message & { readonly kind: 'voice'; readonly MediaId: string; readonly Format: string })
  | (Message & { readonly kind: 'video'; readonly MediaId: string; readonly ThumbMediaId: string })
  | (Message & {
      readonly kind: 'location';
      readonly Location_X: number;
      readonly Location_Y: number;
      readonly Label: string;
    })
  | (Message & {
      readonly kind: 'link';
      readonly Title: string;
      readonly Description: string;
      readonly Url: string;
    });

/** https://developer.work.weixin.qq.com/document/path/90240 */
export type AppInboundEvent =
  | (Common & {
      readonly kind: 'card';
      readonly Event: 'template_card_event' | 'template_card_menu_event';
      readonly EventKey: string;
      readonly TaskId: string;
      readonly CardType: string;
      /** Updates the card once, within 72 hours. A secret. */
      readonly ResponseCode: string;
      readonly SelectedItems: readonly SelectedItem[];
    })
  /** Something happened in 微信客服: pull it. https://developer.work.weixin.qq.com/document/path/94670 */
  | (Common & { readonly kind: 'kf'; readonly Token: string; readonly OpenKfId: string })
  /** subscribe, unsubscribe, enter_agent, click, view, LOCATION and whatever comes to be. */
  | (Common & { readonly kind: 'event'; readonly Event: string; readonly EventKey: string });

export type AppInbound =
  | AppInboundMessage
  | AppInboundEvent
  /** A kind that this version does not know. */
  | (Common & { readonly kind: 'unknown'; readonly MsgType: string; readonly MsgId: string });

/** What a decrypted callback says. Never fails: what is missing is empty, what is unknown is said to be. */
export function parseAppInbound(xml: XmlElement): AppInbound {
  const text = (name: string) => textOf(xml[name]);
  const number = (name: string) => {
    const value = Number(text(name));
    return Number.isFinite(value) ? value : 0;
  };
  const common = {
    ToUserName: text('ToUserName'),
    FromUserName: text('FromUserName'),
    CreateTime: number('CreateTime'),
    ...(text('AgentID') !== '' && { AgentID: text('AgentID') }),
    dedupeKey: dedupeKeyOf(text),
  };
  if (text('MsgType') === 'event') return parseEvent(xml, common);
  const message = { ...common, MsgId: text('MsgId') };
  const MediaId = text('MediaId');
  switch (text('MsgType')) {
    case 'text':
      return { ...message, kind: 'text', Content: text('Content') };
    case 'image':
      return { ...message, kind: 'image', PicUrl: text('PicUrl'), MediaId };
    case 'voice':
      return { ...message, kind: 'voice', MediaId, Format: text('Format') };
    case 'video':
      return { ...message, kind: 'video', MediaId, ThumbMediaId: text('ThumbMediaId') };
    case 'location': {
      const place = { Location_X: number('Location_X'), Location_Y: number('Location_Y') };
      return { ...message, ...place, kind: 'location', Label: text('Label') };
    }
    case 'link':
      return {
        ...message,
        kind: 'link',
        Title: text('Title'),
        Description: text('Description'),
        Url: text('Url'),
      };
    default:
      return { ...message, kind: 'unknown', MsgType: text('MsgType') };
  }
}

function parseEvent(xml: XmlElement, common: Common): AppInboundEvent {
  const Event = textOf(xml.Event);
  const EventKey = textOf(xml.EventKey);
  if (Event === 'kf_msg_or_event')
    return { ...common, kind: 'kf', Token: textOf(xml.Token), OpenKfId: textOf(xml.OpenKfId) };
  if (Event !== 'template_card_event' && Event !== 'template_card_menu_event')
    return { ...common, kind: 'event', Event, EventKey };
  return {
    ...common,
    ...{ kind: 'card', Event, EventKey },
    TaskId: textOf(xml.TaskId),
    CardType: textOf(xml.CardType),
    ResponseCode: textOf(xml.ResponseCode),
    SelectedItems: listOf(xml.SelectedItems, 'SelectedItem').map((item) => ({
      question_key: textOf(childOf(item, 'QuestionKey')),
      option_ids: listOf(childOf(item, 'OptionIds'), 'OptionId').map(textOf),
    })),
  };
}

function dedupeKeyOf(text: (name: string) => string): string {
  if (text('MsgId') !== '') return `msg:${text('MsgId')}`;
  const parts = ['FromUserName', 'CreateTime', 'Event', 'EventKey', 'TaskId', 'OpenKfId', 'Token'];
  return ['event', ...parts.map(text)].join(':');
}

function textOf(node: XmlNode | undefined): string {
  return typeof node === 'string' ? node : '';
}

function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node !== undefined && typeof node !== 'string' && !isList(node) ? node[name] : undefined;
}

function listOf(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  const child = childOf(node, name);
  if (child === undefined) return [];
  return isList(child) ? child : [child];
}

function isList(node: XmlNode): node is readonly XmlNode[] {
  return Array.isArray(node);
}
