import { type Caller, createCaller } from './caller.ts';
import { type Clock, systemClock } from './clock.ts';
import { createHttp, type Http } from './http.ts';
import { createTokenSource, type TokenSource, type TokenStore } from './tokens.ts';

/** How a client that has an app's secret reaches WeCom. */
export type AppCredentials = {
  readonly corpId: string;
  /** The app's own; since 2023-12 微信客服 takes it as well. */
  readonly corpSecret: string;
  /** Left out: WeCom's own. */
  readonly baseURL?: string;
  /** `http://user:password@host:port` of the way out, for a fixed address that WeCom trusts. */
  readonly proxy?: string;
  /** Instead of baseURL and proxy. */
  readonly http?: Http;
  /** Shares the token with other processes. */
  readonly tokenStore?: TokenStore;
  /** Shares the token with another client of the same secret in this process. */
  readonly tokens?: TokenSource;
  readonly clock?: Clock;
  /** 0 ≤ x < 1 */
  readonly random?: () => number;
};

export function connect(options: AppCredentials): { caller: Caller; tokens: TokenSource } {
  const { corpId, corpSecret, clock = systemClock, random = Math.random } = options;
  const http = options.http ?? createHttp(pick(options));
  const tokens =
    options.tokens ??
    createTokenSource({
      ...{ http, corpId, corpSecret, clock, random },
      ...(options.tokenStore !== undefined && { store: options.tokenStore }),
    });
  return {
    tokens,
    caller: createCaller({ http, clock, random, credential: { name: 'access_token', ...tokens } }),
  };
}

/** What is set of the two; an option that is undefined is left out. */
export function pick({ baseURL, proxy }: { readonly baseURL?: string; readonly proxy?: string }) {
  return { ...(baseURL !== undefined && { baseURL }), ...(proxy !== undefined && { proxy }) };
}
