import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnCheck } from './preparation.ts';
import { type EvalLine, evalLineSchema } from './score.ts';

/** The questions that came with the program; none where the folder has none. */
export function readChecks(knowledge: string): readonly EvalLine[] {
  const folder = join(knowledge, 'checks');
  return namesIn(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => evalLineSchema.parse(JSON.parse(line))),
  );
}

export function toEvalLine({ id, question, region, expect, gold, mustQuote }: OwnCheck): EvalLine {
  return { id, kind: 'own', region, question, gold, acceptable: [], must_quote: mustQuote, expect, note: '' };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
