import { describe, expect, it } from 'vitest';
import { parseFile } from '../../../ingest/parse/pipeline.ts';
import { files, found, regions, sources } from '../../policies.ts';
import { readFixture } from './fixtures.ts';

const bare = (text: string) => text.replace(/\s/g, '');

/** Each of the five texts as LibreOffice writes it in other formats: what a clerk would send. */
describe.each(sources.manifest.files.map((file) => [file.file.replace(/\.txt$/, ''), file] as const))(
  '%s',
  (name, file) => {
    const expected = found(
      files.find((parsed) => parsed.file === file.file),
      name,
    );

    it.each(['docx', 'html', 'pdf', 'md'])('says the same as %s', async (format) => {
      const read = await readFixture(`policies/${name}.${format}`);
      expect(read.format).toBe(format);
      const parsed = parseFile(read.text, '', file, regions, new Set());
      const said = (articles: typeof parsed.articles) =>
        articles.map(({ id, label, path, text }) => [id, label, path.map(bare), bare(text)]);
      expect(said(parsed.articles)).toEqual(said(expected.articles));
      const heads = (of: typeof parsed) =>
        of.instruments.map(({ id, title, number, issuers, date, region, status }) => ({
          id,
          title: bare(title),
          number,
          issuers,
          date,
          region,
          status,
        }));
      expect(heads(parsed)).toEqual(heads(expected));
      // A blank between two names is not printed where a line of a cell ends between them.
      if (format === 'pdf') return;
      const departments = (of: typeof parsed) => of.articles.map((article) => article.departments);
      expect(departments(parsed)).toEqual(departments(expected));
    });
  },
);
