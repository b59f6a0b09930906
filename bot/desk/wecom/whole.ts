import { shortName } from '#knowledge';
import type { Channel } from '../../channels/channel.ts';
import type { Destination, Part } from '../../channels/message.ts';
import { formatChinaTime } from '../../china-time.ts';
import { deskCopy } from '../../copy/desk.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { Vault } from '../../privacy/vault.ts';
import { ensureConversation } from '../../store/conversations.ts';
import { personKey } from '../../store/keys.ts';
import { insertMessage } from '../../store/outbox.ts';
import { accountsOf } from '../../store/staff.ts';
import type { Tx } from '../../store/store.ts';
import { emptyCopies } from '../../store/ticket-copies.ts';
import { keepPost } from '../../store/ticket-places.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import { writeAudit } from '../audit.ts';
import { type DeskRules, nextDue } from '../clock.ts';
import { fileParts } from '../file-parts.ts';
import type { TicketEvent } from '../ticket-event.ts';
import { type StaffView, viewFor } from '../view.ts';

const copy = wecomDeskCopy.whole;
const PRIVATE: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };
/** Where the outbox ids of such messages stand among the posts. */
const WHOLE = 'wecom-whole';
const VIA = 'wecom';

export type WholeDeps = {
  readonly vault: Vault;
  /** WeCom's app. */
  readonly channel: Channel;
  readonly rules: DeskRules;
  readonly randomId: () => string;
  /** ms since 1970 */
  readonly now: number;
};

/**
 * What the one who has a ticket reads in their own chat with the app: all of it once they have claimed it there, and later
 * what the worker adds. Whoever claimed elsewhere reads it there: nothing goes to more places than it must. Each view of
 * personal fields is written down with the message that shows it.
 * @param from number of the first event that they were not told of
 */
export async function tellHolder(tx: Tx, deps: WholeDeps, stored: StoredTicket, from: number): Promise<void> {
  const { row, ticket, events } = stored;
  const claim = events.findLast(({ kind }) => kind === 'claimed');
  const { holder } = ticket;
  if (holder === null || claim === undefined || claim.via !== VIA) return;
  const view = viewFor({ name: holder, role: 'agent' }, { ticket, alias: row.alias, events });
  const whole = claim.seq >= from;
  const lines = whole ? linesOf(stored, view, deps) : events.filter(({ seq }) => seq >= from).flatMap(newsOf);
  const fresh = events.filter(({ seq }) => whole || seq >= from).flatMap(filesIn);
  const { parts: files, missing } = await fileParts(
    tx,
    deps.vault,
    { person: row.person, nameless: ticket.draft?.anonymous === true },
    [...(whole ? (view.draft?.files ?? []) : []), ...fresh],
  );
  if (lines.length === 0 && files.length + missing === 0) return;
  const head = copy.head(row.id, row.alias, deskCopy.kind[row.kind]);
  const parts = [
    textOf([head, ...lines].join('\n')),
    ...files,
    ...(missing === 0 ? [] : [textOf(copy.missing(missing))]),
  ];
  if (!(await send(tx, deps, { staff: holder, ticket: row.id, parts }))) return;
  const said = events.some(({ seq, kind }) => seq >= from && kind === 'said');
  const fields = whole
    ? view.shown
    : view.shown.filter((field) => said && (field === 'words' || field === 'files'));
  if (fields.length === 0) return;
  await writeAudit(tx, { at: deps.now, staff: holder, via: VIA, action: 'view', ticket: row.id, fields });
}

const textOf = (text: string): Part => ({ kind: 'text', text, style: 'plain' });

const filesIn = ({ change }: TicketEvent) => (change?.kind === 'said' ? change.files : []);

