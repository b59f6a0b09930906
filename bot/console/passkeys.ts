import { readBody } from '../channels/web/posted.ts';
import { accessCopy } from '../copy/console-access.ts';
import { type AuditAction, writeAudit } from '../desk/audit.ts';
import type { Context } from '../http/hono.ts';
import { createEntrance, ENTRANCE_MS } from '../staff/entrance.ts';
import { countTry } from '../store/console.ts';
import { countPasskey, dropPasskey, findPasskey, insertPasskey, passkeysOf } from '../store/passkeys.ts';
import { lockStaff } from '../store/staff.ts';
import { EVERY_ROLE } from './access.ts';
import type { Console, ConsoleDeps, Visit } from './console.ts';
import { browserOf } from './session.ts';
import { ownPath, type Threshold } from './threshold.ts';
import {
  assertionOptions,
  assertionSchema,
  checkAssertion,
  checkRegistration,
  type RelyingParty,
  registrationOptions,
  registrationSchema,
  relyingParty,
} from './webauthn.ts';

const copy = accessCopy.passkey;
const MOST = 10;
/** Refused tries that the audit keeps of one account, in ten minutes: a stranger must not be able to fill it. */
const MOST_NOTED = 20;
/** Somebody who sits down at an open console must not be able to leave a key of their own behind. */
const FRESH_MS = 30 * 60_000;

/** Keys of telephones and computers: made by whoever is signed in, and let in without the bot. */
export function addPasskeys(console: Console, deps: ConsoleDeps, threshold: Threshold): void {
  const { store, vault, clock, randomToken, publicUrl } = deps;
  const entrance = createEntrance(vault, randomToken);

  console.page({
    method: 'post',
    path: '/console/passkeys/add/options',
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const rp = relyingParty(visit.c, publicUrl);
      const { name } = visit.staff;
      const no = await mayNotAdd(deps, visit, rp);
      if (rp === undefined || no !== undefined) return visit.c.json({ say: no ?? copy.plain }, 409);
      const { challenge, known } = await store.transaction(async (tx) => ({
        challenge: await entrance.make(tx, 'register', name, clock.now()),
        known: (await passkeysOf(tx, name)).map(({ id }) => id),
      }));
      const user = vault.blind('passkey-user', name);
      return visit.c.json(await registrationOptions(rp, { challenge, name, user, known }));
    },
  });

  console.page({
    method: 'post',
    path: '/console/passkeys/add',
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const rp = relyingParty(visit.c, publicUrl);
      const { name } = visit.staff;
      const no = await mayNotAdd(deps, visit, rp);
      if (rp === undefined || no !== undefined) return visit.c.json({ say: no ?? copy.plain }, 409);
      const sent = registrationSchema.safeParse(visit.body.credential);
      const made = sent.success
        ? await checkRegistration(rp, sent.data, async (challenge) => {
            const now = clock.now();
            return (await store.transaction((tx) => entrance.take(tx, 'register', challenge, now))) === name;
          })
        : undefined;
      if (made === undefined) return visit.c.json({ say: copy.failed }, 400);
      const browser = browserOf(visit.c.req.header('user-agent') ?? '');
      const now = clock.now();
      const kept = await store.transaction(async (tx) => {
        if ((await lockStaff(store, tx, name)) === undefined) return false;
        const row = { ...made, staff: name, browser, created_at: now, used_at: null };
        if (!(await insertPasskey(tx, row))) return false;
        await writeAudit(tx, {
          at: now,
          staff: name,
          via: 'console',
          action: 'passkey-added',
          fields: [browser],
        });
        return true;
      });
      return kept
        ? visit.c.json({ to: '/console/logins?passkey=added' })
        : visit.c.json({ say: copy.failed }, 409);
    },
  });

  console.page({
    method: 'post',
    path: '/console/passkeys/remove',
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const { name } = visit.staff;
      const id = typeof visit.body.id === 'string' ? visit.body.id : '';
      await store.transaction(async (tx) => {
        if (!(await dropPasskey(tx, name, id))) return;
        await writeAudit(tx, { at: clock.now(), staff: name, via: 'console', action: 'passkey-removed' });
      });
      return visit.c.redirect('/console/logins?passkey=removed', 303);
    },
  });

  console.open({
    method: 'post',
    path: '/console/passkeys/sign-in/options',
    handle: async (c) => {
      const wrong = threshold.check(c, c.req.header('x-csrf') ?? '');
      if (wrong !== undefined) return c.json({ say: wrong.say }, wrong.status);
      const rp = relyingParty(c, publicUrl);
      if (rp === undefined) return c.json({ say: copy.plain }, 409);
      const challenge = await store.transaction((tx) => entrance.make(tx, 'sign-in', '', clock.now()));
      return c.json(await assertionOptions(rp, challenge));
    },
  });

  console.open({
    method: 'post',
    path: '/console/passkeys/sign-in',
    handle: async (c) => {
      const wrong = threshold.check(c, c.req.header('x-csrf') ?? '');
      if (wrong !== undefined) return c.json({ say: wrong.say }, wrong.status);
      const body = (await readBody(c)) ?? {};
      const rp = relyingParty(c, publicUrl);
      const entered = rp !== undefined && (await signIn(console, deps, c, rp, body.credential));
      if (entered) return c.json({ to: ownPath(body.to) });
      threshold.refused('passkey');
      return c.json({ say: copy.failed }, 401);
    },
  });
}

/** Why no key may be made here now; undefined when it may. */
async function mayNotAdd(
  { store, clock }: ConsoleDeps,
  { staff, session }: Visit,
  rp: RelyingParty | undefined,
): Promise<string | undefined> {
  if (rp === undefined) return copy.plain;
  if (clock.now() - session.since > FRESH_MS) return copy.notFresh;
  const known = await store.transaction((tx) => passkeysOf(tx, staff.name));
  return known.length >= MOST ? copy.tooMany : undefined;
}

async function signIn(
  console: Console,
  deps: ConsoleDeps,
  c: Context,
  rp: RelyingParty,
  sent: unknown,
): Promise<boolean> {
  const { store, vault, clock, randomToken } = deps;
  const entrance = createEntrance(vault, randomToken);
  const parsed = assertionSchema.safeParse(sent);
  if (!parsed.success) return false;
  // No account has so many tries and no more: a signature cannot be guessed, and whoever knows the name of a key could keep
  // its owner out. What slows strangers down is the threshold.
  const passkey = await store.transaction((tx) => findPasskey(tx, parsed.data.id));
  if (passkey === undefined) return false;
  const next = await checkAssertion(rp, parsed.data, passkey, async (challenge) => {
    const now = clock.now();
    return (await store.transaction((tx) => entrance.take(tx, 'sign-in', challenge, now))) === '';
  });
  return await store.transaction(async (tx) => {
    const staff = await lockStaff(store, tx, passkey.staff);
    if (staff === undefined) return false;
    const entered = next !== undefined && (await countPasskey(tx, passkey, next, clock.now()));
    if (entered) await console.sessions.begin(c, tx, staff.name, 'passkey');
    const limit = { most: MOST_NOTED, withinMs: ENTRANCE_MS, now: clock.now() };
    if (!entered && !(await countTry(tx, `passkey:${staff.name}`, limit))) return false;
    const action: AuditAction = entered ? 'sign-in' : 'sign-in-refused';
    const fields = ['passkey', browserOf(c.req.header('user-agent') ?? '')];
    await writeAudit(tx, { at: clock.now(), staff: staff.name, via: 'console', action, fields });
    return entered;
  });
}
