import type { Part } from '../message.ts';
import { splitText } from '../split.ts';
import { joined, linked, plain, quotation, type Rich } from './html.ts';

type CitationPart = Extract<Part, { kind: 'citation' }>;

/** With less than this beside its head, a quote in pieces would be more head than quote. */
const LEAST_QUOTE = 200;

/**
 * The quote, ——its head, its notes; one piece unless it is longer than a message. Then it is cut where its own pieces or
 * sentences end, and every part of it bears the head, so that no words of a law stand without their source.
 */
export function layoutCitation(part: CitationPart, max: number, href: string | undefined): Rich[] {
  const place = part.place === '' ? [] : [plain(`【${part.place}】`)];
  const head = joined([plain('——'), linked(plain(part.head), href)], '');
  const notes = part.notes.map(plain);
  const lay = (quote: string, foot: readonly Rich[]) =>
    joined([...place, quotation(plain(quote)), head, ...foot], '\n');

  const whole = lay(part.quote, notes);
  if (whole.plain.length <= max) return [whole];

  const room = max - lay('', []).plain.length;
  if (room < LEAST_QUOTE) return pieces(whole.plain, max);
  const quotes = pieces(part.quote, room).map((piece) => piece.plain);
  const last = quotes.at(-1);
  const ending = last === undefined ? undefined : lay(last, notes);
  if (ending !== undefined && ending.plain.length <= max)
    return [...quotes.slice(0, -1).map((quote) => lay(quote, [])), ending];
  return [...quotes.map((quote) => lay(quote, [])), ...pieces(part.notes.join('\n'), max)];
}

/** Plain text in pieces that fit, without the blanks that Telegram would cut off. */
export function pieces(text: string, max: number): Rich[] {
  return splitText(text, { max, unit: 'chars' })
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map(plain);
}
