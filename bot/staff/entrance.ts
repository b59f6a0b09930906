import type { Vault } from '../privacy/vault.ts';
import { insertLink, takeLink } from '../store/console.ts';
import type { ConsoleLinkRow } from '../store/schema.ts';
import type { Tx } from '../store/store.ts';

/** How long a link, an invitation and a challenge may be used. */
export const ENTRANCE_MS = 10 * 60_000;

/** Secrets that are used once: kept as keyed hashes, over after ten minutes. */
export type Entrance = {
  /** @returns the secret, 256 bits in 43 url-safe characters */
  readonly make: (tx: Tx, kind: Exclude<Kind, 'invite'>, staff: string, now: number) => Promise<string>;
  /** @returns a code that can be typed, 50 bits */
  readonly invite: (tx: Tx, staff: string, now: number) => Promise<string>;
  /** Uses it up. undefined for what is unknown, used or over. @returns whose it is; '' for a challenge to nobody yet */
  readonly take: (tx: Tx, kind: Kind, secret: string, now: number) => Promise<string | undefined>;
};

type Kind = ConsoleLinkRow['kind'];

/** @param randomToken 43 characters of base64url, 256 bits of chance */
export function createEntrance(vault: Vault, randomToken: () => string): Entrance {
  const hashOf = (kind: Kind, secret: string) => vault.sign(`console-${kind}`, secret);
  const keep = async (tx: Tx, kind: Kind, secret: string, staff: string, now: number) => {
    await insertLink(tx, { hash: hashOf(kind, secret), kind, staff }, { now, forMs: ENTRANCE_MS });
  };
  return {
    make: async (tx, kind, staff, now) => {
      const secret = randomToken();
      await keep(tx, kind, secret, staff, now);
      return secret;
    },
    invite: async (tx, staff, now) => {
      const code = inviteFrom(randomToken());
      await keep(tx, 'invite', code, staff, now);
      return `${code.slice(0, 5)}-${code.slice(5)}`;
    },
    take: async (tx, kind, given, now) => {
      const secret = kind === 'invite' ? readInvite(given) : given;
      if (secret === '') return undefined;
      return (await takeLink(tx, { hash: hashOf(kind, secret), kind, now }))?.staff;
    },
  };
}

/** Crockford's digits, of which none looks like another: https://www.crockford.com/base32.html */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;

function inviteFrom(token: string): string {
  const bytes = Buffer.from(token, 'base64url').subarray(0, CODE_LENGTH);
  return [...bytes].map((byte) => DIGITS[byte % DIGITS.length] ?? '').join('');
}

/** As somebody types it: in any case and width, with blanks and dashes, O for 0. '' for what is no code. */
function readInvite(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === CODE_LENGTH ? code : '';
}
