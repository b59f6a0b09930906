import type { BotUser } from './methods.ts';
import type { UpdateQueue } from './updates.ts';
import type { Chat, Rights, World } from './world.ts';

export type Say = {
  readonly from: number;
  /** The chat with the bot when left out. */
  readonly chat?: number;
  readonly text: string;
  readonly topic?: number;
  /** Message id in the same chat. */
  readonly replyTo?: number;
  /** More fields of the message, or other ones: entities, photo, sender_chat … */
  readonly fields?: Readonly<Record<string, unknown>>;
};

export type Press = {
  readonly from: number;
  readonly chat?: number;
  readonly message: number;
  readonly data: string;
};

/** What people and groups do; each becomes the update that Telegram would make of it. */
export class Users {
  readonly #world: World;
  readonly #queue: UpdateQueue;
  readonly #me: BotUser;
  #callbacks = 0;
  #clock = 1_750_000_000;

  constructor(world: World, queue: UpdateQueue, me: BotUser) {
    this.#world = world;
    this.#queue = queue;
    this.#me = me;
  }

  /** @returns the message's id */
  say(what: Say): number {
    const chat = this.#chatOf(what.chat ?? what.from);
    const { message } = this.#world.addPost(chat.id, {
      bot: false,
      topic: what.topic ?? null,
      text: what.text,
      keyboard: [],
    });
    this.#queue.add({ message: this.#message(chat, message, what) });
    return message;
  }

  /** Changes a message that the same person sent before. */
  edit(what: Say & { readonly message: number }): void {
    const chat = this.#chatOf(what.chat ?? what.from);
    const edited = { ...this.#message(chat, what.message, what), edit_date: ++this.#clock };
    this.#queue.add({ edited_message: edited });
  }

  /** @returns the callback query's id */
  press({ from, chat = from, message, data }: Press): string {
    const post = this.#world.post(chat, message);
    if (!post?.keyboard.flat().some((button) => button.callback_data === data))
      throw new Error(`message ${message} has no button that carries this`);
    const id = `cb${++this.#callbacks}`;
    this.#world.addCallback(id);
    const about = {
      message_id: message,
      date: this.#clock,
      chat: this.#chatFields(this.#chatOf(chat)),
      ...topic(post),
    };
    this.#queue.add({ callback_query: { id, from: person(from), chat_instance: '1', data, message: about } });
    return id;
  }

  addGroup(group: {
    readonly id: number;
    readonly type?: 'group' | 'supergroup';
    readonly forum?: boolean;
  }): void {
    this.#world.addChat({ type: 'supergroup', ...group });
  }

  makeAdmin(chat: number, user: number): void {
    this.#world.chat(chat).status.set(user, 'administrator');
  }

  addTopic(chat: number, thread: number): void {
    this.#world.chat(chat).topics.set(thread, { name: 'x', closed: false });
  }

  deleteTopic(chat: number, thread: number): void {
    this.#world.removeTopic(chat, thread);
  }

  /** The bot becomes an administrator, or is one no more. */
  promote(chat: number, rights: Rights | null): void {
    this.#world.chat(chat).rights = rights;
  }

  /** Somebody closes a topic by hand. */
  closeTopic(chat: number, thread: number, by: number): void {
    const found = this.#world.chat(chat).topics.get(thread);
    if (found === undefined) throw new Error(`there is no topic ${thread}`);
    found.closed = true;
    this.#service(chat, by, { forum_topic_closed: {}, ...topic({ topic: thread }) });
  }

  /** Somebody leaves a group. */
  leave(chat: number, user: number): void {
    this.#world.chat(chat).status.set(user, 'left');
    this.#service(chat, user, { left_chat_member: person(user) });
  }

  #service(chatId: number, by: number, fields: Readonly<Record<string, unknown>>): void {
    const chat = this.#chatOf(chatId);
    const { message } = this.#world.addPost(chat.id, { bot: false, topic: null, text: '', keyboard: [] });
    const { text: _, ...rest } = this.#message(chat, message, { from: by, text: '', fields });
    this.#queue.add({ message: rest });
  }

  block(user: number): void {
    this.#member(this.#chatOf(user), user, 'blocked', 'member', 'kicked');
  }

  unblock(user: number): void {
    this.#member(this.#chatOf(user), user, null, 'kicked', 'member');
  }

  deactivate(user: number): void {
    this.#chatOf(user).barred = 'deactivated';
  }

  kick(chat: number, by: number): void {
    this.#member(this.#chatOf(chat), by, 'kicked', 'member', 'kicked');
  }

  invite(chat: number, by: number): void {
    this.#member(this.#chatOf(chat), by, null, 'left', 'member');
  }

  /** The group becomes a supergroup with another id; both chats get their service message. */
  migrate(from: number, to: number, by: number): void {
    const old = this.#chatOf(from);
    old.movedTo = to;
    const fresh = this.#world.addChat({ id: to, type: 'supergroup' });
    const service = (chat: Chat, fields: Readonly<Record<string, unknown>>) => {
      const { message } = this.#world.addPost(chat.id, { bot: false, topic: null, text: '', keyboard: [] });
      const { text: _, ...rest } = this.#message(chat, message, { from: by, text: '', fields });
      this.#queue.add({ message: rest });
    };
    service(old, { migrate_to_chat_id: to });
    service(fresh, { migrate_from_chat_id: from });
  }

  /** Only the group's id changes; nobody tells the bot before it writes there. */
  migrateSilently(from: number, to: number): void {
    this.#chatOf(from).movedTo = to;
    this.#world.addChat({ id: to, type: 'supergroup' });
  }

  /** An update comes again: as it was, or the same message under a new update id. */
  repeat(nth: number, newId: boolean): void {
    const update = this.#queue.all.at(nth);
    if (update === undefined) throw new Error(`there is no update ${nth}`);
    const { update_id, ...fields } = update;
    this.#queue.add(fields, newId ? undefined : update_id);
  }

  /** Any update at all. */
  push(fields: Readonly<Record<string, unknown>>): number {
    return this.#queue.add(fields);
  }

  #chatOf(id: number): Chat {
    const known = this.#world.chats.get(id);
    if (known !== undefined) return known;
    if (id < 0) throw new Error(`group ${id} has not been added`);
    return this.#world.addChat({ id, type: 'private' });
  }

  #message(chat: Chat, message_id: number, { from, text, topic: thread, replyTo, fields }: Say) {
    const reply = replyTo === undefined ? undefined : this.#world.post(chat.id, replyTo);
    const entities = entitiesOf(text);
    return {
      message_id,
      date: ++this.#clock,
      from: person(from),
      chat: this.#chatFields(chat),
      text,
      ...(entities.length > 0 && { entities }),
      ...(thread !== undefined && topic({ topic: thread })),
      ...(reply !== undefined && {
        reply_to_message: {
          message_id: reply.message,
          date: this.#clock,
          chat: this.#chatFields(chat),
          from: reply.bot ? { id: this.#me.id, is_bot: true, first_name: 'x' } : person(1),
          text: reply.text,
        },
      }),
      ...fields,
    };
  }

  #member(chat: Chat, by: number, barred: Chat['barred'], old: string, now: string): void {
    chat.barred = barred;
    const user = { id: this.#me.id, is_bot: true, first_name: 'x' };
    this.#queue.add({
      my_chat_member: {
        ...{ chat: this.#chatFields(chat), from: person(by), date: ++this.#clock },
        ...{ old_chat_member: { status: old, user }, new_chat_member: { status: now, user } },
      },
    });
  }

  #chatFields({ id, type, forum }: Chat) {
    return {
      id,
      type,
      ...(type === 'private' ? { first_name: 'x' } : { title: 'x' }),
      ...(forum && { is_forum: true }),
    };
  }
}

function person(id: number) {
  return { id, is_bot: false, first_name: 'x' };
}

function topic({ topic: thread }: { readonly topic: number | null }) {
  return thread === null ? {} : { message_thread_id: thread, is_topic_message: true };
}

/** Commands and mentions, in UTF-16 units, as the server finds them. https://core.telegram.org/bots/api#messageentity */
export function entitiesOf(text: string): { type: string; offset: number; length: number }[] {
  return [
    ...text.matchAll(/(?<![\w/])\/[a-z0-9_]{1,32}(?:@\w{3,32})?(?!\w)|(?<![\w/@])@[a-z]\w{3,31}(?!\w)/gi),
  ].map(({ 0: found, index }) => ({
    type: found.startsWith('/') ? 'bot_command' : 'mention',
    offset: index,
    length: found.length,
  }));
}
