import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, importsOf } from '../../../../house/sources.ts';
import { ROOT } from '../../../../shared.ts';

const HOME = 'bot/channels/wecom/sdk';
const files = readdirSync(join(ROOT, HOME), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ path: join(HOME, name), text: readFileSync(join(ROOT, HOME, name), 'utf8') }));

describe('the library could be a package tomorrow', () => {
  it('it imports nothing from the rest, and few packages', () => {
    const allowed = ['axios', 'fast-xml-parser', 'ws', 'zod'];
    const outside = files.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) =>
          name.startsWith('.')
            ? !normalize(join(dirname(path), name)).startsWith(HOME)
            : !name.startsWith('node:') && !allowed.includes(name),
        )
        .map((name) => `${path} -> ${name}`),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(outside).toEqual([]);
  });

  it('the official page stands in every file that calls', () => {
    const page = /https:\/\/developer\.work\.weixin\.qq\.com\/document\/path\/\d+/;
    const calling = files.filter(({ text }) => /'\/cgi-bin\//.test(text));
    expect(calling.length).toBeGreaterThan(4);
    expect(calling.filter(({ text }) => !page.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('nothing is logged and no environment is read behind the caller’s back', () => {
    const found = files.filter(({ text }) => /\bconsole\.|\bprocess\b/.test(codeOf(text)));
    // The logger that is the default of the official SDK, for those who ask for it.
    expect(found.map(({ path }) => path).filter((path) => !path.endsWith('/logger.ts'))).toEqual([]);
  });
});
