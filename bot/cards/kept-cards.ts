import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { MadeCardRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type Card, cardSchema, type PocketBook, pocketBookSchema } from './card.ts';

export type KeptCard = {
  readonly id: string;
  readonly staff: string;
  /** ms since 1970 */
  readonly madeAt: number;
} & ({ readonly kind: 'card'; readonly card: Card } | { readonly kind: 'book'; readonly book: PocketBook });

export type KeptCards = {
  /** @returns its id, which is that of the same card made before */
  readonly keep: (made: Made, staff: string) => Promise<string>;
  /** Newest first, without the first `from` of them. */
  readonly list: (most: number, from?: number) => Promise<readonly KeptCard[]>;
  readonly find: (id: string) => Promise<KeptCard | undefined>;
  /** Every one with the articles that it cites. */
  readonly citations: () => Promise<readonly { readonly id: string; readonly articles: readonly string[] }[]>;
};

export type Made =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'book'; readonly book: PocketBook };

/** Of a body, whatever it is of, the articles: cheaper than reading the whole. */
const sumsSchema = z.object({ sums: z.record(z.string(), z.string()) });
const citingSchema = z.union([
  sumsSchema.transform((card) => [card]),
  z.object({ cards: z.array(sumsSchema) }).transform(({ cards }) => cards),
]);

export function createKeptCards({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): KeptCards {
  return {
    keep: async (made, staff) => {
      const contents = made.kind === 'card' ? made.card : made.book;
      const body = JSON.stringify(contents);
      const id = idOf(contents);
      await store.transaction((tx) =>
        tx
          .insertInto('made_cards')
          .values({ id, kind: made.kind, release_id: contents.release, body, staff, made_at: clock.now() })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute(),
      );
      return id;
    },
    list: async (most, from = 0) => {
      const rows = await store.transaction((tx) =>
        tx
          .selectFrom('made_cards')
          .selectAll()
          .orderBy('made_at', 'desc')
          .orderBy('id')
          .limit(most)
          .offset(from)
          .execute(),
      );
      return rows.map(parseRow);
    },
    find: async (id) => {
      const row = await store.transaction((tx) =>
        tx.selectFrom('made_cards').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row && parseRow(row);
    },
    citations: async () => {
      const rows = await store.transaction((tx) =>
        tx.selectFrom('made_cards').select(['id', 'body']).orderBy('id').execute(),
      );
      return rows.map(({ id, body }) => ({
        id,
        articles: [...new Set(citingSchema.parse(JSON.parse(body)).flatMap(({ sums }) => Object.keys(sums)))],
      }));
    },
  };
}

/** The day is not in it: what was made on Monday is the same on Tuesday. */
function idOf(contents: Card | PocketBook): string {
  const text = JSON.stringify(contents, (key, value: unknown) => (key === 'day' ? undefined : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function parseRow({ id, kind, body, staff, made_at: madeAt }: MadeCardRow): KeptCard {
  const contents: unknown = JSON.parse(body);
  return kind === 'card'
    ? { id, staff, madeAt, kind, card: cardSchema.parse(contents) }
    : { id, staff, madeAt, kind, book: pocketBookSchema.parse(contents) };
}
