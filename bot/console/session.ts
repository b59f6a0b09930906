import type { Clock } from '../clock.ts';
import { type Context, deleteCookie, getCookie, setCookie } from '../http/hono.ts';
import { isSame } from '../http/own-origin.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Staff } from '../staff/staff.ts';
import { findSession, insertSession, touchSession } from '../store/console.ts';
import type { ConsoleSessionRow } from '../store/schema.ts';
import { findStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Left alone for so long, a session is over. */
export const IDLE_MS = 12 * HOUR;
/** However busy, it is over then. */
export const LONGEST_MS = 7 * 24 * HOUR;
const TOKEN = /^[\w-]{43}$/;

export type Session = {
  readonly staff: Staff;
  /** To name and end it by; tells nothing of the cookie. */
  readonly id: string;
  /** When they signed in; ms since 1970. */
  readonly since: number;
  /** What every post must bring along. */
  readonly csrf: string;
};

/** Who is signed in at the console. The cookie holds 256 bits of chance, the database a keyed hash of them. */
export type Sessions = {
  /** undefined for nobody, and for somebody who is no longer of the staff. */
  readonly of: (c: Context) => Promise<Session | undefined>;
  /** Signs in: a new id, whatever the browser brought along; what it was signed in as before is over. */
  readonly begin: (c: Context, tx: Tx, staff: string, how: ConsoleSessionRow['how']) => Promise<void>;
  readonly end: (c: Context) => Promise<void>;
  readonly isToken: (session: Session, token: string) => boolean;
  /** Whether it still counts, for a stream that stays open. */
  readonly isAlive: (session: Session) => Promise<boolean>;
};

export type SessionDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** 43 characters of base64url, 256 bits of chance. */
  readonly randomToken: () => string;
};

export function createSessions({ store, vault, clock, publicUrl, randomToken }: SessionDeps): Sessions {
  const secure = publicUrl?.startsWith('https:') === true;
  const cookie = secure ? '__Host-gongyou-console' : 'gongyou-console';
  // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie
  const flags = { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const;
  const hashOf = (token: string) => vault.sign('console-session', token);
  const csrfOf = (id: string) => vault.sign('console-csrf', id);
  const tokenOf = (c: Context) => {
    const token = getCookie(c, cookie);
    return token !== undefined && TOKEN.test(token) ? token : undefined;
  };

  const load = async (tx: Tx, hash: string, now: number): Promise<Session | undefined> => {
    const row = await findSession(tx, { hash, now, idleMs: IDLE_MS });
    const staff = row && (await findStaff(tx, row.staff));
    if (row === undefined || staff === undefined) return undefined;
    if (now - row.seen_at > MINUTE) await touchSession(tx, hash, now);
    return { staff, id: row.id, since: row.created_at, csrf: csrfOf(row.id) };
  };

  return {
    of: async (c) => {
      const token = tokenOf(c);
      if (token === undefined) return undefined;
      return await store.transaction((tx) => load(tx, hashOf(token), clock.now()), 'own');
    },
    begin: async (c, tx, staff, how) => {
      const now = clock.now();
      const before = tokenOf(c);
      if (before !== undefined)
        await tx.deleteFrom('console_sessions').where('hash', '=', hashOf(before)).execute();
      const token = randomToken();
      await insertSession(tx, {
        hash: hashOf(token),
        id: randomToken().slice(0, 16),
        staff,
        how,
        browser: browserOf(c.req.header('user-agent') ?? ''),
        created_at: now,
        seen_at: now,
        expires_at: now + LONGEST_MS,
      });
      setCookie(c, cookie, token, { ...flags, maxAge: LONGEST_MS / 1000 });
    },
    end: async (c) => {
      const token = tokenOf(c);
      if (token !== undefined)
        await store.transaction(async (tx) => {
          await tx.deleteFrom('console_sessions').where('hash', '=', hashOf(token)).execute();
        });
      deleteCookie(c, cookie, flags);
    },
    isToken: ({ csrf }, token) => isSame(token, csrf),
    isAlive: ({ id, staff }) =>
      store.transaction(async (tx) => {
        const row = await tx
          .selectFrom('console_sessions')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        const now = clock.now();
        if (row === undefined || row.expires_at <= now || row.seen_at <= now - IDLE_MS) return false;
        return (await findStaff(tx, staff.name))?.role === staff.role;
      }, 'own'),
  };
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/wxwork|MicroMessenger/i, 'WeCom'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrom/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Enough for its owner to know it again, too little for anybody to be followed by: `Chrome · Android`. */
export function browserOf(userAgent: string): string {
  const find = (names: typeof BROWSERS) => names.find(([sign]) => sign.test(userAgent))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter((part) => part !== undefined).join(' · ');
}
