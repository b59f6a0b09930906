import { z } from 'zod';
import { check, readContent } from './content.ts';
import { Codes } from './kf-codes.ts';
import { type KfState, Sessions } from './kf-sessions.ts';
import type { Media } from './media.ts';
import { Refusal, wrongParameter } from './refusal.ts';
import { DAY, HOUR, MINUTE, type World } from './world.ts';

type Item = { readonly at: number; readonly item: Record<string, unknown> };
type Account = {
  readonly open_kfid: string;
  readonly name: string;
  /** The console gave it to the API. */
  readonly managed: boolean;
  /** 0 receiving, 1 stopped. */
  readonly servicers: Map<string, 0 | 1>;
  readonly items: Item[];
  readonly msgids: Set<string>;
};

const stateSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const TYPES = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'link',
  'miniprogram',
  'msgmenu',
  'location',
  'ca_link',
];
const menuSchema = z.object({
  head_content: z.string().exactOptional(),
  list: z.array(z.looseObject({ type: z.enum(['click', 'view', 'miniprogram', 'text']) })).default([]),
  tail_content: z.string().exactOptional(),
});
const msgidSchema = z.string().regex(/^[0-9a-zA-Z_-]{1,32}$/);

/** 微信客服. https://developer.work.weixin.qq.com/document/path/94670 */
export class Kf {
  /** How often in a minute sync_msg may be called without the callback's token. */
  syncsWithoutToken = 5;
  /** What a msgid that was used is answered with; WeCom does not say. `accept`: as if it had been sent now. */
  repeatedMsgid: 'refuse' | 'accept' = 'refuse';
  readonly sessions: Sessions;
  readonly #codes: Codes;
  readonly #world: World;
  readonly #media: Media;
  readonly #accounts = new Map<string, Account>();
  readonly #tokens = new Map<string, { readonly open_kfid: string; readonly at: number }>();
  readonly #rejecting = new Set<string>();
  readonly #untokened: number[] = [];
  readonly #welcomed = new Map<string, number>();
  #emptyPages = 0;
  readonly #ping: (open_kfid: string, token: string) => void;

  /** @param ping tells the app that there is something to pull */
  constructor(world: World, media: Media, ping: (open_kfid: string, token: string) => void) {
    this.#world = world;
    this.#media = media;
    this.#ping = ping;
    this.sessions = new Sessions(world);
    this.#codes = new Codes(world);
  }

  // What people do ------------------------------------------------------------------------------------------------

