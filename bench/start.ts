/** From nothing running to the first answer on the screen: a fresh process, with a release and without one. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { line, ms, timeOnce } from './measure.ts';

export async function benchStart(): Promise<void> {
  console.log('cold start: node bot/ask.ts, a new process each time');
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-bench-'));
  try {
    const run = () => {
      const done = spawnSync(process.execPath, ['bot/ask.ts', '交了押金不退怎么办', '--region', '吉林'], {
        env: { ...process.env, DATA_DIR: folder },
        encoding: 'utf8',
      });
      if (done.status !== 0 || !done.stdout.includes('第四十三条'))
        throw new Error(`the start failed: ${done.stderr}`);
    };
    const first = await timeOnce(run);
    const later: number[] = [];
    for (let i = 0; i < 5; i++) later.push((await timeOnce(run)).ms);
    later.sort((a, b) => a - b);
    line('first start of all, which makes the release', ms(first.ms));
    line('start with a release, median of 5', ms(later[2] ?? Number.NaN), '≤ 2000 ms');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
