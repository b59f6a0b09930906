import type { Card } from './card.ts';
import { type CardLibrary, isCardFault, makeCard } from './make-card.ts';

/** text: an article says something else, or another one states the matter. facts: its day, validity or offices. */
export type Outdated = 'text' | 'gone' | 'facts';

/** Holds a kept card against the release in force. @returns undefined while it may be handed out */
export function findOutdated(card: Card, library: CardLibrary): Outdated | undefined {
  // Where a code leads is the installation's matter; whether there is one changes the words.
  const publicUrl = card.codes.length > 0 ? 'https://somewhere.invalid' : undefined;
  const ways = { publicUrl, telegramBot: undefined, kfLink: undefined };
  const now = makeCard(library, ways, card, card.day);
  if (isCardFault(now)) return 'gone';
  if (wordsOf(now) !== wordsOf(card)) return 'text';
  return factsOf(now) === factsOf(card) ? undefined : 'facts';
}

const wordsOf = ({ article, quote, sums, also }: Card): string =>
  JSON.stringify([article, quote, Object.entries(sums).toSorted(byKey), also.map((other) => other.article)]);

const factsOf = ({ title, lines, head, note, also, place }: Card): string =>
  JSON.stringify([title, lines, head, note, also.map((other) => other.head), place]);

const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);
