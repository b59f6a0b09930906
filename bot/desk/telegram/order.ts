import { telegramDeskCopy as copy } from '../../copy/desk-telegram.ts';
import { parseTicketId } from '../ticket-id.ts';

/** What somebody of the staff means by words in a topic. */
export type Order =
  /** For the worker. */
  | { readonly kind: 'say'; readonly words: string; readonly asks: boolean }
  | { readonly kind: 'note' | 'resolve'; readonly words: string }
  | { readonly kind: 'transfer'; readonly to: string | null; readonly words: string }
  | { readonly kind: 'claim' | 'reopen' | 'take' | 'hand-back' }
  | { readonly kind: 'unknown' };

const COMMAND = /^[/／]\s*([\p{L}-]+)\s*([\s\S]*)$/u;

/** A word that begins with a slash never reaches a worker: it was meant for the desk, and may be misspelt. */
export function readOrder(text: string): Order {
  const note = /^[/／]{2}\s*([\s\S]*)$/u.exec(text)?.[1];
  if (note !== undefined) return { kind: 'note', words: note.trim() };
  if (!/^[/／]/u.test(text)) return { kind: 'say', words: text, asks: false };
  const [, name = '', rest = ''] = COMMAND.exec(text) ?? [];
  const words = rest.trim();
  switch (commandOf(name)) {
    case 'ask':
      return { kind: 'say', words, asks: true };
    case 'note':
      return { kind: 'note', words };
    case 'resolve':
      return { kind: 'resolve', words };
    case 'transfer': {
      const [to = '', ...more] = words.split(/\s+/u);
      return { kind: 'transfer', to: to === '' ? null : to, words: more.join(' ') };
    }
    case 'claim':
      return { kind: 'claim' };
    case 'reopen':
      return { kind: 'reopen' };
    case 'take':
      return { kind: 'take' };
    case 'hand-back':
      return { kind: 'hand-back' };
    case undefined:
      return { kind: 'unknown' };
  }
}

const COMMANDS = ['claim', 'ask', 'note', 'transfer', 'resolve', 'reopen', 'take', 'hand-back'] as const;

function commandOf(name: string): (typeof COMMANDS)[number] | undefined {
  return COMMANDS.find((kind) => copy.commands[kind].some((word) => word === name.toLowerCase()));
}

/** What a button in the group carries, at most 64 bytes. */
export type Pressed = {
  readonly ticket: string;
  readonly does: 'claim' | 'transfer' | 'resolve' | 'to';
  /** Whose name was pressed, as a short hash; '' for anyone. */
  readonly who: string;
};

const DOES = ['claim', 'transfer', 'resolve', 'to'] as const;

export const formatPressed = ({ ticket, does, who }: Pressed): string => `desk:${ticket}:${does}:${who}`;

export function parsePressed(data: string): Pressed | undefined {
  const [desk, id = '', verb, who = '', ...more] = data.split(':');
  const ticket = parseTicketId(id);
  const does = DOES.find((one) => one === verb);
  if (desk !== 'desk' || ticket === undefined || does === undefined || more.length > 0) return undefined;
  return { ticket, does, who };
}
