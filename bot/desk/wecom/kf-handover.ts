import type { Channel } from '../../channels/channel.ts';
import type { Destination, Outbound } from '../../channels/message.ts';
import { parseKfChat } from '../../channels/wecom/kf/decode.ts';
import { KfServiceState, WeComApiError } from '../../channels/wecom/sdk/index.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import { createRounds } from '../../rounds.ts';
import { lockConversation } from '../../store/conversations.ts';
import { isAccepted } from '../../store/inbox.ts';
import {
  changeKfSession,
  changeKfSessionAsRead,
  dropKfSessions,
  kfSession,
  kfSessionsWanted,
} from '../../store/kf-sessions.ts';
import { underLease } from '../../store/leases.ts';
import { insertMessage, isWaiting } from '../../store/outbox.ts';
import type { KfSessionRow } from '../../store/schema.ts';
import { accountsOf } from '../../store/staff.ts';
import type { Tx } from '../../store/store.ts';
import { changePlace, ensurePlace } from '../../store/ticket-places.ts';
import { loadTicket } from '../../store/tickets.ts';
import type { Ticket, TicketState } from '../ticket.ts';
import { hasNameless, KF, type KfDeskDeps, sayOnEvent, taken } from './kf-desk.ts';

export type KfHandoverDeps = KfDeskDeps & {
  /** 微信客服. */
  readonly channel: Channel;
  readonly randomId: () => string;
  /** This process. */
  readonly holder: string;
};

export type KfHandover = {
  /** @returns how many conversations were looked at */
  readonly flush: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const EVERY = 1_000;
const LEASE = { name: 'desk-kf', ms: 60_000 };
const CALL_MS = 15_000;
const PAUSES = [2_000, 10_000, 60_000];
const MOST_TRIES = 5;
const DAY = 24 * 3_600_000;
const PRIVATE: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };
const OVER: readonly TicketState[] = ['resolved', 'closed', 'merged', 'withdrawn'];
/** Who asks for a person, or is in danger: with these a person speaks at once. */
const KINDS = ['question', 'urgent'] as const;
/** They are no servicer, stopped receiving, or have a customer of their own. https://developer.work.weixin.qq.com/document/path/90313 */
const NOT_THEY = [95014, 95015, 95019];

/**
 * Hands conversations of 微信客服 to people in WeCom, where the union works there: into the pool, or to the servicer who has
 * the ticket. First the bot's own words leave, as none can afterwards. Never one in which something was handed in namelessly.
 */
export function createKfHandover(deps: KfHandoverDeps): KfHandover {
  const { store, clock, holder } = deps;
  const find = (): Promise<readonly KfSessionRow[]> => {
    const now = clock.now();
    return store.transaction(async (tx) => {
      await markWanted(tx, now);
      return [...(await kfSessionsWanted(tx, now)), ...(await pooledAndClaimed(tx, now))];
    });
  };
  const flush = async (): Promise<number> => {
    if ((await find()).length === 0) return 0;
    const looked = await underLease(store, { ...LEASE, holder, clock }, async (isHeld) => {
      // Again, as another process may have been at it.
      const rows = await find();
      for (const row of rows) if (await isHeld()) await handOver(deps, row);
      return rows.length;
    });
    return looked ?? 0;
  };
  return { flush, run: createRounds(deps, { every: EVERY, stopped: 'desk-kf', work: flush }) };
}

/** Workers who asked for a person since this was last looked at, or wrote again after one had left. */
async function markWanted(tx: Tx, now: number): Promise<void> {
  const rows = await tx
    .selectFrom('tickets')
    .leftJoin('ticket_places', (join) =>
      join.onRef('ticket_places.ticket', '=', 'tickets.id').on('ticket_places.place', '=', KF),
    )
    .select(['tickets.id', 'tickets.seq', 'tickets.conversation', 'ticket_places.seen_seq'])
    .where('tickets.channel', '=', KF)
    .where('tickets.kind', 'in', KINDS)
    .where('tickets.state', 'not in', OVER)
    .where(({ eb, or }) =>
      or([
        eb('ticket_places.seen_seq', 'is', null),
        eb('ticket_places.seen_seq', '<', eb.ref('tickets.seq')),
      ]),
    )
    .execute();
  for (const { id, seq, conversation, seen_seq } of rows) {
    const spoke = await tx
      .selectFrom('ticket_events')
      .select('seq')
      .where('ticket', '=', id)
      .where('seq', '>', seen_seq ?? 0)
      .where('kind', 'in', ['opened', 'said', 'reopened'])
      .where('actor', '=', 'worker')
      .executeTakeFirst();
    await ensurePlace(tx, KF, id);
    await changePlace(tx, { place: KF, ticket: id }, { seen_seq: seq, settled: 1 });
    const session = await kfSession(tx, conversation);
    if (spoke === undefined || session?.state === 'pool' || session?.state === 'human') continue;
    await changeKfSession(tx, conversation, { state: 'wanted', ticket: id, tries: 0, due_at: now }, now);
  }
  await dropKfSessions(tx, now - DAY);
}

