import { createRegionTable, UnreadableFile } from '#knowledge/build';
import { parseFile } from '../parse/pipeline.ts';
import { createSourceStore } from '../sources/source-store.ts';
import { readDivisions } from '../sources/sources.ts';
import type { Look, UnderstoodInstrument } from './preparation.ts';

/**
 * What a file of the store holds, read by itself.
 * @throws UnreadableFile, LostText, MissingSource
 */
export function look({ knowledge, root, file }: Look): UnderstoodInstrument[] {
  const regions = createRegionTable(readDivisions(knowledge));
  const text = createSourceStore(root).text(file.sha256);
  const parsed = parseFile(text, file.sha256, file, regions, new Set());
  if (parsed.articles.length === 0)
    throw new UnreadableFile(file.file, 'it holds no text', { code: 'empty' });
  const seen = new Map<string, number>();
  return parsed.instruments.map((instrument) => {
    const nth = (seen.get(instrument.kind) ?? 0) + 1;
    seen.set(instrument.kind, nth);
    return {
      kind: instrument.kind,
      nth,
      title: instrument.title,
      number: instrument.number?.value ?? null,
      issuers: instrument.issuers,
      date: instrument.date?.value ?? null,
      region: instrument.region?.value ?? null,
      level: instrument.level,
      articles: parsed.articles.filter((article) => article.instrument === instrument.id).length,
      warnings: parsed.warnings.filter((found) => found.instrument === instrument.id).length,
    };
  });
}
