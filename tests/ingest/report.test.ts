import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '#ingest';
import { currentRelease } from '#knowledge';
import { reportText } from '../../ingest/report.ts';
import { temporaryFolder } from '../fixtures.ts';
import { runProgram } from '../run.ts';
import { ROOT } from '../shared.ts';
import { writeKnowledge } from './small-knowledge.ts';

const home = temporaryFolder();
afterAll(home.dispose);
let brief = '';
let full = '';

beforeAll(async () => {
  const odd = join(home.path, '缺条.txt');
  writeFileSync(odd, '昆明市快递员劳动保障办法\n\n第一条 企业不得收取押金。\n\n第四条 完。\n');
  const report = await ingest({
    knowledge: writeKnowledge(home.path),
    root: join(home.path, 'library'),
    more: [odd],
  });
  brief = reportText(report, false);
  full = reportText(report, true);
});

describe('what an admin reads after ingest', () => {
  it('the release, and how much of each file was accounted for', () => {
    expect(brief).toMatch(/^release [0-9a-f]{12}: 6 instruments, \d+ articles, 2 matters, 4 questions$/m);
    expect(brief).toMatch(/^shijiazhuang-2022-4\.txt: 100\.00 % of \d+ characters accounted for$/m);
    expect(brief).toMatch(/^缺条\.txt: 100\.00 % of 29 characters accounted for$/m);
  });

  it('warnings stand under the file with the instrument and the missing numbers', () => {
    expect(brief).toContain('缺条.txt');
    expect(brief).toContain('  look at kunming-measures: missing numbers: 2, 3');
  });

  it('--report adds facts and a count per owner; the brief one does not', () => {
    expect(full).toContain('冀人社规〔2021〕5号 · no day · 河北省 · interim · 31 articles');
    expect(full).toContain('石人社发〔2022〕4号 · 2022-03-07 · 河北省/石家庄市 · campaign');
    expect(full).toMatch(/ {2}characters: .*article \d+.*roster \d+/);
    expect(brief).not.toContain('characters: ');
  });
});

describe('npm run ingest with a file that cannot be read', () => {
  it('ends with an error that names the file and says that nothing was published', {
    timeout: 240_000,
  }, () => {
    const picture = join(home.path, '照片.txt');
    writeFileSync(picture, Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]));
    const { code, stderr, stdout } = runProgram('ingest/main.ts', [picture], {
      folder: ROOT,
      env: { DATA_DIR: join(home.path, 'data') },
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('照片.txt: it is a picture (JPEG)');
    expect(stderr).toContain('Nothing was published; the release before stays in force.');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(currentRelease(join(home.path, 'data/library'))).toBeUndefined();
  });
});
