import { DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator, sql } from './kysely.ts';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';

/** The database was written by a newer program, or half a migration stands in it. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
}

/**
 * Brings the tables up to this program's version; does nothing when they are. Several processes may start at once: on
 * PostgreSQL one of them migrates and the others wait.
 * @param version the last migration to run, for tables that are not beyond it; all of them when nothing is said
 * @throws UnknownSchema
 */
export async function migrate(
  db: Kysely<Schema>,
  dialect: Store['dialect'],
  version?: string,
): Promise<void> {
  if (version !== undefined && migrationsFor(dialect)[version] === undefined)
    throw new UnknownSchema(`this program knows no migration ${version}`);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } });
  const { error } = await (version === undefined ? migrator.migrateToLatest() : migrator.migrateTo(version));
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations/.test(error.message))
    throw new UnknownSchema('the database was written by a newer version of this program', { cause: error });
  throw error;
}

/** How far the tables are, by the names of migrations. */
export type SchemaState = {
  /** None: an empty database. */
  readonly done: readonly string[];
  /** What the next start does. */
  readonly missing: readonly string[];
  /** What a newer program did. */
  readonly unknown: readonly string[];
};

/** Only reads: no table is made, not even Kysely's own. */
export async function readSchemaState(db: Kysely<Schema>, dialect: Store['dialect']): Promise<SchemaState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const done = tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)
    ? (await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db)).rows
    : [];
  const names = done.map(({ name }) => name);
  const known = Object.keys(migrationsFor(dialect));
  return {
    done: names,
    missing: known.filter((name) => !names.includes(name)),
    unknown: names.filter((name) => !known.includes(name)),
  };
}

/** A migration is never changed once it was released; a new one is added under it. */
function migrationsFor(dialect: Store['dialect']): Record<string, Migration> {
  const id = sql.raw(
    dialect === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'bigint generated always as identity primary key',
  );
  const blob = sql.raw(dialect === 'sqlite' ? 'blob' : 'bytea');
  return {
    '001-conversations': { up: (db) => conversations(db, id) },
    '002-fetched-channels': { up: fetchedChannels },
    '003-guides': { up: (db) => guides(db, id, blob, dialect) },
    '004-desk': { up: (db) => desk(db, id) },
    '005-library': { up: library },
  };
}

async function conversations(
  db: Parameters<Migration['up']>[0],
  id: ReturnType<typeof sql.raw>,
): Promise<void> {
  for (const statement of [
    sql`create table meta (key text primary key, value text not null)`,
    sql`create table conversations (
      key text primary key, channel text not null, kind text not null, sealed text not null, closed_at bigint,
      lease text, lease_until bigint not null, updated_at bigint not null)`,
    sql`create table inbox (
      id ${id}, channel text not null, event text not null, conversation text not null, person text not null,
      sealed text, state text not null, attempts integer not null, due_at bigint not null, error text,
      received_at bigint not null, done_at bigint, unique (channel, event))`,
    sql`create index inbox_waiting on inbox (conversation, id) where state = 'accepted'`,
    sql`create index inbox_person on inbox (person)`,
    sql`create index inbox_received on inbox (received_at)`,
    sql`create table outbox (
      id ${id}, channel text not null, conversation text not null, person text, cause bigint, answers text, sealed text,
      replaces bigint, state text not null, attempts integer not null, due_at bigint not null,
      repeat integer not null, ref text, error text, key text not null unique, created_at bigint not null,
      sent_at bigint)`,
    sql`create index outbox_waiting on outbox (conversation, id) where state in ('pending', 'sending', 'failed')`,
    sql`create index outbox_unsent on outbox (state) where state <> 'sent'`,
    sql`create index outbox_sent on outbox (conversation, id) where state = 'sent'`,
    sql`create index outbox_answers on outbox (conversation, answers) where answers is not null`,
    sql`create index outbox_ref on outbox (conversation, ref) where ref is not null`,
    sql`create index outbox_person on outbox (person)`,
    sql`create index outbox_created on outbox (created_at)`,
    sql`create table people (
      conversation text not null, person text not null, channel text not null, sealed text not null,
      updated_at bigint not null, primary key (conversation, person))`,
    sql`create index people_person on people (person)`,
    sql`create table carried (
      token text primary key, channel text not null, person text, sealed text not null, expires_at bigint not null)`,
    sql`create table erasures (id text primary key, channel text not null, at bigint not null, rows integer not null)`,
  ]) {
    await statement.execute(db);
  }
}

