import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Article,
  currentPublication,
  type Divisions,
  type Instrument,
  type Matter,
  openRelease,
  publicationFile,
  type Release,
  type ReleaseManifest,
} from '#knowledge';
import { buildRelease, type ReleaseInput } from '../ingest/build/release.ts';
import { publishRelease } from '../ingest/publish/publications.ts';

/** An article from its text: a sentence ends at 。 or at a line's end, a line is a paragraph. */
export function anArticle(id: string, text: string, more: Partial<Article> = {}): Article {
  const lines = [...text.matchAll(/[^\n]+/g)].map(({ index, 0: line }) => ({ start: index, text: line }));
  return {
    id,
    instrument: id.slice(0, id.lastIndexOf('/')),
    kind: 'rule',
    label: `第${id.slice(id.lastIndexOf('/') + 1)}条`,
    path: [],
    text,
    paragraphs: lines.map((line, i) => ({
      start: line.start,
      end: line.start + line.text.length,
      label: '',
      paragraph: i + 1,
    })),
    items: [],
    sentences: lines.flatMap((line) =>
      [...line.text.matchAll(/[^。]+。?/g)].map((match) => ({
        start: line.start + match.index,
        end: line.start + match.index + match[0].length,
        strength: 'required' as const,
        addressee: 'enterprise' as const,
      })),
    ),
    departments: [],
    private: [],
    ...more,
  };
}

export function anInstrument(id: string, more: Partial<Instrument> = {}): Instrument {
  return {
    id,
    kind: 'measures',
    title: `${id}办法`,
    number: null,
    issuers: [],
    date: null,
    region: null,
    level: 'national',
    status: 'in-force',
    period: null,
    from: null,
    to: null,
    ended: null,
    entered: [],
    file: `${id}.txt`,
    ...more,
  };
}

export function aMatter(
  matter: string,
  questions: readonly string[],
  more: Partial<Omit<Matter, 'matter' | 'questions'>> = {},
): Matter {
  return { matter, name: matter, answers: {}, related: [], questions: [...questions], ...more };
}

/** A made-up country: one province with two cities, one of them with a county, and a province beside it. */
export const DIVISIONS: Divisions = {
  甲川省: { 乙江市: ['丙水县'], 丁山市: [] },
  戊原省: { 己海市: [] },
};

/** What a release is made of, from the least that a test cares about. */
export function releaseInput(more: Partial<ReleaseInput> = {}): ReleaseInput {
  return {
    instruments: [anInstrument('a')],
    articles: [anArticle('a/1', '企业不得收取押金。')],
    matters: [aMatter('deposit', ['押金不退怎么办'], { answers: { 'a/1': ['不得收取押金'] } })],
    lexicon: [],
    divisions: DIVISIONS,
    sources: { files: [], answers: [], questions: [] },
    ...more,
  };
}

/** Builds a made-up release and puts it in force. */
export async function publish(root: string, input: ReleaseInput): Promise<ReleaseManifest> {
  const manifest = await buildRelease(root, input);
  const before = currentPublication(root);
  const published = publishRelease(root, {
    release: manifest.id,
    by: '测试',
    why: '',
    kind: before === undefined ? 'first' : 'publish',
    at: '2026-01-15T00:00:00.000Z',
    expect: before?.seq ?? 0,
  });
  if (published.kind === 'late') throw new Error('somebody else published');
  return manifest;
}

/** Writes the record of a publication, right or wrong, past all that makes one. */
export function writePublication(
  root: string,
  seq: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  mkdirSync(join(root, 'publications'), { recursive: true });
  const record = {
    ...{ seq, release: '000000000000', at: '2026-01-15T00:00:00.000Z', by: '', why: '' },
    ...{ kind: 'publish', gate: null, second: null, ...more },
  };
  writeFileSync(publicationFile(root, seq), JSON.stringify(record));
}

/** An empty folder of its own for one test; `dispose` removes it. */
export function temporaryFolder(): { readonly path: string; readonly dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'gongyou-test-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** Publishes a made-up release and opens it; the folder is gone again, the release stays open. */
export async function tinyRelease(more: Partial<ReleaseInput> = {}): Promise<Release> {
  const { path, dispose } = temporaryFolder();
  try {
    const manifest = await publish(path, releaseInput(more));
    return openRelease(join(path, 'releases', manifest.id));
  } finally {
    dispose();
  }
}
