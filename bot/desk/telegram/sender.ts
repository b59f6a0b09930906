import type { Clock } from '../../clock.ts';
import { takeLease, underLease } from '../../store/leases.ts';
import type { Store, Tx } from '../../store/store.ts';
import {
  changePlace,
  dropNotices,
  dropPlace,
  dropPosts,
  ensurePlace,
  forgetHeard,
  keepPost,
  noticesOf,
  placeOf,
  postsOf,
  ticketsToShow,
} from '../../store/ticket-places.ts';
import { loadTicket } from '../../store/tickets.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { type DeskRules, nextDue } from '../clock.ts';
import type { Budget } from './budget.ts';
import type { Called, GroupCalls } from './calls.ts';
import { type NextMessage, nextMessage, REBUILT, SURE, type Told, UNSURE } from './message.ts';
import { PLACE } from './obey.ts';
import { COLOURS, formatTitle, isShut } from './title.ts';
import {
  privateChat,
  takeBack,
  tellHolder,
  tellUndelivered,
  type Way,
  type WholeDeps,
  wayOf,
} from './whole.ts';

const LEASE = { name: 'desk-telegram', ms: 60_000 };
const DAY = 24 * 3_600_000;
/** How long a group is left alone that cannot be worked in, a ticket that Telegram refuses, and a line that broke. */
const REFUSED_MS = 5 * 60_000;
const BROKEN_MS = 5_000;

export type SenderDeps = Omit<WholeDeps, 'now'> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly rules: DeskRules;
  readonly calls: GroupCalls;
  readonly budget: Budget;
  readonly telemetry: Telemetry;
  /** An origin; undefined when nobody outside can open a page. */
  readonly publicUrl: string | undefined;
  /** This process. */
  readonly holder: string;
};

/** What is to be done for a ticket next. late: how the topic looks, behind what is said in any. */
type Step =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'call';
      readonly late: boolean;
      readonly run: () => Promise<Called>;
      readonly done: Done;
      /** What was known of the last try before this one. */
      readonly doubt: number;
    }
  /** Nothing that the group sees. */
  | { readonly kind: 'write'; readonly write: (tx: Tx) => Promise<void> };
type Call = Extract<Step, { kind: 'call' }>;
type Done = (tx: Tx, ref: string) => Promise<void>;

/**
 * Brings the topics up to date: one call after another, what is urgent first, words before looks, never more in a minute
 * than the group takes. Where a topic stands is written down behind each call, and before it that one is made: what
 * nobody knows the end of is said again with a mark.
 * @returns one round; how many calls it made
 */
