import type { TicketDraft } from './ticket-draft.ts';
import type { BounceReason, TicketEvent } from './ticket-event.ts';

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
  /** Since when staff themselves speak with the worker, and the bot is quiet there; null while they do not. */
  readonly heldSince: number | null;
  /** Since when words of danger wait for an answer; null for none. */
  readonly dangerSince: number | null;
  /** Its owner has given it stars. How many stands nowhere here. */
  readonly rated: boolean;
  /** Open tickets of other accounts that may be the same matter. Never for the worker. */
  readonly maybeSameAs: readonly string[];
};

/** A wish to change a ticket. */
export type Command =
  | { readonly kind: 'claim' | 'confirm' | 'reopen' | 'close' | 'rate' }
  /** Staff speak with the worker themselves, claiming the ticket where nobody has it; and the end of that. */
  | { readonly kind: 'take' | 'hand-back' }
  /** `carried`: see the change. */
  | {
      readonly kind: 'reply';
      readonly words: string;
      readonly asks: boolean;
      readonly carried?: string;
    }
  /** `danger`: the words tell of it, and staff are told at once. */
  | {
      readonly kind: 'say';
      readonly words: string;
      readonly files: readonly string[];
      readonly danger?: boolean;
    }
  | { readonly kind: 'note' | 'resolve'; readonly words: string }
  /** `reassign`: out of the hands of whoever has it; not for an agent. */
  | { readonly kind: 'transfer' | 'reassign'; readonly to: string | null; readonly words: string }
  /** A letter did not reach the worker. `of`: number of its event. */
  | { readonly kind: 'bounce'; readonly of: number; readonly reason: BounceReason }
  /** Another ticket was merged into this one. */
  | { readonly kind: 'join'; readonly other: string }
  | { readonly kind: 'merge'; readonly into: string }
  | { readonly kind: 'flag'; readonly other: string }
  | { readonly kind: 'withdraw'; readonly erased: boolean };

/** Why a move is refused, by name; its sentences stand in bot/copy/desk.ts. */
export const ILLEGAL_MOVES = [
  'not-for-worker',
  'not-for-staff',
  'not-for-system',
  'not-for-agent',
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
  'already-held',
  'not-held',
  'not-over',
  'already-rated',
] as const;
export type IllegalMoveName = (typeof ILLEGAL_MOVES)[number];

export type IllegalMove = {
  readonly illegal: IllegalMoveName;
  /** Who has it, where that is the reason. */
  readonly holder: string | null;
};

const OVER: readonly TicketState[] = ['closed', 'merged', 'withdrawn'];

/** Nothing more is to be done. */
export const isOver = ({ state }: Pick<Ticket, 'state'>) => OVER.includes(state);

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
    heldSince: null,
    dangerSince: null,
    rated: false,
    maybeSameAs: [],
  });
}

/** The ticket after one more event. @throws RangeError when its number is not the next */
export function apply(ticket: Ticket, event: TicketEvent): Ticket {
  if (event.seq !== ticket.seq + 1)
    throw new RangeError(`${ticket.id} has event ${ticket.seq}, and ${event.seq} follows`);
  return { ...ticket, ...effectOf(ticket, event), seq: event.seq, updatedAt: event.at };
}

/** Nobody waits for the union, and nobody of it speaks there. */
const AT_REST = { waitingSince: null, heldSince: null, dangerSince: null } as const;

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
      const met = { firstReplyAt: ticket.firstReplyAt ?? at, dangerSince: null };
      return asks
        ? { state: 'waiting-worker', waitingSince: null, ...met }
        : { state: 'waiting-staff', waitingSince: at, ...met };
    }
    case 'said': {
      const danger = change?.kind === kind && change.danger;
      const dangerSince = danger ? (ticket.dangerSince ?? at) : ticket.dangerSince;
      if (ticket.state === 'waiting-worker') return { state: 'waiting-staff', waitingSince: at, dangerSince };
      return ticket.state === 'resolved'
        ? { state: 'reopened', resolvedAt: null, dangerSince, ...waits }
        : { dangerSince, ...waits };
    }
    case 'noted':
    case 'bounced':
    case 'joined':
      return {};
    case 'taken':
      return { heldSince: at };
    case 'handed-back':
      return { heldSince: null };
    case 'rated':
      return { rated: true };
    case 'resolved':
      return {
        state: 'resolved',
        firstReplyAt: ticket.firstReplyAt ?? at,
        resolvedAt: at,
        ...AT_REST,
      };
    case 'confirmed':
    case 'closed':
      return { state: 'closed', ...AT_REST };
    case 'reopened':
      return { state: 'reopened', resolvedAt: null, ...waits };
    case 'transferred':
      return {
        state: 'transferred',
        holder: null,
        heldSince: null,
        meantFor: change?.kind === kind ? change.to : null,
        ...waits,
      };
    case 'merged':
      return {
        state: 'merged',
        mergedInto: change?.kind === kind ? change.into : null,
        // Somebody has to be able to read it beside the other one.
        holder: ticket.holder ?? (by.kind === 'staff' ? by.name : null),
        ...AT_REST,
      };
    case 'withdrawn':
      return { state: 'withdrawn', draft: null, maybeSameAs: [], ...AT_REST };
  }
}
