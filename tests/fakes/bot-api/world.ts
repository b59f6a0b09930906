import { EventEmitter } from 'node:events';
import type { ParsedEntity } from './html.ts';
import type { InlineKeyboard } from './params.ts';
import { badRequest, forbidden, Refusal } from './refusal.ts';

/** A topic of a forum. */
export type Topic = { name: string; closed: boolean };

/** https://core.telegram.org/bots/api#chatmemberadministrator */
export type Rights = { readonly can_manage_topics: boolean; readonly can_delete_messages: boolean };

export type Chat = {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly forum: boolean;
  readonly topics: Map<number, Topic>;
  /** Rights that the bot has here as an administrator; null while it is none. */
  rights: Rights | null;
  /** User id to status, for whoever is not simply a member. */
  readonly status: Map<number, 'creator' | 'administrator' | 'left'>;
  /** Why the bot may not write here. */
  barred: 'blocked' | 'kicked' | 'deactivated' | null;
  movedTo: number | null;
};

/** What stands in a chat; `bot`: the bot wrote it. */
export type Post = {
  readonly message: number;
  readonly bot: boolean;
  readonly topic: number | null;
  text: string;
  keyboard: InlineKeyboard;
};

/** `text`: what it holds, read as UTF-8. */
export type SentFile = { readonly name: string; readonly bytes: number; readonly text: string };

/** What was done to a topic; `text` is its name. */
export type TopicDelivery =
  | 'topic-created'
  | 'topic-edited'
  | 'topic-closed'
  | 'topic-reopened'
  | 'topic-deleted';

/** One thing that the bot did and a person could see, in order. */
export type Delivery = {
  readonly seq: number;
  readonly kind: 'message' | 'document' | 'edit' | 'markup' | 'delete' | TopicDelivery;
  readonly chat: number;
  readonly message: number;
  readonly topic: number | null;
  readonly replyTo: number | null;
  readonly text: string;
  /** As it was sent, tags and all. */
  readonly html: string;
  readonly entities: readonly ParsedEntity[];
  readonly buttons: InlineKeyboard;
  readonly preview: boolean;
  readonly file: SentFile | null;
  /** ms since 1970. */
  readonly at: number;
};

/** Chats, what stands in them, and what the bot did. Says `change` whenever something happened. */
export class World {
  readonly changes = new EventEmitter().setMaxListeners(0);
  readonly chats = new Map<number, Chat>();
  readonly deliveries: Delivery[] = [];
  readonly commands = new Map<string, readonly { command: string; description: string }[]>();
  readonly answered: string[] = [];
  /** What was shown to whoever pressed, by the callback's id. */
  readonly toasts = new Map<string, string>();
  readonly reactions: { readonly chat: number; readonly message: number; readonly emoji: string }[] = [];
  #posts = new Map<number, Map<number, Post>>();
  #lastMessage = 100;
  #callbacks = new Set<string>();

  addChat(chat: Pick<Chat, 'id' | 'type'> & { readonly forum?: boolean }): Chat {
    const made: Chat = {
      id: chat.id,
      type: chat.type,
      forum: chat.forum ?? false,
      topics: new Map(),
      rights: null,
      status: new Map(),
      barred: null,
      movedTo: null,
    };
    this.chats.set(chat.id, made);
    return made;
  }

  chat(id: number): Chat {
    const chat = this.chats.get(id);
    if (chat === undefined) throw badRequest('chat not found');
    return chat;
  }

  /** The chat, if the bot may write there. @throws Refusal */
  writable(id: number): Chat {
    const chat = this.chat(id);
    if (chat.movedTo !== null)
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: chat.movedTo,
      });
    if (chat.barred === 'blocked') throw forbidden('bot was blocked by the user');
    if (chat.barred === 'deactivated') throw forbidden('user is deactivated');
    if (chat.barred === 'kicked')
      throw forbidden(`bot was kicked from the ${chat.type === 'group' ? 'group' : 'supergroup'} chat`);
    return chat;
  }

  addPost(chat: number, post: Omit<Post, 'message'>): Post {
    const made = { ...post, message: ++this.#lastMessage };
    const posts = this.#posts.get(chat) ?? new Map<number, Post>();
    this.#posts.set(chat, posts.set(made.message, made));
    return made;
  }

  post(chat: number, message: number): Post | undefined {
    return this.#posts.get(chat)?.get(message);
  }

  /** A topic goes with all that stands in it. */
  removeTopic(chat: number, thread: number): void {
    this.chat(chat).topics.delete(thread);
    for (const [id, post] of this.#posts.get(chat) ?? [])
      if (post.topic === thread) this.#posts.get(chat)?.delete(id);
  }

  removePost(chat: number, message: number): boolean {
    return this.#posts.get(chat)?.delete(message) ?? false;
  }

  record(delivery: Omit<Delivery, 'seq' | 'at'>): void {
    this.deliveries.push({ ...delivery, seq: this.deliveries.length + 1, at: Date.now() });
    this.changed();
  }

  addCallback(id: string): void {
    this.#callbacks.add(id);
  }

  answerCallback(id: string): void {
    if (!this.#callbacks.delete(id))
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    this.answered.push(id);
    this.changed();
  }

  changed(): void {
    this.changes.emit('change');
  }
}