export function createSender(deps: SenderDeps): () => Promise<number> {
  const { store, clock, budget, telemetry, holder } = deps;
  const at = (ticket: string) => ({ place: PLACE, ticket });

  /** @returns whether something was done and there may be more */
  async function advance(ticket: string, late: boolean): Promise<boolean> {
    const step = await store.transaction((tx) => nextStep(deps, tx, ticket));
    if (step.kind === 'nothing') return false;
    if (step.kind === 'write') {
      await store.transaction(step.write);
      return true;
    }
    if (step.late && !late) return false;
    const now = clock.now();
    if (budget.left(now) <= 0) return false;
    if (!(await takeLease(store, { ...LEASE, holder, now }))) return false;
    budget.spend(now);
    if (!step.late) await store.transaction((tx) => changePlace(tx, at(ticket), { doubt: UNSURE }));
    return await settle(ticket, await step.run(), step);
  }

  async function settle(ticket: string, called: Called, { done, doubt }: Call): Promise<boolean> {
    const now = clock.now();
    switch (called.kind) {
      case 'done':
        await store.transaction((tx) => done(tx, called.ref));
        return true;
      case 'lost':
        telemetry.note('info', 'desk-topic-lost', { ticket });
        await store.transaction(async (tx) => {
          await dropPosts(tx, at(ticket));
          const anew = { ref: null, seen_seq: 0, state: 'open' as const, settled: 0, doubt: REBUILT };
          await changePlace(tx, at(ticket), anew);
        });
        return true;
      case 'shut':
        await store.transaction((tx) => changePlace(tx, at(ticket), { state: 'closed', doubt }));
        return true;
      case 'later':
        budget.pause(now + (called.afterMs ?? BROKEN_MS));
        await store.transaction((tx) => changePlace(tx, at(ticket), { doubt }));
        return false;
      case 'unknown':
        budget.pause(now + BROKEN_MS);
        return false;
      case 'refused':
        telemetry.note('error', 'desk-telegram-refused', { ticket, reason: called.reason });
        if (called.place) budget.pause(now + REFUSED_MS);
        await store.transaction((tx) =>
          changePlace(tx, at(ticket), { doubt, due_at: now + REFUSED_MS, settled: 0 }),
        );
        return false;
    }
  }

  return async () => {
    const now = clock.now();
    const wanting = await store.transaction(async (tx) => {
      await tellUndelivered(tx, deps.vault, PLACE, now);
      return await ticketsToShow(tx, PLACE, now);
    });
    if (wanting.length === 0) return 0;
    const made = await underLease(store, { ...LEASE, holder, clock }, async () => {
      // Again, as another process may have been at it.
      const tickets = await store.transaction(async (tx) => {
        await forgetHeard(tx, now - 8 * DAY);
        return await ticketsToShow(tx, PLACE, now);
      });
      let steps = 0;
      for (const late of [false, true])
        for (const { ticket } of tickets) while (await advance(ticket, late)) steps += 1;
      return steps;
    });
    return made ?? 0;
  };
}

async function nextStep(deps: SenderDeps, tx: Tx, ticket: string): Promise<Step> {
  const { store, vault, clock, rules, calls, publicUrl } = deps;
  const at = { place: PLACE, ticket };
  const stored = await loadTicket(tx, vault, ticket);
  if (stored === undefined || stored.ticket.state === 'withdrawn') return await removal(deps, tx, ticket);
  const place = await ensurePlace(tx, PLACE, ticket);
  const notices = await noticesOf(tx, vault, PLACE, ticket);
  const now = clock.now();
  if (place.due_at > now) return { kind: 'nothing' };
  if (place.told_seq < stored.ticket.seq)
    return {
      kind: 'write',
      write: async (own) => {
        // Held until the end: whoever takes it out of their hands meanwhile finds what is on its way to them.
        const held = own.selectFrom('tickets').select('seq').where('id', '=', ticket);
        if ((await store.locked(held).executeTakeFirst())?.seq !== stored.ticket.seq) return;
        await tellHolder(own, { ...deps, now }, stored, place.told_seq + 1);
        await changePlace(own, at, { told_seq: stored.ticket.seq });
      },
    };
  const shut = isShut(stored);
  const behind = place.seen_seq < stored.ticket.seq || notices.length > 0;
  if (place.ref === null) {
    // What is over and was deleted by hand, or was over before there was a group, needs no topic.
    if (shut || (!behind && place.settled === 1))
      return behind || place.settled === 0 ? leave(at, stored.ticket.seq, notices) : { kind: 'nothing' };
    return creation(deps, stored, place.doubt);
  }
  const { ref } = place;
  const call = (late: boolean, run: Call['run'], change: Parameters<typeof changePlace>[2]): Call => ({
    kind: 'call',
    late,
    run,
    done: (own) => changePlace(own, at, change),
    doubt: place.doubt,
  });
  if (place.state === 'closed' && (behind || !shut))
    return call(false, () => calls.reopen(ref), { state: 'open', doubt: place.doubt });
  if (behind) {
    const own = await postsOf(tx, PLACE, ticket, 'staff');
    const due = nextDue(stored.ticket, rules);
    const way = await wayFor(tx, deps, stored.row.channel, stored);
    const link = publicUrl === undefined ? undefined : `${publicUrl}/console/tickets/${ticket}`;
    return saying(deps, { stored, place, notices, own, due, way, link }, ref);
  }
  const title = formatTitle(stored);
  if (title !== place.title) return call(true, () => calls.rename(ref, title), { title });
  if (shut && place.state === 'open') return call(true, () => calls.shut(ref), { state: 'closed' });
  if (place.settled === 1) return { kind: 'nothing' };
  return { kind: 'write', write: (own) => changePlace(own, at, { settled: 1, doubt: SURE }) };
}

