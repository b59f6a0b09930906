import { randomBytes } from 'node:crypto';
import { WecomCrypto } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import { pressOf, templateCard } from '../template-card.ts';

export type CallbackRequest = {
  /** As it stands behind the question mark. */
  readonly query: URLSearchParams;
  readonly body: string;
};

export type CallbackResponse = { readonly status: number; readonly body: string };

export type AibotCallerOptions = {
  readonly token: string;
  readonly encodingAESKey: string;
  /** Empty when left out, as for a bot of one's own corp. */
  readonly receiveId?: string;
  readonly botId: string;
  /** How a request reaches the bot: in this process, or by `postTo`. */
  readonly deliver: (request: CallbackRequest) => Promise<CallbackResponse>;
  /** The response_url of the next message; none when left out. */
  readonly responseUrl?: () => string;
  /** ms since 1970; the machine's clock when left out. */
  readonly now?: () => number;
};

export type Where = {
  /** The chatid of a group; left out: the single chat. */
  readonly chat?: string;
  /** Left out: a new one. */
  readonly msgid?: string;
};

export type Heard = {
  readonly status: number;
  /** Decrypted; undefined for an empty answer. */
  readonly reply: unknown;
};

const carrierSchema = z.looseObject({ template_card: templateCard.exactOptional() });
const envelopeSchema = z.strictObject({
  encrypt: z.string(),
  msgsignature: z.string(),
  timestamp: z.int(),
  nonce: z.string(),
});

/**
 * WeCom as it calls an AI bot's address, with the official package's cipher: what it cannot read, nobody at WeCom can.
 * https://developer.work.weixin.qq.com/document/path/101033
 */
export function createAibotCaller(options: AibotCallerOptions) {
  const { now = Date.now, botId, deliver } = options;
  const crypto = new WecomCrypto(options.token, options.encodingAESKey, options.receiveId ?? '');

  /** A signed request; what was given is used instead of what would be right. */
  function sign(
    plain: string,
    wrong: { timestamp?: string; nonce?: string; signature?: string; encrypt?: string } = {},
  ) {
    const timestamp = wrong.timestamp ?? `${Math.floor(now() / 1000)}`;
    const nonce = wrong.nonce ?? randomBytes(5).toString('hex');
    const encrypt = wrong.encrypt ?? crypto.encrypt(plain, timestamp, nonce).encrypt;
    const msg_signature = wrong.signature ?? crypto.computeSignature(timestamp, nonce, encrypt);
    return { query: new URLSearchParams({ msg_signature, timestamp, nonce }), encrypt };
  }

  function requestOf(body: unknown): CallbackRequest {
    const { query, encrypt } = sign(typeof body === 'string' ? body : JSON.stringify(body));
    return { query, body: JSON.stringify({ encrypt }) };
  }

  /** Throws when the answer is none that WeCom would take. */
  function read({ status, body }: CallbackResponse, nonce: string | null): Heard {
    if (body === '') return { status, reply: undefined };
    const sealed = envelopeSchema.parse(JSON.parse(body));
    if (sealed.nonce !== nonce) throw new Error('the answer has another nonce');
    if (!crypto.verifySignature(sealed.msgsignature, `${sealed.timestamp}`, sealed.nonce, sealed.encrypt))
      throw new Error('the answer is signed wrongly');
    const reply: unknown = JSON.parse(crypto.decrypt(sealed.encrypt));
    carrierSchema.parse(reply);
    return { status, reply };
  }

  async function send(request: CallbackRequest): Promise<Heard> {
    return read(await deliver(request), request.query.get('nonce'));
  }

  function baseOf(user: string, { chat, msgid }: Where) {
    return {
      msgid: msgid ?? `msg_${randomBytes(6).toString('hex')}`,
      aibotid: botId,
      ...(chat !== undefined && { chatid: chat }),
      chattype: chat === undefined ? 'single' : 'group',
      from: { userid: user },
    };
  }

  function messageOf(user: string, body: Record<string, unknown>, where: Where = {}) {
    const response_url = options.responseUrl?.();
    return { ...baseOf(user, where), ...(response_url !== undefined && { response_url }), ...body };
  }

  function eventOf(user: string, event: Record<string, unknown>, where: Where = {}) {
    const create_time = Math.floor(now() / 1000);
    return { ...messageOf(user, { msgtype: 'event', event }, where), create_time };
  }

  const textOf = (user: string, content: string, where: Where = {}) =>
    messageOf(user, { msgtype: 'text', text: { content } }, where);

  return {
    sign,
    requestOf,
    send,
    messageOf,
    eventOf,
    textOf,
    /** Signs a body and sends it. */
    post: (body: unknown) => send(requestOf(body)),
    text: (user: string, content: string, where: Where = {}) => send(requestOf(textOf(user, content, where))),
    enterChat: (user: string) => send(requestOf(eventOf(user, { eventtype: 'enter_chat' }))),
    clickCard: (user: string, key: string, taskId: string) =>
      send(
        requestOf(
          eventOf(user, {
            eventtype: 'template_card_event',
            template_card_event: { card_type: 'button_interaction', event_key: key, task_id: taskId },
          }),
        ),
      ),
    /** Presses what a card of the bot's shows. */
    press: (user: string, card: unknown, label: string, where: Where = {}) =>
      send(
        requestOf(
          eventOf(
            user,
            { eventtype: 'template_card_event', template_card_event: pressOf(card, label) },
            where,
          ),
        ),
      ),
    feedback: (user: string, id: string, type: 1 | 2 | 3) =>
      send(requestOf(eventOf(user, { eventtype: 'feedback_event', feedback_event: { id, type } }))),
    /** Asks what has become of a stream. */
    poll: (streamId: string, user: string = 'li') =>
      send(requestOf({ ...baseOf(user, {}), msgtype: 'stream', stream: { id: streamId } })),
  };
}

/** Delivers over HTTP, as WeCom does. */
export function postTo(url: string): AibotCallerOptions['deliver'] {
  return async ({ query, body }) => {
    const response = await fetch(`${url}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { status: response.status, body: await response.text() };
  };
}
