import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadFacts, createRegionTable } from '#knowledge';
import { checkFacts } from '../../bot/doctor/facts.ts';
import { loadFacts } from '../../bot/facts.ts';
import { startServerProcess } from '../crash/server-process.ts';
import { DIVISIONS } from '../fixtures.ts';
import { doctor, sectionOf } from './doctor/doctor.ts';
import { type Installation, newInstallation, oldInstallation } from './installation.ts';

/** Every place, number and name in these tables is made up. */
const TODAY = '2026-01-15';
const known = { regions: createRegionTable(DIVISIONS), today: TODAY };
const row = (name: string, checked: string, more = '') =>
  `- name: ${name}\n  number: 000-${name.length}\n  region: 甲川省\n  source: 假想\n  checked: ${checked}\n${more}`;

let at: Installation;
let folder: string;
beforeEach(async () => {
  at = await oldInstallation();
  folder = join(at.home, 'facts');
  mkdirSync(folder);
});
afterEach(() => at.dispose());
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe('the folder of facts', () => {
  it('is the empty one beside the program unless another is named', async () => {
    const facts = await loadFacts(undefined, known);
    expect(facts.overview(TODAY).map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('may hold other things: notes, and what an open editor leaves', async () => {
    write('hotlines.yaml', row('假想热线', '2026-01-01'));
    for (const name of ['notes.txt', 'facts.ts', '~$unions.csv', '.hotlines.yaml.swp', '._unions.csv'])
      write(name, 'no table');
    const facts = await loadFacts(folder, known);
    expect(facts.hotlines('甲川省/乙江市', TODAY).map(({ name }) => name)).toEqual(['假想热线']);
  });

  it('must be there', async () => {
    const refused = loadFacts(join(folder, 'nowhere'), known);
    await expect(refused).rejects.toThrow(BadFacts);
    await expect(refused).rejects.toThrow(/nowhere：没有这个文件夹.*FACTS_DIR/);
  });
});

describe('a server with facts that cannot be used', { timeout: 60_000 }, () => {
  it('does not start, and says every line to be put right', async () => {
    write('hotlines.yaml', `${row('假想热线', '2026-01-01')}- name: 没写完\n`);
    write('unions.csv', 'name;region\n');
    const env = { DATA_DIR: at.data, PORT: '0', FACTS_DIR: folder };
    const server = startServerProcess(at.home, env);
    expect(await server.ended).toEqual({ code: 1, signal: null });
    expect(server.complaints()).toContain('自填的表有问题');
    expect(server.complaints()).toMatch(/hotlines\.yaml 第 6 行：source 没写/);
    expect(server.complaints()).toMatch(/unions\.csv 第 1 行：格子要用英文逗号/);
    expect(server.complaints()).not.toMatch(/^\s+at /m);
  });
});

describe('doctor on the facts', { timeout: 60_000 }, () => {
  const look = () => checkFacts({ libraryDir: at.library, factsDir: folder });

  it('says how many rows each table has, which are old and which are over', async () => {
    const long = '2020-01-01';
    write(
      'hotlines.yaml',
      row('旧', long) + row('旧的', long) + row('过期了', '2025-01-01', '  until: 2025-02-01\n'),
    );
    const said = (await look()).map(({ level, text }) => `${level} ${text}`);
    expect(said).toContain('ok hotlines.yaml 有 3 条，其中 1 条过了期，不再给人看。');
    expect(said).toContain('warn hotlines.yaml 有 2 条一年多没核对了。');
    expect(said).toContain('ok unions.csv 有 0 条。');
  });

  it('says every problem, and where', async () => {
    write('hotlines.yaml', row('假想热线', '昨天'));
    expect(await look()).toMatchObject([
      { level: 'bad', text: expect.stringMatching(/hotlines\.yaml 第 5 行：checked 不是日期/) },
    ]);
  });

  it('cannot know the regions before there is a library', async () => {
    const fresh = newInstallation();
    expect(await checkFacts({ libraryDir: fresh.library, factsDir: folder })).toMatchObject([
      { level: 'warn' },
    ]);
    fresh.dispose();
  });

  it('is a section of its own, and says that empty tables say nothing', async () => {
    const visit = await doctor(at);
    expect(sectionOf(visit, '自填的表')).toMatch(/程序自带的表[\s\S]*都空着[\s\S]*keep-facts\.md/);
  });
});
