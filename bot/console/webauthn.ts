import { z } from 'zod';
import type { Context } from '../http/hono.ts';
import type { PasskeyRow } from '../store/schema.ts';

/**
 * The one file that meets the library: https://simplewebauthn.dev/docs/packages/server , for
 * https://www.w3.org/TR/webauthn-3/ . Loaded when the first passkey is used.
 */
const load = () => import('@simplewebauthn/server');

/**
 * ES256, RS256 and EdDSA, which every authenticator has one of: https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 * Left to itself the library tries what this Node only has as an experiment.
 */
const ALGORITHMS = [-7, -257, -8];

/** Whose keys these are: a name of the site and the origin that the browser must be at. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** undefined where browsers allow no passkeys: on plain http, but for localhost, and on addresses without a name. */
export function relyingParty(c: Context, publicUrl: string | undefined): RelyingParty | undefined {
  const host = c.req.header('host') ?? '';
  const origin = publicUrl ?? `http://${host}`;
  if (!URL.canParse(origin)) return undefined;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'https:' && !isAddress(hostname)) || hostname === 'localhost'
    ? { id: hostname, origin: new URL(origin).origin }
    : undefined;
}

const isAddress = (hostname: string) => /^[\d.]+$|^\[/.test(hostname);

const transports = z.array(z.string().max(20)).max(10);
const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]+$/);
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
};

/** What `navigator.credentials.create` gave, as page/passkey.js sends it. */
export const registrationSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }),
});
export type Registration = z.infer<typeof registrationSchema>;

/** What `navigator.credentials.get` gave. */
export const assertionSchema = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});
export type Assertion = z.infer<typeof assertionSchema>;

/** What a browser needs to make a key. @param user a stable id that tells nothing */
export async function registrationOptions(
  rp: RelyingParty,
  {
    challenge,
    name,
    user,
    known,
  }: { challenge: string; name: string; user: string; known: readonly string[] },
): Promise<unknown> {
  const { generateRegistrationOptions } = await load();
  return await generateRegistrationOptions({
    rpName: rp.id,
    rpID: rp.id,
    userName: name,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(user)),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

export async function assertionOptions(rp: RelyingParty, challenge: string): Promise<unknown> {
  const { generateAuthenticationOptions } = await load();
  return await generateAuthenticationOptions({
    rpID: rp.id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    userVerification: 'required',
  });
}

/** A challenge that came back; it counts once. */
type TakeChallenge = (challenge: string) => Promise<boolean>;

/** undefined for whatever is not a new key for this site and this challenge. */
export async function checkRegistration(
  rp: RelyingParty,
  response: Registration,
  take: TakeChallenge,
): Promise<Pick<PasskeyRow, 'id' | 'public_key' | 'counter' | 'transports'> | undefined> {
  const { verifyRegistrationResponse } = await load();
  const checked = await quietly(() =>
    verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: take,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (checked?.verified !== true) return undefined;
  const { id, publicKey, counter } = checked.registrationInfo.credential;
  return {
    id,
    public_key: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: JSON.stringify(response.response.transports),
  };
}

/** @returns the key's next count; undefined for a wrong signature, challenge, site or count */
export async function checkAssertion(
  rp: RelyingParty,
  response: Assertion,
  passkey: PasskeyRow,
  take: TakeChallenge,
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await load();
  const checked = await quietly(() =>
    verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: take,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
        counter: passkey.counter,
      },
    }),
  );
  return checked?.verified === true ? checked.authenticationInfo.newCounter : undefined;
}

/** The library throws for what does not fit; its messages may repeat what was sent, so they go no further. */
async function quietly<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}
