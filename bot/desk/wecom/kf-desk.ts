import { formatKfChat } from '../../channels/wecom/kf/decode.ts';
import type { KfPeople } from '../../channels/wecom/kf/people.ts';
import { type KfItem, KfOrigin, KfServiceState, type WeComKfClient } from '../../channels/wecom/sdk/index.ts';
import type { Clock } from '../../clock.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { Vault } from '../../privacy/vault.ts';
import { conversationKey, personKey } from '../../store/keys.ts';
import { changeKfSession, kfSession } from '../../store/kf-sessions.ts';
import { staffOfPerson } from '../../store/staff.ts';
import type { Store, Tx } from '../../store/store.ts';
import { hearOnce } from '../../store/ticket-places.ts';
import { applyToTicket, isLive, loadTicket, type StoredTicket } from '../../store/tickets.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { DeskRules } from '../clock.ts';
import type { Command } from '../ticket.ts';
import type { Actor } from '../ticket-event.ts';

/** The channel, as `via`, and among the places of tickets. */
export const KF = 'wecom-kf';
/** Servicers are known by their userid, as in the app. */
const APP = 'wecom-app';
const CALL_MS = 10_000;

export type KfDeskDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly rules: DeskRules;
  readonly client: Pick<WeComKfClient, 'getServiceState' | 'transServiceState' | 'sendMsgOnEvent'>;
};

type SessionChange = Extract<
  Extract<KfItem, { kind: 'event' }>['event'],
  { event_type: 'session_status_change' }
>;

/**
 * What servicers do in WeCom's own client, told to the tickets: whoever takes a conversation takes its ticket, what they
 * write stands in it, and when they end it the bot has the word again. Nothing of it is sent to the worker a second time.
 */
export function createKfPeople(deps: KfDeskDeps): KfPeople {
  const { store, vault, clock, client, telemetry } = deps;
  const keyOf = (account: string, customer: string) =>
    conversationKey(vault, KF, formatKfChat(account, customer));
  return {
    noticed: async (item) => {
      const { open_kfid: account, external_userid: customer } = item;
      const change = sessionChange(item);
      const words = servicerWords(item);
      if (account === '' || customer === '' || (change === undefined && words === undefined)) return;
      const conversation = keyOf(account, customer);
      const code = await store.transaction(async (tx) => {
        const now = clock.now();
        if (!(await hearOnce(tx, { place: KF, event: vault.blind('event', KF, item.dedupeKey), at: now })))
          return undefined;
        const scene = { ...deps, tx, conversation, now };
        if (words !== undefined) await write(scene, words);
        else if (change !== undefined) await move(scene, change);
        return change?.change_type === ENDED ? change.msg_code : undefined;
      });
      if (code !== undefined) await sayOnEvent(client, telemetry, code, wecomDeskCopy.kf.ended);
    },
    hasTheWord: async (account, customer, signal) => {
      const conversation = keyOf(account, customer);
      const session = await store.transaction((tx) => kfSession(tx, conversation));
      if (session?.state !== 'pool' && session?.state !== 'human') return false;
      const asked = await client
        .getServiceState(
          { open_kfid: account, external_userid: customer },
          { signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]) },
        )
        // Better one answer too few than one over a person's.
        .catch(() => undefined);
      const back = asked?.service_state === KfServiceState.New || asked?.service_state === KfServiceState.Bot;
      if (!back) return true;
      // It ended by itself, of which WeCom tells nothing.
      await store.transaction((tx) => giveBack({ ...deps, tx, conversation, now: clock.now() }));
      return false;
    },
    tookOver: (account, customer, state) =>
      store.transaction(async (tx) => {
        const conversation = keyOf(account, customer);
        const now = clock.now();
        const before = await kfSession(tx, conversation);
        if (before?.state !== state) await changeKfSession(tx, conversation, { state }, now);
      }),
  };
}

const TAKEN = 1;
const PASSED = 2;
const ENDED = 3;
const AGAIN = 4;

function sessionChange(item: KfItem): SessionChange | undefined {
  return item.kind === 'event' && item.event.event_type === 'session_status_change' ? item.event : undefined;
}

type Written = { readonly servicer: string; readonly words: string };

function servicerWords(item: KfItem): Written | undefined {
  if (item.kind !== 'message' || item.origin !== KfOrigin.Servicer || item.message.msgtype !== 'text')
    return undefined;
  return { servicer: item.servicer_userid ?? '', words: item.message.text.content };
}

export type Scene = KfDeskDeps & {
  readonly tx: Tx;
  readonly conversation: string;
  /** ms since 1970 */
  readonly now: number;
};

/** Who of the staff a servicer is; undefined where nobody knows them. */
async function staffOf({ tx, vault }: Scene, servicer: string | undefined): Promise<string | undefined> {
  if (servicer === undefined || servicer === '') return undefined;
  return (await staffOfPerson(tx, APP, personKey(vault, APP, servicer)))?.name;
}

