import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, systemClock } from './clock.ts';
import { retryFor, WeComApiError, WeComNetworkError } from './error.ts';
import type { Http } from './http.ts';
import { pause, TRIES } from './pace.ts';
import { stripSecrets } from './secrets.ts';

const ENDPOINT = '/cgi-bin/gettoken';
/** A token that is about to expire would expire on its way. */
const EARLY_MS = 60_000;
/** After a refusal nothing is asked for so long: many wrong secrets ban the address for an hour. */
const HOLD_MS = 60_000;

export type StoredToken = {
  readonly token: string;
  /** ms since 1970 */
  readonly expiresAt: number;
};

/**
 * Where processes that use one secret share its token. A token is as good as the secret while it lives: encrypt it.
 * Without one, the token is kept in memory.
 */
export type TokenStore = {
  readonly get: (key: string) => Promise<StoredToken | undefined>;
  readonly set: (key: string, token: StoredToken) => Promise<void>;
};

export type TokenSource = {
  readonly get: () => Promise<string>;
  /** A token that WeCom refused; the next `get` gives another one. */
  readonly renew: (refused: string) => Promise<void>;
};

export type TokenSourceOptions = {
  readonly http: Http;
  readonly corpId: string;
  readonly corpSecret: string;
  readonly store?: TokenStore;
  readonly clock?: Clock;
  readonly random?: () => number;
};

const replySchema = z.object({
  errcode: z.number().default(0),
  errmsg: z.string().default(''),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});

/**
 * The access_token of one app. However many ask at the same time, it is fetched once.
 * https://developer.work.weixin.qq.com/document/path/91039
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { http, corpId, corpSecret, store, clock = systemClock, random = Math.random } = options;
  const key = `${corpId}:${createHash('sha256').update(corpSecret).digest('hex').slice(0, 16)}`;
  let kept: StoredToken | undefined;
  let refused: string | undefined;
  let flight: Promise<string> | undefined;
  let held: { readonly until: number; readonly errcode: number; readonly errmsg: string } | undefined;

  const usable = (stored: StoredToken | undefined) =>
    stored !== undefined && stored.token !== refused && stored.expiresAt - EARLY_MS > clock.now();

  async function fetchToken(): Promise<string> {
    // Another process may have renewed it.
    const stored = await store?.get(key);
    if (stored !== undefined && usable(stored)) kept = stored;
    else {
      kept = await askForToken();
      // What WeCom gives out anew is valid, even if it is the one that was refused a moment ago.
      refused = undefined;
      await store?.set(key, kept);
    }
    return kept.token;
  }

  async function askForToken(): Promise<StoredToken> {
    for (let tries = 0; ; tries++) {
      if (held !== undefined && held.until > clock.now())
        throw new WeComApiError({ errcode: held.errcode, errmsg: held.errmsg, endpoint: ENDPOINT });
      const query = { corpid: corpId, corpsecret: corpSecret };
      const parsed = replySchema.safeParse(await http.json({ method: 'GET', path: ENDPOINT, query }));
      if (!parsed.success) throw new WeComNetworkError('unreadable', ENDPOINT);
      const { errcode, errmsg, access_token, expires_in } = parsed.data;
      if (errcode === 0) {
        if (access_token === undefined) throw new WeComNetworkError('unreadable', ENDPOINT);
        held = undefined;
        return { token: access_token, expiresAt: clock.now() + (expires_in ?? 7200) * 1000 };
      }
      const { kind } = retryFor(errcode);
      if ((kind === 'backoff' || kind === 'jitter') && tries < TRIES) {
        await clock.sleep(pause(kind, tries, random));
        continue;
      }
      const said = { errcode, errmsg: stripSecrets(errmsg, [corpSecret]) };
      if (kind === 'none' || kind === 'park') held = { ...said, until: clock.now() + HOLD_MS };
      throw new WeComApiError({ ...said, endpoint: ENDPOINT });
    }
  }

  return {
    get: async () => {
      if (kept !== undefined && usable(kept)) return kept.token;
      flight ??= fetchToken().finally(() => {
        flight = undefined;
      });
      return flight;
    },
    renew: async (token) => {
      refused = token;
    },
  };
}
