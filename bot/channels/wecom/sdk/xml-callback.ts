import { randomInt } from 'node:crypto';
import { type AppInbound, parseAppInbound } from './app-callback.ts';
import { type AppReply, replyBody } from './app-reply.ts';
import { type Clock, systemClock } from './clock.ts';
import { WecomCrypto, WecomCryptoError } from './crypto.ts';
import { createFreshness, type Freshness } from './freshness.ts';
import { LIMITS } from './limits.ts';
import type { CallbackQuery, CallbackReply } from './types.ts';
import { formatXml, parseXml, type XmlElement, XmlError } from './xml.ts';

/** Why a callback was not let in; made for counting. */
export type CallbackRefusal =
  | 'query'
  | 'too-large'
  | 'xml'
  | 'dtd'
  | 'signature'
  | 'stale'
  | 'replayed'
  | 'cipher'
  | 'receive-id';

/** A request to the callback address that WeCom did not make, or made for somebody else. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly reason: CallbackRefusal;

  constructor(reason: CallbackRefusal) {
    super(`the callback is refused: ${reason}`);
    this.reason = reason;
  }
}

/** The answer to a callback, and what there is to count or to log. */
export type HandledCallback = CallbackReply & {
  readonly refused?: CallbackRefusal;
  /** What the handler threw; WeCom was told 500. */
  readonly error?: unknown;
};

export type XmlCallbackOptions = {
  readonly token: string;
  readonly encodingAESKey: string;
  /** The CorpID: apps and 微信客服 have it as their receiver. */
  readonly corpId: string;
  /** Left out: ±5 minutes, each signature once in 2 hours. */
  readonly freshness?: Freshness;
  readonly clock?: Pick<Clock, 'now'>;
};

/** Carries a callback out, in 5 s at most. What it returns is the passive reply; undefined for none. */
export type CallbackHandler = (message: AppInbound) => Promise<AppReply | undefined>;

/**
 * The XML callbacks of an app or of 微信客服.
 * https://developer.work.weixin.qq.com/document/path/90238
 */
export type XmlCallback = {
  /** The text to answer with, as it is, within 1 s. @throws CallbackRefused */
  readonly verifyUrl: (query: Partial<CallbackQuery>) => string;
  /** Checks and decrypts without handling. @throws CallbackRefused */
  readonly open: (query: Partial<CallbackQuery>, body: string | Buffer) => AppInbound;
  /** Never rejects. */
  readonly handle: (
    query: Partial<CallbackQuery>,
    body: string | Buffer,
    handler: CallbackHandler,
  ) => Promise<HandledCallback>;
};

export function createXmlCallback(options: XmlCallbackOptions): XmlCallback {
  const { clock = systemClock } = options;
  const freshness = options.freshness ?? createFreshness({ clock });
  const crypto = new WecomCrypto(options.token, options.encodingAESKey, options.corpId);

  function check(query: Partial<CallbackQuery>, encrypt: string): CallbackQuery {
    const { msg_signature, timestamp, nonce } = query;
    if (msg_signature === undefined || timestamp === undefined || nonce === undefined)
      throw new CallbackRefused('query');
    // The signature first: nobody who cannot sign learns how our clock stands.
    if (!crypto.verifySignature(msg_signature, timestamp, nonce, encrypt))
      throw new CallbackRefused('signature');
    const stamp = { msg_signature, timestamp, nonce };
    const freshNow = freshness.check(stamp);
    if (freshNow !== 'fresh') throw new CallbackRefused(freshNow);
    return stamp;
  }

  function decrypt(encrypt: string): string {
    try {
      return crypto.decrypt(encrypt);
    } catch (error) {
      const foreign = error instanceof WecomCryptoError && error.fault === 'receive-id';
      throw new CallbackRefused(foreign ? 'receive-id' : 'cipher');
    }
  }

  function open(query: Partial<CallbackQuery>, body: string | Buffer): AppInbound {
    if (Buffer.byteLength(body) > LIMITS.callbackBody) throw new CallbackRefused('too-large');
    const { Encrypt } = parse(body.toString());
    if (typeof Encrypt !== 'string') throw new CallbackRefused('xml');
    check(query, Encrypt);
    return parseAppInbound(parse(decrypt(Encrypt)));
  }

  function seal(reply: AppReply, message: AppInbound, query: Partial<CallbackQuery>): string {
    const createTime = Math.floor(clock.now() / 1000);
    const nonce = query.nonce ?? String(randomInt(2 ** 31));
    const plain = formatXml(
      replyBody(reply, { to: message.FromUserName, from: message.ToUserName, createTime }),
    );
    const { encrypt, signature } = crypto.encrypt(plain, String(createTime), nonce);
    return formatXml({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: createTime, Nonce: nonce });
  }

  return {
    verifyUrl: (query) => {
      const { echostr } = query;
      if (echostr === undefined) throw new CallbackRefused('query');
      check(query, echostr);
      return decrypt(echostr);
    },
    open,
    handle: async (query, body, handler) => {
      let message: AppInbound;
      try {
        message = open(query, body);
      } catch (error) {
        if (!(error instanceof CallbackRefused)) return { ...empty(500), error };
        return { ...empty(STATUS[error.reason]), refused: error.reason };
      }
      try {
        const reply = await handler(message);
        const sealed = reply === undefined ? '' : seal(reply, message, query);
        const { msg_signature = '', timestamp = '', nonce = '' } = query;
        freshness.remember({ msg_signature, timestamp, nonce });
        return { status: 200, contentType: sealed === '' ? 'text/plain' : 'application/xml', body: sealed };
      } catch (error) {
        // Not remembered: WeCom may send it again, and then it must not look like a replay.
        return { ...empty(500), error };
      }
    },
  };
}

/** To one whose callback was carried out already WeCom is told so: what got lost was our answer. */
const STATUS: Readonly<Record<CallbackRefusal, number>> = {
  query: 400,
  'too-large': 413,
  xml: 400,
  dtd: 400,
  signature: 403,
  stale: 403,
  replayed: 200,
  cipher: 400,
  'receive-id': 403,
};

function empty(status: number): CallbackReply {
  return { status, contentType: 'text/plain', body: '' };
}

function parse(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof XmlError && error.fault === 'too-large') throw new CallbackRefused('too-large');
    throw new CallbackRefused(error instanceof XmlError && error.fault === 'dtd' ? 'dtd' : 'xml');
  }
}