/** All of a ticket that its holder may see. */
function linesOf(
  { row, ticket }: StoredTicket,
  { draft, events }: StaffView,
  { rules }: WholeDeps,
): string[] {
  const due = nextDue(ticket, rules);
  const before = events.flatMap(lineOf);
  const contact = draft?.contact;
  return [
    ...(draft === null ? [] : [copy.topic(draft.topic)]),
    ...(row.region === null ? [] : [copy.place(shortName(row.region.split('/').at(-1) ?? ''))]),
    ...(row.trade === null ? [] : [copy.trade(row.trade)]),
    ...(draft?.anonymous === true ? [copy.anonymous] : []),
    ...(typeof contact?.name === 'string' ? [copy.name(contact.name)] : []),
    ...(typeof contact?.phone === 'string' ? [copy.phone(contact.phone)] : []),
    ...(draft?.answers ?? []).map(({ label, value }) => copy.answer(label, value)),
    ...(draft === null || draft.transcript.length === 0 ? [] : [copy.shared]),
    ...(draft?.transcript ?? []).map(({ from, words }) => copy.line[from](words)),
    ...(draft?.citations ?? []).map(({ head }) => copy.cited(head)),
    ...(before.length === 0 ? [] : [copy.before, ...before]),
    ...(due === null
      ? []
      : [copy.due(due.what === 'reply' ? deskCopy.due.reply : due.what.step, formatChinaTime(due.at))]),
    copy.how,
  ];
}

/** What was said before, for whoever takes a ticket over. */
function lineOf({ by, change }: TicketEvent): string[] {
  const name = by.kind === 'staff' ? by.name : '';
  if (change === null || !('words' in change) || change.words === '') return [];
  if (change.kind === 'said') return [copy.said(change.words)];
  return [change.kind === 'noted' ? copy.note(name, change.words) : copy.staff(name, change.words)];
}

/** What happened since. */
function newsOf({ by, change }: TicketEvent): string[] {
  switch (change?.kind) {
    case 'said':
      return [
        ...(change.danger ? [copy.danger] : []),
        ...(change.words === '' ? [] : [copy.said(change.words)]),
      ];
    case 'confirmed':
      return [copy.confirmed];
    case 'reopened':
      return by.kind === 'worker' ? [copy.reopened] : [];
    case 'bounced':
      return [copy.bounced[change.reason]];
    default:
      return [];
  }
}

/** @returns false: they have no account in the app */
async function send(
  tx: Tx,
  { vault, channel, randomId, now }: WholeDeps,
  { staff, ticket, parts }: { staff: string; ticket: string; parts: readonly Part[] },
): Promise<boolean> {
  const account = (await accountsOf(tx, vault, staff)).find((one) => one.channel === channel.name);
  if (account === undefined) return false;
  const { name } = channel;
  const where = { channel: name, kind: 'private' as const, chat: account.id, now };
  const conversation = await ensureConversation(tx, vault, where);
  const person = personKey(vault, name, account.id);
  for (const payload of channel.encode({ parts: [...parts], buttons: [] }, PRIVATE)) {
    const row = { channel: name, conversation, person, cause: null, answers: null, payload };
    const id = await insertMessage(tx, vault, { ...row, about: null, replaces: null, key: randomId() }, now);
    await keepPost(tx, { place: WHOLE, ref: String(id), ticket, seq: 0, role: 'whole', staff });
  }
  return true;
}

/** The worker took it back: what lies here of it goes, what waits does not leave, and whoever had it is told to delete it. */
export async function takeBack(tx: Tx, deps: WholeDeps, ticket: string): Promise<void> {
  const posts = await tx
    .selectFrom('ticket_posts')
    .select('staff')
    .where('place', '=', WHOLE)
    .where('ticket', '=', ticket)
    .execute();
  if (posts.length === 0) return;
  await emptyCopies(tx, ticket);
  for (const staff of new Set(posts.flatMap(({ staff: name }) => name ?? [])))
    await send(tx, deps, { staff, ticket, parts: [textOf(copy.withdrawn(ticket))] });
  await tx.deleteFrom('ticket_posts').where('place', '=', WHOLE).where('ticket', '=', ticket).execute();
}
