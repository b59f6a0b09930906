import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE } from '../../run.ts';
import { ROOT } from '../../shared.ts';

/** In a process of its own: if reading does not end, the test run still does. */
function readApart(run: string): string {
  const sounds = join(ROOT, 'knowledge/search/sounds.ts');
  const script = `
    import { createSounds } from ${JSON.stringify(sounds)};
    const table = { syllables: { 实: 'shi', 施: 'shi' }, words: { shishi: ['实施'] }, places: {} };
    console.log(JSON.stringify(createSounds(table).fromPinyin(${JSON.stringify(run)})));`;
  return execFileSync(NODE, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 10_000,
  });
}

describe('fromPinyin', () => {
  it('comes to an end on a long run of letters that is pinyin but for its last letter', {
    timeout: 40_000,
  }, () => {
    // Every other place can be cut in two ways, so trying all of them doubles the work with each repetition.
    expect(JSON.parse(readApart(`${'shi'.repeat(80)}q`))).toEqual([]);
  });
});
