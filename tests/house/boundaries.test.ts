import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../shared.ts';
import { codeOf, importsOf, type Source, sourcesIn } from './sources.ts';

const PRODUCT = sourcesIn('knowledge', 'ingest', 'bot');
const EVERYTHING = [...PRODUCT, ...sourcesIn('bench', 'tests')];

const doors = z
  .object({ imports: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).imports;

/** The top folder that an import leads to; undefined for packages. */
function folderOf(source: Source, name: string): string | undefined {
  const target = name.startsWith('#')
    ? doors[name]
    : name.startsWith('.')
      ? join(dirname(source.path), name)
      : undefined;
  return target === undefined ? undefined : normalize(target).split('/')[0];
}

/** Imports that a rule forbids, as "file -> import". */
function offences(
  sources: readonly Source[],
  forbidden: (source: Source, name: string) => boolean,
): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((name) => forbidden(source, name)).map((name) => `${source.path} -> ${name}`),
  );
}

describe('the direction ingest -> knowledge <- bot', () => {
  it('is read from sources that are there, with their imports', () => {
    for (const folder of ['knowledge', 'ingest', 'bot', 'bench', 'tests']) {
      const own = EVERYTHING.filter((source) => source.folder === folder);
      expect(own.length, folder).toBeGreaterThan(3);
      expect(own.flatMap((source) => source.imports).length, folder).toBeGreaterThan(5);
    }
  });

  it('knowledge imports nothing from bot or ingest', () => {
    const own = PRODUCT.filter((source) => source.folder === 'knowledge');
    expect(offences(own, (source, name) => ['bot', 'ingest'].includes(folderOf(source, name) ?? ''))).toEqual(
      [],
    );
  });

  it('ingest imports nothing from bot', () => {
    const own = PRODUCT.filter((source) => source.folder === 'ingest');
    expect(offences(own, (source, name) => folderOf(source, name) === 'bot')).toEqual([]);
  });

  it('the product imports nothing from tests or bench', () => {
    expect(
      offences(PRODUCT, (source, name) => ['tests', 'bench'].includes(folderOf(source, name) ?? '')),
    ).toEqual([]);
  });

  it('the folders of the product meet only at the doors of package.json', () => {
    const crossing = (source: Source, name: string) => {
      const folder = folderOf(source, name);
      return name.startsWith('.') && folder !== source.folder && folder !== undefined;
    };
    expect(offences(PRODUCT, crossing)).toEqual([]);
    expect(offences(EVERYTHING, (_, name) => name.startsWith('#') && !(name in doors))).toEqual([]);
  });

  it('no folder goes through its own door: that would be a circle', () => {
    expect(
      offences(PRODUCT, (source, name) => name.startsWith('#') && folderOf(source, name) === source.folder),
    ).toEqual([]);
  });

  it('only ingest uses the door that builds releases', () => {
    expect(
      offences(PRODUCT, (source, name) => name === '#knowledge/build' && source.folder !== 'ingest'),
    ).toEqual([]);
  });
});

describe('packages', () => {
  const packageOf = (name: string) =>
    /^(node:|[.#])/.test(name)
      ? undefined
      : name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/');

  /** Schemas stand beside the types they check, so zod is everywhere; no other package is. */
  const EVERYWHERE = ['zod'];

  it('each is imported by one file of the product', () => {
    const users = new Map<string, Set<string>>();
    for (const source of PRODUCT) {
      for (const name of source.imports.flatMap((imported) => packageOf(imported) ?? [])) {
        users.set(name, (users.get(name) ?? new Set()).add(source.path));
      }
    }
    for (const name of ['hnswlib-node', 'opencc-js', 'pinyin-pro', 'yaml'])
      expect([...users.keys()]).toContain(name);
    const shared = [...users].filter(([name, files]) => files.size > 1 && !EVERYWHERE.includes(name));
    expect(Object.fromEntries(shared.map(([name, files]) => [name, [...files].sort()]))).toEqual({});
  });

  it('LangChain is loaded only where it is asked for: knowledge and bot start without it', () => {
    const eager = PRODUCT.filter((source) => source.path !== 'knowledge/search/langchain.ts').flatMap(
      (source) =>
        [
          ...source.text.matchAll(
            /^(?:import|export) (?!type).*from '(@langchain\/[^']+|#knowledge\/langchain)'/gm,
          ),
        ].map((match) => `${source.path} -> ${match[1]}`),
    );
    expect(eager.filter((line) => !line.startsWith('ingest/build/vectors.ts'))).toEqual([]);
  });
});

describe('knowledge is the same everywhere and always', () => {
  it.each([
    ['environment variables', /\bprocess\b/],
    ['a clock', /\bDate\b|\bperformance\b|\bsetTimeout\b|\bsetInterval\b/],
    ['a logger', /\bconsole\b/],
    ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
    ['the network', /\bfetch\b|\bnode:https?\b/],
  ])('it reads no %s', (_, pattern) => {
    const own = PRODUCT.filter((source) => source.folder === 'knowledge');
    const found = own.filter((source) => pattern.test(codeOf(source.text))).map((source) => source.path);
    expect(found).toEqual([]);
  });
});

describe('the reader of sources itself', () => {
  it('sees every form of import', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '#knowledge';",
      "import {\n  c,\n  d,\n} from 'c';",
      "import 'side';",
      "export * from './e.ts';",
      "const f = await import('f');",
      "const g = createRequire(import.meta.url)('g');",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./a.ts', '#knowledge', 'c', 'side', './e.ts', 'f', 'g']);
  });

  it('takes words in comments and quotes for words', () => {
    const template = '`$' + '{Date.now()} fetch`';
    expect(codeOf(`// Date\n/* console */ const a = 'process'; ${template}`).trim()).toMatch(
      /^const a = {2}; \$\{Date\.now\(\)\}$/,
    );
  });
});
