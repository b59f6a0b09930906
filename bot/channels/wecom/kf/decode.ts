import type { Content, Inbound } from '../../message.ts';
import { mediaSource } from '../fetch-media.ts';
import { type KfItem, KfOrigin } from '../sdk/index.ts';

/** A customer of one account: WeCom knows them by both ids. Neither holds a slash. */
export function formatKfChat(account: string, customer: string): string {
  return `${account}/${customer}`;
}

export function parseKfChat(chat: string): { readonly account: string; readonly customer: string } {
  const slash = chat.indexOf('/');
  return { account: chat.slice(0, slash), customer: chat.slice(slash + 1) };
}

/** What a customer did; undefined for what is none of the bot's business: a servicer's words, state changes, recalls. */
export function decodeKfItem(item: KfItem): Inbound | undefined {
  if (item.open_kfid === '' || item.external_userid === '') return undefined;
  if (item.kind === 'message' && item.origin === KfOrigin.Customer) {
    const content = contentOf(item.message);
    // A press has an id of its own; WeCom does not say which message bore the menu.
    return inbound(item, content, content.kind === 'button' ? '' : item.msgid, null);
  }
  if (item.kind === 'unknown' && item.origin === KfOrigin.Customer)
    return inbound(item, { kind: 'media', media: 'other', caption: '', files: [] }, item.msgid, null);
  if (item.kind === 'event' && item.event.event_type === 'enter_session') {
    const { scene_param, welcome_code } = item.event;
    // Without a code the customer has been welcomed lately, unless a link brings something along.
    if (welcome_code === undefined && scene_param === '') return undefined;
    const handle = welcome_code === undefined ? null : { welcomeCode: welcome_code };
    return inbound(item, { kind: 'enter', payload: scene_param }, '', handle);
  }
  return undefined;
}

/** @param message its msgid; some items have none */
function inbound(item: KfItem, content: Content, message: string, handle: Inbound['handle']): Inbound {
  return {
    event: item.dedupeKey,
    chat: formatKfChat(item.open_kfid, item.external_userid),
    kind: 'private',
    topic: null,
    sender: { id: item.external_userid, admin: null },
    addressed: true,
    message: message === '' ? null : message,
    quoted: null,
    content,
    handle,
  };
}

function contentOf(message: Extract<KfItem, { kind: 'message' }>['message']): Content {
  switch (message.msgtype) {
    case 'text': {
      const { content, menu_id } = message.text;
      return menu_id === undefined || menu_id === ''
        ? { kind: 'text', text: content, voice: false, edited: false }
        : { kind: 'button', action: menu_id };
    }
    case 'image':
      return { kind: 'media', media: 'photo', caption: '', files: mediaSource(message.image.media_id) };
    case 'voice':
      return { kind: 'media', media: 'voice', caption: '', files: mediaSource(message.voice.media_id) };
    case 'video':
      return { kind: 'media', media: 'video', caption: '', files: mediaSource(message.video.media_id) };
    case 'file':
      return { kind: 'media', media: 'file', caption: '', files: mediaSource(message.file.media_id) };
    case 'location':
      return { kind: 'media', media: 'location', caption: '', files: [] };
    case 'link':
      return { kind: 'media', media: 'other', caption: '', files: [] };
  }
}
