import { z } from 'zod';
import { createFollower } from '#ingest/office';
import { bare } from '#knowledge';
import { redact } from '../privacy/redact.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Acting, By } from './acting.ts';
import type { Known } from './known.ts';
import type { Refused } from './refused.ts';

/** A question of the union's own, to be asked of every release before it is published. */
export type OwnQuestion = {
  readonly id: string;
  /** As typed by a worker. */
  readonly question: string;
  /** Region id of where they work; null for none known. */
  readonly region: string | null;
  readonly expect: 'answer' | 'abstain' | 'ask_region';
  /** Article ids, one of which a right answer cites. */
  readonly gold: readonly string[];
  /** Words that it has to show. */
  readonly mustQuote: readonly string[];
  readonly by: string;
  /** ms since 1970 */
  readonly at: number;
};
export type GivenQuestion = Pick<OwnQuestion, 'question' | 'region' | 'expect' | 'gold' | 'mustQuote'>;

const MOST_GOLD = 10;
const bodySchema = z.strictObject({
  question: z.string().min(2).max(200),
  region: z.string().nullable(),
  expect: z.enum(['answer', 'abstain', 'ask_region']),
  gold: z.array(z.string()).max(MOST_GOLD),
  mustQuote: z.array(z.string().min(2).max(100)).max(5),
});
const MOST = 1_000;

export async function readOwnQuestions(tx: Tx): Promise<readonly OwnQuestion[]> {
  const rows = await tx
    .selectFrom('library_questions')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, body, staff, created_at }) => ({
    id,
    ...bodySchema.parse(JSON.parse(body)),
    by: staff,
    at: Number(created_at),
  }));
}

/**
 * What a right answer cites goes by its new id from the publication on. A question whose article is gone stays as it is: it
 * is shown as not answered until somebody looks at it.
 */
export async function followArticles(tx: Tx, articles: Parameters<typeof createFollower>[0]): Promise<void> {
  const follow = createFollower(articles);
  for (const { id, by: _, at: __, ...body } of await readOwnQuestions(tx)) {
    const gold = follow(body.gold).slice(0, MOST_GOLD);
    if (gold.length === 0 || gold.join() === body.gold.join()) continue;
    await tx
      .updateTable('library_questions')
      .set({ body: JSON.stringify({ ...body, gold }) })
      .where('id', '=', id)
      .execute();
  }
}

export type OwnQuestions = {
  readonly list: () => Promise<readonly OwnQuestion[]>;
  readonly add: (by: By, given: GivenQuestion) => Promise<{ readonly id: string } | Refused>;
  readonly remove: (by: By, id: string) => Promise<{ readonly id: string } | Refused>;
};

export type OwnQuestionsDeps = {
  readonly store: Store;
  readonly acting: Pick<Acting, 'asAdmin' | 'note'>;
  readonly known: () => Promise<Pick<Known, 'isArticle' | 'isPlace' | 'isLayQuestion'>>;
  readonly now: () => number;
  readonly randomId: () => string;
};

/** The set that the union keeps itself. Telephone, card and plate numbers in a question are covered. */
export function createOwnQuestions(deps: OwnQuestionsDeps): OwnQuestions {
  const { store, acting, now, randomId } = deps;
  const { asAdmin, note } = acting;
  return {
    list: () => store.transaction(readOwnQuestions),
    add: async (by, given) => {
      const known = await deps.known();
      return await asAdmin<{ id: string } | Refused>(by, async (tx) => {
        const parsed = bodySchema.safeParse({
          ...given,
          question: redact(given.question.trim()).text,
          gold: [...given.gold],
          mustQuote: [...given.mustQuote],
        });
        if (!parsed.success) return { refused: 'bad-question' };
        const body = parsed.data;
        if ((body.expect === 'answer') !== body.gold.length > 0) return { refused: 'bad-question' };
        if (body.region !== null && !known.isPlace(body.region)) return { refused: 'no-such-place' };
        if (!body.gold.every((id) => known.isArticle(id))) return { refused: 'no-such-article' };
        if (known.isLayQuestion(body.question)) return { refused: 'known-question' };
        const all = await readOwnQuestions(tx);
        if (all.length >= MOST) return { refused: 'too-much' };
        const isSame = (one: OwnQuestion) =>
          bare(one.question) === bare(body.question) && one.region === body.region;
        if (all.some(isSame)) return { refused: 'unchanged' };
        const id = randomId().slice(0, 10);
        await tx
          .insertInto('library_questions')
          .values({ id, body: JSON.stringify(body), staff: by.name, created_at: now() })
          .execute();
        await note(tx, by, 'library-check', [id]);
        return { id };
      });
    },
    remove: (by, id) =>
      asAdmin<{ id: string } | Refused>(by, async (tx) => {
        const gone = await tx
          .deleteFrom('library_questions')
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (gone === undefined) return { refused: 'no-such-question' };
        await note(tx, by, 'library-check', [id]);
        return { id };
      }),
  };
}
