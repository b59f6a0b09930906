import { readFileSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operatorCopy } from '../../bot/copy/operator.ts';
import { startServerProcess } from '../crash/server-process.ts';
import { oldInstallation } from './installation.ts';

it('says where the new key lies that has to be copied, once, and not what it is', async () => {
  const at = await oldInstallation();
  rmSync(at.key);
  rmSync(at.database);
  try {
    for (const isFirst of [true, false]) {
      const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0' });
      expect(await server.ready).toBeDefined();
      await server.stop();
      expect(server.said().includes(operatorCopy.newKey(at.key))).toBe(isFirst);
      expect(server.said()).not.toContain(readFileSync(at.key, 'utf8').trim());
    }
  } finally {
    at.dispose();
  }
}, 120_000);
