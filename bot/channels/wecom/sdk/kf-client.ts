import { z } from 'zod';
import type { Caller } from './caller.ts';
import { type AppCredentials, connect } from './client-options.ts';
import type { HttpBytes } from './http.ts';
import { type KfItem, parseKfItem } from './kf-items.ts';
import {
  checkKfMessage,
  checkMsgid,
  type KfMenuMessage,
  type KfOutbound,
  type KfTextMessage,
} from './kf-messages.ts';
import { checkBytes, checkCount, LIMITS } from './limits.ts';
import { getMedia, type MediaFile, type MediaOptions, type UploadedMedia, uploadMedia } from './media.ts';
import type { WeComMediaType } from './types.ts';

export type WeComKfClientOptions = AppCredentials;

/** Where a conversation is: 4 comes before the first message and after the last. https://developer.work.weixin.qq.com/document/path/94669 */
export const KfServiceState = { New: 0, Bot: 1, Pool: 2, Human: 3, Ended: 4 } as const;
export type KfServiceState = (typeof KfServiceState)[keyof typeof KfServiceState];

type Cancel = { readonly signal?: AbortSignal };
type Conversation = { readonly open_kfid: string; readonly external_userid: string };

const syncedSchema = z.object({
  next_cursor: z.string().default(''),
  has_more: z.union([z.number(), z.boolean()]).default(0).transform(Boolean),
  msg_list: z
    .array(z.unknown())
    .default([])
    .transform((list): readonly KfItem[] => list.map(parseKfItem)),
});

const stateSchema = z.object({
  service_state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  servicer_userid: z.string().optional(),
});

const accountsSchema = z.object({
  account_list: z
    .array(
      z.object({
        open_kfid: z.string(),
        name: z.string().default(''),
        avatar: z.string().default(''),
        /** Whether this app may send for the account; false: turn on 通过API管理 in the console. */
        manage_privilege: z.boolean().optional(),
      }),
    )
    .default([]),
});

const servicersSchema = z.object({
  servicer_list: z
    .array(
      z.object({
        /** Absent for a department. */
        userid: z.string().optional(),
        department_id: z.number().optional(),
        /** 0 receiving, 1 stopped: other numbers than the event has. */
        status: z.number().optional(),
        stop_type: z.number().optional(),
      }),
    )
    .default([]),
});

const customersSchema = z.object({
  customer_list: z
    .array(
      z.object({
        external_userid: z.string(),
        nickname: z.string().default(''),
        avatar: z.string().optional(),
        gender: z.number().optional(),
        unionid: z.string().optional(),
      }),
    )
    .default([]),
  invalid_external_userid: z.array(z.string()).default([]),
});

export type KfSynced = z.infer<typeof syncedSchema>;
export type KfState = z.infer<typeof stateSchema>;
export type KfAccount = z.infer<typeof accountsSchema>['account_list'][number];
export type KfServicer = z.infer<typeof servicersSchema>['servicer_list'][number];
export type KfCustomers = z.infer<typeof customersSchema>;

/** 微信客服: people in WeChat who are no members. Errors are those of WeComAppClient. */
export class WeComKfClient {
  readonly #caller: Caller;

  constructor(options: WeComKfClientOptions) {
    this.#caller = connect(options).caller;
  }