  addAccount(account: { open_kfid: string; name?: string; managed?: boolean }): void {
    const { open_kfid, name = open_kfid, managed = true } = account;
    this.#accounts.set(open_kfid, {
      open_kfid,
      name,
      managed,
      servicers: new Map(),
      items: [],
      msgids: new Set(),
    });
  }

  addServicer(open_kfid: string, userid: string, status: 0 | 1 = 0): void {
    this.#account(open_kfid).servicers.set(userid, status);
  }

  /** The customer writes; its msgid. */
  say(said: { open_kfid: string; customer: string; message: Record<string, unknown> }): string {
    const { open_kfid, customer, message } = said;
    this.sessions.hear(open_kfid, customer);
    return this.#add(open_kfid, { open_kfid, external_userid: customer, origin: 3, ...message });
  }

  /** The customer opens the conversation. */
  enter(entered: { open_kfid: string; customer: string; scene?: string; scene_param?: string }): string {
    const { open_kfid, customer, scene = '', scene_param = '' } = entered;
    const session = this.sessions.of(open_kfid, customer);
    const welcomed = this.#welcomed.get(`${open_kfid}:${customer}`) ?? Number.NEGATIVE_INFINITY;
    const last = Math.max(session.lastMessageAt, session.lastSentAt, welcomed);
    const isNew = this.#world.now() - last > 48 * HOUR;
    return this.#event(open_kfid, {
      ...{ event_type: 'enter_session', open_kfid, external_userid: customer, scene, scene_param },
      ...(isNew && { welcome_code: this.#codes.give('welcome', open_kfid, customer) }),
    });
  }

  /** A servicer writes in the WeCom client. */
  servicerSays(said: { open_kfid: string; customer: string; servicer: string; text: string }): string {
    const { open_kfid, customer, servicer, text } = said;
    return this.#add(open_kfid, {
      ...{ open_kfid, external_userid: customer, servicer_userid: servicer, origin: 5 },
      ...{ msgtype: 'text', text: { content: text } },
    });
  }

  /** A servicer takes it out of the pool, passes it on or ends it in the WeCom client. */
  servicerMoves(moved: {
    open_kfid: string;
    customer: string;
    how: 'take' | 'pass' | 'end';
    servicer: string;
  }): string {
    const { open_kfid, customer, how, servicer } = moved;
    const session = this.sessions.of(open_kfid, customer);
    const old = session.servicer;
    session.state = how === 'end' ? 4 : 3;
    session.servicer = how === 'end' ? undefined : servicer;
    const change_type = { take: 1, pass: 2, end: 3 }[how];
    return this.#event(open_kfid, {
      ...{ event_type: 'session_status_change', open_kfid, external_userid: customer, change_type },
      ...(how !== 'take' && { old_servicer_userid: old ?? servicer }),
      ...(how !== 'end' && { new_servicer_userid: servicer }),
      ...(how !== 'pass' && {
        msg_code: this.#codes.give(how === 'end' ? 'end' : 'human', open_kfid, customer),
      }),
    });
  }

  /** Anything else that sync_msg may bring, as it is. */
  push(open_kfid: string, item: Record<string, unknown>): string {
    return this.#add(open_kfid, item);
  }

  /** From now on everything sent to the customer fails after it was taken. */
  reject(customer: string): void {
    this.#rejecting.add(customer);
  }

  /** The next so many pages of sync_msg are empty and say that there is more. */
  emptyPages(count: number): void {
    this.#emptyPages = count;
  }

  /** Tells the app again, as if something had happened. */
  pingAgain(open_kfid: string): void {
    const token = this.#world.id('KFTOKEN_');
    this.#tokens.set(token, { open_kfid, at: this.#world.now() });
    this.#ping(open_kfid, token);
  }

  #event(open_kfid: string, event: Record<string, unknown>): string {
    // The ids stand in the event only.
    return this.#add(open_kfid, { origin: 4, msgtype: 'event', event });
  }

  #add(open_kfid: string, item: Record<string, unknown>): string {
    const msgid = typeof item.msgid === 'string' ? item.msgid : this.#world.id('kf');
    const at = this.#world.now();
    this.#account(open_kfid).items.push({ at, item: { msgid, send_time: Math.floor(at / 1000), ...item } });
    this.#world.changed();
    this.pingAgain(open_kfid);
    return msgid;
  }

  #account(open_kfid: string): Account {
    const found = this.#accounts.get(open_kfid);
    if (found === undefined) throw new Refusal(95004, 'open_kfid not exist');
    return found;
  }

  // What the app calls --------------------------------------------------------------------------------------------

  list(json: unknown) {
    const page = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(100).default(100) });
    const { offset, limit } = check(page, json);
    const all = [...this.#accounts.values()].slice(offset, offset + limit);
    return {
      account_list: all.map(({ open_kfid, name, managed }) => ({
        ...{ open_kfid, name, manage_privilege: managed },
        avatar: `https://example.invalid/${open_kfid}`,
      })),
    };
  }

  /** https://developer.work.weixin.qq.com/document/path/94665 */
  addContactWay(json: unknown) {
    const schema = z.object({
      open_kfid: z.string(),
      scene: z
        .string()
        .regex(/^[0-9a-zA-Z_-]{0,32}$/)
        .default(''),
    });
    const { open_kfid, scene } = check(schema, json);
    this.#account(open_kfid);
    const query = scene === '' ? '' : `?enc_scene=ENC${Buffer.from(scene).toString('base64url')}`;
    return { url: `https://work.weixin.qq.com/kf/kfc${Buffer.from(open_kfid).toString('hex')}${query}` };
  }

  listServicers(open_kfid: string | null) {
    const { servicers } = this.#account(open_kfid ?? '');
    return { servicer_list: [...servicers].map(([userid, status]) => ({ userid, status })) };
  }

  customers(json: unknown) {
    const { external_userid_list } = check(
      z.object({ external_userid_list: z.array(z.string()).max(100) }),
      json,
    );
    const [known, unknown] = [true, false].map((wanted) =>
      external_userid_list.filter((each) => each.startsWith('wm') === wanted),
    );
    return {
      customer_list: known?.map((external_userid) => ({ external_userid, nickname: 'someone', gender: 0 })),
      invalid_external_userid: unknown,
    };
  }

  sync(json: unknown) {
    const schema = z.object({
      ...{ open_kfid: z.string().default(''), cursor: z.string().max(64).default('') },
      ...{ token: z.string().max(128).default(''), limit: z.int().min(1).max(1000).default(1000) },
      voice_format: z.int().exactOptional(),
    });
    const { open_kfid, cursor, token, limit } = check(schema, json);
    if (open_kfid === '') throw new Refusal(95000, 'invalid open_kfid');
    const account = this.#account(open_kfid);
    this.#checkToken(open_kfid, token);
    const from = cursor === '' ? 0 : this.#indexIn(open_kfid, cursor);
    const empty = this.#emptyPages > 0;
    if (empty) this.#emptyPages--;
    const kept = account.items.flatMap(({ at, item }, index) =>
      index >= from && this.#world.now() - at <= 3 * DAY ? [{ index, item }] : [],
    );
    const page = empty ? [] : kept.slice(0, limit);
    const last = page.at(-1)?.index;
    const more = kept.length > page.length;
    const next = last === undefined ? (more ? from : account.items.length) : last + 1;
    return {
      // Never the same twice, as nobody promised that it is.
      next_cursor: Buffer.from(`${open_kfid}#${next}#${this.#world.now()}`)
        .toString('base64url')
        .slice(0, 64),
      has_more: more ? 1 : 0,
      msg_list: page.map(({ item }) => item),
    };
  }

  #indexIn(open_kfid: string, cursor: string): number {
    const [owner, index] = Buffer.from(cursor, 'base64url').toString().split('#');
    if (owner !== open_kfid || !/^\d+$/.test(index ?? '')) throw wrongParameter('cursor');
    return Number(index);
  }

  #checkToken(open_kfid: string, token: string): void {
    const now = this.#world.now();
    if (token !== '') {
      const given = this.#tokens.get(token);
      if (given?.open_kfid !== open_kfid || now - given.at > 10 * MINUTE)
        throw new Refusal(95007, 'invalid msgtoken');
      return;
    }
    const recent = this.#untokened.filter((at) => now - at < MINUTE);
    this.#untokened.splice(0, this.#untokened.length, ...recent);
    if (recent.length >= this.syncsWithoutToken) throw new Refusal(45009, 'api freq out of limit');
    this.#untokened.push(now);
  }

  /** https://developer.work.weixin.qq.com/document/path/94677 */
  send(json: unknown) {
    const schema = z.looseObject({
      touser: z.string(),
      open_kfid: z.string(),
      msgid: msgidSchema.exactOptional(),
    });
    const { touser, open_kfid, msgid = this.#world.id('kf') } = check(schema, json);
    const account = this.#account(open_kfid);
    if (!account.managed) throw new Refusal(95017, 'api switch is off');
    if (account.msgids.has(msgid)) {
      if (this.repeatedMsgid === 'accept') return { msgid };
      throw wrongParameter('msgid');
    }
    const message = this.#read(json);
    this.sessions.spend(this.sessions.of(open_kfid, touser));
    account.msgids.add(msgid);
    this.#arrive(open_kfid, touser, message, msgid, false);
    return { msgid };
  }

  #read(json: unknown): Record<string, unknown> {
    const message = readContent(json, { media: this.#media, owner: 'corp', types: TYPES, text: 2048 });
    if (message.msgtype === 'msgmenu' && check(menuSchema, message.msgmenu).list.length > 10)
      throw new Refusal(95008, 'menu item count out of limit');
    return message;
  }

  #arrive(
    open_kfid: string,
    customer: string,
    message: Record<string, unknown>,
    msgid: string,
    onEvent: boolean,
  ) {
    if (this.#rejecting.has(customer)) {
      const event = { event_type: 'msg_send_fail', open_kfid, external_userid: customer };
      this.#event(open_kfid, { ...event, fail_msgid: msgid, fail_type: 10 });
      return;
    }
    this.#world.deliver({ kind: 'kf', open_kfid, customer, message, msgid, onEvent });
  }

  /** https://developer.work.weixin.qq.com/document/path/95122 */
  sendOnEvent(json: unknown) {
    const schema = z.looseObject({
      code: z.string(),
      msgtype: z.string(),
      msgid: msgidSchema.exactOptional(),
    });
    const { code, msgtype, msgid = this.#world.id('kf') } = check(schema, json);
    const message = this.#read(json);
    const { kind, open_kfid, customer } = this.#codes.use(
      code,
      msgtype,
      (kf, who) => this.sessions.of(kf, who).state,
    );
    if (kind === 'welcome') this.#welcomed.set(`${open_kfid}:${customer}`, this.#world.now());
    this.#arrive(open_kfid, customer, message, msgid, true);
    return { msgid };
  }

  /** https://developer.work.weixin.qq.com/document/path/94669 */
  state(json: unknown) {
    const { open_kfid, external_userid } = check(
      z.object({ open_kfid: z.string(), external_userid: z.string() }),
      json,
    );
    this.#account(open_kfid);
    const { state, servicer } = this.sessions.of(open_kfid, external_userid);
    return { service_state: state, ...(servicer !== undefined && { servicer_userid: servicer }) };
  }

  /** https://developer.work.weixin.qq.com/document/path/94669 */
  trans(json: unknown) {
    const schema = z.object({
      ...{ open_kfid: z.string(), external_userid: z.string(), service_state: stateSchema },
      servicer_userid: z.string().default(''),
    });
    const { open_kfid, external_userid, service_state, servicer_userid } = check(schema, json);
    const { servicers } = this.#account(open_kfid);
    if (service_state === 3) {
      const status = servicers.get(servicer_userid);
      if (status === undefined) throw new Refusal(95014, 'not a servicer');
      if (status === 1) throw new Refusal(95019, 'servicer stopped');
    }
    const first = this.sessions.move(
      this.sessions.of(open_kfid, external_userid),
      service_state,
      servicer_userid,
    );
    this.#world.changed();
    const code: Partial<Record<KfState, 'pool' | 'human' | 'end'>> = { 2: 'pool', 3: 'human', 4: 'end' };
    const kind = code[service_state];
    return first && kind !== undefined
      ? { msg_code: this.#codes.give(kind, open_kfid, external_userid) }
      : {};
  }
}