function leave(
  at: { readonly place: string; readonly ticket: string },
  seq: number,
  notices: Told['notices'],
): Step {
  return {
    kind: 'write',
    write: async (tx) => {
      await dropNotices(
        tx,
        notices.map(({ id }) => id),
      );
      await changePlace(tx, at, { seen_seq: seq, settled: 1, doubt: SURE });
    },
  };
}

function creation({ calls }: SenderDeps, stored: Told['stored'], doubt: number): Step {
  const title = formatTitle(stored);
  const colour = stored.row.urgent === 1 ? COLOURS.urgent : COLOURS.calm;
  return {
    kind: 'call',
    late: false,
    doubt,
    run: () => calls.create(title, colour),
    done: (tx, ref) =>
      // In doubt there may be another topic of this name: the first message of this one says so.
      changePlace(
        tx,
        { place: PLACE, ticket: stored.row.id },
        { ref, title, state: 'open', doubt, settled: 0 },
      ),
  };
}

function saying({ calls }: SenderDeps, told: Told, ref: string): Step {
  const next = nextMessage(told);
  const { message } = next;
  const done = (tx: Tx, post: string) => said(tx, told.stored.row.id, next, post);
  if (message === null) return { kind: 'write', write: (tx) => done(tx, '') };
  const { doubt } = told.place;
  return { kind: 'call', late: false, run: () => calls.post(ref, message), done, doubt };
}

async function said(tx: Tx, ticket: string, next: NextMessage, ref: string): Promise<void> {
  await dropNotices(tx, next.notices);
  await changePlace(tx, { place: PLACE, ticket }, { seen_seq: next.seen, doubt: SURE, settled: 0 });
  const post = { place: PLACE, ref, ticket };
  if (next.prompts !== null) await keepPost(tx, { ...post, seq: 0, role: 'prompt', staff: next.prompts });
  else if (next.shows !== 0) await keepPost(tx, { ...post, seq: next.shows, role: 'shown', staff: null });
}

/** Taken back, or kept for as long as it may be: the topic goes with all its messages. */
async function removal(deps: SenderDeps, tx: Tx, ticket: string): Promise<Step> {
  const { calls, telemetry, clock } = deps;
  const at = { place: PLACE, ticket };
  const place = await placeOf(tx, at);
  if (place === undefined) return { kind: 'nothing' };
  const gone = async (own: Tx) => {
    await takeBack(own, { ...deps, now: clock.now() }, ticket);
    await dropPlace(own, at);
    const row = await own.selectFrom('tickets').select('seq').where('id', '=', ticket).executeTakeFirst();
    if (row === undefined) return;
    await ensurePlace(own, PLACE, ticket);
    await changePlace(own, at, { seen_seq: row.seq, told_seq: row.seq, settled: 1 });
  };
  const { ref } = place;
  if (ref === null) return place.settled === 1 ? { kind: 'nothing' } : { kind: 'write', write: gone };
  return {
    kind: 'call',
    late: false,
    doubt: place.doubt,
    run: async () => {
      const called = await calls.remove(ref);
      if (called.kind === 'lost') return { kind: 'done', ref: '' };
      if (called.kind !== 'refused') return called;
      telemetry.note('error', 'desk-topic-not-deleted', { ticket, reason: called.reason });
      return { ...called, place: false };
    },
    done: gone,
  };
}

async function wayFor(
  tx: Tx,
  { vault }: SenderDeps,
  channel: string,
  { ticket, events }: Told['stored'],
): Promise<Way> {
  const way = wayOf(channel, events);
  if (way !== 'sent' || ticket.holder === null) return way;
  return (await privateChat(tx, vault, ticket.holder)) === undefined ? 'no-chat' : 'sent';
}
