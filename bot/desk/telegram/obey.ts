import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { deskCopy } from '../../copy/desk.ts';
import { telegramDeskCopy as copy } from '../../copy/desk-telegram.ts';
import type { Vault } from '../../privacy/vault.ts';
import type { Staff } from '../../staff/staff.ts';
import { personKey } from '../../store/keys.ts';
import { allStaff, staffOfPerson } from '../../store/staff.ts';
import type { Store, Tx } from '../../store/store.ts';
import {
  addNotice,
  changePlace,
  hearOnce,
  keepPost,
  type Notice,
  postAt,
  ticketAt,
} from '../../store/ticket-places.ts';
import { isLive, loadTicket, type StoredTicket } from '../../store/tickets.ts';
import type { DeskRules } from '../clock.ts';
import { createDesk, type Desk } from '../staff.ts';
import type { Command } from '../ticket.ts';
import type { Viewer } from '../view.ts';
import type { Heard } from './hear.ts';
import { formatPressed, type Order, parsePressed, readOrder } from './order.ts';

/** This place, among the places of tickets and as `via`. */
export const PLACE = 'telegram';
/** Names that fit on a keyboard. */
const MOST_NAMES = 30;
/** Characters of the worker's words that an answer to them repeats. */
const QUOTED = 20;

export type ObeyDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rules: DeskRules;
};

/** What is said at once and not kept: to whoever pressed, and to whoever wrote. */
export type Obeyed = {
  readonly toast: string | null;
  /** Message that was carried out. */
  readonly nod: string | null;
};
const NOTHING: Obeyed = { toast: null, nod: null };

type Scene = ObeyDeps & {
  readonly tx: Tx;
  readonly desk: Desk;
  readonly ticket: string;
  readonly staff: Staff;
  readonly viewer: Viewer;
  readonly now: number;
};

/**
 * Carries out what somebody did in the group, once, in one transaction with what is said of it. A repeat does nothing.
 */
export async function obey(deps: ObeyDeps, heard: Heard): Promise<Obeyed> {
  const { store, vault, clock } = deps;
  return await store.transaction(async (tx) => {
    const now = clock.now();
    if (!(await hearOnce(tx, { place: PLACE, event: heard.event, at: now }))) return NOTHING;
    const staff =
      heard.from === null
        ? undefined
        : await staffOfPerson(tx, 'telegram', personKey(vault, 'telegram', heard.from));
    if (heard.what.kind === 'left') {
      if (staff !== undefined) await tellOfLeaving(tx, vault, staff.name, now);
      return NOTHING;
    }
    const ticket = await ticketOf(tx, heard);
    if (ticket === undefined)
      return { ...NOTHING, toast: heard.what.kind === 'press' ? copy.say.gone : null };
    if (heard.what.kind === 'shut') {
      await changePlace(tx, { place: PLACE, ticket }, { state: 'closed', settled: 0 });
      return NOTHING;
    }
    if (staff === undefined) return await refuseStranger(tx, vault, ticket, heard, now);
    const viewer: Viewer = { name: staff.name, role: staff.role === 'agent' ? 'agent' : 'supervisor' };
    // The desk's own transactions are this one.
    const own: Store = { ...store, transaction: (work) => work(tx) };
    const desk = createDesk({ ...deps, store: own, via: PLACE, listed: true });
    const scene: Scene = { ...deps, tx, desk, ticket, staff, viewer, now };
    switch (heard.what.kind) {
      case 'press':
        return await press(scene, heard.what.data);
      case 'media':
        return await carry(scene, heard.what);
      case 'words':
        return await words(scene, heard.what);
    }
  });
}

async function ticketOf(tx: Tx, { topic, what }: Heard): Promise<string | undefined> {
  if (what.kind === 'press') return parsePressed(what.data)?.ticket;
  return topic === null ? undefined : await ticketAt(tx, PLACE, topic);
}

async function refuseStranger(
  tx: Tx,
  vault: Vault,
  ticket: string,
  { from, what }: Heard,
  now: number,
): Promise<Obeyed> {
  const text = from === null ? copy.say.nameless : copy.say.link;
  if (what.kind === 'press')
    return { ...NOTHING, toast: from === null ? copy.say.nameless : copy.say.linkPress };
  const replyTo = what.kind === 'words' || what.kind === 'media' ? what.message : null;
  await addNotice(tx, vault, {
    place: PLACE,
    ticket,
    notice: { text, replyTo, prompts: null, buttons: [] },
    now,
  });
  return NOTHING;
}

