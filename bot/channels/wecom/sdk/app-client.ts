import { z } from 'zod';
import {
  type AppMessage,
  checkAppMessage,
  checkRecipients,
  type Recipients,
  type SendOptions,
  type SentMessage,
  sentSchema,
  type TextCard,
} from './app-messages.ts';
import type { Caller } from './caller.ts';
import { checkCard } from './card.ts';
import { type AppCredentials, connect } from './client-options.ts';
import type { Freshness } from './freshness.ts';
import type { HttpBytes } from './http.ts';
import { getMedia, type MediaFile, type MediaOptions, type UploadedMedia, uploadMedia } from './media.ts';
import type { TokenSource } from './tokens.ts';
import type { CallbackQuery, TemplateCard, WeComMediaType } from './types.ts';
import {
  type CallbackHandler,
  createXmlCallback,
  type HandledCallback,
  type XmlCallback,
} from './xml-callback.ts';

export type WeComAppClientOptions = AppCredentials & {
  readonly agentId: number | string;
  /** Needed by verifyUrl and handleCallback only. */
  readonly callback?: {
    readonly token: string;
    readonly encodingAESKey: string;
    readonly freshness?: Freshness;
  };
};

/** What stands on the card from now on: another word on its buttons, or another card. */
export type CardUpdate =
  | { readonly button: { readonly replace_name: string } }
  | { readonly template_card: TemplateCard };

type Cancel = { readonly signal?: AbortSignal };

const nothing = z.object({});
const agentSchema = z.object({
  name: z.string().default(''),
  /** 1: an admin has switched it off. */
  close: z.number().default(0),
});
const chatCreatedSchema = z.object({ chatid: z.string() });
const callbackIpsSchema = z.object({ ip_list: z.array(z.string()).default([]) });

/**
 * A self-built app (自建应用): messages to members, cards, files, its own groups and its callbacks.
 *
 * Every method throws WeComApiError when WeCom said no and WeComNetworkError when nobody answered; a method that people
 * see the effect of throws WeComOutcomeUnknown instead when it may have been carried out all the same.
 */
export class WeComAppClient {
  readonly #agentId: number | string;
  readonly #tokens: TokenSource;
  readonly #caller: Caller;
  readonly #callback: XmlCallback | undefined;

  constructor(options: WeComAppClientOptions) {
    const { caller, tokens } = connect(options);
    this.#agentId = options.agentId;
    this.#tokens = tokens;
    this.#caller = caller;
    this.#callback =
      options.callback &&
      createXmlCallback({
        ...options.callback,
        corpId: options.corpId,
        ...(options.clock && { clock: options.clock }),
      });
  }

  /** Fetched once for all who ask, and a minute before it ends. https://developer.work.weixin.qq.com/document/path/91039 */
  getAccessToken(): Promise<string> {
    return this.#tokens.get();
  }

  /** https://developer.work.weixin.qq.com/document/path/90236 @throws WeComLimitError */
  async send(to: Recipients, message: AppMessage, options: SendOptions = {}): Promise<SentMessage> {
    checkRecipients(to);
    checkAppMessage(message);
    const { duplicateCheckSeconds, signal } = options;
    const json = {
      touser: to.users?.join('|'),
      toparty: to.parties?.join('|'),
      totag: to.tags?.join('|'),
      agentid: this.#agentId,
      ...message,
      safe: options.safe === true ? 1 : 0,
      enable_id_trans: options.translateIds === true ? 1 : 0,
      ...(duplicateCheckSeconds !== undefined && {
        enable_duplicate_check: 1,
        duplicate_check_interval: duplicateCheckSeconds,
      }),
    };
    const idempotent = duplicateCheckSeconds !== undefined;
    const call = {
      path: '/cgi-bin/message/send',
      json,
      kind: 'send',
      idempotent,
      ...(signal && { signal }),
    } as const;
    return this.#caller.json(call, sentSchema);
  }

