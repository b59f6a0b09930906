/**
 * The 1,510 national laws published into a library that answers all the while: time, memory of all processes together, and how
 * long questions take before, during and after.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ingest } from '#ingest';
import { createSourceStore } from '#ingest/office';
import { readFiles } from '../ingest/sources/read-files.ts';

const CORPUS = '../shared/corpora/national-laws.tar.gz';

export async function benchLibrary(): Promise<void> {
  console.log('library: 1,510 national laws published while questions are asked');
  if (!existsSync(CORPUS)) {
    console.log('  SKIPPED: ../shared is not on this machine');
    return;
  }
  const home = mkdtempSync(join(tmpdir(), 'gongyou-library-'));
  try {
    const root = join(home, 'library');
    const folder = join(home, 'laws');
    mkdirSync(folder);
    spawnSync('tar', ['xzf', resolve(CORPUS), '-C', folder]);
    await ingest({ knowledge: 'knowledge', root });
    const store = createSourceStore(root);
    const more = join(home, 'more.txt');
    writeFileSync(more, '长沙市骑手权益办法\n\n第一条 企业不得收取骑手押金。\n');
    const given = join(home, 'given.json');
    const lists = { laws: await readFiles([folder], store), more: await readFiles([more], store) };
    writeFileSync(given, JSON.stringify(lists));
    // The process that answers is one of its own: what was done here to set it up is no memory of it.
    const { status } = spawnSync(process.execPath, ['bench/library-child.ts', root, given], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('the measured process failed');
  } finally {
    rmSync(home, { recursive: true });
  }
}