async function tellOfLeaving(tx: Tx, vault: Vault, name: string, now: number): Promise<void> {
  const rows = await tx
    .selectFrom('tickets')
    .select('id')
    .where('id', 'in', tx.selectFrom('ticket_places').select('ticket').where('place', '=', PLACE))
    .where('holder', '=', name)
    .where(isLive)
    .execute();
  for (const { id } of rows) {
    const buttons = [
      [
        {
          label: copy.button.transfer,
          action: formatPressed({ ticket: id, does: 'transfer', who: '' }),
        },
      ],
    ];
    const notice = { text: copy.say.left(name), replyTo: null, prompts: null, buttons };
    await addNotice(tx, vault, { place: PLACE, ticket: id, notice, now });
  }
}

async function say(
  { tx, vault, ticket, now }: Scene,
  text: string,
  more: Partial<Notice> = {},
): Promise<void> {
  const notice = { text, replyTo: null, prompts: null, buttons: [], ...more };
  await addNotice(tx, vault, { place: PLACE, ticket, notice, now });
}

/** @returns the ticket after it, or why not, for staff */
async function act(
  { desk, ticket, viewer }: Scene,
  command: Command,
): Promise<{ readonly stored: StoredTicket } | { readonly why: string }> {
  const applied = await desk.act(ticket, command, viewer);
  switch (applied.kind) {
    case 'done':
      return { stored: applied.stored };
    case 'illegal':
      return { why: deskCopy.whyNot(applied.move) };
    case 'stale':
      return { why: copy.say.busy };
    case 'unknown':
    case 'no-target':
      return { why: copy.say.gone };
    case 'not-staff':
      return { why: copy.say.link };
  }
}

async function press(scene: Scene, data: string): Promise<Obeyed> {
  const pressed = parsePressed(data);
  if (pressed === undefined) return NOTHING;
  const { staff } = scene;
  const toast = (text: string): Obeyed => ({ ...NOTHING, toast: text });
  switch (pressed.does) {
    case 'claim': {
      const done = await act(scene, { kind: 'claim' });
      return toast('why' in done ? done.why : copy.say.claimed(staff.name));
    }
    case 'transfer':
      await offerNames(scene);
      return toast('');
    case 'resolve':
      await say(scene, copy.say.prompt(staff.name), { prompts: staff.name });
      return toast('');
    case 'to': {
      const all = await allStaff(scene.tx);
      const to = pressed.who === '' ? null : all.find(({ name }) => shortHash(name) === pressed.who)?.name;
      if (to === undefined) return toast(copy.say.gone);
      const done = await hand(scene, to, '');
      return toast('why' in done ? done.why : copy.say.done);
    }
  }
}

/** Whoever leads may take it out of another's hands. */
async function hand(scene: Scene, to: string | null, note: string) {
  const stored = await loadTicket(scene.tx, scene.vault, scene.ticket);
  const foreign = stored?.ticket.holder !== null && stored?.ticket.holder !== scene.staff.name;
  const kind = foreign && scene.viewer.role === 'supervisor' ? 'reassign' : 'transfer';
  return await act(scene, { kind, to, words: note });
}

async function offerNames(scene: Scene): Promise<void> {
  const { tx, ticket, staff } = scene;
  const names = (await allStaff(tx)).filter(({ name, away }) => name !== staff.name && !away);
  const button = (label: string, who: string) => ({
    label,
    action: formatPressed({ ticket, does: 'to', who }),
  });
  const all = names.slice(0, MOST_NAMES).map(({ name }) => button(name, shortHash(name)));
  const rows = all.flatMap((_, at) => (at % 2 === 0 ? [all.slice(at, at + 2)] : []));
  await say(scene, copy.say.pick(staff.name), { buttons: [[button(copy.button.anyone, '')], ...rows] });
}

const shortHash = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 12);

type Media = Extract<Heard['what'], { kind: 'media' }>;

/** A picture or a file for the worker: carried as it is where they are on Telegram too, and nowhere else. */
async function carry(scene: Scene, { message, text, copyable }: Media): Promise<Obeyed> {
  const { tx, vault, ticket } = scene;
  const tell = async (why: string): Promise<Obeyed> => {
    await say(scene, why, { replyTo: message });
    return NOTHING;
  };
  const order = readOrder(text);
  if (order.kind !== 'say') return await tell(copy.say.mediaAlone);
  const stored = await loadTicket(tx, vault, ticket);
  if (stored === undefined) return await tell(copy.say.gone);
  if (stored.row.channel !== PLACE) return await tell(copy.say.mediaElsewhere);
  const words = [order.words, copy.say.carried].filter((line) => line !== '').join('\n');
  const done = await act(scene, { kind: 'reply', words, asks: order.asks, carried: copyable });
  if ('why' in done) return await tell(copy.say.notSent(done.why));
  await keep(scene, message, done.stored.ticket.seq);
  return { ...NOTHING, nod: message };
}

