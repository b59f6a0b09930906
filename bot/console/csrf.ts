import { type Context, getCookie, setCookie } from '../http/hono.ts';
import { isOwnOrigin, isSame } from '../http/own-origin.ts';
import type { SessionDeps } from './session.ts';

const TOKEN = /^[\w-]{43}$/;
const KEEP_SECONDS = 3600;

/** Whether somebody who is not signed in posts from our own page: a cookie of its own, and the token that goes with it. */
export type Door = {
  /** What the page's forms bring along; sets the cookie where there is none. */
  readonly welcome: (c: Context) => string;
  readonly isOwn: (c: Context, token: string) => boolean;
};

export function createDoor({
  vault,
  publicUrl,
  randomToken,
}: Pick<SessionDeps, 'vault' | 'publicUrl' | 'randomToken'>): Door {
  const secure = publicUrl?.startsWith('https:') === true;
  const name = secure ? '__Host-gongyou-door' : 'gongyou-door';
  const cookieOf = (c: Context) => {
    const cookie = getCookie(c, name);
    return cookie !== undefined && TOKEN.test(cookie) ? cookie : undefined;
  };
  const tokenFor = (cookie: string) => vault.sign('console-door', cookie);
  return {
    welcome: (c) => {
      const cookie = cookieOf(c) ?? randomToken();
      setCookie(c, name, cookie, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        secure,
        maxAge: KEEP_SECONDS,
      });
      return tokenFor(cookie);
    },
    isOwn: (c, token) => {
      const cookie = cookieOf(c);
      return cookie !== undefined && isOwnOrigin(c, publicUrl) && isSame(token, tokenFor(cookie));
    },
  };
}