  /** ≤ 2048 bytes. https://developer.work.weixin.qq.com/document/path/90236 */
  sendText(to: Recipients, content: string, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'text', text: { content } }, options);
  }

  /** ≤ 2048 bytes; shows in the WeCom client only. https://developer.work.weixin.qq.com/document/path/90236 */
  sendMarkdown(to: Recipients, content: string, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'markdown', markdown: { content } }, options);
  }

  /** https://developer.work.weixin.qq.com/document/path/90236 */
  sendTextCard(to: Recipients, textcard: TextCard, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'textcard', textcard }, options);
  }

  /** Keep the `response_code`: it updates the card once. https://developer.work.weixin.qq.com/document/path/90236 */
  sendTemplateCard(to: Recipients, template_card: TemplateCard, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'template_card', template_card }, options);
  }

  /** https://developer.work.weixin.qq.com/document/path/90236 */
  sendImage(to: Recipients, media_id: string, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'image', image: { media_id } }, options);
  }

  /** https://developer.work.weixin.qq.com/document/path/90236 */
  sendFile(to: Recipients, media_id: string, options?: SendOptions): Promise<SentMessage> {
    return this.send(to, { msgtype: 'file', file: { media_id } }, options);
  }

  /**
   * Each response_code once, within 72 hours. https://developer.work.weixin.qq.com/document/path/94888
   * @param users left out: all who have the card
   * @throws WeComLimitError
   */
  async updateTemplateCard(
    responseCode: string,
    update: CardUpdate,
    options: Cancel & { readonly users?: readonly string[] } = {},
  ): Promise<{ readonly invaliduser: readonly string[] }> {
    const { users, signal } = options;
    if ('template_card' in update) checkCard(update.template_card);
    const json = {
      ...(users === undefined ? { atall: 1 } : { userids: users }),
      agentid: this.#agentId,
      response_code: responseCode,
      ...update,
    };
    const path = '/cgi-bin/message/update_template_card';
    return this.#caller.json(
      { path, json, kind: 'send', secrets: [responseCode], ...(signal && { signal }) },
      z.object({ invaliduser: z.array(z.string()).default([]) }),
    );
  }

  /** Within 24 hours. https://developer.work.weixin.qq.com/document/path/94867 */
  async recall(msgid: string, options: Cancel = {}): Promise<void> {
    await this.#caller.json(
      { path: '/cgi-bin/message/recall', json: { msgid }, kind: 'read', ...options },
      nothing,
    );
  }

  /** https://developer.work.weixin.qq.com/document/path/90253 @throws WeComLimitError */
  uploadMedia(type: WeComMediaType, file: MediaFile, options?: MediaOptions): Promise<UploadedMedia> {
    return uploadMedia(this.#caller, '/cgi-bin/media/upload', type, file, options);
  }

  /** https://developer.work.weixin.qq.com/document/path/90254 */
  getMedia(mediaId: string, options?: MediaOptions & { readonly maxBytes?: number }): Promise<HttpBytes> {
    return getMedia(this.#caller, mediaId, options);
  }

  /**
   * A group of 2 to 2000 members; the app must be visible to the whole corp.
   * https://developer.work.weixin.qq.com/document/path/90245
   */
  async createAppChat(
    chat: { name?: string; owner?: string; userlist: readonly string[]; chatid?: string },
    options: Cancel = {},
  ): Promise<{ readonly chatid: string }> {
    const call = { path: '/cgi-bin/appchat/create', json: chat, kind: 'send', ...options } as const;
    return this.#caller.json(call, chatCreatedSchema);
  }

  /** Into a group that this app made. https://developer.work.weixin.qq.com/document/path/90248 */
  async sendAppChat(
    chatid: string,
    message: Exclude<AppMessage, { msgtype: 'template_card' }>,
    options: Cancel & { readonly safe?: boolean } = {},
  ): Promise<void> {
    checkAppMessage(message);
    const { safe, ...cancel } = options;
    const json = { chatid, ...message, safe: safe === true ? 1 : 0 };
    await this.#caller.json({ path: '/cgi-bin/appchat/send', json, kind: 'send', ...cancel }, nothing);
  }

  /** The app as the console has it. https://developer.work.weixin.qq.com/document/path/90227 */
  async getAgent(options: Cancel = {}): Promise<{ readonly name: string; readonly closed: boolean }> {
    const query = { agentid: this.#agentId };
    const call = { path: '/cgi-bin/agent/get', query, kind: 'read', ...options } as const;
    const { name, close } = await this.#caller.json(call, agentSchema);
    return { name, closed: close === 1 };
  }

  /** Where WeCom's callbacks come from. https://developer.work.weixin.qq.com/document/path/90930 */
  async getCallbackIp(options: Cancel = {}): Promise<readonly string[]> {
    const call = { path: '/cgi-bin/getcallbackip', kind: 'read', ...options } as const;
    return (await this.#caller.json(call, callbackIpsSchema)).ip_list;
  }

  /** https://developer.work.weixin.qq.com/document/path/90238 @throws CallbackRefused */
  verifyUrl(query: Partial<CallbackQuery>): string {
    return this.#callbackOrThrow().verifyUrl(query);
  }

  /** Answer with what it returns, within 5 s. https://developer.work.weixin.qq.com/document/path/90238 */
  handleCallback(
    query: Partial<CallbackQuery>,
    body: string | Buffer,
    handler: CallbackHandler,
  ): Promise<HandledCallback> {
    return this.#callbackOrThrow().handle(query, body, handler);
  }

  #callbackOrThrow(): XmlCallback {
    if (this.#callback === undefined) throw new TypeError('this client was made without `callback`');
    return this.#callback;
  }
}