type Words = Extract<Heard['what'], { kind: 'words' }>;

async function words(scene: Scene, said: Words): Promise<Obeyed> {
  const answered = said.replyTo === null ? undefined : await postAt(scene.tx, PLACE, said.replyTo);
  if (said.edited) {
    const before = await postAt(scene.tx, PLACE, said.message);
    if (before?.role === 'staff') return await correct(scene, said, before.seq);
  }
  const order = readOrder(said.text);
  if (order.kind === 'say' && answered?.role === 'prompt' && answered.staff === scene.staff.name)
    return await carryOut(scene, said, { kind: 'resolve', words: order.words });
  if (order.kind === 'say' && answered?.role === 'shown')
    return await carryOut(scene, said, {
      ...order,
      words: await withQuote(scene, answered.seq, order.words),
    });
  return await carryOut(scene, said, order);
}

async function carryOut(scene: Scene, said: Words, order: Order): Promise<Obeyed> {
  const tell = async (text: string): Promise<Obeyed> => {
    await say(scene, text, { replyTo: said.message });
    return NOTHING;
  };
  if (order.kind === 'unknown') return await tell(copy.say.unknown);
  if (order.kind === 'resolve' && order.words === '') {
    await say(scene, copy.say.prompt(scene.staff.name), { prompts: scene.staff.name, replyTo: said.message });
    return NOTHING;
  }
  if (order.kind === 'say' && order.words === '') return await tell(copy.say.askEmpty);
  if (order.kind === 'note' && order.words === '') return await tell(copy.say.noteEmpty);
  if (order.kind === 'transfer') {
    if (order.to === null) {
      await offerNames(scene);
      return NOTHING;
    }
    const known = (await allStaff(scene.tx)).some(({ name }) => name === order.to);
    if (!known) return await tell(copy.say.nobody(order.to));
  }
  const done =
    order.kind === 'transfer'
      ? await hand(scene, order.to, order.words)
      : await act(
          scene,
          order.kind === 'say' ? { kind: 'reply', words: order.words, asks: order.asks } : order,
        );
  if ('why' in done) {
    const forWorker = order.kind === 'say' || order.kind === 'resolve';
    const why = forWorker ? copy.say.notSent(done.why) : done.why;
    return await tell(order.kind === 'say' ? `${why}${copy.say.notYours}` : why);
  }
  await keep(scene, said.message, done.stored.ticket.seq);
  return { ...NOTHING, nod: said.message };
}

/** What the message stands for from now on. */
async function keep({ tx, ticket, staff }: Scene, message: string, seq: number): Promise<void> {
  await keepPost(tx, { place: PLACE, ref: message, ticket, seq, role: 'staff', staff: staff.name });
}

/** A correction of what was sent goes out as a word of its own: nobody's phone takes words back. */
async function correct(scene: Scene, said: Words, seq: number): Promise<Obeyed> {
  const stored = await loadTicket(scene.tx, scene.vault, scene.ticket);
  const change = stored?.events.find((event) => event.seq === seq)?.change;
  const order = readOrder(said.text);
  const corrected = 'words' in order ? order.words : '';
  if (change === null || change === undefined || !('words' in change) || corrected === '') return NOTHING;
  const fresh = copy.say.correction(corrected);
  // An edit that changes no word: a preview was added, a reaction.
  if (change.words === corrected || change.words === fresh) return NOTHING;
  const command: Command =
    change.kind === 'noted'
      ? { kind: 'note', words: fresh }
      : { kind: 'reply', words: fresh, asks: change.kind === 'replied' && change.asks };
  const done = await act(scene, command);
  if ('why' in done) {
    await say(scene, copy.say.notSent(done.why), { replyTo: said.message });
    return NOTHING;
  }
  await keep(scene, said.message, done.stored.ticket.seq);
  if (change.kind !== 'noted') await say(scene, copy.say.edited, { replyTo: said.message });
  return { ...NOTHING, nod: said.message };
}

/** An answer to anything but the worker's last words says what it answers: their chat shows no thread. */
async function withQuote({ tx, vault, ticket }: Scene, seq: number, words: string): Promise<string> {
  const stored = await loadTicket(tx, vault, ticket);
  const said = stored?.events.filter(({ kind }) => kind === 'said') ?? [];
  const change = said.find((event) => event.seq === seq)?.change;
  if (said.at(-1)?.seq === seq || change?.kind !== 'said' || change.words === '') return words;
  const quoted = [...change.words];
  const cut = quoted.length > QUOTED ? `${quoted.slice(0, QUOTED).join('')}…` : change.words;
  return copy.say.about(cut, words);
}
