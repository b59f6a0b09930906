import { afterEach, beforeEach, expect, it } from 'vitest';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Database } from '../../postgres/create-database.ts';
import { describeWithPostgres, freshDatabase } from '../../postgres/database.ts';
import { addReceived, type Installation, oldInstallation } from '../installation.ts';
import { doctor, sectionOf } from './doctor.ts';

await describeWithPostgres('doctor on PostgreSQL', () => {
  let at: Installation;
  let database: Database;
  beforeEach(async () => {
    at = await oldInstallation();
    database = await freshDatabase();
  });
  afterEach(async () => {
    await database.drop();
    at.dispose();
  });
  const visitWith = (url: string) => doctor(at, { DATABASE_URL: url });
  const changed = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it('names what the first start would make, and makes none of it', async () => {
    for (const _ of ['once', 'again']) {
      const visit = await visitWith(database.url);
      expect(sectionOf(visit, '数据库')).toMatch(/好.*连得上/);
      expect(sectionOf(visit, '数据库')).toContain('下次启动会升级：001-conversations');
      expect(sectionOf(visit, '密钥')).toContain('还没有资料');
      expect(visit.code).toBe(0);
    }
  });

  it('counts what waits and compares the key', async () => {
    const store = await openStore({ kind: 'postgres', url: database.url });
    await openVault(store, { dataDir: at.data, dataKey: undefined });
    await addReceived(store, { event: '1' });
    await store.close();
    const visit = await visitWith(database.url);
    expect(sectionOf(visit, '数据库')).toContain('等着回答的 1 条');
    expect(sectionOf(visit, '密钥')).toContain('能打开数据库里的资料');
    const other = await doctor(at, {
      DATABASE_URL: database.url,
      DATA_KEY: Buffer.alloc(32, 9).toString('base64'),
    });
    expect(sectionOf(other, '密钥')).toContain('密钥不对');
    expect(other.code).toBe(1);
  });

  it('says that there is no database of that name', async () => {
    const visit = await visitWith(changed((url) => (url.pathname = '/nowhere')));
    expect(sectionOf(visit, '数据库')).toMatch(/要修.*\/nowhere，连不上[\s\S]*没有这个库/);
    expect(visit.code).toBe(1);
  });

  it('says that nobody answers there', async () => {
    const visit = await visitWith(changed((url) => (url.port = '9')));
    expect(sectionOf(visit, '数据库')).toMatch(/要修.*连不上[\s\S]*地址和端口/);
    expect(visit.code).toBe(1);
  });

  it('says that the user is refused', async () => {
    const visit = await visitWith(
      changed((url) => {
        url.username = 'nobody-of-that-name';
        url.password = 'a-password-that-nobody-may-see';
      }),
    );
    expect(sectionOf(visit, '数据库')).toMatch(/要修.*连不上[\s\S]*用户名或密码不对/);
    expect(visit.said).not.toContain('nobody-of-that-name');
  });
});