async function fetchedChannels(db: Parameters<Migration['up']>[0]): Promise<void> {
  for (const statement of [
    sql`create table checkpoints (
      channel text not null, name text not null, value text not null, updated_at bigint not null,
      primary key (channel, name))`,
    sql`create table leases (name text primary key, holder text not null, until bigint not null)`,
    sql`create table streams (
      id text primary key, channel text not null, sealed text not null, version integer not null,
      expires_at bigint not null)`,
    sql`create index streams_expiring on streams (expires_at)`,
  ]) {
    await statement.execute(db);
  }
}

async function guides(
  db: Parameters<Migration['up']>[0],
  id: ReturnType<typeof sql.raw>,
  blob: ReturnType<typeof sql.raw>,
  dialect: Store['dialect'],
): Promise<void> {
  for (const statement of [
    sql`create table files (
      id text primary key, channel text not null, conversation text not null, person text not null,
      cause bigint not null, state text not null, media text not null, sealed text not null, body ${blob},
      size bigint not null, mime text not null, run text, attempts integer not null, due_at bigint not null,
      error text, created_at bigint not null, expires_at bigint not null)`,
    sql`create index files_wanted on files (due_at) where state = 'wanted'`,
    sql`create index files_person on files (person)`,
    sql`create index files_cause on files (cause)`,
    sql`create index files_expiring on files (expires_at)`,
    sql`create table guide_runs (
      id text primary key, channel text not null, conversation text not null, person text not null,
      guide text not null, version integer not null, state text not null, sealed text not null,
      created_at bigint not null, updated_at bigint not null)`,
    sql`create index guide_runs_person on guide_runs (person)`,
    sql`create index guide_runs_updated on guide_runs (updated_at)`,
    sql`create table tickets (
      id text primary key, channel text not null, conversation text not null, person text not null,
      alias text not null, kind text not null, state text not null, region text, trade text,
      urgent integer not null, holder text, phone text, seq integer not null, opened_at bigint not null,
      updated_at bigint not null, due_at bigint, told integer not null)`,
    sql`create index tickets_person on tickets (person)`,
    sql`create index tickets_conversation on tickets (conversation)`,
    sql`create index tickets_phone on tickets (phone) where phone is not null`,
    sql`create index tickets_live on tickets (due_at) where state not in ('closed', 'merged', 'withdrawn')`,
    sql`create index tickets_updated on tickets (updated_at)`,
    sql`create table ticket_events (
      id ${id}, ticket text not null, seq integer not null, at bigint not null, kind text not null,
      actor text not null, staff text, via text not null, sealed text, unique (ticket, seq))`,
    sql`create table ticket_letters (
      id ${id}, ticket text not null, seq integer not null, channel text not null, conversation text not null,
      person text not null, state text not null, tries integer not null, due_at bigint not null,
      outbox_from bigint, outbox_to bigint, outbox_copy bigint, created_at bigint not null, sent_at bigint,
      unique (ticket, seq))`,
    sql`create index ticket_letters_unsent on ticket_letters (due_at) where state <> 'sent'`,
    sql`create index ticket_letters_conversation on ticket_letters (conversation)`,
    sql`create table desk_audit (
      id ${id}, at bigint not null, staff text not null, via text not null, ticket text not null,
      fields text not null)`,
    sql`create index desk_audit_ticket on desk_audit (ticket)`,
    sql`create table delayed (
      id ${id}, channel text not null, conversation text not null, person text not null, key text not null,
      state text not null, sealed text not null, due_at bigint not null, expires_at bigint not null,
      outbox_from bigint, outbox_to bigint, created_at bigint not null)`,
    sql`create index delayed_conversation on delayed (conversation, person, key)`,
    sql`create index delayed_waiting on delayed (due_at) where state = 'waiting'`,
    sql`create index delayed_person on delayed (person)`,
    sql`create index delayed_expiring on delayed (expires_at)`,
    sql`create table shifts (
      id text primary key, channel text not null, conversation text not null, person text not null,
      sealed text not null, created_at bigint not null, updated_at bigint not null)`,
    sql`create index shifts_person on shifts (person)`,
    sql`create index shifts_updated on shifts (updated_at)`,
    ...appendOnly(dialect, 'desk_audit'),
  ]) {
    await statement.execute(db);
  }
}

