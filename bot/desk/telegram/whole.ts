import type { Channel } from '../../channels/channel.ts';
import type { Destination, Outbound, Part } from '../../channels/message.ts';
import { telegramDeskCopy } from '../../copy/desk-telegram.ts';
import type { Vault } from '../../privacy/vault.ts';
import { ensureConversation } from '../../store/conversations.ts';
import { personKey } from '../../store/keys.ts';
import { sql } from '../../store/kysely.ts';
import { insertMessage } from '../../store/outbox.ts';
import { accountsOf } from '../../store/staff.ts';
import type { Tx } from '../../store/store.ts';
import { emptyCopies } from '../../store/ticket-copies.ts';
import { addNotice, keepPost } from '../../store/ticket-places.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import { writeAudit } from '../audit.ts';
import { createCover } from '../cover.ts';
import { fileParts } from '../file-parts.ts';
import type { TicketEvent } from '../ticket-event.ts';
import { viewFor } from '../view.ts';

const copy = telegramDeskCopy.private;
const PRIVATE: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };
/** Where ids of such messages stand among the posts. */
const WHOLE = 'telegram-whole';

export type WholeDeps = {
  readonly vault: Vault;
  /** Telegram. */
  readonly channel: Channel;
  readonly randomId: () => string;
  /** ms since 1970 */
  readonly now: number;
};

/** How the holder gets what the group may not read. */
export type Way = 'sent' | 'console' | 'no-chat';

/**
 * What is only for the holder, into their private chat with the bot: everything at their claim, and later each message that
 * the group saw not whole. Only of a worker who speaks by Telegram themselves: the words of others are not carried to it.
 * Commits with the caller's note of how far the holder was told.
 * @param from number of the first event that they were not told of
 */
export async function tellHolder(
  tx: Tx,
  deps: WholeDeps,
  { row, ticket, events }: StoredTicket,
  from: number,
): Promise<void> {
  const { holder } = ticket;
  if (holder === null || wayOf(row.channel, events) !== 'sent') return;
  const chat = await privateChat(tx, deps.vault, holder);
  if (chat === undefined) return;
  const viewer = { name: holder, role: 'agent' as const };
  const view = viewFor(viewer, { ticket, alias: row.alias, events });
  const claim = events.findLast(({ kind }) => kind === 'claimed');
  const fresh = events.filter(({ seq, change }) => seq >= from && change?.kind === 'said');
  const whole = claim !== undefined && claim.seq >= from;
  const told = whole
    ? events.filter(({ change }) => change?.kind === 'said')
    : fresh.filter(isPartly(ticket, events));
  if (!whole && told.length === 0) return;
  const ids = [...(whole ? (view.draft?.files ?? []) : []), ...told.flatMap(filesIn)];
  const owner = { person: row.person, nameless: ticket.draft?.anonymous === true };
  const files = await fileParts(tx, deps.vault, owner, ids);
  const parts: Part[] = [
    text(copy.head(row.id, row.alias), 'strong'),
    ...(whole ? draftParts(view.draft) : []),
    ...told.flatMap(({ change }) =>
      change?.kind === 'said' && change.words !== '' ? [text(copy.said(change.words))] : [],
    ),
    ...files.parts,
    ...(files.missing === 0 ? [] : [text(copy.missing(files.missing))]),
  ];
  await send(tx, deps, { chat, staff: holder, ticket: row.id, outbound: { parts, buttons: [] } });
  const fields = whole ? view.shown : view.shown.filter((field) => field === 'words' || field === 'files');
  await writeAudit(tx, {
    at: deps.now,
    staff: holder,
    via: 'telegram',
    action: 'view',
    ticket: row.id,
    fields,
  });
}

/** Where the whole of a ticket is for whoever has it, as far as its own place tells. */
export function wayOf(channel: string, events: readonly TicketEvent[]): Way {
  const claim = events.findLast(({ kind }) => kind === 'claimed');
  // Whoever claimed at the console reads it there: nothing goes to more places than it must.
  return channel === 'telegram' && claim?.via === 'telegram' ? 'sent' : 'console';
}

/** The chat in which somebody of the staff speaks with the bot; undefined until they have. */
export async function privateChat(tx: Tx, vault: Vault, name: string): Promise<string | undefined> {
  const accounts = await accountsOf(tx, vault, name);
  return accounts.find(({ channel, chat }) => channel === 'telegram' && chat !== null)?.chat ?? undefined;
}

