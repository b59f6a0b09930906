import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseFile } from '../../../ingest/parse/pipeline.ts';
import { regions } from '../../policies.ts';
import { describeWithShared } from '../../shared.ts';
import { readHere } from './fixtures.ts';

const law = z.object({ file: z.string(), title: z.string(), articles: z.int() });

/** The text as the library docx writes it: a paragraph a line. */
async function toDocx(text: string): Promise<Uint8Array> {
  const children = text
    .split(/\r?\n/)
    .map((line) => new Paragraph({ children: [new TextRun(line.replaceAll('\t', '    '))] }));
  return new Uint8Array(await Packer.toArrayBuffer(new Document({ sections: [{ children }] })));
}

describeWithShared(
  'the 32 laws of ../shared/corpora/laws through the readers',
  (shared) => {
    const folder = join(shared, 'corpora/laws');
    const laws = z.array(law).parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));

    it.each(laws)('$title: the same articles from txt and docx', async ({ file, title, articles }) => {
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      const plain = await readHere(bytes);
      expect(plain.format).toBe('txt');
      for (const read of [plain, await readHere(await toDocx(plain.text))]) {
        const parsed = parseFile(read.text, '', { file, facts: [] }, regions, new Set());
        const numbered = parsed.articles.filter(({ label }) => /^第.+条/.test(label));
        expect(numbered.map(({ id }) => Number(id.slice(id.indexOf('/') + 1)))).toEqual(
          Array.from({ length: articles }, (_, i) => i + 1),
        );
        expect(parsed.instruments.map((instrument) => instrument.title)).toContain(title);
      }
    });
  },
  'corpora/laws/manifest.json',
);
