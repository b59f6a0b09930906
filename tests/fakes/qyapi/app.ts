import { z } from 'zod';
import { type Card, cardSchema, check, readContent } from './content.ts';
import type { Media } from './media.ts';
import { Refusal, wrongParameter } from './refusal.ts';
import type { App } from './tokens.ts';
import { DAY, HOUR, MINUTE, type World } from './world.ts';

const list = (most: number) =>
  z
    .string()
    .transform((all) => all.split('|').filter((each) => each !== ''))
    .refine((each) => each.length <= most)
    .default([]);

const sendSchema = z.looseObject({
  touser: list(1000),
  toparty: list(100),
  totag: list(100),
  agentid: z.union([z.number(), z.string()]).transform(String),
  enable_duplicate_check: z.union([z.literal(0), z.literal(1)]).default(0),
  duplicate_check_interval: z
    .number()
    .max(4 * 3600)
    .default(1800),
});

const updateSchema = z.looseObject({
  userids: z.array(z.string()).default([]),
  atall: z.number().default(0),
  agentid: z.union([z.number(), z.string()]).transform(String),
  response_code: z.string(),
  button: z.object({ replace_name: z.string() }).exactOptional(),
  template_card: cardSchema.exactOptional(),
});

const chatSchema = z.object({
  name: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  userlist: z.array(z.string()),
  chatid: z
    .string()
    .regex(/^[0-9a-zA-Z]{1,32}$/)
    .exactOptional(),
});

type Sent = { readonly app: App; readonly at: number; readonly card?: Card };

/** Messages, cards and groups of self-built apps. https://developer.work.weixin.qq.com/document/path/90236 */
export class AppMessages {
  /** Who is in the corp, and sees the apps. */
  readonly members = new Set<string>();
  /** How many messages of one app a member got in the last minute; above 30 the rest vanishes. */
  readonly #perMember = new Map<string, number[]>();
  readonly #sent = new Map<string, Sent>();
  readonly #codes = new Map<string, { readonly msgid: string; readonly at: number }>();
  readonly #taskIds = new Set<string>();
  readonly #recent = new Map<string, number>();
  readonly #chats = new Map<string, { readonly app: App; readonly members: readonly string[] }>();
  readonly #world: World;
  readonly #media: Media;

  constructor(world: World, media: Media) {
    this.#world = world;
    this.#media = media;
  }

