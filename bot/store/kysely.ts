/** The one file that meets Kysely: what the store and its queries need of it. */
export {
  type ExpressionBuilder,
  Kysely,
  PostgresDialect,
  type SelectQueryBuilder,
  SqliteAdapter,
  SqliteDialect,
  sql,
  type Transaction,
} from 'kysely';
export { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
