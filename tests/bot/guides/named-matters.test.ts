import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GUIDE_IDS } from '../../../bot/guides/guide.ts';
import { NAMED_MATTERS } from '../../../bot/guides/named-matters.ts';
import { readSources } from '../../../ingest/sources/sources.ts';
import { ROOT } from '../../shared.ts';

const bank = new Set(readSources(join(ROOT, 'knowledge')).matters.map(({ matter }) => matter));

it.each(GUIDE_IDS)('the matters that %s names are those that stand in its code', (guide) => {
  const folder = join(ROOT, 'bot/guides', guide);
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/'([a-z0-9-]+)'/g)])
    .flatMap(([, words = '']) => (bank.has(words) ? words : []));
  expect(NAMED_MATTERS[guide]).toEqual([...new Set(found)].sort());
  expect(found.length).toBeGreaterThan(3);
});
