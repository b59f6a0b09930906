import { ingest } from '#ingest';
import { currentRelease } from '#knowledge';

/** The release in force of the data folder, made first when there is none or when --fresh asks for it. */
export async function ensureRelease(): Promise<string> {
  const root = `${process.env.DATA_DIR ?? 'data'}/library`;
  const current = currentRelease(root);
  if (current !== undefined && !process.argv.includes('--fresh')) return current;
  await ingest({ knowledge: 'knowledge', root });
  const made = currentRelease(root);
  if (made === undefined) throw new Error('ingest published nothing');
  return made;
}
