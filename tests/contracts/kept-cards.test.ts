import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Card } from '../../bot/cards/card.ts';
import { createKeptCards, type KeptCards } from '../../bot/cards/kept-cards.ts';
import { makeBook } from '../../bot/cards/make-book.ts';
import { cardOf, FINE, textsWith, WAYS } from '../bot/cards/made-up-cards.ts';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

await describeEveryDatabase('kept cards', (kind) => {
  let database: TestDatabase;
  let kept: KeptCards;
  let clock: ManualClock;
  let card: Card;
  let fine: Card;
  beforeEach(async () => {
    database = await kind.make();
    clock = createManualClock();
    kept = createKeptCards({ store: await database.open(), clock });
    const library = await textsWith();
    card = cardOf(library);
    fine = cardOf(library, FINE);
  });
  afterEach(() => database.drop());

  it('come back as they were made', async () => {
    const at = clock.now();
    const id = await kept.keep({ kind: 'card', card }, '王姐');
    expect(await kept.find(id)).toEqual({ id, staff: '王姐', madeAt: at, kind: 'card', card });
    expect(await kept.find('none')).toBeUndefined();
  });

  it('are kept once, whoever makes them again on whatever day', async () => {
    const id = await kept.keep({ kind: 'card', card }, '王姐');
    expect(await kept.keep({ kind: 'card', card: { ...card, day: '2026-02-01' } }, '李姐')).toBe(id);
    expect(await kept.keep({ kind: 'card', card: { ...card, release: 'ffffffffffff' } }, '李姐')).not.toBe(
      id,
    );
    expect((await kept.list(9)).map(({ staff }) => staff).toSorted()).toEqual(['李姐', '王姐']);
  });

  it('tell the articles that they cite, those of a book as well; the newest come first', async () => {
    const one = await kept.keep({ kind: 'card', card }, '王姐');
    await clock.advance(1000);
    const { release, day } = card;
    const book = makeBook({ title: '押金', cards: [card, fine], release, day }, WAYS);
    const two = await kept.keep({ kind: 'book', book }, '王姐');
    const citations = await kept.citations();
    expect(new Map(citations.map(({ id, articles }) => [id, articles.toSorted()]))).toEqual(
      new Map([
        [one, ['a/1']],
        [two, ['a/1', 'a/2']],
      ]),
    );
    expect((await kept.list(9)).map(({ id }) => id)).toEqual([two, one]);
    expect(await kept.list(1)).toHaveLength(1);
  });
});
