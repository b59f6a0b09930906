import { deskCopy } from '../../copy/desk.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { Vault } from '../../privacy/vault.ts';
import type { Staff } from '../../staff/staff.ts';
import { chooseTicket, currentTicket, leaveTicket } from '../../store/desk-current.ts';
import { kfSession } from '../../store/kf-sessions.ts';
import { allStaff } from '../../store/staff.ts';
import type { Store, Tx } from '../../store/store.ts';
import { keepHeard } from '../../store/ticket-copies.ts';
import { changePlace } from '../../store/ticket-places.ts';
import { loadTicket, type StoredTicket } from '../../store/tickets.ts';
import { cardOfTask, changeCard } from '../../store/wecom-cards.ts';
import type { DeskRules } from '../clock.ts';
import { withinReach } from '../reach.ts';
import { createDesk } from '../staff.ts';
import type { Command } from '../ticket.ts';
import type { Press } from './card.ts';
import { formatList, type Listed } from './list.ts';
import type { Order } from './order.ts';
import { formatReport } from './report.ts';

const copy = wecomDeskCopy.say;
/** As `via`, and among the places of tickets. */
const PLACE = 'wecom';
/** The app: the only chat of WeCom in which a person can be written to at any time, and so may hold tickets. */
const APP = 'wecom-app';
/** Workers there hear the union when they ask the next time. */
const NEVER_FIRST: readonly string[] = ['wecom-bot'];

export type StaffChatDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly rules: DeskRules;
  /** Row of the message whose turn this is. */
  readonly inbox: number;
  /** ms since 1970 */
  readonly now: number;
};

/** What somebody of the staff does with tickets in a chat of WeCom, in the turn's transaction; each gives what is said. */
export type StaffChat = {
  readonly obey: (order: Order, staff: Staff, where: 'private' | 'group') => Promise<string>;
  /** Plain words, for the ticket at hand; undefined where none is. */
  readonly say: (words: string, staff: Staff) => Promise<string | undefined>;
  /** Whether a ticket is at hand. */
  readonly isBusy: (staff: Staff) => Promise<boolean>;
  readonly press: (press: Press, staff: Staff) => Promise<string>;
  /** Keeps what a press brought along to change its card by, whoever pressed. */
  readonly keepCode: (task: string, code: string) => Promise<void>;
};

type Scene = StaffChatDeps & { readonly tx: Tx; readonly channel: string; readonly staff: Staff };

/** @param channel the chat's */
export function createStaffChat(tx: Tx, deps: StaffChatDeps, channel: string): StaffChat {
  const scene = (staff: Staff): Scene => ({ ...deps, tx, channel, staff });
  return {
    obey: (order, staff, where) => obey(scene(staff), order, where),
    say: (words, staff) => sayAtHand(scene(staff), words),
    isBusy: async (staff) => (await currentTicket(tx, PLACE, staff.name)) !== undefined,
    press: async ({ does, ticket }, staff) =>
      does === 'claim'
        ? claim(scene(staff), ticket, 'private')
        : transfer(scene(staff), { kind: 'transfer', ticket, words: '' }),
    keepCode: async (task, code) => {
      const card = await cardOfTask(tx, deps.vault, task);
      if (card === undefined) return;
      // It was sent, whatever its sender heard; and what could not be changed before can be now.
      await changeCard(tx, deps.vault, card, { code: { value: code, at: deps.now }, state: 'sent' });
      await changePlace(tx, { place: PLACE, ticket: card.ticket }, { settled: 0, due_at: 0 });
    },
  };
}

async function obey(scene: Scene, order: Order, where: 'private' | 'group'): Promise<string> {
  const { tx, staff, now } = scene;
  if ('words' in order) await hear(scene, order.ticket ?? (await currentTicket(tx, PLACE, staff.name)));
  switch (order.kind) {
    case 'unclaimed':
    case 'overdue':
      return formatList(order.kind, await listed(scene, order.kind), null);
    case 'report':
      return formatReport(
        await tx.selectFrom('tickets').select(['state', 'holder', 'due_at']).execute(),
        now,
      );
    case 'claim':
      return claim(scene, order.ticket, where);
    case 'mine':
      return formatList(
        'mine',
        await listed(scene, 'mine'),
        (await currentTicket(tx, PLACE, staff.name)) ?? null,
      );
    case 'how':
      return wecomDeskCopy.how;
    default:
      // What follows has words of people in it, or sets which worker the next words go to.
      if (where === 'group' || scene.channel !== APP) return copy.onlyPrivate;
      return obeyInApp(scene, order);
  }
}

