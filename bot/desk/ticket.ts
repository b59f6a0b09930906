import type { TicketDraft } from './ticket-draft.ts';
import type { Actor, Change, TicketEvent } from './ticket-event.ts';

export const TICKET_STATES = [
  'open',
  'claimed',
  'waiting-worker',
  'waiting-staff',
  'resolved',
  'reopened',
  'transferred',
  'closed',
  'merged',
  'withdrawn',
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** 工单, as its events add up. */
export type Ticket = {
  readonly id: string;
  readonly state: TicketState;
  /** Number of the last event. */
  readonly seq: number;
  /** null once emptied. */
  readonly draft: TicketDraft | null;
  readonly openedAt: number;
  readonly updatedAt: number;
  /** Staff account that has it; null while nobody has. */
  readonly holder: string | null;
  /** Staff account it was handed to and that has not claimed it yet. */
  readonly meantFor: string | null;
  /** When somebody first took it. */
  readonly claimedAt: number | null;
  /** When staff first wrote to the worker. */
  readonly firstReplyAt: number | null;
  /** Since when the worker waits for a word of staff; null while they do not. */
  readonly waitingSince: number | null;
  readonly resolvedAt: number | null;
  readonly mergedInto: string | null;
  /** Open tickets of other accounts that may be the same matter. Never for the worker. */
  readonly maybeSameAs: readonly string[];
};

/** A wish to change a ticket. */
export type Command =
  | { readonly kind: 'claim' | 'confirm' | 'reopen' | 'close' }
  | { readonly kind: 'reply'; readonly words: string; readonly asks: boolean }
  | { readonly kind: 'say'; readonly words: string; readonly files: readonly string[] }
  | { readonly kind: 'note' | 'resolve'; readonly words: string }
  | { readonly kind: 'transfer'; readonly to: string | null; readonly words: string }
  | { readonly kind: 'merge'; readonly into: string }
  | { readonly kind: 'flag'; readonly other: string }
  | { readonly kind: 'withdraw'; readonly erased: boolean };

/** Why a move is refused, by name; its sentences stand in bot/copy/desk.ts. */
export const ILLEGAL_MOVES = [
  'not-for-worker',
  'not-for-staff',
  'not-for-system',
  'claimed-by-other',
  'claimed-by-you',
  'not-claimed',
  'is-resolved',
  'not-resolved',
  'already-open',
  'is-closed',
  'is-merged',
  'is-withdrawn',
  'into-itself',
  'to-holder',
  'no-words',
] as const;
export type IllegalMoveName = (typeof ILLEGAL_MOVES)[number];

export type IllegalMove = {
  readonly illegal: IllegalMoveName;
  /** Who has it, where that is the reason. */
  readonly holder: string | null;
};

/** A change as it was decided: its event, but for its number. */
export type Decided = Omit<TicketEvent, 'seq' | 'change'> & { readonly change: Change };

const OVER: readonly TicketState[] = ['closed', 'merged', 'withdrawn'];

/** Nothing more is to be done. */
export const isOver = ({ state }: Pick<Ticket, 'state'>) => OVER.includes(state);

export const isIllegal = (found: readonly Decided[] | IllegalMove): found is IllegalMove =>
  'illegal' in found;

/** @throws RangeError unless the events are a whole ticket: an opening first, numbers from 1 without a gap */
export function fold(id: string, events: readonly TicketEvent[]): Ticket {
  const [first, ...rest] = events;
  if (first === undefined || first.kind !== 'opened')
    throw new RangeError(`${id} does not begin with an opening`);
  const { change } = first;
  return rest.reduce(apply, {
    id,
    state: 'open',
    seq: first.seq,
    draft: change?.kind === 'opened' ? change.draft : null,
    openedAt: first.at,
    updatedAt: first.at,
    holder: null,
    meantFor: null,
    claimedAt: null,
    firstReplyAt: null,
    waitingSince: first.at,
    resolvedAt: null,
    mergedInto: null,
    maybeSameAs: [],
  });
}

/** The ticket after one more event. @throws RangeError when its number is not the next */
export function apply(ticket: Ticket, event: TicketEvent): Ticket {
  if (event.seq !== ticket.seq + 1)
    throw new RangeError(`${ticket.id} has event ${ticket.seq}, and ${event.seq} follows`);
  return { ...ticket, ...effectOf(ticket, event), seq: event.seq, updatedAt: event.at };
}

function effectOf(ticket: Ticket, { kind, at, by, change }: TicketEvent): Partial<Ticket> {
  const waits = { waitingSince: ticket.waitingSince ?? at };
  switch (kind) {
    case 'opened':
      throw new RangeError(`${ticket.id} is opened twice`);
    case 'flagged':
      return change?.kind === kind ? { maybeSameAs: [...ticket.maybeSameAs, change.other] } : {};
    case 'claimed':
      return {
        state: 'claimed',
        holder: by.kind === 'staff' ? by.name : null,
        meantFor: null,
        claimedAt: ticket.claimedAt ?? at,
      };
    case 'replied': {
      const asks = change?.kind === kind && change.asks;
      const firstReplyAt = ticket.firstReplyAt ?? at;
      return asks
        ? { state: 'waiting-worker', firstReplyAt, waitingSince: null }
        : { state: 'waiting-staff', firstReplyAt, waitingSince: at };
    }
    case 'said':
      if (ticket.state === 'waiting-worker') return { state: 'waiting-staff', waitingSince: at };
      return ticket.state === 'resolved' ? { state: 'reopened', resolvedAt: null, ...waits } : waits;
    case 'noted':
      return {};
    case 'resolved':
      return {
        state: 'resolved',
        firstReplyAt: ticket.firstReplyAt ?? at,
        waitingSince: null,
        resolvedAt: at,
      };
    case 'confirmed':
    case 'closed':
      return { state: 'closed', waitingSince: null };
    case 'reopened':
      return { state: 'reopened', resolvedAt: null, ...waits };
    case 'transferred':
      return {
        state: 'transferred',
        holder: null,
        meantFor: change?.kind === kind ? change.to : null,
        ...waits,
      };
    case 'merged':
      return {
        state: 'merged',
        mergedInto: change?.kind === kind ? change.into : null,
        waitingSince: null,
      };
    case 'withdrawn':
      return { state: 'withdrawn', draft: null, waitingSince: null, maybeSameAs: [] };
  }
}

/** What a command comes to. Pure; what is refused changes nothing. @param via the place it comes from */
export function decide(
  ticket: Ticket,
  command: Command,
  by: Actor,
  { at, via }: { readonly at: number; readonly via: string },
): readonly Decided[] | IllegalMove {
  const name = refusalOf(ticket, command, by);
  if (name !== undefined)
    return { illegal: name, holder: name === 'claimed-by-other' ? ticket.holder : null };
  const change = changeOf(command);
  return [{ at, via, by, kind: change.kind, change }];
}

function changeOf(command: Command): Change {
  switch (command.kind) {
    case 'claim':
      return { kind: 'claimed' };
    case 'confirm':
      return { kind: 'confirmed' };
    case 'reopen':
      return { kind: 'reopened' };
    case 'close':
      return { kind: 'closed' };
    case 'reply':
      return { kind: 'replied', words: command.words.trim(), asks: command.asks };
    case 'say':
      return { kind: 'said', words: command.words.trim(), files: [...command.files] };
    case 'note':
      return { kind: 'noted', words: command.words.trim() };
    case 'resolve':
      return { kind: 'resolved', words: command.words.trim() };
    case 'transfer':
      return { kind: 'transferred', to: command.to, words: command.words.trim() };
    case 'merge':
      return { kind: 'merged', into: command.into };
    case 'flag':
      return { kind: 'flagged', other: command.other };
    case 'withdraw':
      return { kind: 'withdrawn', erased: command.erased };
  }
}

/** Who may wish what. */
const MAY: Readonly<Record<Command['kind'], readonly Actor['kind'][]>> = {
  claim: ['staff'],
  reply: ['staff'],
  note: ['staff'],
  resolve: ['staff'],
  transfer: ['staff'],
  merge: ['staff'],
  reopen: ['staff', 'worker'],
  say: ['worker'],
  confirm: ['worker'],
  withdraw: ['worker'],
  flag: ['system'],
  close: ['system'],
};

function refusalOf(ticket: Ticket, command: Command, by: Actor): IllegalMoveName | undefined {
  if (!MAY[command.kind].includes(by.kind)) return `not-for-${by.kind}`;
  if ('words' in command && command.words.trim() === '' && needsWords(command)) return 'no-words';
  if (ticket.state === 'withdrawn') return 'is-withdrawn';
  switch (command.kind) {
    // A person's data is theirs to take back, however the matter ended.
    case 'withdraw':
    case 'note':
      return undefined;
    case 'reopen':
      if (ticket.state === 'merged') return 'is-merged';
      return ticket.state === 'resolved' || ticket.state === 'closed' ? undefined : 'already-open';
    case 'confirm':
    case 'close':
      return overRefusal(ticket) ?? (ticket.state === 'resolved' ? undefined : 'not-resolved');
    case 'say':
    case 'flag':
      return overRefusal(ticket);
    case 'claim':
      return overRefusal(ticket) ?? claimRefusal(ticket, by);
    case 'reply':
    case 'resolve':
      return overRefusal(ticket) ?? holdRefusal(ticket, by);
    case 'transfer':
      if (command.to !== null && command.to === ticket.holder) return 'to-holder';
      return overRefusal(ticket) ?? otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
    case 'merge':
      if (command.into === ticket.id) return 'into-itself';
      return overRefusal(ticket) ?? otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
  }
}

/** Files may be added without a word, and a ticket handed on. */
function needsWords(command: Command): boolean {
  if (command.kind === 'say') return command.files.length === 0;
  return command.kind !== 'transfer';
}

function overRefusal({ state }: Ticket): IllegalMoveName | undefined {
  if (state === 'closed') return 'is-closed';
  return state === 'merged' ? 'is-merged' : undefined;
}

const resolvedRefusal = ({ state }: Ticket): IllegalMoveName | undefined =>
  state === 'resolved' ? 'is-resolved' : undefined;

/** Who took it up again says so by claiming it anew; nobody else can. */
function claimRefusal(ticket: Ticket, by: Actor): IllegalMoveName | undefined {
  const refused = resolvedRefusal(ticket) ?? otherRefusal(ticket, by);
  if (refused !== undefined) return refused;
  return ticket.holder === null || ticket.state === 'reopened' ? undefined : 'claimed-by-you';
}

function otherRefusal({ holder }: Ticket, by: Actor): IllegalMoveName | undefined {
  return holder !== null && (by.kind !== 'staff' || by.name !== holder) ? 'claimed-by-other' : undefined;
}

function holdRefusal(ticket: Ticket, by: Actor): IllegalMoveName | undefined {
  if (ticket.holder === null) return 'not-claimed';
  return otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
}
