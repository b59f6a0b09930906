import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../shared.ts';

export type Source = {
  /** From the repository's root: knowledge/answer/cite.ts */
  readonly path: string;
  /** knowledge, ingest, bot, bench or tests. */
  readonly folder: string;
  readonly text: string;
  /** What it imports, as it is written. */
  readonly imports: readonly string[];
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)|createRequire\([^)]*\)\(\s*['"]([^'"]+)['"]/g;

/** The imports of a text of TypeScript: static, for side effects, dynamic and by require. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => match.slice(1).filter((name) => name !== undefined));
}

/** Every TypeScript file below the folders. */
export function sourcesIn(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const text = readFileSync(file, 'utf8');
        return { path: relative(ROOT, file), folder, text, imports: importsOf(text) };
      }),
  );
}

/** The text without comments and without what stands in quotes, so that words in prose are not taken for code. */
export function codeOf(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|\$\{[^}]*\}|[^`\\])*`/g,
    (found) => (found.startsWith('`') ? (found.match(/\$\{[^}]*\}/g) ?? []).join(' ') : ' '),
  );
}
