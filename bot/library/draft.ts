import { z } from 'zod';
import { preparedSummarySchema, understoodSchema } from '#ingest/office';
import { type LibrarySources, librarySourcesSchema } from '#knowledge';
import type { Store, Tx } from '../store/store.ts';

const byWhom = { by: z.string(), at: z.int() };

const bodySchema = z.strictObject({
  format: z.literal(1),
  /** null: as in force, whatever that is. */
  sources: librarySourcesSchema.nullable(),
  /** What a first look at a file found, by the hash of its bytes. */
  understood: z.record(z.string(), z.array(understoodSchema)),
  /** Proposals that nobody wants. */
  dropped: z.array(z.strictObject({ article: z.string(), matter: z.string() })),
  prepared: z
    .strictObject({
      release: z.string(),
      kind: z.enum(['draft', 'reindex']),
      /** Of the draft. */
      version: z.int(),
      /** Number of the publication that it was compared with. */
      seq: z.int(),
      ...byWhom,
      summary: preparedSummarySchema,
    })
    .nullable(),
  /** To what is prepared. */
  second: z.strictObject({ by: z.string(), why: z.string() }).nullable(),
  /** `holder`: of the lease, without which nobody prepares anything any more. */
  preparing: z.strictObject({ ...byWhom, holder: z.string() }).nullable(),
  failed: z
    .strictObject({
      kind: z.enum(['refused', 'time', 'memory', 'broken', 'cancelled', 'died']),
      file: z.string().nullable(),
      code: z.string(),
      detail: z.string(),
    })
    .nullable(),
});
export type DraftBody = z.infer<typeof bodySchema>;

export type Draft = {
  readonly version: number;
  readonly body: DraftBody;
  /** Who changed it last; null while nobody has. */
  readonly by: string | null;
  /** ms since 1970 */
  readonly at: number | null;
};

const ID = 'draft';
const EMPTY: DraftBody = {
  format: 1,
  sources: null,
  understood: {},
  dropped: [],
  prepared: null,
  second: null,
  preparing: null,
  failed: null,
};

/** What is published stands in no draft any more. */
export const emptied = (body: DraftBody): DraftBody => ({ ...EMPTY, preparing: body.preparing });

export async function readDraft(tx: Tx): Promise<Draft> {
  const row = await tx.selectFrom('library_draft').selectAll().where('id', '=', ID).executeTakeFirst();
  return row === undefined ? { version: 0, body: EMPTY, by: null, at: null } : toDraft(row);
}

/** The same, and nobody changes it before the end of the transaction. */
export async function lockDraft(store: Store, tx: Tx): Promise<Draft> {
  // A row that is not there cannot be locked.
  await tx
    .insertInto('library_draft')
    .values({ id: ID, version: 0, body: JSON.stringify(EMPTY), staff: '', updated_at: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await store
    .locked(tx.selectFrom('library_draft').selectAll().where('id', '=', ID))
    .executeTakeFirstOrThrow();
  return toDraft(row);
}

/** @param by null: nobody changed what it says */
export async function saveDraft(
  tx: Tx,
  { version, body }: Pick<Draft, 'version' | 'body'>,
  by: { readonly name: string; readonly at: number } | null,
): Promise<void> {
  await tx
    .updateTable('library_draft')
    .set({
      version,
      body: JSON.stringify(bodySchema.parse(body)),
      ...(by !== null && { staff: by.name, updated_at: by.at }),
    })
    .where('id', '=', ID)
    .execute();
}

function toDraft(row: { version: number; body: string; staff: string; updated_at: number }): Draft {
  const { version, body, staff, updated_at } = row;
  return {
    version,
    body: bodySchema.parse(JSON.parse(body)),
    by: staff === '' ? null : staff,
    at: staff === '' ? null : Number(updated_at),
  };
}

export function isSameSources(a: LibrarySources, b: LibrarySources): boolean {
  return JSON.stringify(librarySourcesSchema.parse(a)) === JSON.stringify(librarySourcesSchema.parse(b));
}
