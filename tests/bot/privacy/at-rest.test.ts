import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { createCore, KEY, madeUpTexts } from '../../core.ts';
import { temporaryFolder } from '../../fixtures.ts';

const library = await madeUpTexts();

/** Every byte in the folder of a database: the file, its log and whatever lies beside it. */
const bytesIn = (folder: string) =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

it('nothing that a person said, was told or is called stands readable in the file or its log', async () => {
  const { path, dispose } = temporaryFolder();
  const file = join(path, 'gongyou.db');
  const store = await openStore({ kind: 'file', file });
  const core = createCore({ store, library });
  const rider = core.person('sender-5550123', { chat: 'chat-of-5550123', topic: 'topic-5550123' });
  await rider.say('我叫柳三变，甲川大热天有没有高温费');
  await rider.say('/地区 戊原');
  await core.person('sender-5550123', { group: 'group-of-5550123' }).say('甲川收押金罚多少钱');
  core.channel.script('chat-of-5550123', { kind: 'refused', reason: 'blocked', closed: true });
  await rider.say('入职收押金合法吗');
  const message = core.person('sender-5550123').text('还没有答的这一句');
  await core.app.accept('off')([message]);

  const secrets = [
    ...['柳三变', '高温', '押金', '罚款', '还没有答的这一句'],
    ...['sender-5550123', 'chat-of-5550123', 'group-of-5550123', '5550123', message.event],
    ...['企业', '第一条', '好，记住了'],
    Buffer.from(KEY).toString('base64'),
  ];
  const look = () => {
    const bytes = bytesIn(dirname(file));
    for (const secret of secrets) {
      expect(bytes.includes(Buffer.from(secret, 'utf8')), secret).toBe(false);
      expect(bytes.includes(Buffer.from(secret, 'utf16le')), secret).toBe(false);
      expect(bytes.includes(Buffer.from(secret).toString('base64')), secret).toBe(false);
    }
    return bytes;
  };
  // The log holds it before the file does.
  expect(look().includes(Buffer.from('kysely_migration'))).toBe(true);
  // The place that was asked about is counted by month, in a row that knows nobody, and stands nowhere else.
  const counted = await core.rows('question_counts');
  expect(JSON.stringify(counted)).toContain('甲川');
  for (const row of counted) expect(Object.keys(row)).not.toContain('person');
  for (const table of ['inbox', 'outbox', 'people', 'conversations', 'misses'] as const)
    expect(JSON.stringify(await core.rows(table)), table).not.toMatch(/甲川|戊原/);
  await store.close();
  expect(look().includes(Buffer.from('scripted'))).toBe(true);
  dispose();
});

it('a store of another key opens no row', async () => {
  const { path, dispose } = temporaryFolder();
  const store = await openStore({ kind: 'file', file: join(path, 'gongyou.db') });
  const core = createCore({ store, library });
  await core.person('r').say('甲川大热天有没有高温费');
  const other = createVault(new Uint8Array(32).fill(8));
  for (const table of ['inbox', 'outbox', 'people', 'conversations'] as const) {
    const [row] = await core.rows(table);
    const sealed = typeof row?.sealed === 'string' ? row.sealed : '';
    expect(core.vault.open(sealed, `${table}/sealed`)).not.toBe('');
    expect(() => other.open(sealed, `${table}/sealed`)).toThrow(/another key/);
  }
  await store.close();
  dispose();
});
