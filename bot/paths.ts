import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';

/** The knowledge folder beside this program, wherever it was started from. */
export const KNOWLEDGE_FOLDER = fileURLToPath(new URL('../knowledge', import.meta.url));

/** The tables beside this program: empty until somebody fills them. */
export const FACTS_FOLDER = join(KNOWLEDGE_FOLDER, 'facts');

/** The SQLite file, where DATABASE_URL names no other database. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'gongyou.db');
}

/** Where this configuration keeps conversations. */
export function storeLocation({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>) {
  return databaseUrl === undefined
    ? { kind: 'file' as const, file: databaseFile(dataDir) }
    : { kind: 'postgres' as const, url: databaseUrl };
}
