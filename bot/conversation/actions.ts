/**
 * What buttons carry. Plain words, so that a press means the same after a restart; short, because a platform may allow 64
 * bytes. `for`: the first letters of the asker's key in a group, so that nobody answers for another.
 */
export type Action =
  | { readonly kind: 'region'; readonly id: string; readonly for: string }
  | { readonly kind: 'erase'; readonly yes: boolean }
  | { readonly kind: 'command'; readonly name: string }
  /** `of`: for keep and drop the message that brought the files, for delete and get a file. */
  | { readonly kind: 'files'; readonly op: FilesOp; readonly of: string }
  /** Begins a guide, by its id. */
  | { readonly kind: 'begin'; readonly guide: string }
  /** Calls a person to somebody in danger. */
  | { readonly kind: 'urgent' }
  /** Something offered under what staff wrote in a ticket. */
  | { readonly kind: 'ticket'; readonly op: TicketOp; readonly id: string }
  /** Something of the shift helper. */
  | { readonly kind: 'shift'; readonly op: ShiftOp }
  /** An answer to what is asked before a person is called. */
  | { readonly kind: 'handoff'; readonly op: HandoffOp }
  /** Something of the policy library, for admins. Versions, releases and numbers of publications, as the op needs them. */
  | { readonly kind: 'library'; readonly op: LibraryOp; readonly args: readonly string[] }
  /** Something offered in one run of a guide. Ids of runs, steps and choices are latin and short. */
  | { readonly kind: 'guide'; readonly run: string; readonly op: GuideOp; readonly args: readonly string[] };

const FILES_OPS = ['keep', 'drop', 'get', 'delete', 'clear'] as const;
export type FilesOp = (typeof FILES_OPS)[number];

/** A number: stars. */
const TICKET_OPS = ['solved', 'unsolved', 'answer', 'tell', 'untold', '1', '2', '3', '4', '5'] as const;
export type TicketOp = (typeof TICKET_OPS)[number];
const HANDOFF_OPS = ['give', 'only', 'cancel'] as const;
export type HandoffOp = (typeof HANDOFF_OPS)[number];

/** back: to one of those kept; backYes: really. take, not: what a message brought. */
const LIBRARY_OPS = ['state', 'show', 'check', 'publish', 'agree', 'back', 'backYes', 'take', 'not'] as const;
export type LibraryOp = (typeof LIBRARY_OPS)[number];

const SHIFT_OPS = [
  'start',
  'end',
  'rest',
  'back',
  'still',
  'lost',
  'log',
  'drop',
  'dropYes',
  'dropNo',
] as const;
export type ShiftOp = (typeof SHIFT_OPS)[number];

const GUIDE_OPS = [
  'pick',
  'option',
  'done',
  'back',
  'skip',
  'later',
  'keep',
  'edit',
  'confirm',
  'quit',
  'human',
  'take',
  'resume',
  'anew',
  'paper',
  'hand',
  'call',
] as const;
export type GuideOp = (typeof GUIDE_OPS)[number];

export function formatAction(action: Action): string {
  switch (action.kind) {
    case 'region':
      return `region:${action.for}:${action.id}`;
    case 'erase':
      return `erase:${action.yes ? 'yes' : 'no'}`;
    case 'command':
      return `command:${action.name}`;
    case 'files':
      return `files:${action.op}:${action.of}`;
    case 'ticket':
      return `ticket:${action.op}:${action.id}`;
    case 'shift':
      return `shift:${action.op}`;
    case 'handoff':
      return `handoff:${action.op}`;
    case 'urgent':
      return 'urgent';
    case 'begin':
      return `begin:${action.guide}`;
    case 'library':
      return ['library', action.op, ...action.args].join(':');
    case 'guide':
      return ['guide', action.run, action.op, ...action.args].join(':');
  }
}

/** undefined for what no version of the program has made: it may come from anybody. */
export function parseAction(text: string): Action | undefined {
  const [kind, ...rest] = text.split(':');
  if (kind === 'region' && rest.length === 2 && rest[1]) return { kind, for: rest[0] ?? '', id: rest[1] };
  if (kind === 'erase' && rest.length === 1 && (rest[0] === 'yes' || rest[0] === 'no'))
    return { kind, yes: rest[0] === 'yes' };
  if (kind === 'command' && rest.length === 1 && rest[0]) return { kind, name: rest[0] };
  const filesOp = FILES_OPS.find((one) => one === rest[0]);
  if (kind === 'files' && rest.length === 2 && filesOp !== undefined && rest[1])
    return { kind, op: filesOp, of: rest[1] };
  const ticketOp = TICKET_OPS.find((one) => one === rest[0]);
  if (kind === 'ticket' && rest.length === 2 && ticketOp !== undefined && rest[1])
    return { kind, op: ticketOp, id: rest[1] };
  const shiftOp = SHIFT_OPS.find((one) => one === rest[0]);
  if (kind === 'shift' && rest.length === 1 && shiftOp !== undefined) return { kind, op: shiftOp };
  const handoffOp = HANDOFF_OPS.find((one) => one === rest[0]);
  if (kind === 'handoff' && rest.length === 1 && handoffOp !== undefined) return { kind, op: handoffOp };
  if (kind === 'urgent' && rest.length === 0) return { kind };
  if (kind === 'begin' && rest.length === 1 && rest[0]) return { kind, guide: rest[0] };
  const libraryOp = LIBRARY_OPS.find((one) => one === rest[0]);
  if (kind === 'library' && libraryOp !== undefined) return { kind, op: libraryOp, args: rest.slice(1) };
  const [run, name, ...args] = rest;
  const op = GUIDE_OPS.find((one) => one === name);
  if (kind === 'guide' && run && op !== undefined) return { kind, run, op, args };
  return undefined;
}
