import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../../bot/store/open-store.ts';
import { insertPasskey } from '../../../bot/store/passkeys.ts';
import type { Store } from '../../../bot/store/store.ts';
import { rowsOf } from '../../core.ts';
import { type ConsoleWorld, createConsoleWorld, ORIGIN } from './world.ts';

const NAME = '王主任';
const KEY_ID = 'a2V5LW9mLXdhbmc';
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The public key as authenticators write it: https://www.rfc-editor.org/rfc/rfc9053#section-7.1.1 */
function coseKey(): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = (name: number, value: string) =>
    Buffer.concat([Buffer.from([name, 0x58, 0x20]), Buffer.from(value, 'base64url')]);
  // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
  return Buffer.concat([head, point(0x21, x), point(0x22, y)]).toString('base64url');
}

/** What an authenticator answers to a challenge: https://www.w3.org/TR/webauthn-3/#sctn-op-get-assertion */
function assertionFor(challenge: string, { forged = false } = {}) {
  const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: ORIGIN }));
  // The person is there and was verified; the authenticator does not count.
  const data = Buffer.concat([sha256(new URL(ORIGIN).hostname), Buffer.from([0x05, 0, 0, 0, 0])]);
  const signed = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
  const signature = forged ? Buffer.alloc(signed.length, 1) : signed;
  return {
    ...{ id: KEY_ID, rawId: KEY_ID, type: 'public-key' },
    response: {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}

let store: Store;
let world: ConsoleWorld;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = createConsoleWorld(store, { rateLimit: { burst: 1000, perMinute: 1000 } });
  await world.office.add({ name: NAME, role: 'agent', regions: [], trades: [] });
  const row = { id: KEY_ID, staff: NAME, public_key: coseKey(), counter: 0, transports: '[]', browser: '' };
  await store.transaction((tx) => insertPasskey(tx, { ...row, created_at: 1, used_at: null }));
});
afterEach(() => store.close());

/** Somebody at the door, with a passkey or with the name of one. */
async function atTheDoor() {
  const one = world.browser();
  const csrf = await one.csrf('/console/enter');
  const post = (path: string, body: unknown) =>
    world.console.app.request(`${ORIGIN}/console/passkeys/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        ...{ 'content-type': 'application/json', 'x-csrf': csrf, origin: ORIGIN },
        cookie: [...one.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
  return async (forged: boolean): Promise<number> => {
    const options = await (await post('sign-in/options', {})).json();
    const { challenge } = z.object({ challenge: z.string() }).parse(options);
    return (await post('sign-in', { credential: assertionFor(challenge, { forged }) })).status;
  };
}

it('nobody is kept out by a stranger who knows the name of their key, and the audit is not filled', async () => {
  const stranger = await atTheDoor();
  for (let time = 0; time < 30; time++) expect(await stranger(true)).toBe(401);
  const audit = async (action: string) =>
    (await rowsOf(store, 'desk_audit')).filter((row) => row.action === action).length;
  expect(await audit('sign-in-refused')).toBe(20);
  const owner = await atTheDoor();
  expect(await owner(false)).toBe(200);
  expect(await audit('sign-in')).toBe(1);
});