/**
 * What was handed over, or the newest of this conversation that is not over. Whoever has a conversation in WeCom sees the
 * account behind it, so that a nameless ticket is never joined to one.
 */
async function ticketOf({ tx, vault, conversation }: Scene): Promise<StoredTicket | undefined> {
  const handed = (await kfSession(tx, conversation))?.ticket ?? null;
  const rows = await tx
    .selectFrom('tickets')
    .select('id')
    .where('conversation', '=', conversation)
    .where(isLive)
    .orderBy('opened_at', 'desc')
    .execute();
  for (const id of [...(handed === null ? [] : [handed]), ...rows.map((row) => row.id)]) {
    const stored = await loadTicket(tx, vault, id);
    const over = stored === undefined || ['closed', 'merged', 'withdrawn'].includes(stored.ticket.state);
    if (!over && stored.ticket.draft?.anonymous !== true) return stored;
  }
  return undefined;
}

/**
 * Whether anything that the desk still knows was handed in namelessly in this conversation: whoever is put into it reads the
 * whole chat, and sees whose it is.
 */
export async function hasNameless(tx: Tx, vault: Vault, conversation: string): Promise<boolean> {
  const rows = await tx.selectFrom('tickets').select('id').where('conversation', '=', conversation).execute();
  for (const { id } of rows)
    if ((await loadTicket(tx, vault, id))?.ticket.draft?.anonymous === true) return true;
  return false;
}

/** Beside the letters: the worker has read it in WeCom already. */
async function apply(
  { tx, vault, rules, now }: Scene,
  id: string,
  command: Command,
  by: Actor,
): Promise<boolean> {
  const wish = { id, expected: null, command, by, via: KF };
  let applied = await applyToTicket(tx, { vault, rules, now }, wish);
  // Somebody wrote at the same moment.
  for (let again = 0; applied.kind === 'stale' && again < 3; again++)
    applied = await applyToTicket(tx, { vault, rules, now }, wish);
  return applied.kind === 'done';
}

async function move(
  scene: Scene,
  { change_type: type, new_servicer_userid: to }: SessionChange,
): Promise<void> {
  if (type === ENDED) return giveBack(scene);
  if (type !== TAKEN && type !== PASSED && type !== AGAIN) return;
  await taken(scene, await staffOf(scene, to), type === PASSED);
}

/** Somebody has the conversation, and so its ticket. @param passed by another servicer */
export async function taken(scene: Scene, name: string | undefined, passed = false): Promise<void> {
  const { tx, conversation, now } = scene;
  const stored = await ticketOf(scene);
  const session = { state: 'human' as const, staff: name ?? null, ticket: stored?.row.id ?? null };
  await changeKfSession(tx, conversation, session, now);
  if (stored === undefined || name === undefined) return;
  const by: Actor = { kind: 'staff', name };
  const { id } = stored.row;
  const { holder } = stored.ticket;
  if (holder !== null && holder !== name) {
    // A colleague at the desk keeps what is theirs; one who passed the conversation on passed the ticket on.
    if (!passed) return;
    const from: Actor = { kind: 'staff', name: holder };
    if (!(await apply(scene, id, { kind: 'transfer', to: name, words: '' }, from))) return;
  }
  if (stored.ticket.state === 'resolved') await apply(scene, id, { kind: 'reopen' }, by);
  await apply(scene, id, { kind: 'take' }, by);
}

/** The conversation is the bot's again; the ticket stays with whoever has it. */
async function giveBack(scene: Scene): Promise<void> {
  const stored = await ticketOf(scene);
  await changeKfSession(scene.tx, scene.conversation, { state: 'over', staff: null }, scene.now);
  if (stored !== undefined && stored.ticket.heldSince !== null)
    await apply(scene, stored.row.id, { kind: 'hand-back' }, { kind: 'system' });
}

/** What a servicer wrote, where it is known who they are and the ticket is theirs. */
async function write(scene: Scene, { servicer, words }: Written): Promise<void> {
  const name = await staffOf(scene, servicer);
  const stored = name === undefined ? undefined : await ticketOf(scene);
  if (name === undefined || stored?.ticket.holder !== name) return;
  await apply(scene, stored.row.id, { kind: 'reply', words, asks: false }, { kind: 'staff', name });
}

/** One message beside the five, by a code that works once. https://developer.work.weixin.qq.com/document/path/95122 */
export async function sayOnEvent(
  client: Pick<WeComKfClient, 'sendMsgOnEvent'>,
  telemetry: Pick<Telemetry, 'note'>,
  code: string,
  content: string,
): Promise<void> {
  const signal = AbortSignal.timeout(CALL_MS);
  await client
    .sendMsgOnEvent({ code, msgtype: 'text', text: { content } }, { signal })
    .catch((error: unknown) => {
      // A courtesy: whoever waits sees the person, or asks the bot.
      telemetry.note('warn', 'desk-kf-notice', { error: error instanceof Error ? error.name : 'error' });
    });
}
