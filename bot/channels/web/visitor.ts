import { createHmac } from 'node:crypto';
import { type Context, getCookie, setCookie } from '../../http/hono.ts';
import { isOwnOrigin, isSame } from '../../http/own-origin.ts';

/** 400 days: the longest that browsers keep. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie */
const KEEP_SECONDS = 400 * 24 * 60 * 60;
const ID = /^[0-9a-f]{32}$/;

/** Who is at the page: a random id in a cookie that no script can read and no other site can make a browser send. */
export type Visitors = {
  /** undefined for a browser that has no id yet. */
  readonly of: (c: Context) => string | undefined;
  /** Keeps the id, or makes one. */
  readonly welcome: (c: Context) => string;
  /** What a form or a script of this visitor's page must bring along. */
  readonly csrf: (visitor: string) => string;
  /** Whether a request that changes something comes from our own page: by its origin and by its token. */
  readonly isOwn: (c: Context, visitor: string, token: string) => boolean;
};

/**
 * @param publicUrl address of the site from outside, when it is known; https makes the cookie Secure
 * @param randomHex 32 hex digits
 */
export function createVisitors({
  secret,
  publicUrl,
  randomHex,
}: {
  readonly secret: string | Uint8Array;
  readonly publicUrl: string | undefined;
  readonly randomHex: () => string;
}): Visitors {
  const secure = publicUrl?.startsWith('https:') === true;
  const cookie = secure ? '__Host-gongyou' : 'gongyou';
  const of = (c: Context) => {
    const id = getCookie(c, cookie);
    return id !== undefined && ID.test(id) ? id : undefined;
  };
  const csrf = (visitor: string) =>
    createHmac('sha256', secret).update(`csrf:${visitor}`).digest('base64url');
  return {
    of,
    welcome: (c) => {
      const visitor = of(c) ?? randomHex();
      setCookie(c, cookie, visitor, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        secure,
        maxAge: KEEP_SECONDS,
      });
      return visitor;
    },
    csrf,
    isOwn: (c, visitor, token) => isOwnOrigin(c, publicUrl) && isSame(token, csrf(visitor)),
  };
}

/**
 * Whether this visit may be given a new id. A strict cookie stays away when another site's link leads here, so a visitor
 * who has one would seem new and lose the conversation: such a visit first goes through our own page once.
 */
export function isFirstHand(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  return site === undefined ? c.req.query('here') !== undefined : site === 'none' || site === 'same-origin';
}
