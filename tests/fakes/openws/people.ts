import { randomBytes } from 'node:crypto';
import { pressOf } from '../template-card.ts';
import type { Asked } from './chats.ts';
import type { Media } from './media.ts';

export type Where = {
  /** The chatid of a group; left out: the single chat. */
  readonly chat?: string;
  /** Left out: a new one. */
  readonly msgid?: string;
};

type Post = (
  cmd: 'aibot_msg_callback' | 'aibot_event_callback',
  kind: Asked['kind'],
  body: Record<string, unknown>,
) => string;

/** People who write to the bot. Each method gives the req_id of the callback. */
export class People {
  readonly #post: Post;
  readonly #media: Media;
  readonly #botId: string;
  readonly #mediaUrl: (path: string) => string;
  readonly #now: () => number;

  constructor(
    post: Post,
    media: Media,
    botId: string,
    mediaUrl: (path: string) => string,
    now: () => number,
  ) {
    this.#post = post;
    this.#media = media;
    this.#botId = botId;
    this.#mediaUrl = mediaUrl;
    this.#now = now;
  }

  text(user: string, content: string, where: Where = {}): string {
    return this.message(user, { msgtype: 'text', text: { content } }, where);
  }

  voice(user: string, content: string, where: Where = {}): string {
    return this.message(user, { msgtype: 'voice', voice: { content } }, where);
  }

  file(user: string, kind: 'image' | 'file' | 'video', bytes: Buffer, name: string = 'a.bin'): string {
    return this.message(user, { msgtype: kind, [kind]: this.#keep(bytes, name) });
  }

  mixed(user: string, content: string, picture: Buffer, where: Where = {}): string {
    const msg_item = [
      { msgtype: 'text', text: { content } },
      { msgtype: 'image', image: this.#keep(picture, 'a.png') },
    ];
    return this.message(user, { msgtype: 'mixed', mixed: { msg_item } }, where);
  }

  /** A message of any kind. */
  message(user: string, body: Record<string, unknown>, where: Where = {}): string {
    return this.#post('aibot_msg_callback', 'message', { ...this.#base(user, where), ...body });
  }

  enterChat(user: string): string {
    return this.#event(user, 'enter_chat', { eventtype: 'enter_chat' });
  }

  clickCard(user: string, key: string, taskId: string, where: Where = {}): string {
    const template_card_event = { card_type: 'button_interaction', event_key: key, task_id: taskId };
    return this.#event(
      user,
      'template_card_event',
      { eventtype: 'template_card_event', template_card_event },
      where,
    );
  }

  /** Presses what a card of the bot's shows. */
  press(user: string, card: unknown, label: string, where: Where = {}): string {
    const event = { eventtype: 'template_card_event', template_card_event: pressOf(card, label) };
    return this.#event(user, 'template_card_event', event, where);
  }

  feedback(user: string, id: string, type: 1 | 2 | 3): string {
    return this.#event(user, 'other', { eventtype: 'feedback_event', feedback_event: { id, type } });
  }

  #event(user: string, kind: Asked['kind'], event: Record<string, unknown>, where: Where = {}): string {
    const create_time = Math.floor(this.#now() / 1000);
    const body = { ...this.#base(user, where), create_time, msgtype: 'event', event };
    return this.#post('aibot_event_callback', kind, body);
  }

  #base(user: string, { chat, msgid }: Where): Record<string, unknown> {
    return {
      msgid: msgid ?? `msg_${randomBytes(6).toString('hex')}`,
      aibotid: this.#botId,
      ...(chat !== undefined && { chatid: chat }),
      chattype: chat === undefined ? 'single' : 'group',
      from: { userid: user },
    };
  }

  #keep(bytes: Buffer, name: string): { url: string; aeskey: string } {
    const { path, aeskey } = this.#media.keep(bytes, name);
    return { url: this.#mediaUrl(path), aeskey };
  }
}
