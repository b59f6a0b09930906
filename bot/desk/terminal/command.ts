import { parseArgs } from 'node:util';
import type { ListFilter } from '../staff.ts';
import type { Command as TicketCommand } from '../ticket.ts';
import { parseTicketId } from '../ticket-id.ts';

/** What somebody at the server asks of the desk. */
export type Command =
  | { readonly kind: 'list'; readonly filter: ListFilter; readonly as: string | undefined }
  | { readonly kind: 'show'; readonly id: string; readonly as: string }
  | { readonly kind: 'act'; readonly id: string; readonly command: TicketCommand; readonly as: string };

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
  const { as, to, rest } = parsed;
  const [verb = 'list', ...words] = rest;
  if (as !== undefined && !isName(as)) return undefined;
  if (verb === 'list') {
    const filter = Object.hasOwn(FILTERS, words[0] ?? 'open') ? FILTERS[words[0] ?? 'open'] : undefined;
    if (filter === undefined || words.length > 1 || (filter === 'mine' && as === undefined)) return undefined;
    return { kind: 'list', filter, as };
  }
  const id = parseTicketId(words[0] ?? '');
  if (id === undefined || as === undefined || words.length > 2) return undefined;
  if (verb === 'show') return words.length === 1 && to === undefined ? { kind: 'show', id, as } : undefined;
  const command = commandOf(verb, words[1], to);
  return command === undefined ? undefined : { kind: 'act', id, command, as };
}

function commandOf(
  verb: string,
  words: string | undefined,
  to: string | undefined,
): TicketCommand | undefined {
  if (verb === 'transfer')
    return to !== undefined && !isName(to)
      ? undefined
      : { kind: 'transfer', to: to ?? null, words: words ?? '' };
  if (to !== undefined) return undefined;
  if (verb === 'claim' || verb === 'reopen') return words === undefined ? { kind: verb } : undefined;
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
      options: { as: { type: 'string' }, to: { type: 'string' } },
      allowPositionals: true,
    });
    return { as: values.as?.trim(), to: values.to?.trim(), rest: positionals };
  } catch {
    return undefined;
  }
}
