/** The one file that meets Kysely: what the store and its queries need of it. */
export {
  type Expression,
  type ExpressionBuilder,
  Kysely,
  PostgresDialect,
  type SelectQueryBuilder,
  type SqlBool,
  SqliteAdapter,
  SqliteDialect,
  sql,
  type Transaction,
} from 'kysely';
export { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
