import type { Channel } from '../../channels/channel.ts';
import type { WeComAppClient } from '../../channels/wecom/sdk/index.ts';
import { WeComApiError, WeComNetworkError } from '../../channels/wecom/sdk/index.ts';
import type { Clock } from '../../clock.ts';
import type { Vault } from '../../privacy/vault.ts';
import { createRounds } from '../../rounds.ts';
import { underLease } from '../../store/leases.ts';
import { accountsOf } from '../../store/staff.ts';
import { loadsOf } from '../../store/staff-loads.ts';
import type { Store, Tx } from '../../store/store.ts';
import { changePlace, dropPlace, ensurePlace, ticketsToShow } from '../../store/ticket-places.ts';
import { loadTicket, type StoredTicket } from '../../store/tickets.ts';
import { addCard, cardsOf, changeCard, dropCards, type WecomCard } from '../../store/wecom-cards.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { ChainStep } from '../chain.ts';
import { type DeskRules, nextDue } from '../clock.ts';
import { formatOffer, formatSettled } from './card.ts';
import { askedFor, offerOf } from './round.ts';
import { takeBack, tellHolder } from './whole.ts';

/** This place, among the places of tickets; its `via` is the same. */
export const PLACE = 'wecom';
/** The channel of WeCom's app, in which staff have their accounts. */
export const APP = 'wecom-app';

export type BoardDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly rules: DeskRules;
  readonly chain: readonly ChainStep[];
  readonly client: Pick<WeComAppClient, 'sendTemplateCard' | 'updateTemplateCard'>;
  /** The app's own. */
  readonly channel: Channel;
  readonly publicUrl: string | undefined;
  readonly randomId: () => string;
  /** This process. */
  readonly holder: string;
};

