import { parseArgs } from 'node:util';
import type { ListFilter } from '../staff.ts';
import type { Command as TicketCommand } from '../ticket.ts';
import { parseTicketId } from '../ticket-id.ts';

/** What somebody at the server asks of the desk. */
export type Command =
  | { readonly kind: 'list'; readonly filter: ListFilter; readonly as: string | undefined }
  | { readonly kind: 'show'; readonly id: string; readonly as: string }
  /** `canned`: id of the reply whose words are used; the command's own are empty then. */
  | {
      readonly kind: 'act';
      readonly id: string;
      readonly command: TicketCommand;
      readonly as: string;
      readonly canned: string | undefined;
    }
  /** `month`: YYYY-MM; undefined for all. */
  | { readonly kind: 'report'; readonly month: string | undefined; readonly csv: boolean }
  | { readonly kind: 'canned'; readonly op: CannedOp };

/** What is done with the answers that staff give often. */
export type CannedOp =
  | { readonly kind: 'list' }
  | { readonly kind: 'show' | 'remove'; readonly id: string }
  | { readonly kind: 'add'; readonly title: string; readonly text: string; readonly as: string }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly title: string;
      readonly text: string;
      readonly as: string;
    };

const FILTERS: Readonly<Record<string, ListFilter>> = {
  open: 'live',
  overdue: 'overdue',
  mine: 'mine',
  all: 'all',
};

/** undefined for anything that is not exactly a command: words to a worker are not guessed. */
export function parseCommand(args: readonly string[]): Command | undefined {
  const parsed = read(args);
  if (parsed === undefined) return undefined;
  const { as, to, canned, csv, rest } = parsed;
  const [verb = 'list', ...words] = rest;
  if (as !== undefined && !isName(as)) return undefined;
  if (verb === 'report') return reportOf(words, csv);
  if (csv) return undefined;
  if (verb === 'canned') return cannedOf(words, as);
  if (verb === 'list') {
    const filter = Object.hasOwn(FILTERS, words[0] ?? 'open') ? FILTERS[words[0] ?? 'open'] : undefined;
    if (filter === undefined || words.length > 1 || (filter === 'mine' && as === undefined)) return undefined;
    return { kind: 'list', filter, as };
  }
  const id = parseTicketId(words[0] ?? '');
  if (id === undefined || as === undefined || words.length > 2) return undefined;
  if (verb === 'show') return words.length === 1 && to === undefined ? { kind: 'show', id, as } : undefined;
  if (canned !== undefined && (words.length > 1 || !['reply', 'ask', 'resolve'].includes(verb)))
    return undefined;
  const command = commandOf(verb, canned === undefined ? words[1] : CANNED, to);
  return command === undefined ? undefined : { kind: 'act', id, command, as, canned };
}

/** Stands for words that are looked up; no letter is ever made of it. */
const CANNED = '…';

function reportOf(words: readonly string[], csv: boolean): Command | undefined {
  const [month, ...more] = words;
  if (more.length > 0 || (month !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))) return undefined;
  return { kind: 'report', month, csv };
}

function cannedOf([op = 'list', ...words]: readonly string[], as: string | undefined): Command | undefined {
  const [first = '', second = '', third = ''] = words;
  if (op === 'list' && words.length === 0) return { kind: 'canned', op: { kind: op } };
  if ((op === 'show' || op === 'remove') && words.length === 1)
    return { kind: 'canned', op: { kind: op, id: first } };
  if (as === undefined) return undefined;
  if (op === 'add' && words.length === 2)
    return { kind: 'canned', op: { kind: op, title: first, text: second, as } };
  if (op === 'change' && words.length === 3)
    return { kind: 'canned', op: { kind: op, id: first, title: second, text: third, as } };
  return undefined;
}

function commandOf(
  verb: string,
  words: string | undefined,
  to: string | undefined,
): TicketCommand | undefined {
  if (verb === 'transfer' || verb === 'reassign')
    return to !== undefined && !isName(to) ? undefined : { kind: verb, to: to ?? null, words: words ?? '' };
  if (to !== undefined) return undefined;
  if (verb === 'claim' || verb === 'reopen' || verb === 'take' || verb === 'hand-back')
    return words === undefined ? { kind: verb } : undefined;
  if (words === undefined || words.trim() === '') return undefined;
  switch (verb) {
    case 'reply':
    case 'ask':
      return { kind: 'reply', words, asks: verb === 'ask' };
    case 'note':
    case 'resolve':
      return { kind: verb, words };
    case 'merge': {
      const into = parseTicketId(words);
      return into === undefined ? undefined : { kind: 'merge', into };
    }
    default:
      return undefined;
  }
}

/** A staff account: a name as people call each other. */
const isName = (text: string) => /^[\p{L}\p{N}][\p{L}\p{N} ._·-]{0,19}$/u.test(text);

function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        as: { type: 'string' },
        to: { type: 'string' },
        canned: { type: 'string' },
        csv: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const { as, to, canned, csv } = values;
    return { as: as?.trim(), to: to?.trim(), canned: canned?.trim(), csv, rest: positionals };
  } catch {
    return undefined;
  }
}
