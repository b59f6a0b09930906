/** The 1,510 national laws through the whole of ingest's reading, and the 32 laws against their manifest. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { createRegionTable, divisionsSchema, readText } from '#knowledge/build';
import { parseFile } from '../ingest/parse/pipeline.ts';
import { line, ms, timeOnce } from './measure.ts';

const SHARED = '../shared/corpora';
const lawSchema = z.array(z.object({ file: z.string(), articles: z.int() }));

export async function benchLaws(): Promise<void> {
  console.log('ingest of national laws');
  if (!existsSync(`${SHARED}/national-laws.tar.gz`)) {
    console.log('  SKIPPED: ../shared is not on this machine');
    return;
  }
  const regions = createRegionTable(
    divisionsSchema.parse(parse(readFileSync('knowledge/region/divisions.yaml', 'utf8'))),
  );
  const read = (path: string, taken: Set<string>) =>
    parseFile(
      readText(readFileSync(path), basename(path)).text,
      '',
      { file: basename(path), facts: [] },
      regions,
      taken,
    );
  const laws = lawSchema.parse(JSON.parse(readFileSync(`${SHARED}/laws/manifest.json`, 'utf8')));
  const right = laws.filter(
    (law) =>
      read(`${SHARED}/laws/${law.file}`, new Set()).articles.filter((a) => /^第.+条/.test(a.label)).length ===
      law.articles,
  );
  line(
    'laws with the article count of their manifest',
    `${right.length} of ${laws.length}`,
    `${laws.length}`,
  );

  const folder = mkdtempSync(join(tmpdir(), 'gongyou-laws-'));
  try {
    spawnSync('tar', ['xzf', `${SHARED}/national-laws.tar.gz`, '-C', folder]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const taken = new Set<string>();
    const { ms: took, value: articles } = await timeOnce(() =>
      files.reduce((sum, entry) => sum + read(join(entry.parentPath, entry.name), taken).articles.length, 0),
    );
    line(
      `${files.length} files, ${articles} articles, every character accounted for`,
      ms(took),
      '≤ 60000 ms',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
