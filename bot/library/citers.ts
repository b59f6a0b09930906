import { z } from 'zod';
import type { Prepared } from '#ingest/office';
import type { ClauseClock, Matter } from '#knowledge';
import type { DeskDrafts } from '../desk/drafts.ts';
import { GUIDE_IDS, type GuideId } from '../guides/guide.ts';
import { NAMED_MATTERS } from '../guides/named-matters.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store, Tx } from '../store/store.ts';
import { isLive, withEvents } from '../store/tickets.ts';

/** Who cites articles, so that somebody can look there; `articles`: which of those asked for. */
export type Citers = {
  /** Open tickets with which one was handed over. */
  readonly tickets: readonly { readonly id: string; readonly articles: readonly string[] }[];
  readonly canned: readonly {
    readonly id: string;
    readonly title: string;
    readonly articles: readonly string[];
  }[];
  /** Answers that staff saved for the texts' questions. */
  readonly drafts: readonly { readonly id: string; readonly articles: readonly string[] }[];
  readonly guides: readonly { readonly id: GuideId; readonly articles: readonly string[] }[];
  /** Times of the desk that rest on one. */
  readonly clocks: readonly string[];
  readonly cards: readonly { readonly id: string; readonly articles: readonly string[] }[];
};

/**
 * The articles of the release before that whoever cites them has to look at: those that are other or gone, and all of a text
 * that ended, or whose title, number, place or days are other now.
 */
export function touchedBy({ diff, instruments }: Pick<Prepared, 'diff' | 'instruments'>): readonly string[] {
  const own = diff.articles.flatMap(({ was }) => was ?? []);
  const other = new Set(diff.instruments.flatMap(({ id, was }) => (was === id ? [id] : [])));
  const whole = instruments.filter(({ id }) => other.has(id)).flatMap(({ outline }) => outline);
  const added = new Set(diff.articles.flatMap(({ kind, id }) => (kind === 'added' ? (id ?? []) : [])));
  return [...new Set([...own, ...whole.map(({ id }) => id).filter((id) => !added.has(id))])];
}

export type CitersDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly drafts: Pick<DeskDrafts, 'list'>;
  readonly clocks: readonly Pick<ClauseClock, 'article'>[];
  /** Of the release in force. */
  readonly matters: () => readonly Pick<Matter, 'matter' | 'answers'>[];
  /** 明白卡 that are kept; none where nobody keeps any. */
  readonly cards: () => Promise<Citers['cards']>;
};

/** Tickets read in one transaction: nobody has to wait for all of them. */
const AT_ONCE = 50;
const fingerprintsSchema = z.record(z.string(), z.string());

export function createCiters(deps: CitersDeps): (articles: readonly string[]) => Promise<Citers> {
  const { store, drafts, clocks, cards } = deps;
  return async (articles) => {
    const asked = new Set(articles);
    const among = (ids: readonly string[]) => [...new Set(ids)].filter((id) => asked.has(id));
    const citing = <T extends { readonly articles: readonly string[] }>(all: readonly T[]): readonly T[] =>
      all.flatMap((one) => {
        const own = among(one.articles);
        return own.length === 0 ? [] : [{ ...one, articles: own }];
      });
    const canned = await store.transaction((tx) =>
      tx.selectFrom('canned_replies').select(['id', 'title', 'articles']).orderBy('title').execute(),
    );
    const saved = await drafts.list();
    return {
      tickets: citing(await ticketCitations(deps)),
      canned: citing(
        canned.map(({ id, title, articles: ids }) => ({
          id,
          title,
          articles: Object.keys(fingerprintsSchema.parse(JSON.parse(ids))),
        })),
      ),
      drafts: citing(saved.map(({ id, articles: ids }) => ({ id, articles: ids }))),
      guides: citing(guideCitations(deps.matters())),
      clocks: among(clocks.map(({ article }) => article)),
      cards: citing(await cards()),
    };
  };
}

async function ticketCitations({
  store,
  vault,
}: CitersDeps): Promise<readonly { id: string; articles: readonly string[] }[]> {
  const all: { id: string; articles: readonly string[] }[] = [];
  for (let after = ''; ; ) {
    const batch = await store.transaction((tx) => ticketsAfter(tx, vault, after));
    all.push(...batch);
    const last = batch.at(-1);
    if (last === undefined || batch.length < AT_ONCE) return all;
    after = last.id;
  }
}

async function ticketsAfter(
  tx: Tx,
  vault: Vault,
  after: string,
): Promise<{ id: string; articles: readonly string[] }[]> {
  const rows = await tx
    .selectFrom('tickets')
    .selectAll()
    .where(isLive)
    .where('id', '>', after)
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return await Promise.all(
    rows.map(async (row) => {
      const { ticket } = await withEvents(tx, vault, row);
      return { id: row.id, articles: ticket.draft?.citations.map(({ id }) => id) ?? [] };
    }),
  );
}

function guideCitations(
  matters: readonly Pick<Matter, 'matter' | 'answers'>[],
): readonly { id: GuideId; articles: readonly string[] }[] {
  const answers = new Map(matters.map(({ matter, answers: own }) => [matter, Object.keys(own)]));
  return GUIDE_IDS.map((id) => ({
    id,
    articles: NAMED_MATTERS[id].flatMap((matter) => answers.get(matter) ?? []),
  }));
}
