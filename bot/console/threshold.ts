import { createRateLimit, type RateLimitOptions } from '../channels/web/rate-limit.ts';
import { accessCopy } from '../copy/console-access.ts';
import { createCallerOf, LOOPBACK, networkOf } from '../http/caller.ts';
import type { Context } from '../http/hono.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { ConsoleDeps } from './console.ts';
import type { Door } from './csrf.ts';

/** Per address: enough for an office behind one, too few for guessing. */
const PACE: RateLimitOptions = { burst: 20, perMinute: 10 };

export type ThresholdDeps = ConsoleDeps & {
  readonly telemetry: Pick<Telemetry, 'note'>;
  /** Attempts to sign in, of one address. */
  readonly rateLimit?: RateLimitOptions;
  /** Addresses and networks of the proxies before the server; those on this machine where nothing is said. */
  readonly proxies?: readonly string[];
};

/** What everybody must pass who is not signed in. */
export type Threshold = {
  /** undefined for a post from our own page, by an address that has not tried too often. */
  readonly check: (
    c: Context,
    token: string,
  ) => { readonly status: 403 | 429; readonly say: string } | undefined;
  /** Counted for whoever runs the server; nothing of who it was. */
  readonly refused: (reason: 'often' | 'origin' | 'link' | 'passkey') => void;
};

export function createThreshold(
  { telemetry, rateLimit, clock, proxies = LOOPBACK }: ThresholdDeps,
  door: Door,
): Threshold {
  const limit = createRateLimit(rateLimit ?? PACE, clock.now);
  const callerOf = createCallerOf(proxies);
  let isTold = false;
  return {
    check: (c, token) => {
      const { address, claims } = callerOf(c);
      // Once: it is for whoever forgot to name their proxy, and a stranger can send it as well.
      if (claims && !isTold) telemetry.note('warn', 'proxy-not-named');
      isTold ||= claims;
      if (limit.take(networkOf(address)) > 0) return { status: 429, say: accessCopy.refused.often };
      return door.isOwn(c, token) ? undefined : { status: 403, say: accessCopy.refused.expired };
    },
    refused: (reason) => telemetry.note('warn', 'console-sign-in-refused', { reason }),
  };
}

/** A page of the console to go on to; its front page for anything else. */
export function ownPath(path: unknown): string {
  if (typeof path !== 'string' || !/^\/console(?:[/?][\x21-\x7e]*)?$/.test(path)) return '/console';
  return path.startsWith('/console/enter') || path.includes('\\') ? '/console' : path;
}