type InApp = Extract<Order, { kind: 'leave' | 'choose' | 'note' | 'resolve' | 'say' | 'transfer' }>;

async function obeyInApp(scene: Scene, order: InApp): Promise<string> {
  const { tx, staff } = scene;
  switch (order.kind) {
    case 'leave':
      await leaveTicket(tx, PLACE, staff.name, null);
      return copy.left;
    case 'choose': {
      const stored = await mine(scene, order.ticket);
      if (typeof stored === 'string') return stored;
      await choose(scene, order.ticket);
      return copy.chosen(who(stored));
    }
    case 'transfer':
      return transfer(scene, order);
    case 'say': {
      const id = order.ticket ?? (await currentTicket(tx, PLACE, staff.name));
      return id === undefined ? copy.which : reply(scene, id, order.words);
    }
    case 'note':
    case 'resolve': {
      const id = order.ticket ?? (await currentTicket(tx, PLACE, staff.name));
      if (id === undefined) return copy.which;
      if (order.words === '') return copy.noWords;
      const done = await act(scene, id, { kind: order.kind, words: order.words });
      if ('why' in done) return done.why;
      if (order.kind === 'note') return copy.noted(who(done.stored));
      await leaveTicket(tx, PLACE, staff.name, id);
      return copy.resolved(who(done.stored));
    }
  }
}

/** Their words go when the ticket's do. */
async function hear({ tx, inbox, staff }: Scene, ticket: string | undefined): Promise<void> {
  if (ticket !== undefined) await keepHeard(tx, { inbox, ticket, staff: staff.name });
}

async function sayAtHand(scene: Scene, words: string): Promise<string | undefined> {
  const { tx, staff } = scene;
  const id = await currentTicket(tx, PLACE, staff.name);
  if (id === undefined) return undefined;
  await hear(scene, id);
  const stored = await mine(scene, id);
  if (typeof stored !== 'string') return reply(scene, id, words);
  await leaveTicket(tx, PLACE, staff.name, id);
  return copy.lost(id);
}

async function reply(scene: Scene, id: string, words: string): Promise<string> {
  const stored = await loadTicket(scene.tx, scene.vault, id);
  const session = stored && (await kfSession(scene.tx, stored.row.conversation));
  // WeCom lets nothing of ours through there while a person has the conversation.
  if (session?.state === 'pool' || session?.state === 'human')
    return copy.notSent(copy.inKf(stored === undefined ? id : who(stored)));
  const asks = /[?？]\s*$/u.test(words);
  const done = await act(scene, id, { kind: 'reply', words, asks });
  if ('why' in done) return copy.notSent(done.why);
  await choose(scene, id);
  const name = who(done.stored);
  if (NEVER_FIRST.includes(done.stored.row.channel)) return copy.sentLater(name);
  return asks ? copy.asked(name) : copy.sent(name);
}

async function claim(scene: Scene, id: string, where: 'private' | 'group'): Promise<string> {
  const before = await loadTicket(scene.tx, scene.vault, id);
  const done = await act(scene, id, { kind: 'claim' });
  if ('why' in done) {
    const holder = before?.ticket.holder;
    if (holder === scene.staff.name && scene.channel === APP) {
      await choose(scene, id);
      return copy.yours(before === undefined ? id : who(before));
    }
    return holder === undefined || holder === null ? done.why : copy.heldBy(holder, id);
  }
  if (where === 'group') return copy.claimedInGroup(id);
  if (scene.channel !== APP) return copy.claimedElsewhere(who(done.stored));
  await choose(scene, id);
  return copy.claimed(who(done.stored));
}

