import type { DiaryPages, Part } from '../channels/wecom/check.ts';
import { LAST_CALLBACK, LAST_ERROR, LAST_REFUSAL, parseEntry } from '../channels/wecom/diary.ts';
import type { Config } from '../config.ts';
import type { LinkedStaff } from '../desk/wecom/check.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { allStaff } from '../store/staff.ts';
import { StoreUnavailable, type Tx } from '../store/store.ts';
import { lookAtDatabase } from './database.ts';

export type WecomBook = {
  readonly pages: NonNullable<DiaryPages>;
  readonly linked: LinkedStaff;
};

/** What the server keeps of WeCom; undefined when its database cannot be read now. Changes nothing. */
export async function readWecomBook(
  config: Pick<Config, 'dataDir' | 'databaseUrl'>,
): Promise<WecomBook | undefined> {
  const look = await lookAtDatabase(config);
  if (look instanceof StoreUnavailable) return undefined;
  // Nothing was ever started, so nothing was written.
  if (look.kind === 'none')
    return {
      pages: () => ({ lastCallback: undefined, lastRefusal: undefined, lastError: undefined }),
      linked: { staff: 0, inApp: 0 },
    };
  if (look.kind !== 'open') return undefined;
  const { store, schema } = look;
  try {
    if (schema.missing.length > 0) return undefined;
    const read = async (part: Part) => ({
      lastCallback: parseEntry(await readCheckpoint(store, part, LAST_CALLBACK)),
      lastRefusal: parseEntry(await readCheckpoint(store, part, LAST_REFUSAL)),
      lastError: parseEntry(await readCheckpoint(store, part, LAST_ERROR)),
    });
    const pages = {
      'wecom-app': await read('wecom-app'),
      'wecom-kf': await read('wecom-kf'),
      'wecom-bot': await read('wecom-bot'),
      'wecom-robot': await read('wecom-robot'),
      'wecom-desk': await read('wecom-desk'),
    };
    return { pages: (part) => pages[part], linked: await store.transaction(countLinked) };
  } finally {
    await store.close();
  }
}

async function countLinked(tx: Tx): Promise<LinkedStaff> {
  const inApp = await tx
    .selectFrom('staff_accounts')
    .select('staff')
    .distinct()
    .where('channel', '=', 'wecom-app')
    .execute();
  return { staff: (await allStaff(tx)).length, inApp: inApp.length };
}
