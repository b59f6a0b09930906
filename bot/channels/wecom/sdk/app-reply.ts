import { checkCard } from './card.ts';
import { checkBytes, LIMITS } from './limits.ts';
import type { TemplateCard } from './types.ts';
import type { XmlBody, XmlValue } from './xml.ts';

/** What may be answered in the response to a callback. https://developer.work.weixin.qq.com/document/path/90241 */
export type AppReply =
  | { readonly msgtype: 'text'; readonly content: string }
  | { readonly msgtype: 'image' | 'voice'; readonly media_id: string }
  | {
      readonly msgtype: 'video';
      readonly media_id: string;
      readonly title?: string;
      readonly description?: string;
    }
  | {
      readonly msgtype: 'news';
      readonly articles: readonly {
        readonly title: string;
        readonly description?: string;
        readonly picurl?: string;
        readonly url?: string;
      }[];
    }
  /** After a click: the button says this and cannot be clicked again. */
  | { readonly msgtype: 'update_button'; readonly replace_name: string }
  /** After a click: another card stands in its place, for the one who clicked. */
  | { readonly msgtype: 'update_template_card'; readonly template_card: TemplateCard };

/** The reply as XML before it is encrypted. @param createTime seconds */
export function replyBody(
  reply: AppReply,
  { to, from, createTime }: { to: string; from: string; createTime: number },
): XmlBody {
  const head = { ToUserName: to, FromUserName: from, CreateTime: createTime, MsgType: reply.msgtype };
  switch (reply.msgtype) {
    case 'text':
      checkBytes('Content', reply.content, LIMITS.app.text);
      return { ...head, Content: reply.content };
    case 'image':
      return { ...head, Image: { MediaId: reply.media_id } };
    case 'voice':
      return { ...head, Voice: { MediaId: reply.media_id } };
    case 'video': {
      const { media_id, title, description } = reply;
      return { ...head, Video: { MediaId: media_id, Title: title, Description: description } };
    }
    case 'news': {
      const item = reply.articles.map((article) => ({
        ...{ Title: article.title, Description: article.description },
        ...{ PicUrl: article.picurl, Url: article.url },
      }));
      return { ...head, ArticleCount: item.length, Articles: { item } };
    }
    case 'update_button':
      return { ...head, Button: { ReplaceName: reply.replace_name } };
    case 'update_template_card':
      checkCard(reply.template_card);
      return { ...head, TemplateCard: inXmlNames(Object.entries(reply.template_card)) };
  }
}

/** Names that are not only their JSON name with other letters in capitals. */
const XML_NAMES: Readonly<Record<string, string>> = {
  checkbox: 'CheckBox',
  keyname: 'KeyName',
  userid: 'UserId',
  appid: 'AppId',
  pagepath: 'PagePath',
};

/** A card has the same parts in XML as in JSON, under names in another style; a list is its element, repeated. */
function inXmlNames(fields: readonly (readonly [string, unknown])[]): XmlBody {
  return Object.fromEntries(fields.map(([name, value]) => [xmlName(name), inXml(value)]));
}

function inXml(value: unknown): XmlValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(inXml);
  return typeof value === 'object' && value !== null ? inXmlNames(Object.entries(value)) : undefined;
}

function xmlName(name: string): string {
  return XML_NAMES[name] ?? name.replace(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}
