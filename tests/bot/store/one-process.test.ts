import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlreadyRunning, lockFolder } from '../../../bot/store/one-process.ts';
import { StoreUnavailable } from '../../../bot/store/store.ts';
import { startServerProcess } from '../../crash/server-process.ts';
import { type Installation, newInstallation, oldInstallation } from '../installation.ts';

let at: Installation;
afterEach(() => at.dispose());

describe('two servers on one data folder', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    at = await oldInstallation();
  });
  const start = () => startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0' });

  it('the second refuses in one plain sentence and the first goes on', async () => {
    const first = start();
    const url = await first.ready;
    const second = start();
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.complaints()).toBe(
      '这个数据文件夹已经有一个工友在用。先停掉那一个，或者换一个 DATA_DIR。\n',
    );
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await first.stop();
  });

  it('the next one starts after the first was killed, and after it stopped', async () => {
    const first = start();
    expect(await first.ready).toBeDefined();
    await first.kill();
    const second = start();
    expect(await second.ready).toBeDefined();
    await second.stop();
    const third = start();
    expect(await third.ready).toBeDefined();
    await third.stop();
  });
});

describe('lockFolder', () => {
  beforeEach(() => {
    at = newInstallation();
  });

  it('makes the folder, keeps others out, and lets them in once it is released', () => {
    const file = join(at.data, 'gongyou.lock');
    const release = lockFolder(file);
    expect(existsSync(file)).toBe(true);
    expect(() => lockFolder(file)).toThrow(AlreadyRunning);
    release();
    lockFolder(file)();
  });

  it('does not say that another server runs when the file cannot be made', () => {
    writeFileSync(at.data, '');
    expect(() => lockFolder(join(at.data, 'gongyou.lock'))).toThrow(StoreUnavailable);
    const folder = join(at.home, 'gongyou.lock');
    mkdirSync(folder);
    expect(() => lockFolder(folder)).toThrow(StoreUnavailable);
  });
});