export type Board = {
  /** Brings cards and chats of staff up to date. @returns how many tickets were looked at */
  readonly flush: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const EVERY = 1_000;
const LEASE = { name: 'desk-wecom', ms: 60_000 };
const CALL_MS = 15_000;
/** Between tries of a card that WeCom does not take. */
const PAUSES = [5_000, 30_000, 120_000, 600_000];
/** A code changes a card for 72 hours; the last of them is left to clocks that differ. https://developer.work.weixin.qq.com/document/path/94888 */
const CODE_MS = 71 * 3_600_000;
/** The same card within so many seconds arrives once. https://developer.work.weixin.qq.com/document/path/90236 */
const SAME_SECONDS = 1_800;
/** A wrong parameter: a task_id or a code that was used. https://developer.work.weixin.qq.com/document/path/90313 */
const USED = 40058;
const NOBODY_THERE = [81013, 82001, 40003, 60111];

/**
 * The cards that staff claim tickets by, in WeCom's app, and what the one who has a ticket reads there. What is to be shown
 * is worked out of the ticket each time: whatever was lost on the way is shown at the next look.
 */
export function createBoard(deps: BoardDeps): Board {
  const { store, clock, holder } = deps;
  const flush = async (): Promise<number> => {
    const ids = await store.transaction((tx) => ticketsBehind(tx, clock.now()));
    if (ids.length === 0) return 0;
    const looked = await underLease(store, { ...LEASE, holder, clock }, async (isHeld) => {
      for (const id of ids) if (await isHeld()) await bringUpToDate(deps, id);
      return ids.length;
    });
    return looked ?? 0;
  };
  return { flush, run: createRounds(deps, { every: EVERY, stopped: 'desk-wecom', work: flush }) };
}

/** An escalation is no event, so it stands in the title of what was last shown. */
async function ticketsBehind(tx: Tx, now: number): Promise<readonly string[]> {
  const behind = (await ticketsToShow(tx, PLACE, now)).map(({ ticket }) => ticket);
  const escalated = await tx
    .selectFrom('tickets')
    .innerJoin('ticket_places', 'ticket_places.ticket', 'tickets.id')
    .select(['tickets.id', 'tickets.escalated', 'ticket_places.title'])
    .where('ticket_places.place', '=', PLACE)
    .where('ticket_places.due_at', '<=', now)
    .where('tickets.escalated', '>', 0)
    .where('tickets.holder', 'is', null)
    .where('tickets.state', 'not in', ['closed', 'merged', 'withdrawn'])
    .execute();
  const stepped = escalated.filter((row) => row.title !== titleOf(row.escalated)).map(({ id }) => id);
  return [...new Set([...behind, ...stepped])];
}

const titleOf = (escalated: number) => (escalated === 0 ? '' : `step-${escalated}`);

type Look = { readonly stored: StoredTicket; readonly cards: readonly WecomCard[]; readonly tries: number };

async function bringUpToDate(deps: BoardDeps, id: string): Promise<void> {
  const { store, vault, clock } = deps;
  const look = await store.transaction(async (tx): Promise<Look | undefined> => {
    const place = await ensurePlace(tx, PLACE, id);
    // Held until the end: whoever takes it out of somebody's hands meanwhile finds what is on its way to them.
    await store.locked(tx.selectFrom('tickets').select('id').where('id', '=', id)).execute();
    const stored = await loadTicket(tx, vault, id);
    if (stored === undefined) {
      await takeBack(tx, { ...deps, now: clock.now() }, id);
      await dropCards(tx, id);
      await dropPlace(tx, { place: PLACE, ticket: id });
      return undefined;
    }
    const now = clock.now();
    await offer(deps, tx, stored);
    const writing = { ...deps, now };
    if (stored.ticket.state === 'withdrawn') await takeBack(tx, writing, id);
    else await tellHolder(tx, writing, stored, place.told_seq + 1);
    await changePlace(tx, { place: PLACE, ticket: id }, { told_seq: stored.ticket.seq });
    return { stored, cards: await cardsOf(tx, vault, id), tries: place.doubt };
  });
  if (look === undefined) return;
  let done = true;
  for (const card of look.cards) done = (await showCard(deps, look.stored, card)) && done;
  const { seq } = look.stored.ticket;
  const pause = PAUSES[Math.min(look.tries, PAUSES.length - 1)] ?? 0;
  await store.transaction(async (tx) => {
    const pressed = isPressed(look.cards, await cardsOf(tx, vault, id));
    await changePlace(
      tx,
      { place: PLACE, ticket: id },
      {
        seen_seq: seq,
        settled: done && !pressed ? 1 : 0,
        title: titleOf(look.stored.row.escalated),
        // Counts tries: nothing here is ever in doubt, as a card can be sent again under its name.
        doubt: done ? 0 : look.tries + 1,
        due_at: done || pressed ? 0 : clock.now() + pause,
      },
    );
  });
}

/** Somebody pressed while the cards were being changed: what they brought can change one that could not be changed before. */
const isPressed = (before: readonly WecomCard[], now: readonly WecomCard[]): boolean =>
  now.some(({ task, code }) => {
    const seen = before.find((card) => card.task === task);
    return seen?.state === 'sent' && code !== null && code.value !== seen.code?.value;
  });

/** A card for this round, where there is none and somebody is linked who could take it. */
async function offer({ vault, chain, randomId }: BoardDeps, tx: Tx, stored: StoredTicket): Promise<void> {
  const wanted = offerOf(stored);
  if (wanted === undefined) return;
  const users: string[] = [];
  for (const name of askedFor(stored, wanted, await loadsOf(tx), chain))
    for (const account of await accountsOf(tx, vault, name))
      if (account.channel === APP) users.push(account.id);
  if (users.length === 0) return;
  const task = `desk-${randomId()}`.replaceAll(/[^0-9A-Za-z_\-@]/g, '-');
  await addCard(tx, vault, { ticket: stored.row.id, round: wanted.round, task, users });
}

/** @returns false: to be tried again */
async function showCard(deps: BoardDeps, stored: StoredTicket, card: WecomCard): Promise<boolean> {
  const current = offerOf(stored)?.round === card.round;
  if (card.state === 'wanted')
    return current ? send(deps, stored, card) : keep(deps, card, { state: 'done' });
  if (card.state === 'done' || current) return true;
  const { code } = card;
  // Whoever presses next brings a new one.
  if (code === null || deps.clock.now() - code.at > CODE_MS) return true;
  return settle(deps, stored, card, code.value);
}

async function send(deps: BoardDeps, stored: StoredTicket, card: WecomCard): Promise<boolean> {
  const { client, clock, rules, publicUrl } = deps;
  const wanted = offerOf(stored);
  if (wanted === undefined) return true;
  const face = { task: card.task, publicUrl };
  const message = formatOffer(stored, nextDue(stored.ticket, rules), wanted, face);
  try {
    const { response_code: value } = await client.sendTemplateCard({ users: card.users }, message, {
      duplicateCheckSeconds: SAME_SECONDS,
      signal: AbortSignal.timeout(CALL_MS),
    });
    const code = value === undefined ? null : { value, at: clock.now() };
    return await keep(deps, card, { state: 'sent', code });
  } catch (error) {
    // An earlier try arrived, whose answer was lost, and its code with it.
    if (isCode(error, [USED])) return keep(deps, card, { state: 'sent' });
    return fail(deps, card, error);
  }
}

async function settle(
  deps: BoardDeps,
  stored: StoredTicket,
  card: WecomCard,
  code: string,
): Promise<boolean> {
  const template_card = formatSettled(stored, { task: card.task, publicUrl: deps.publicUrl });
  try {
    // For all who have it, whoever it was that pressed.
    await deps.client.updateTemplateCard(code, { template_card }, { signal: AbortSignal.timeout(CALL_MS) });
    return await keep(deps, card, { state: 'done', code: null });
  } catch (error) {
    const unknown = error instanceof Error && error.name === 'WeComOutcomeUnknown';
    if (unknown || isCode(error, [USED])) return keep(deps, card, { code: null });
    return fail(deps, card, error);
  }
}

/** What nobody can get is given up; the rest waits, the longer the more often it failed. */
async function fail(deps: BoardDeps, card: WecomCard, error: unknown): Promise<boolean> {
  const { telemetry } = deps;
  const reason =
    error instanceof WeComApiError
      ? error.errcode
      : error instanceof WeComNetworkError
        ? error.fault
        : 'error';
  telemetry.note('warn', 'desk-wecom-card', { ticket: card.ticket, reason });
  if (isCode(error, NOBODY_THERE)) return keep(deps, card, { state: 'done', code: null });
  await keep(deps, card, { tries: card.tries + 1 });
  return false;
}

const isCode = (error: unknown, codes: readonly number[]) =>
  error instanceof WeComApiError && codes.includes(error.errcode);

async function keep(
  { store, vault }: BoardDeps,
  card: WecomCard,
  change: Parameters<typeof changeCard>[3],
): Promise<true> {
  await store.transaction(async (tx) => {
    const cards = await cardsOf(tx, vault, card.ticket);
    const now = cards.find(({ task }) => task === card.task);
    if (now === undefined) return;
    // A press may have brought a newer code meanwhile.
    const newer = now.code !== null && now.code.at > (card.code?.at ?? 0) && change.code === null;
    await changeCard(tx, vault, now, newer ? { ...change, code: now.code } : change);
  });
  return true;
}