/** They wait in the pool, and somebody has claimed the ticket at the desk. */
async function pooledAndClaimed(tx: Tx, now: number): Promise<readonly KfSessionRow[]> {
  return await tx
    .selectFrom('kf_sessions')
    .innerJoin('tickets', 'tickets.id', 'kf_sessions.ticket')
    .selectAll('kf_sessions')
    .where('kf_sessions.state', '=', 'pool')
    .where('kf_sessions.due_at', '<=', now)
    .where('kf_sessions.tries', '<', MOST_TRIES)
    .where('tickets.holder', 'is not', null)
    .where('tickets.state', 'not in', OVER)
    .execute();
}

type Target = {
  readonly conversation: { readonly open_kfid: string; readonly external_userid: string };
  /** Who should have it, and by which userids WeCom knows them. */
  readonly staff: string | null;
  readonly servicers: readonly string[];
};

async function handOver(deps: KfHandoverDeps, row: KfSessionRow): Promise<void> {
  const { client, store, clock, telemetry } = deps;
  const target = await store.transaction((tx) => targetOf(deps, tx, row));
  if (target === undefined) return;
  // A servicer would see whose it is: the desk holds this one, as if there were no servicers.
  if (target === 'nameless') {
    if (row.state === 'wanted') await set(deps, row, { state: 'over' });
    else await set(deps, row, { state: row.state, tries: MOST_TRIES });
    return;
  }
  try {
    const signal = AbortSignal.timeout(CALL_MS);
    const { service_state: state } = await client.getServiceState(target.conversation, { signal });
    if (state === KfServiceState.Ended) return await set(deps, row, { state: 'over' });
    if (state === KfServiceState.Human) return await hear(deps, row, { state: 'human' });
    // They may have taken it back while WeCom was asked.
    if ((await store.transaction((tx) => ticketAsked(deps, tx, row))) === undefined) return;
    if (await toServicer(deps, row, target)) return;
    if (state === KfServiceState.Pool)
      // None of theirs can take it: whoever is at the pool does.
      return await hear(deps, row, { state: 'pool', tries: MOST_TRIES });
    // https://developer.work.weixin.qq.com/document/path/94669
    const to = { ...target.conversation, service_state: KfServiceState.Pool };
    const { msg_code } = await client.transServiceState(to, { signal });
    await hear(deps, row, { state: 'pool', tries: 0 });
    if (msg_code !== undefined) await sayOnEvent(client, telemetry, msg_code, wecomDeskCopy.kf.waiting);
  } catch (error) {
    const reason =
      error instanceof WeComApiError ? error.errcode : error instanceof Error ? error.name : 'error';
    const tries = row.tries + 1;
    const last = tries >= MOST_TRIES;
    telemetry.note(last ? 'error' : 'warn', 'desk-kf-handover', { reason, tries });
    const due_at = clock.now() + (PAUSES[Math.min(row.tries, PAUSES.length - 1)] ?? 0);
    if (last && row.state === 'wanted') await giveUp(deps, row);
    else await set(deps, row, { state: row.state, tries, due_at });
  }
}

