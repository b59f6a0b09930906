import { z } from 'zod';

export const FORMAT = 1;
/** The first entry: whoever opens a file that is not ours knows it after a line. */
export const MARK = 'gongyou-backup';
export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

/** What an archive holds. It comes last, because it is written while the rest is read. */
export const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** When the rows were read. */
  made: z.iso.datetime(),
  /** Of the program that wrote it. */
  version: z.string(),
  /** Names of the migrations that made the tables, in order. */
  schema: z.array(z.string()).min(1),
  database: z.enum(['sqlite', 'postgres']),
  /** A known word under the key of all that is sealed. */
  keyCheck: z.string(),
  /** Rows by table. */
  tables: z.record(z.string(), count),
  /** The last number that each counting table gave out. */
  serials: z.record(z.string(), count),
  /** The release in force; null for none. */
  release: z.string().nullable(),
  /** All entries but the manifest and its signature, in order. */
  entries: z.array(z.strictObject({ name: z.string(), size: count, sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = Manifest['entries'][number];

/** What an entry is, by its name. Everything else is refused: a name is where a file will be written. */
export type EntryKind =
  | { readonly kind: 'mark' | 'manifest' | 'signature' }
  | { readonly kind: 'table'; readonly table: string }
  /** Where it lies below the library's or the facts' folder. */
  | { readonly kind: 'library' | 'facts'; readonly path: readonly string[] };

const TABLE = /^tables\/([a-z_]+)\/\d{6}\.ndjson$/;
const LIBRARY = /^(?:releases\/[0-9a-f]{12}\/.+|sources\/[^/]+|reports\/[^/]+|publications\/\d{6,}\.json)$/;
/** One step of a path: not hidden, and nothing that any file system reads as more than a name. */
const STEP = /^(?!\.)[^/\\:\u0000-\u001f\u007f]{1,200}$/;

/** undefined for a name that no backup of ours holds. */
export function parseEntryName(name: string): EntryKind | undefined {
  if (name === MARK) return { kind: 'mark' };
  if (name === MANIFEST) return { kind: 'manifest' };
  if (name === SIGNATURE) return { kind: 'signature' };
  const table = TABLE.exec(name)?.[1];
  if (table !== undefined) return { kind: 'table', table };
  const [top, ...path] = name.split('/');
  if (path.length === 0 || !path.every((step) => STEP.test(step))) return undefined;
  if (top === 'library' && LIBRARY.test(path.join('/'))) return { kind: 'library', path };
  return top === 'facts' && path.length === 1 ? { kind: 'facts', path } : undefined;
}
