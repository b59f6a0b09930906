import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { z } from 'zod';
import type { World } from './world.ts';

/** Where callbacks go, and the two secrets that the console made for it. */
export type CallbackTarget = {
  readonly url: string;
  readonly token: string;
  readonly encodingAESKey: string;
  /** The CorpID for apps and 微信客服, empty for an AI bot. */
  readonly receiveId: string;
};

export type Attempt = { readonly status: number } | { readonly error: string };

/** What became of a callback. */
export type CallbackOutcome = {
  readonly attempts: readonly Attempt[];
  /** The passive reply in plain text; empty for none; undefined when nobody answered with 200. */
  readonly reply?: string;
  /** Why WeCom would throw the reply away. */
  readonly unreadable?: string;
};

const jsonReply = z.object({
  encrypt: z.string(),
  msgsignature: z.string(),
  timestamp: z.int(),
  nonce: z.string(),
});

/** Posts encrypted, signed callbacks. https://developer.work.weixin.qq.com/document/path/90930 */
export class Callbacks {
  /** How long WeCom waits, in ms. */
  timeoutMs = 5000;
  /** How often it tries again when nobody answers. */
  retries = 3;
  /** 90238 says that other answers than 200 are tried again too, 90930 says that they are not. */
  retryStatus = false;
  readonly outcomes: CallbackOutcome[] = [];
  readonly #world: World;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  /** The signed query and the ciphertext of a callback; for tests that post something else than they should. */
  seal(target: CallbackTarget, plain: string, stamp: { timestamp?: string; nonce?: string } = {}) {
    const timestamp = stamp.timestamp ?? String(Math.floor(this.#world.now() / 1000));
    const nonce = stamp.nonce ?? this.#world.id('').slice(-10);
    const ciphertext = encrypt(target.encodingAESKey, plain, target.receiveId);
    const msg_signature = getSignature(target.token, timestamp, nonce, ciphertext);
    return { query: { msg_signature, timestamp, nonce }, ciphertext };
  }

  /** Asks the address to prove itself, as the console does when it is saved. */
  async verify(target: CallbackTarget): Promise<{ readonly passed: boolean; readonly status: number }> {
    const echo = this.#world.id('').slice(-12);
    const { query, ciphertext } = this.seal(target, echo);
    const search = new URLSearchParams({ ...query, echostr: ciphertext });
    const response = await fetch(`${target.url}?${search}`, { signal: this.#stop.signal });
    return { passed: (await response.text()) === echo && response.status === 200, status: response.status };
  }

  /** The plain text of an app's callback, sealed in XML. */
  postXml(target: CallbackTarget, plain: string, agentId = ''): Promise<CallbackOutcome> {
    const { query, ciphertext } = this.seal(target, plain);
    const body = `<xml><ToUserName><![CDATA[${target.receiveId}]]></ToUserName><AgentID><![CDATA[${agentId}]]></AgentID><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`;
    return this.#post(target, query, body, 'text/xml');
  }

  /** The value of an AI bot's callback, sealed in JSON. */
  postJson(target: CallbackTarget, value: unknown): Promise<CallbackOutcome> {
    const { query, ciphertext } = this.seal(target, JSON.stringify(value));
    return this.#post(target, query, JSON.stringify({ encrypt: ciphertext }), 'application/json');
  }

  #post(
    target: CallbackTarget,
    query: Record<string, string>,
    body: string,
    type: string,
  ): Promise<CallbackOutcome> {
    const run = this.#tryPost(target, `${target.url}?${new URLSearchParams(query)}`, body, type).then(
      (outcome) => {
        this.outcomes.push(outcome);
        this.#world.changed();
        return outcome;
      },
    );
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
    return run;
  }

  /** The same request every time: the same nonce, the same MsgId. */
  async #tryPost(target: CallbackTarget, url: string, body: string, type: string): Promise<CallbackOutcome> {
    const attempts: Attempt[] = [];
    while (attempts.length <= this.retries && !this.#stop.signal.aborted) {
      try {
        const signal = AbortSignal.any([AbortSignal.timeout(this.timeoutMs), this.#stop.signal]);
        const response = await fetch(url, {
          method: 'POST',
          body,
          headers: { 'content-type': type },
          signal,
        });
        const text = await response.text();
        attempts.push({ status: response.status });
        if (response.status === 200) return { attempts, ...openReply(target, text) };
        if (!this.retryStatus) break;
      } catch (error) {
        attempts.push({ error: error instanceof Error ? error.name : String(error) });
      }
    }
    return { attempts };
  }
}

/** A passive reply must be signed and encrypted for the same receiver. */
function openReply(target: CallbackTarget, text: string): { reply: string } | { unreadable: string } {
  if (text === '') return { reply: '' };
  try {
    const sealed = text.startsWith('<') ? xmlReply(text) : jsonReply.parse(JSON.parse(text));
    const { encrypt: ciphertext, msgsignature, timestamp, nonce } = sealed;
    if (getSignature(target.token, String(timestamp), nonce, ciphertext) !== msgsignature)
      return { unreadable: 'it is signed wrongly' };
    const { id, message } = decrypt(target.encodingAESKey, ciphertext);
    return id === target.receiveId ? { reply: message } : { unreadable: 'it is for somebody else' };
  } catch (error) {
    return { unreadable: String(error) };
  }
}

function xmlReply(text: string): z.output<typeof jsonReply> {
  const field = (name: string) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^\\]<]*)`).exec(text)?.[1] ?? '';
  return {
    ...{ encrypt: field('Encrypt'), msgsignature: field('MsgSignature') },
    ...{ timestamp: Number(field('TimeStamp')), nonce: field('Nonce') },
  };
}
