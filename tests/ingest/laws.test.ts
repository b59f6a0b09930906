import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readText } from '#knowledge/build';
import { parseFile } from '../../ingest/parse/pipeline.ts';
import { regions } from '../policies.ts';
import { describeWithShared } from '../shared.ts';

const read = (path: string, file: string, taken = new Set<string>()) =>
  parseFile(readText(readFileSync(path), file).text, '', { file, facts: [] }, regions, taken);

describeWithShared(
  'the 32 laws of ../shared/corpora/laws',
  (shared) => {
    const folder = join(shared, 'corpora/laws');
    const laws = z
      .array(z.object({ file: z.string(), title: z.string(), articles: z.int() }))
      .parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));

    it('are 32', () => expect(laws).toHaveLength(32));

    describe.each(laws)('$title', ({ file, title, articles: count }) => {
      const parsed = read(join(folder, file), file);
      const numbered = parsed.articles.filter(({ label }) => /^第.+条/.test(label));

      it(`has ${count} articles, each number once, none missing`, () => {
        const keys = numbered.map(({ id }) => Number(id.slice(id.indexOf('/') + 1)));
        expect(keys).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      });

      it('is fully accounted for, and no article is empty', () => {
        expect(parsed.coverage.lost).toEqual([]);
        for (const { id, text } of numbered) expect(text.trim(), id).not.toBe('');
      });

      it('is cited by its own title', () => {
        expect(parsed.instruments.map((instrument) => instrument.title)).toContain(title);
      });

      it('binds in the whole country, and nothing of it is private', () => {
        expect(new Set(parsed.instruments.map(({ level }) => level))).toEqual(new Set(['national']));
        expect(parsed.articles.flatMap((article) => article.private)).toEqual([]);
      });
    });
  },
  'corpora/laws/manifest.json',
);

describeWithShared(
  'the 1,510 national laws of ../shared/corpora/national-laws.tar.gz',
  (shared) => {
    const folder = mkdtempSync(join(tmpdir(), 'gongyou-test-laws-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('parse, every one, with every character accounted for and every id once', { timeout: 240_000 }, () => {
      const untar = spawnSync('tar', ['xzf', join(shared, 'corpora/national-laws.tar.gz'), '-C', folder]);
      expect(untar.status).toBe(0);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      expect(files).toHaveLength(1510);
      const taken = new Set<string>();
      const ids = new Set<string>();
      let articles = 0;
      let silent = 0;
      for (const entry of files) {
        // Throws LostText, and so fails, where anything is unaccounted for.
        const parsed = read(join(entry.parentPath, entry.name), entry.name, taken);
        for (const { id } of parsed.articles) ids.add(id);
        articles += parsed.articles.length;
        if (parsed.articles.length === 0) silent++;
      }
      expect(ids.size).toBe(articles);
      expect(articles).toBeGreaterThan(60_000);
      expect(silent).toBe(0);
    });
  },
  'corpora/national-laws.tar.gz',
);
