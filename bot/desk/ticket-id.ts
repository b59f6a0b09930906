import { createHash } from 'node:crypto';
import { formatChinaTime } from '../china-time.ts';

/** To be read out and written down: no 0 and O, no 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 4;

/** T-1122-7K4M: month and day in China, and letters drawn from `chance` (a random id). */
export function formatTicketId(at: number, chance: string): string {
  const day = formatChinaTime(at).slice(5, 10).replace('-', '');
  const bytes = createHash('sha256').update(chance).digest();
  const drawn = [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `T-${day}-${drawn.join('')}`;
}

/** An id as somebody types it: small letters, without its dashes or its T. undefined for what is none. */
export function parseTicketId(text: string): string | undefined {
  const found = /^(?:T[-\s－—]?)?(\d{4})[-\s－—]?([2-9A-HJKMNP-Z]{4})$/.exec(text.trim().toUpperCase());
  return found === null ? undefined : `T-${found[1]}-${found[2]}`;
}
