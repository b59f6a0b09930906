import type { Command, IllegalMove, IllegalMoveName, Ticket } from './ticket.ts';
import type { Actor, Change, TicketEvent } from './ticket-event.ts';

/** A change as it was decided: its event, but for its number. */
export type Decided = Omit<TicketEvent, 'seq' | 'change'> & { readonly change: Change };

export const isIllegal = (found: readonly Decided[] | IllegalMove): found is IllegalMove =>
  'illegal' in found;

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
  // Whoever takes the word takes the ticket, too.
  const first: readonly Change[] = command.kind === 'take' && needsClaim(ticket) ? [{ kind: 'claimed' }] : [];
  return [...first, changeOf(command)].map((change) => ({ at, via, by, kind: change.kind, change }));
}

const needsClaim = ({ holder, state }: Ticket) => holder === null || state === 'reopened';

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
    case 'rate':
      return { kind: 'rated' };
    case 'take':
      return { kind: 'taken' };
    case 'hand-back':
      return { kind: 'handed-back' };
    case 'bounce':
      return { kind: 'bounced', of: command.of, reason: command.reason };
    case 'join':
      return { kind: 'joined', other: command.other };
    case 'reply':
      return {
        ...{ kind: 'replied', words: command.words.trim(), asks: command.asks },
        ...(command.carried !== undefined && { carried: command.carried }),
      };
    case 'say':
      return {
        kind: 'said',
        words: command.words.trim(),
        files: [...command.files],
        danger: command.danger ?? false,
      };
    case 'note':
      return { kind: 'noted', words: command.words.trim() };
    case 'resolve':
      return { kind: 'resolved', words: command.words.trim() };
    case 'transfer':
    case 'reassign':
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
  reassign: ['staff'],
  merge: ['staff'],
  take: ['staff'],
  'hand-back': ['staff', 'worker', 'system'],
  reopen: ['staff', 'worker'],
  say: ['worker'],
  confirm: ['worker'],
  rate: ['worker'],
  withdraw: ['worker'],
  flag: ['system'],
  bounce: ['system'],
  join: ['system'],
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
    // What was on its way when the matter ended still did not arrive.
    case 'bounce':
      return undefined;
    case 'rate':
      if (ticket.rated) return 'already-rated';
      return ticket.state === 'closed' ? undefined : 'not-over';
    case 'take':
      return overRefusal(ticket) ?? takeRefusal(ticket, by);
    case 'hand-back':
      if (ticket.heldSince === null) return 'not-held';
      return by.kind === 'staff' ? otherRefusal(ticket, by) : undefined;
    case 'reopen':
      if (ticket.state === 'merged') return 'is-merged';
      return ticket.state === 'resolved' || ticket.state === 'closed' ? undefined : 'already-open';
    case 'confirm':
    case 'close':
      return overRefusal(ticket) ?? (ticket.state === 'resolved' ? undefined : 'not-resolved');
    case 'say':
    case 'flag':
    case 'join':
      return overRefusal(ticket);
    case 'claim':
      return overRefusal(ticket) ?? claimRefusal(ticket, by);
    case 'reply':
    case 'resolve':
      return overRefusal(ticket) ?? holdRefusal(ticket, by);
    case 'transfer':
      if (command.to !== null && command.to === ticket.holder) return 'to-holder';
      return overRefusal(ticket) ?? otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
    case 'reassign':
      if (command.to !== null && command.to === ticket.holder) return 'to-holder';
      return overRefusal(ticket) ?? resolvedRefusal(ticket);
    case 'merge':
      if (command.into === ticket.id) return 'into-itself';
      return overRefusal(ticket) ?? otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
  }
}

/** Files may be added without a word, and a ticket handed on. */
function needsWords(command: Command): boolean {
  if (command.kind === 'say') return command.files.length === 0;
  return command.kind !== 'transfer' && command.kind !== 'reassign';
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
  return needsClaim(ticket) ? undefined : 'claimed-by-you';
}

function takeRefusal(ticket: Ticket, by: Actor): IllegalMoveName | undefined {
  const refused = resolvedRefusal(ticket) ?? otherRefusal(ticket, by);
  return refused ?? (ticket.heldSince === null ? undefined : 'already-held');
}

function otherRefusal({ holder }: Ticket, by: Actor): IllegalMoveName | undefined {
  return holder !== null && (by.kind !== 'staff' || by.name !== holder) ? 'claimed-by-other' : undefined;
}

function holdRefusal(ticket: Ticket, by: Actor): IllegalMoveName | undefined {
  if (ticket.holder === null) return 'not-claimed';
  return otherRefusal(ticket, by) ?? resolvedRefusal(ticket);
}
