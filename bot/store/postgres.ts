import pg from 'pg';
import { Kysely, PostgresDialect } from './kysely.ts';
import type { Schema } from './schema.ts';
import type { Driver, StoreFault } from './store.ts';

/** Type 20 is int8: ids and milliseconds, all far below 2^53. */
const INT8 = 20;

/** @param onLost told when an idle connection breaks; the pool makes a new one by itself */
export function openPostgres(url: string, onLost: () => void): Driver {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 5_000,
    // A process that vanishes in the middle of a transaction must not keep its chats locked.
    keepAlive: true,
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 30_000,
    types: { getTypeParser: (id, format) => (id === INT8 ? Number : pg.types.getTypeParser(id, format)) },
  });
  // Without a listener a broken idle connection ends the process.
  pool.on('error', onLost);
  // So does one that breaks while it is in use; its query fails too, and that is where it is told.
  pool.on('connect', (client) => void client.on('error', () => {}));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  // It answers a commit when that is on its disk.
  const own = { hasWritten: () => true, kept: async () => {} };
  return { dialect: 'postgres', db, faultOf, mayRepeat, ...own, close: () => db.destroy() };
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: classes by their first two characters. */
const CLASSES: Readonly<Record<string, StoreFault>> = {
  '08': 'unreachable',
  '25': 'read-only',
  // The user or the password is refused; there is no database of that name.
  '28': 'unreachable',
  '3D': 'unreachable',
  '53': 'full',
  '57': 'unreachable',
  '58': 'broken',
  XX: 'broken',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function faultOf(error: unknown): StoreFault | undefined {
  const code = codeOf(error);
  if (NETWORK.has(code)) return 'unreachable';
  // 25P03: we were idle in a transaction for too long, because this process stood still.
  if (code === '25P03') return 'unreachable';
  if (/^[0-9A-Z]{5}$/.test(code)) return CLASSES[code.slice(0, 2)];
  // What pg says itself when the server goes away or does not come has no code.
  const said = error instanceof Error ? error.message : '';
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    said,
  )
    ? 'unreachable'
    : undefined;
}

/** 40001 serialization failure, 40P01 deadlock. */
function mayRepeat(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}
