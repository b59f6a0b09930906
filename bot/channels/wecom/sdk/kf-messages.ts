import { checkBytes, checkCount, LIMITS, WeComLimitError } from './limits.ts';

export type KfMenuItem =
  /** Comes back as a text with this id as `menu_id`. */
  | { readonly type: 'click'; readonly click: { readonly id?: string; readonly content: string } }
  | { readonly type: 'view'; readonly view: { readonly url: string; readonly content: string } }
  | {
      readonly type: 'miniprogram';
      readonly miniprogram: { readonly appid: string; readonly pagepath: string; readonly content: string };
    }
  | { readonly type: 'text'; readonly text: { readonly content: string; readonly no_newline?: 0 | 1 } };

export type KfTextMessage = { readonly msgtype: 'text'; readonly text: { readonly content: string } };

export type KfMenuMessage = {
  readonly msgtype: 'msgmenu';
  readonly msgmenu: {
    readonly head_content?: string;
    /** ≤ 10; words of a click ≤ 128, above and below ≤ 1024. */
    readonly list?: readonly KfMenuItem[];
    readonly tail_content?: string;
  };
};

/** What can be said to a customer. https://developer.work.weixin.qq.com/document/path/94677 */
export type KfOutbound =
  | KfTextMessage
  | KfMenuMessage
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }
  | { readonly msgtype: 'voice'; readonly voice: { readonly media_id: string } }
  | { readonly msgtype: 'video'; readonly video: { readonly media_id: string } }
  | { readonly msgtype: 'file'; readonly file: { readonly media_id: string } }
  | {
      readonly msgtype: 'link';
      readonly link: {
        readonly title: string;
        readonly desc?: string;
        readonly url: string;
        readonly thumb_media_id: string;
      };
    }
  | {
      readonly msgtype: 'miniprogram';
      readonly miniprogram: {
        readonly appid: string;
        readonly title?: string;
        readonly thumb_media_id: string;
        readonly pagepath: string;
      };
    }
  | {
      readonly msgtype: 'location';
      readonly location: {
        readonly name?: string;
        readonly address?: string;
        readonly latitude: number;
        readonly longitude: number;
      };
    }
  | { readonly msgtype: 'ca_link'; readonly ca_link: { readonly link_url: string } };

/** @throws WeComLimitError */
export function checkKfMessage(message: KfOutbound): void {
  if (message.msgtype === 'text') checkBytes('text.content', message.text.content, LIMITS.kf.text);
  if (message.msgtype !== 'msgmenu') return;
  const { head_content = '', list = [], tail_content = '' } = message.msgmenu;
  checkBytes('msgmenu.head_content', head_content, LIMITS.kf.menuWords);
  checkBytes('msgmenu.tail_content', tail_content, LIMITS.kf.menuWords);
  checkCount('msgmenu.list', list.length, LIMITS.kf.menuItems);
  for (const item of list) {
    if (item.type !== 'click') continue;
    checkBytes('msgmenu.list.click.id', item.click.id ?? '', LIMITS.kf.menuItemId);
    checkBytes('msgmenu.list.click.content', item.click.content, LIMITS.kf.menuItemWords);
  }
}

/** Each msgid once per account. @throws WeComLimitError, TypeError */
export function checkMsgid(msgid: string): void {
  if (!/^[0-9a-zA-Z_-]+$/.test(msgid)) throw new TypeError('a msgid is made of 0-9, a-z, A-Z, _ and -');
  if (msgid.length > LIMITS.kf.msgid) throw new WeComLimitError('msgid', LIMITS.kf.msgid, msgid.length);
}