async function transfer(scene: Scene, order: Extract<Order, { kind: 'transfer' }>): Promise<string> {
  const { tx, staff } = scene;
  const id = order.ticket ?? (await currentTicket(tx, PLACE, staff.name));
  if (id === undefined) return copy.which;
  const others = (await allStaff(tx)).filter(({ name, away }) => name !== staff.name && !away);
  if (order.words === '') {
    const stored = await loadTicket(tx, scene.vault, id);
    if (stored === undefined) return copy.gone;
    const { holder } = stored.ticket;
    if (holder !== null && holder !== staff.name) return copy.heldBy(holder, id);
    if (holder === staff.name) await choose(scene, id);
    if (others.length === 0) return copy.nobodyElse;
    return copy.toWhom(others.map(({ name }) => name).join('、'));
  }
  const { to, words } = receiverOf(order.words, others);
  if (to === undefined) return copy.nobody(words);
  const done = await act(scene, id, { kind: 'transfer', to, words });
  if ('why' in done) return done.why;
  await leaveTicket(tx, PLACE, staff.name, id);
  return to === null ? copy.handedToAll(who(done.stored)) : copy.handed(who(done.stored), to);
}

/** Names may hold blanks: the longest that fits. */
function receiverOf(
  words: string,
  others: readonly Staff[],
): { readonly to: string | null | undefined; readonly words: string } {
  const longest = others.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const found = [...longest, copy.anyone].find(
    (name) => words === name || /^[\s:：，,]/u.test(after(words, name)),
  );
  if (found === undefined) return { to: undefined, words: words.split(/\s/u)[0] ?? words };
  const rest = words.slice(found.length).replace(/^[\s:：，,]+/u, '');
  return { to: found === copy.anyone ? null : found, words: rest };
}

const after = (words: string, name: string) => (words.startsWith(name) ? words.slice(name.length) : '');

/** 工友·青石（T-…） */
const who = ({ row }: StoredTicket) => `${row.alias}（${row.id}）`;

const choose = ({ tx, staff, now: at }: Scene, ticket: string) =>
  chooseTicket(tx, { place: PLACE, staff: staff.name, ticket, at });

/** The ticket, if it is in their hands; else why not. */
async function mine({ tx, vault, staff }: Scene, id: string): Promise<StoredTicket | string> {
  const stored = await loadTicket(tx, vault, id);
  if (stored === undefined) return copy.gone;
  const { holder } = stored.ticket;
  if (holder === staff.name) return stored;
  return holder === null ? deskCopy.illegal['not-claimed'] : copy.heldBy(holder, id);
}

async function act(
  { tx, staff, ...deps }: Scene,
  id: string,
  command: Command,
): Promise<{ readonly stored: StoredTicket } | { readonly why: string }> {
  // The desk's own transactions are this one.
  const store: Store = { ...deps.store, transaction: (work) => work(tx) };
  const clock = { now: () => deps.now, sleep: async () => {} };
  const desk = createDesk({ ...deps, store, clock, via: PLACE, listed: true });
  const viewer = {
    name: staff.name,
    role: staff.role === 'agent' ? ('agent' as const) : ('supervisor' as const),
  };
  const applied = await desk.act(id, command, viewer);
  switch (applied.kind) {
    case 'done':
      return { stored: applied.stored };
    case 'illegal':
      return { why: deskCopy.whyNot(applied.move) };
    case 'stale':
      return { why: copy.busy };
    case 'unknown':
    case 'no-target':
      return { why: copy.gone };
    case 'not-staff':
      return { why: copy.notStaff };
  }
}

async function listed(
  { tx, staff, now }: Scene,
  filter: 'mine' | 'unclaimed' | 'overdue',
): Promise<readonly Listed[]> {
  let query = tx
    .selectFrom('tickets')
    .select(['id', 'alias', 'kind', 'region', 'trade', 'holder', 'due_at', 'urgent'])
    .where('state', 'not in', ['resolved', 'closed', 'merged', 'withdrawn']);
  if (filter === 'mine') query = query.where('holder', '=', staff.name);
  if (filter === 'unclaimed') query = query.where('holder', 'is', null);
  if (filter === 'overdue') query = query.where('due_at', '<', now).where(withinReach(staff));
  const rows = await query
    .orderBy('urgent', 'desc')
    .orderBy(({ eb }) => eb.case().when('due_at', 'is', null).then(1).else(0).end())
    .orderBy('due_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, late: row.due_at !== null && row.due_at < now }));
}