async function desk(db: Parameters<Migration['up']>[0], id: ReturnType<typeof sql.raw>): Promise<void> {
  for (const statement of [
    sql`alter table desk_audit add column action text not null default 'view'`,
    sql`alter table tickets add column held_at bigint`,
    sql`alter table tickets add column danger_at bigint`,
    sql`alter table tickets add column escalated integer not null default 0`,
    sql`alter table tickets add column unclaimed_at bigint`,
    sql`update tickets set unclaimed_at = opened_at where holder is null`,
    sql`create index tickets_held on tickets (person) where held_at is not null`,
    // The list's order, and all that is counted above it; in the words of its queries, see isWaiting.
    sql`create index tickets_pressing on tickets (
      urgent desc, (case when due_at is null then 1 else 0 end), due_at, opened_at, id)
      where state not in ('closed', 'merged', 'withdrawn')`,
    sql`create index tickets_counted on tickets (holder, region, trade, due_at, state)
      where state not in ('closed', 'merged', 'withdrawn')`,
    sql`create table canned_replies (
      id text primary key, title text not null, text text not null, articles text not null, staff text not null,
      updated_at bigint not null)`,
    sql`create table desk_drafts (
      id text primary key, kind text not null, sealed text not null, staff text not null, ticket text,
      created_at bigint not null)`,
    sql`create index desk_drafts_ticket on desk_drafts (ticket) where ticket is not null`,
    sql`create table ratings (
      id text primary key, kind text not null, brand text, region text, month text not null, stars integer not null)`,
    sql`create index ratings_month on ratings (month)`,
    sql`create table question_counts (
      month text not null, region text not null, matter text not null, reason text not null, channel text not null,
      outcome text not null, count integer not null,
      primary key (month, region, matter, reason, channel, outcome))`,
    sql`create table people_counts (
      topic text not null, month text not null, axis text not null, first text not null, second text not null,
      people integer not null, primary key (month, topic, axis, first, second))`,
    sql`create table people_seen (key text primary key, at bigint not null)`,
    sql`create index people_seen_at on people_seen (at)`,
    sql`create table brand_weeks (
      week text not null, brand text not null, region text not null, count integer not null,
      primary key (week, brand, region))`,
    sql`create table brand_seen (key text primary key, at bigint not null)`,
    sql`create table ticket_counts (
      month text not null, region text not null, kind text not null, brand text not null, count integer not null,
      primary key (month, region, kind, brand))`,
    sql`create table ticket_marks (
      ticket text primary key, region text not null, due_at bigint, met text not null)`,
    sql`create table guide_counts (
      month text not null, guide text not null, ended text not null, count integer not null,
      primary key (month, guide, ended))`,
    sql`create table misses (
      id text primary key, month text not null, owner text not null, sealed text not null, at bigint not null)`,
    sql`create index misses_owner on misses (owner)`,
    sql`create index misses_at on misses (at)`,
    sql`create table alert_drafts (
      id text primary key, week text not null, brand text not null, region text not null, count integer not null,
      usual integer not null, text text not null, staff text, created_at bigint not null, updated_at bigint not null,
      told_at bigint, unique (week, brand))`,
    sql`create index desk_audit_at on desk_audit (at)`,
    sql`create table staff (
      name text primary key, role text not null, regions text not null, trades text not null, away integer not null,
      created_at bigint not null, removed_at bigint)`,
    sql`create table staff_accounts (
      channel text not null, person text not null, staff text not null, sealed text not null,
      created_at bigint not null, primary key (channel, person))`,
    sql`create index staff_accounts_staff on staff_accounts (staff)`,
    sql`create table console_links (
      hash text primary key, kind text not null, staff text not null, created_at bigint not null,
      expires_at bigint not null)`,
    sql`create index console_links_staff on console_links (staff)`,
    sql`create index console_links_expiring on console_links (expires_at)`,
    sql`create table console_sessions (
      hash text primary key, id text not null unique, staff text not null, how text not null, browser text not null,
      created_at bigint not null, seen_at bigint not null, expires_at bigint not null)`,
    sql`create index console_sessions_staff on console_sessions (staff)`,
    sql`create table console_tries (id ${id}, who text not null, at bigint not null)`,
    sql`create index console_tries_who on console_tries (who, at)`,
    sql`create table passkeys (
      id text primary key, staff text not null, public_key text not null, counter bigint not null,
      transports text not null, browser text not null, created_at bigint not null, used_at bigint)`,
    sql`create index passkeys_staff on passkeys (staff)`,
    sql`create table ticket_places (
      ticket text not null, place text not null, ref text, state text not null, title text not null,
      seen_seq integer not null, told_seq integer not null, settled integer not null, doubt integer not null,
      due_at bigint not null, primary key (ticket, place))`,
    sql`create unique index ticket_places_ref on ticket_places (place, ref) where ref is not null`,
    sql`create index ticket_places_unsettled on ticket_places (due_at) where settled = 0`,
    sql`create table ticket_posts (
      place text not null, ref text not null, ticket text not null, seq integer not null, role text not null,
      staff text, primary key (place, ref))`,
    sql`create index ticket_posts_ticket on ticket_posts (ticket)`,
    sql`create table ticket_notices (
      id ${id}, place text not null, ticket text not null, sealed text not null, created_at bigint not null)`,
    sql`create index ticket_notices_ticket on ticket_notices (ticket)`,
    sql`create table desk_heard (
      place text not null, event text not null, at bigint not null, primary key (place, event))`,
    sql`create index desk_heard_at on desk_heard (at)`,
    sql`create table wecom_cards (
      id ${id}, ticket text not null, round text not null, task text not null unique, sealed text not null,
      code_at bigint, state text not null, tries integer not null, unique (ticket, round))`,
    sql`create table desk_current (
      place text not null, staff text not null, ticket text not null, at bigint not null,
      primary key (place, staff))`,
    sql`create table kf_sessions (
      conversation text primary key, ticket text, state text not null, staff text, tries integer not null,
      due_at bigint not null, updated_at bigint not null)`,
  ]) {
    await statement.execute(db);
  }
}

