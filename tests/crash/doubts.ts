import { join } from 'node:path';
import { openStore } from '../../bot/store/open-store.ts';

/** Tries whose outcome nobody wrote down because the server was killed: only they may be told twice. */
export type Doubts = {
  /** Looks once more; only while no server runs. */
  readonly look: () => Promise<void>;
  /** How many there were, each counted once however often it was seen. */
  readonly count: () => number;
};

/** @param env of the server, @param folder its DATA_DIR */
export function createDoubts(env: Readonly<Record<string, string>>, folder: string): Doubts {
  const url = env.DATABASE_URL;
  const seen = new Set<string>();
  return {
    look: async () => {
      const store = await openStore(
        url === undefined ? { kind: 'file', file: join(folder, 'gongyou.db') } : { kind: 'postgres', url },
      );
      try {
        const rows = await store.transaction(async (tx) =>
          tx.selectFrom('outbox').select(['id', 'attempts']).where('state', '=', 'sending').execute(),
        );
        for (const { id, attempts } of rows) seen.add(`${id} ${attempts}`);
      } finally {
        await store.close();
      }
    },
    count: () => seen.size,
  };
}
