import type { Card, PocketBook } from './card.ts';
import { type CardWays, codesFor } from './card-ways.ts';

/** @param day ISO day of making @param release whose texts they are all of */
export function makeBook(
  { title, cards, release, day }: Omit<PocketBook, 'codes'> & { readonly cards: Card[] },
  ways: CardWays,
): PocketBook {
  return { title, cards, codes: codesFor(ways, undefined), release, day };
}
