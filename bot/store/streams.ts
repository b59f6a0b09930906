import { z } from 'zod';
import { cardSchema } from '../channels/wecom/bot/card.ts';
import type { StreamStore } from '../channels/wecom/sdk/index.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from './store.ts';

const CONTEXT = 'streams/sealed';
/** WeCom asks for six minutes. */
const KEEP_MS = 10 * 60_000;

/** What this program writes of a stream: an answer's text and the card under it, no pictures. */
const stateSchema = z.object({
  content: z.string(),
  finished: z.boolean(),
  startedAt: z.number(),
  card: cardSchema.exactOptional(),
  cardSent: z.boolean().exactOptional(),
});

/** Streams of the AI bot, where every process reaches them. */
export function createStreamStore(store: Store, vault: Vault, channel: string, clock: Clock): StreamStore {
  const keyOf = (id: string) => vault.blind('stream', channel, id);
  return {
    get: async (id) => {
      const row = await store.transaction((tx) =>
        tx
          .selectFrom('streams')
          .select(['sealed', 'version'])
          .where('id', '=', keyOf(id))
          .where('expires_at', '>', clock.now())
          .executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      return { state: vault.openJson(row.sealed, CONTEXT, stateSchema), version: row.version };
    },
    put: async (id, state, version) => {
      const sealed = vault.sealJson(stateSchema.parse(state), CONTEXT);
      const now = clock.now();
      const expires_at = now + KEEP_MS;
      return await store.transaction(async (tx) => {
        if (version === 0) {
          const made = await tx
            .insertInto('streams')
            .values({ id: keyOf(id), channel, sealed, version: 1, expires_at })
            // What has expired and was not swept away yet is not there.
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet({ sealed, version: 1, expires_at })
                .where('streams.expires_at', '<=', now),
            )
            .returning('id')
            .executeTakeFirst();
          return made !== undefined;
        }
        const changed = await tx
          .updateTable('streams')
          .set({ sealed, version: version + 1, expires_at })
          .where('id', '=', keyOf(id))
          .where('version', '=', version)
          .where('expires_at', '>', now)
          .executeTakeFirst();
        return changed.numUpdatedRows === 1n;
      });
    },
  };
}
