import { z } from 'zod';
import {
  BAD_PARAMETER,
  INVALID_CHAT,
  INVALID_REQ_ID,
  Refusal,
  STREAM_EXPIRED,
  TOO_MANY_AT_ONCE,
  TOO_OFTEN,
} from './refusal.ts';
import { respondSchema, sendSchema, updateSchema, welcomeSchema } from './schemas.ts';

/** A callback that the bot may answer. */
export type Asked = {
  readonly reqId: string;
  readonly conversation: string;
  readonly user: string;
  readonly kind: 'message' | 'enter_chat' | 'template_card_event' | 'other';
  readonly at: number;
};

/** What people in a chat see of the bot, in order. */
export type Delivery = {
  readonly seq: number;
  readonly cmd: string;
  readonly reqId: string;
  readonly conversation: string;
  /** As it was sent. */
  readonly body: Record<string, unknown>;
  /** ms since 1970 */
  readonly at: number;
};

type Stream = { readonly user: string; readonly at: number; finished: boolean };

const carrierSchema = z.looseObject({ template_card: z.looseObject({ task_id: z.string() }) });
const SOON = 5000;
const DAY = 24 * 3_600_000;
const STREAM_MS = 6 * 60_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Chats of one bot and WeCom's rules for what is sent to them. */
export class Chats {
  readonly #now: () => number;
  readonly #asked = new Map<string, Asked>();
  readonly #streams = new Map<string, Stream>();
  readonly #tasks = new Set<string>();
  readonly #known = new Map<string, 1 | 2>();
  readonly #times = new Map<string, number[]>();
  readonly deliveries: Delivery[] = [];
  /** The most streams that were open for one person at the same time. */
  mostInFlight = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The bot was asked something; from now on it may send to that chat. */
  ask(asked: Omit<Asked, 'at'>, isGroup: boolean): void {
    this.#asked.set(asked.reqId, { ...asked, at: this.#now() });
    this.#known.set(asked.conversation, isGroup ? 2 : 1);
  }

  respond(cmd: string, reqId: string, body: unknown): void {
    const reply = respondSchema.parse(body);
    const asked = this.#answerable(reqId, ['message'], DAY);
    if (reply.msgtype === 'stream' || reply.msgtype === 'stream_with_template_card')
      this.#stream(asked, reply.stream);
    else this.#count(asked.conversation);
    this.#register(body);
    this.#deliver(cmd, reqId, asked.conversation, body);
  }

  welcome(cmd: string, reqId: string, body: unknown): void {
    welcomeSchema.parse(body);
    const asked = this.#answerable(reqId, ['enter_chat'], SOON);
    this.#count(asked.conversation);
    this.#register(body);
    this.#deliver(cmd, reqId, asked.conversation, body);
  }

  update(cmd: string, reqId: string, body: unknown): void {
    updateSchema.parse(body);
    const asked = this.#answerable(reqId, ['template_card_event'], SOON);
    this.#deliver(cmd, reqId, asked.conversation, body);
  }

  send(cmd: string, reqId: string, body: unknown): void {
    const { chatid, chat_type } = sendSchema.parse(body);
    const known = this.#known.get(chatid);
    if (known === undefined) throw new Refusal(INVALID_CHAT, 'invalid chatid');
    if (chat_type !== undefined && chat_type !== 0 && chat_type !== known)
      throw new Refusal(INVALID_CHAT, 'invalid chatid for this chat_type');
    this.#count(chatid);
    this.#register(body);
    this.#deliver(cmd, reqId, chatid, body);
  }

  /** An id of a card counts once. */
  #register(body: unknown): void {
    const card = carrierSchema.safeParse(body).data?.template_card;
    if (card === undefined) return;
    if (this.#tasks.has(card.task_id)) throw new Refusal(BAD_PARAMETER, 'task_id repeated');
    this.#tasks.add(card.task_id);
  }

  #answerable(reqId: string, kinds: readonly Asked['kind'][], within: number): Asked {
    const asked = this.#asked.get(reqId);
    if (asked === undefined || !kinds.includes(asked.kind) || asked.at + within <= this.#now())
      throw new Refusal(INVALID_REQ_ID, 'invalid req_id');
    return asked;
  }

  #stream(asked: Asked, { id, finish }: { readonly id: string; readonly finish: boolean }): void {
    const key = `${asked.reqId} ${id}`;
    const known = this.#streams.get(key);
    if (known !== undefined && (known.finished || known.at + STREAM_MS <= this.#now()))
      throw new Refusal(STREAM_EXPIRED, 'stream message update expired (>6 minutes), cannot update');
    if (known === undefined) {
      const open = [...this.#streams.values()].filter(
        (stream) => stream.user === asked.user && !stream.finished && stream.at + STREAM_MS > this.#now(),
      ).length;
      if (!finish && open >= 3) throw new Refusal(TOO_MANY_AT_ONCE, 'too many messages in flight');
      if (!finish) this.mostInFlight = Math.max(this.mostInFlight, open + 1);
      this.#count(asked.conversation);
      this.#streams.set(key, { user: asked.user, at: this.#now(), finished: finish });
    } else known.finished = finish;
  }

  #count(conversation: string): void {
    const now = this.#now();
    const times = (this.#times.get(conversation) ?? []).filter((time) => time > now - HOUR);
    if (times.length >= 1000 || times.filter((time) => time > now - MINUTE).length >= 30)
      throw new Refusal(TOO_OFTEN, 'api freq out of limit');
    this.#times.set(conversation, [...times, now]);
  }

  #deliver(cmd: string, reqId: string, conversation: string, body: unknown): void {
    if (typeof body !== 'object' || body === null) throw new Refusal(BAD_PARAMETER, 'no body');
    const seq = this.deliveries.length + 1;
    this.deliveries.push({ seq, cmd, reqId, conversation, body: { ...body }, at: this.#now() });
  }
}
