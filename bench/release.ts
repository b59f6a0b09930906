import { ingest } from '#ingest';
import { currentRelease } from '#knowledge';

/** A release of what the knowledge folder holds now; --keep takes the one in force as it is. */
export async function ensureRelease(): Promise<string> {
  const root = `${process.env.DATA_DIR ?? 'data'}/library`;
  const current = currentRelease(root);
  if (current !== undefined && process.argv.includes('--keep')) return current;
  await ingest({ knowledge: 'knowledge', root });
  const made = currentRelease(root);
  if (made === undefined) throw new Error('ingest published nothing');
  return made;
}