/** The group saw it not whole. */
function isPartly({ draft }: StoredTicket['ticket'], events: readonly TicketEvent[]) {
  const cover = createCover(draft, events);
  return ({ change }: TicketEvent) =>
    change?.kind === 'said' &&
    (draft?.anonymous === true || change.files.length > 0 || !cover(change.words).whole);
}

const filesIn = ({ change }: TicketEvent) => (change?.kind === 'said' ? change.files : []);

const text = (words: string, style: 'plain' | 'strong' = 'plain'): Part => ({
  kind: 'text',
  text: words,
  style,
});

function draftParts(draft: StoredTicket['ticket']['draft']): readonly Part[] {
  if (draft === null) return [];
  const { contact } = draft;
  const lines = [
    ...(draft.anonymous ? [copy.anonymous] : []),
    ...(typeof contact?.name === 'string' ? [copy.name(contact.name)] : []),
    ...(typeof contact?.phone === 'string' ? [copy.phone(contact.phone)] : []),
    ...draft.answers.map(({ label, value }) => copy.answer(label, value)),
    ...draft.transcript.map(({ from, words }) => copy.line(copy.from[from], words)),
  ];
  return lines.map((line) => text(line));
}

async function send(
  tx: Tx,
  { vault, channel, randomId, now }: WholeDeps,
  { chat, staff, ticket, outbound }: { chat: string; staff: string; ticket: string; outbound: Outbound },
): Promise<void> {
  const conversation = await ensureConversation(tx, vault, {
    channel: channel.name,
    kind: 'private',
    chat,
    now,
  });
  const person = personKey(vault, channel.name, chat);
  for (const payload of channel.encode(outbound, PRIVATE)) {
    const row = { channel: channel.name, conversation, person, cause: null, answers: null, payload };
    const id = await insertMessage(tx, vault, { ...row, about: null, replaces: null, key: randomId() }, now);
    await keepPost(tx, { place: WHOLE, ref: String(id), ticket, seq: 0, role: 'whole', staff });
  }
}

/** What could not be delivered to its holder is said in the topic, and lies here no longer. */
export async function tellUndelivered(tx: Tx, vault: Vault, place: string, now: number): Promise<void> {
  const dead = await tx
    .selectFrom('ticket_posts')
    .innerJoin('outbox', (join) => join.on(sql<boolean>`outbox.id = cast(ticket_posts.ref as bigint)`))
    .select(['ticket_posts.ref', 'ticket_posts.ticket', 'ticket_posts.staff', 'outbox.sealed'])
    .where('ticket_posts.place', '=', WHOLE)
    .where('outbox.state', '=', 'dead')
    .execute();
  if (dead.length === 0) return;
  const refs = dead.map(({ ref }) => ref);
  await tx.updateTable('outbox').set({ sealed: null }).where('id', 'in', refs.map(Number)).execute();
  await tx.deleteFrom('ticket_posts').where('place', '=', WHOLE).where('ref', 'in', refs).execute();
  // What was stopped on purpose is gone from here, or not for them any more.
  const lost = dead.filter(({ sealed }) => sealed !== null);
  const told = new Map(lost.map(({ ticket, staff }) => [ticket, staff ?? '']));
  for (const [ticket, staff] of told) {
    const text = telegramDeskCopy.whole.undelivered(staff);
    const notice = { text, replyTo: null, prompts: null, buttons: [] };
    await addNotice(tx, vault, { place, ticket, notice, now });
  }
}

/** The worker took it back: what lies here of it goes, what waits does not leave, and whoever had it is told to delete it. */
export async function takeBack(tx: Tx, deps: WholeDeps, ticket: string): Promise<void> {
  const posts = await tx
    .selectFrom('ticket_posts')
    .select(['staff'])
    .where('place', '=', WHOLE)
    .where('ticket', '=', ticket)
    .execute();
  if (posts.length === 0) return;
  await emptyCopies(tx, ticket);
  await tx.deleteFrom('ticket_posts').where('place', '=', WHOLE).where('ticket', '=', ticket).execute();
  for (const staff of new Set(posts.flatMap(({ staff: name }) => name ?? []))) {
    const chat = await privateChat(tx, deps.vault, staff);
    const parts: Part[] = [text(copy.withdrawn(ticket))];
    if (chat !== undefined) await send(tx, deps, { chat, staff, ticket, outbound: { parts, buttons: [] } });
  }
  await tx.deleteFrom('ticket_posts').where('place', '=', WHOLE).where('ticket', '=', ticket).execute();
}