/** The desk holds it then, as if there were no servicers, and the worker is told not to wait for somebody to come in. */
async function giveUp({ store, vault, clock, channel, randomId }: KfHandoverDeps, row: KfSessionRow) {
  await store.transaction(async (tx) => {
    const now = clock.now();
    const { conversation } = row;
    if (!(await changeKfSessionAsRead(tx, row, { state: 'over' }, now))) return;
    const stored = row.ticket === null ? undefined : await loadTicket(tx, vault, row.ticket);
    if (stored === undefined || OVER.includes(stored.ticket.state)) return;
    const text = wecomDeskCopy.kf.nobody(stored.row.id);
    const said: Outbound = { parts: [{ kind: 'text', text, style: 'plain' }], buttons: [] };
    for (const payload of channel.encode(said, PRIVATE)) {
      const { person } = stored.row;
      const message = { channel: channel.name, conversation, person, cause: null, answers: null, payload };
      const alone = { about: null, replaces: null, key: randomId() };
      await insertMessage(tx, vault, { ...message, ...alone }, now);
    }
  });
}

/** For which a person is asked; undefined once it is over, taken back or erased, and then nobody is to come. */
async function ticketAsked(
  { vault, clock }: KfHandoverDeps,
  tx: Tx,
  row: KfSessionRow,
): Promise<Ticket | undefined> {
  const ticket = row.ticket === null ? undefined : (await loadTicket(tx, vault, row.ticket))?.ticket;
  if (ticket !== undefined && !OVER.includes(ticket.state)) return ticket;
  // Whoever waits in the pool is still in it, and the bot has to know that.
  if (row.state === 'wanted') await changeKfSessionAsRead(tx, row, { state: 'over' }, clock.now());
  return undefined;
}

/**
 * undefined while the bot itself has something to say there, or is at it, and where nobody is asked for any more. nameless:
 * nobody may be put into the chat.
 */
async function targetOf(
  deps: KfHandoverDeps,
  tx: Tx,
  row: KfSessionRow,
): Promise<Target | 'nameless' | undefined> {
  const { store, vault } = deps;
  const ticket = await ticketAsked(deps, tx, row);
  if (ticket === undefined) return undefined;
  for (const { table, waits } of [
    { table: 'outbox' as const, waits: isWaiting },
    { table: 'inbox' as const, waits: isAccepted },
  ]) {
    const found = await tx
      .selectFrom(table)
      .select('id')
      .where('conversation', '=', row.conversation)
      .where(waits)
      .executeTakeFirst();
    if (found !== undefined) return undefined;
  }
  const known = await lockConversation(store, tx, vault, row.conversation);
  if (known === undefined) return undefined;
  if (await hasNameless(tx, vault, row.conversation)) return 'nameless';
  const { account: open_kfid, customer: external_userid } = parseKfChat(known.chat);
  const staff = ticket.holder ?? ticket.meantFor;
  const accounts = staff === null ? [] : await accountsOf(tx, vault, staff);
  const servicers = accounts.filter(({ channel }) => channel === 'wecom-app').map(({ id }) => id);
  return { conversation: { open_kfid, external_userid }, staff, servicers };
}

/** @returns whether one of them has it now */
async function toServicer(
  deps: KfHandoverDeps,
  row: KfSessionRow,
  { conversation, staff, servicers }: Target,
): Promise<boolean> {
  const { client, store, clock } = deps;
  for (const servicer_userid of servicers) {
    try {
      const to = { ...conversation, service_state: KfServiceState.Human, servicer_userid };
      await client.transServiceState(to, { signal: AbortSignal.timeout(CALL_MS) });
    } catch (error) {
      if (error instanceof WeComApiError && NOT_THEY.includes(error.errcode)) continue;
      throw error;
    }
    // WeCom tells of what people do in its client, never of what was done by a call.
    await store.transaction((tx) =>
      taken({ ...deps, tx, conversation: row.conversation, now: clock.now() }, staff ?? undefined),
    );
    return true;
  }
  return false;
}

type SessionChange = Parameters<typeof changeKfSession>[2];

/** What the desk makes of it. */
async function set(
  { store, clock }: KfHandoverDeps,
  row: KfSessionRow,
  change: SessionChange,
): Promise<void> {
  await store.transaction((tx) => changeKfSessionAsRead(tx, row, change, clock.now()));
}

/** What WeCom says of it: true whatever became of the request, and the bot must know that it has not the word. */
async function hear(
  { store, clock }: KfHandoverDeps,
  { conversation }: KfSessionRow,
  change: SessionChange & { readonly state: 'pool' | 'human' },
): Promise<void> {
  await store.transaction((tx) => changeKfSession(tx, conversation, change, clock.now()));
}
