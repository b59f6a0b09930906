import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { redact } from '../privacy/redact.ts';
import type { Vault } from '../privacy/vault.ts';
import type { DeskDraftRow } from '../store/schema.ts';
import type { Store, Tx } from '../store/store.ts';

const CONTEXT = 'desk_drafts/sealed';
const sealedSchema = z.object({ text: z.string(), articles: z.array(z.string()) });
const MOST = 4_000;

/** Something that staff learnt in answering: a question as workers put it, or one that the texts leave open. */
export type DeskDraft = {
  readonly id: string;
  readonly kind: DeskDraftRow['kind'];
  /** Without telephone, card and plate numbers. */
  readonly text: string;
  /** Ids of the articles that answer it; [] where none does. */
  readonly articles: readonly string[];
  readonly by: string;
  /** null: learnt in none. */
  readonly ticket: string | null;
  readonly at: number;
};

export type DeskDrafts = {
  /**
   * @param given its text is redacted before it is kept
   * @returns undefined when its ticket is gone or was taken back: nothing of it may be kept
   */
  readonly save: (given: Omit<DeskDraft, 'id' | 'at'>) => Promise<DeskDraft | undefined>;
  /** The newest first. */
  readonly list: (kind?: DeskDraft['kind']) => Promise<readonly DeskDraft[]>;
  /** Taken over elsewhere, or not wanted. */
  readonly drop: (id: string) => Promise<boolean>;
};

/** Sealed, because staff may write a name; gone with the ticket that its owner erases. */
export function createDrafts({
  store,
  vault,
  clock,
  randomId,
}: {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomId: () => string;
}): DeskDrafts {
  return {
    save: async ({ kind, text, articles, by, ticket }) => {
      const draft: DeskDraft = {
        id: randomId().slice(0, 10),
        kind,
        text: redact(text.slice(0, MOST)).text,
        articles: [...articles],
        by,
        ticket,
        at: clock.now(),
      };
      const sealed = vault.sealJson({ text: draft.text, articles: [...draft.articles] }, CONTEXT);
      const { id, at } = draft;
      return await store.transaction(async (tx) => {
        if (ticket !== null && !(await isStanding(tx, ticket))) return undefined;
        await tx
          .insertInto('desk_drafts')
          .values({ id, kind, sealed, staff: by, ticket, created_at: at })
          .execute();
        return draft;
      });
    },
    list: async (kind) => {
      const rows = await store.transaction((tx) => {
        const query = tx.selectFrom('desk_drafts').selectAll().orderBy('created_at', 'desc').orderBy('id');
        return (kind === undefined ? query : query.where('kind', '=', kind)).execute();
      });
      return rows.map(({ id, kind: what, sealed, staff: by, ticket, created_at: at }) => ({
        id,
        kind: what,
        ...vault.openJson(sealed, CONTEXT, sealedSchema),
        by,
        ticket,
        at,
      }));
    },
    drop: async (id) => {
      const row = await store.transaction((tx) =>
        tx.deleteFrom('desk_drafts').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return row !== undefined;
    },
  };
}

async function isStanding(tx: Tx, ticket: string): Promise<boolean> {
  const row = await tx.selectFrom('tickets').select('state').where('id', '=', ticket).executeTakeFirst();
  return row !== undefined && row.state !== 'withdrawn';
}
