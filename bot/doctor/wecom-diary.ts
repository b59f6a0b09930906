import type { DiaryPages, Part } from '../channels/wecom/check.ts';
import { LAST_CALLBACK, LAST_ERROR, LAST_REFUSAL, parseEntry } from '../channels/wecom/diary.ts';
import type { Config } from '../config.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { StoreUnavailable } from '../store/store.ts';
import { lookAtDatabase } from './database.ts';

/** What the server wrote down of WeCom; undefined when its database cannot be read now. Changes nothing. */
export async function readWecomDiary(config: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<DiaryPages> {
  const look = await lookAtDatabase(config);
  if (look instanceof StoreUnavailable) return undefined;
  // Nothing was ever started, so nothing was written.
  if (look.kind === 'none')
    return () => ({ lastCallback: undefined, lastRefusal: undefined, lastError: undefined });
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
    };
    return (part) => pages[part];
  } finally {
    await store.close();
  }
}
