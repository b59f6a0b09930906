import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evalLineSchema, mark, summarise } from '../../ingest/prepare/score.ts';
import { realLibrary } from '../real-release.ts';
import { ROOT } from '../shared.ts';

const { assistant } = await realLibrary();

/** What the published set must reach, held against our own split, so that a change of data or weights cannot slip by. */
describe.each(['dev-a.jsonl', 'dev-b.jsonl'])('the floor under %s', (file) => {
  const lines = readFileSync(join(ROOT, 'knowledge/checks', file), 'utf8')
    .trim()
    .split('\n');
  const marks = lines.map((text) => {
    const line = evalLineSchema.parse(JSON.parse(text));
    const region = line.region === null ? null : (assistant.placeOf(line.region)?.id ?? null);
    return mark(line, assistant.ask({ question: line.question, region }).answer);
  });
  const summary = summarise(marks);

  it('is measured on questions of every kind', () => {
    expect(summary.answers).toBeGreaterThan(100);
    expect(summary.abstains).toBeGreaterThan(20);
    expect(summary.asks).toBeGreaterThan(3);
  });

  it.each([
    ['hit1', 0.88],
    ['hit3', 0.95],
    ['all5', 0.88],
    ['quote', 0.88],
    ['abstainRight', 0.9],
  ] as const)('%s is at least %d', (figure, least) => {
    expect(summary[figure]).toBeGreaterThanOrEqual(least);
  });

  it('answers refused are at most 3 in a hundred', () => {
    expect(summary.refused).toBeLessThanOrEqual(0.03);
  });
});
