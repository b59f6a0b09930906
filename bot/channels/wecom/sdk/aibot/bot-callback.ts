import { z } from 'zod';
import { type WecomCrypto, WecomCryptoError } from '../crypto.ts';
import type { Freshness, Stamp } from '../freshness.ts';
import { parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { type Callback, parseCallback } from './messages.ts';

/** Why a callback is not handed out; made for counting. */
export type BotRefusal =
  /** A signature, timestamp or nonce is missing. */
  | 'query'
  | 'too-large'
  /** The body, or what was encrypted in it, is not JSON of the right shape. */
  | 'json'
  | 'signature'
  | 'stale'
  | 'replayed'
  | 'cipher'
  | 'receive-id'
  /** JSON, but not what the documentation says. */
  | 'malformed'
  | 'other-bot'
  /** WeCom itself speaks, not a person. */
  | 'system'
  /** A group that does not say which. */
  | 'no-chatid'
  /** The same msgid came before; it gets the same answer. */
  | 'duplicate';

/** The query of a callback, unescaped: `new URL(…).searchParams`, or what a framework makes of it. */
export type BotQuery = URLSearchParams | Readonly<Record<string, string | undefined>>;

export type Opened =
  | { readonly refused: BotRefusal }
  | { readonly callback: Callback; readonly stamp: Stamp; readonly replayed: boolean };

const envelopeSchema = z.looseObject({ encrypt: z.string().min(1) });

export function readStamp(query: BotQuery): (Stamp & { readonly echostr: string | undefined }) | undefined {
  const get = (name: string) =>
    (query instanceof URLSearchParams ? query.get(name) : query[name]) ?? undefined;
  const msg_signature = get('msg_signature') ?? get('msgsignature') ?? get('signature');
  const timestamp = get('timestamp');
  const nonce = get('nonce');
  if (msg_signature === undefined || timestamp === undefined || nonce === undefined) return undefined;
  return { msg_signature, timestamp, nonce, echostr: get('echostr') };
}

/** Decrypts what was checked. @returns a refusal instead of a text that is none for us */
export function decrypt(crypto: WecomCrypto, encrypt: string): string | { readonly refused: BotRefusal } {
  try {
    return crypto.decrypt(encrypt);
  } catch (error) {
    if (!(error instanceof WecomCryptoError)) throw error;
    return { refused: error.fault === 'receive-id' ? 'receive-id' : 'cipher' };
  }
}

/**
 * Size, shape, signature, time, cipher, shape again: each only after the one before, so that nobody who cannot sign
 * learns more than that.
 */
export function openCallback(
  query: BotQuery,
  body: string | Uint8Array,
  crypto: WecomCrypto,
  freshness: Freshness,
): Opened {
  if (Buffer.byteLength(body) > LIMITS.callbackBody) return { refused: 'too-large' };
  const stamp = readStamp(query);
  if (stamp === undefined) return { refused: 'query' };
  const encrypt = readEnvelope(typeof body === 'string' ? body : Buffer.from(body).toString());
  if (encrypt === undefined) return { refused: 'json' };
  if (!crypto.verifySignature(stamp.msg_signature, stamp.timestamp, stamp.nonce, encrypt))
    return { refused: 'signature' };
  const age = freshness.check(stamp);
  if (age === 'stale') return { refused: 'stale' };
  const plain = decrypt(crypto, encrypt);
  if (typeof plain !== 'string') return plain;
  const json = readJson(plain);
  if (json === undefined) return { refused: 'json' };
  const callback = parseCallback(json);
  if (callback === undefined) return { refused: 'malformed' };
  return { callback, stamp, replayed: age === 'replayed' };
}

function readEnvelope(text: string): string | undefined {
  const json = readJson(text);
  if (typeof json !== 'object' || json === null) return undefined;
  const parsed = envelopeSchema.safeParse({ encrypt: 'Encrypt' in json ? json.Encrypt : undefined, ...json });
  return parsed.success ? parsed.data.encrypt : undefined;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