  send(app: App, json: unknown) {
    const request = check(sendSchema, json);
    if (request.agentid !== app.agentId)
      throw new Refusal(301002, 'not allow operate another agent with this accesstoken');
    const types = [
      'text',
      'markdown',
      'textcard',
      'image',
      'voice',
      'file',
      'video',
      'news',
      'template_card',
    ];
    const message = readContent(json, {
      ...{ media: this.#media, owner: 'corp', types },
      ...{ text: 2048, markdown: 2048, cuts: true },
    });
    const all = request.touser.includes('@all');
    const invalid = all ? [] : request.touser.filter((user) => !this.members.has(user));
    const users = all ? [...this.members] : request.touser.filter((user) => this.members.has(user));
    // Neither departments nor tags exist here.
    const { toparty, totag } = request;
    if (users.length === 0) {
      if (invalid.length + toparty.length + totag.length > 0)
        throw new Refusal(81013, 'user & party & tag all invalid');
      throw new Refusal(82001, 'All touser & toparty & totag invalid');
    }
    const msgid = this.#world.id('MSG_');
    const card = message.msgtype === 'template_card' ? cardSchema.parse(message.template_card) : undefined;
    if (card?.task_id !== undefined) {
      const taskId = `${app.agentId}:${card.task_id}`;
      if (this.#taskIds.has(taskId)) throw wrongParameter('task_id');
      this.#taskIds.add(taskId);
    }
    this.#sent.set(msgid, { app, at: this.#world.now(), ...(card !== undefined && { card }) });
    if (!this.#isRepeated(app, { users, message }, request)) {
      const reached = users.filter((user) => this.#mayGet(app, user));
      this.#world.deliver({ kind: 'app', agentId: app.agentId, users: reached, message, msgid });
    }
    return {
      ...{
        invaliduser: invalid.join('|').toLowerCase(),
        invalidparty: toparty.join('|'),
        invalidtag: totag.join('|'),
      },
      msgid,
      ...(card?.card_type.endsWith('_interaction') === true && { response_code: this.giveCode(msgid) }),
    };
  }

  #isRepeated(app: App, content: unknown, request: z.output<typeof sendSchema>): boolean {
    if (request.enable_duplicate_check === 0) return false;
    const key = `${app.agentId}:${JSON.stringify(content)}`;
    const last = this.#recent.get(key);
    this.#recent.set(key, this.#world.now());
    return last !== undefined && this.#world.now() - last < request.duplicate_check_interval * 1000;
  }

  /** 30 a minute; what is more vanishes without a word. https://developer.work.weixin.qq.com/document/path/90312 */
  #mayGet(app: App, user: string): boolean {
    const key = `${app.agentId}:${user}`;
    const last = (this.#perMember.get(key) ?? []).filter((at) => this.#world.now() - at < MINUTE);
    this.#perMember.set(key, [...last, this.#world.now()]);
    return last.length < 30;
  }

  /** A code that updates this message's card once. */
  giveCode(msgid: string): string {
    const code = this.#world.id('RCODE_');
    this.#codes.set(code, { msgid, at: this.#world.now() });
    return code;
  }

  /** The card of a message, with the task that a click on it is about. */
  cardOf(msgid: string): Sent & { readonly card: Card } {
    const sent = this.#sent.get(msgid);
    if (sent?.card === undefined) throw new Error(`no card was sent as ${msgid}`);
    return { ...sent, card: sent.card };
  }

  /** https://developer.work.weixin.qq.com/document/path/94888 */
  update(app: App, json: unknown) {
    const { response_code, button, template_card, userids, agentid } = check(updateSchema, json);
    if (agentid !== app.agentId)
      throw new Refusal(301002, 'not allow operate another agent with this accesstoken');
    if ((button === undefined) === (template_card === undefined)) throw wrongParameter('button');
    const code = this.#codes.get(response_code);
    if (code === undefined || this.#world.now() - code.at > 72 * HOUR) throw wrongParameter('response_code');
    this.#codes.delete(response_code);
    const update = button === undefined ? { template_card } : { button };
    this.#world.deliver({ kind: 'card', agentId: app.agentId, msgid: code.msgid, update });
    return { invaliduser: userids.filter((user) => !this.members.has(user)) };
  }

  /** https://developer.work.weixin.qq.com/document/path/94867 */
  recall(app: App, json: unknown) {
    const { msgid } = check(z.object({ msgid: z.string() }), json);
    const sent = this.#sent.get(msgid);
    if (sent === undefined || sent.app !== app || this.#world.now() - sent.at > DAY)
      throw wrongParameter('msgid');
    this.#world.deliver({ kind: 'recall', msgid });
    return {};
  }

  /** https://developer.work.weixin.qq.com/document/path/90245 */
  createChat(app: App, json: unknown) {
    const {
      userlist,
      chatid = this.#world.id('').replace(/[^0-9a-zA-Z]/g, ''),
      owner,
      name,
    } = check(chatSchema, json);
    if (name !== undefined && [...name].length > 50) throw new Refusal(86004, 'invalid chat name');
    if (userlist.length < 2 || userlist.length > 2000) throw new Refusal(86006, 'invalid chat member count');
    if (owner !== undefined && !userlist.includes(owner)) throw new Refusal(86207, 'owner not in userlist');
    if (userlist.some((user) => !this.members.has(user)))
      throw new Refusal(86216, 'invalid userid in userlist');
    if (this.#chats.has(chatid)) throw new Refusal(86215, 'chatid existed');
    this.#chats.set(chatid, { app, members: userlist });
    return { chatid };
  }

  /** https://developer.work.weixin.qq.com/document/path/90248 */
  sendChat(app: App, json: unknown) {
    const { chatid } = check(z.looseObject({ chatid: z.string() }), json);
    const types = ['text', 'markdown', 'textcard', 'image', 'voice', 'file', 'video', 'news'];
    const chat = this.#chats.get(chatid);
    if (chat === undefined) throw new Refusal(86003, 'chatid not exist');
    if (chat.app !== app) throw new Refusal(86008, 'not created by this app');
    const message = readContent(json, { media: this.#media, owner: 'corp', types, text: 2048, cuts: true });
    this.#world.deliver({ kind: 'appchat', chatid, message });
    return {};
  }
}