async function library(db: Parameters<Migration['up']>[0]): Promise<void> {
  for (const statement of [
    sql`create table library_draft (
      id text primary key, version integer not null, body text not null, staff text not null,
      updated_at bigint not null)`,
    sql`create table library_questions (
      id text primary key, body text not null, staff text not null, created_at bigint not null)`,
    sql`create table made_cards (
      id text primary key, kind text not null, release_id text not null, body text not null, staff text not null,
      made_at bigint not null)`,
    sql`create index made_cards_made on made_cards (made_at)`,
  ]) {
    await statement.execute(db);
  }
}

/**
 * Rows that can be added and never changed or deleted.
 * https://www.sqlite.org/lang_createtrigger.html https://www.postgresql.org/docs/current/plpgsql-trigger.html
 */
function appendOnly(dialect: Store['dialect'], table: string): readonly ReturnType<typeof sql.raw>[] {
  if (dialect === 'sqlite')
    return ['update', 'delete'].map((what) =>
      sql.raw(
        `create trigger ${table}_no_${what} before ${what} on ${table} begin select raise(abort, '${table} is append-only'); end`,
      ),
    );
  return [
    sql.raw(
      `create function ${table}_refuse() returns trigger language plpgsql as $$ begin raise exception '${table} is append-only'; end $$`,
    ),
    sql.raw(
      `create trigger ${table}_keep before update or delete or truncate on ${table} for each statement execute function ${table}_refuse()`,
    ),
  ];
}