  /**
   * What happened since the cursor. `has_more` with an empty list is no end: ask again with `next_cursor`, and keep
   * that only with the items. What the API sent does not come back. 3 days are kept.
   * https://developer.work.weixin.qq.com/document/path/94670
   * @param request.token of the callback, good for 10 minutes; without it WeCom allows few calls
   */
  async syncMsg(
    request: {
      readonly open_kfid: string;
      readonly cursor?: string;
      readonly token?: string;
      /** ≤ 1000 */
      readonly limit?: number;
      /** 0 amr, 1 silk */
      readonly voice_format?: 0 | 1;
    },
    options: Cancel = {},
  ): Promise<KfSynced> {
    const secrets = request.token === undefined ? [] : [request.token];
    return this.#caller.json(
      { path: '/cgi-bin/kf/sync_msg', json: request, kind: 'read', secrets, ...options },
      syncedSchema,
    );
  }

  /**
   * Only while the conversation is new or with the bot; five for each message of the customer, within 48 hours. That
   * WeCom took it does not say that it arrived: watch for `msg_send_fail`.
   * https://developer.work.weixin.qq.com/document/path/94677
   * @param request.msgid makes the call safe to repeat, so network errors are then tried again
   * @throws WeComLimitError
   */
  async sendMsg(
    request: { readonly touser: string; readonly open_kfid: string; readonly msgid?: string } & KfOutbound,
    options: Cancel = {},
  ): Promise<{ readonly msgid: string }> {
    checkKfMessage(request);
    if (request.msgid !== undefined) checkMsgid(request.msgid);
    const idempotent = request.msgid !== undefined;
    return this.#caller.json(
      { path: '/cgi-bin/kf/send_msg', json: request, kind: 'send', idempotent, ...options },
      z.object({ msgid: z.string().default(request.msgid ?? '') }),
    );
  }

  /**
   * Answers an event by its code, which works once: to a welcome_code and to the end of a conversation within 20 s a
   * text or a menu, to the pool within 48 hours a text.
   * https://developer.work.weixin.qq.com/document/path/95122
   * @throws WeComLimitError
   */
  async sendMsgOnEvent(
    request: { readonly code: string; readonly msgid?: string } & (KfTextMessage | KfMenuMessage),
    options: Cancel = {},
  ): Promise<{ readonly msgid: string }> {
    checkKfMessage(request);
    if (request.msgid !== undefined) checkMsgid(request.msgid);
    const secrets = [request.code];
    return this.#caller.json(
      // The code is the key: whoever uses it twice is refused.
      {
        path: '/cgi-bin/kf/send_msg_on_event',
        json: request,
        kind: 'send',
        idempotent: true,
        secrets,
        ...options,
      },
      z.object({ msgid: z.string().default(request.msgid ?? '') }),
    );
  }

  /** https://developer.work.weixin.qq.com/document/path/94669 */
  async getServiceState(conversation: Conversation, options: Cancel = {}): Promise<KfState> {
    const call = {
      path: '/cgi-bin/kf/service_state/get',
      json: conversation,
      kind: 'read',
      ...options,
    } as const;
    return this.#caller.json(call, stateSchema);
  }

  /**
   * Moves a conversation. `msg_code`, given for the first move to 2 or 3 and for 4, is for one sendMsgOnEvent; a secret.
   * https://developer.work.weixin.qq.com/document/path/94669
   * @param request.servicer_userid needed for 3; must be receiving
   */
  async transServiceState(
    request: Conversation & { readonly service_state: KfServiceState; readonly servicer_userid?: string },
    options: Cancel = {},
  ): Promise<{ readonly msg_code?: string | undefined }> {
    const call = {
      path: '/cgi-bin/kf/service_state/trans',
      json: request,
      kind: 'send',
      ...options,
    } as const;
    return this.#caller.json(call, z.object({ msg_code: z.string().optional() }));
  }

  /** https://developer.work.weixin.qq.com/document/path/94661 @param page ≤ 100 at a time */
  async listAccounts(
    page: { readonly offset?: number; readonly limit?: number } = {},
    options: Cancel = {},
  ): Promise<readonly KfAccount[]> {
    const json = { offset: page.offset ?? 0, limit: page.limit ?? 100 };
    const call = { path: '/cgi-bin/kf/account/list', json, kind: 'read', ...options } as const;
    return (await this.#caller.json(call, accountsSchema)).account_list;
  }

  /**
   * A link into a conversation; add what it is to carry by `kfLink`. Only a link with a scene can carry anything.
   * https://developer.work.weixin.qq.com/document/path/94665
   * @throws WeComLimitError, TypeError
   */
  async addContactWay(
    request: { readonly open_kfid: string; readonly scene?: string },
    options: Cancel = {},
  ): Promise<{ readonly url: string }> {
    checkBytes('scene', request.scene ?? '', LIMITS.kf.scene);
    if (!/^[0-9a-zA-Z_-]*$/.test(request.scene ?? ''))
      throw new TypeError('a scene is made of 0-9, a-z, A-Z, _ and -');
    const call = { path: '/cgi-bin/kf/add_contact_way', json: request, kind: 'read', ...options } as const;
    return this.#caller.json(call, z.object({ url: z.string() }));
  }

  /** https://developer.work.weixin.qq.com/document/path/94645 */
  async listServicers(open_kfid: string, options: Cancel = {}): Promise<readonly KfServicer[]> {
    const call = {
      path: '/cgi-bin/kf/servicer/list',
      query: { open_kfid },
      kind: 'read',
      ...options,
    } as const;
    return (await this.#caller.json(call, servicersSchema)).servicer_list;
  }

  /** https://developer.work.weixin.qq.com/document/path/95159 @param ids ≤ 100 @throws WeComLimitError */
  async batchGetCustomers(ids: readonly string[], options: Cancel = {}): Promise<KfCustomers> {
    checkCount('external_userid_list', ids.length, LIMITS.kf.customers);
    const json = { external_userid_list: ids };
    return this.#caller.json(
      { path: '/cgi-bin/kf/customer/batchget', json, kind: 'read', ...options },
      customersSchema,
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
}

/**
 * The link of addContactWay with what comes back as `scene_param`.
 * https://developer.work.weixin.qq.com/document/path/94665
 * @throws WeComLimitError
 */
export function kfLink(url: string, sceneParam: string): string {
  const encoded = encodeURIComponent(sceneParam);
  checkBytes('scene_param', encoded, LIMITS.kf.sceneParam);
  return `${url}${url.includes('?') ? '&' : '?'}scene_param=${encoded}`;
}
