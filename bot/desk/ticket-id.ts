import { createHash } from 'node:crypto';
import { formatChinaTime } from '../china-time.ts';

/** To be read out and written down: no 0 and O, no 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** The first place is none of the digits: an id of digits alone could be part of somebody's telephone number. */
const DIGITS = 8;
const LENGTH = 4;

/** T-1122-7K4M: month and day in China, and letters drawn from `chance` (a random id). */
export function formatTicketId(at: number, chance: string): string {
  const day = formatChinaTime(at).slice(5, 10).replace('-', '');
  const bytes = createHash('sha256').update(chance).digest();
  const drawn = [...bytes.subarray(0, LENGTH)].map((byte, place) =>
    place === 0 ? LETTERS[DIGITS + (byte % (LETTERS.length - DIGITS))] : LETTERS[byte % LETTERS.length],
  );
  return `T-${day}-${drawn.join('')}`;
}

const BODY = String.raw`\d{4}[-\s－—]?[2-9A-HJKMNP-Za-hjkmnp-z]{4}`;
/** The form of an id as somebody types it, for use in other expressions; without its T only where a number cannot be meant. */
export const TICKET_ID_WITH_T = String.raw`[Tt][-\s－—]?${BODY}`;
export const TICKET_ID = String.raw`(?:[Tt][-\s－—]?)?${BODY}`;

/** An id as somebody types it: small letters, without its dashes or its T. undefined for what is none. */
export function parseTicketId(text: string): string | undefined {
  const typed = text.trim();
  if (!new RegExp(`^${TICKET_ID}$`).test(typed)) return undefined;
  const places = typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return `T-${places.slice(-8, -4)}-${places.slice(-4)}`;
}
