import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { terminalDeskCopy as copy } from '../../../bot/copy/desk-terminal.ts';
import { parseCommand } from '../../../bot/desk/terminal/command.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { ensureConversation } from '../../../bot/store/conversations.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { DESK, rowsOf } from '../../core.ts';
import { publish, temporaryFolder } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';
import { runProgram } from '../../run.ts';
import { draft } from './drafts.ts';

const data = temporaryFolder();
let id = '';
beforeAll(async () => {
  await publish(join(data.path, 'library'), MADE_UP);
  const store = await openStore({ kind: 'file', file: join(data.path, 'gongyou.db') });
  const vault = await openVault(store, { dataDir: data.path, dataKey: undefined });
  const now = Date.now();
  id = await store.transaction(async (tx) => {
    const conversation = await ensureConversation(tx, vault, {
      channel: 'web',
      kind: 'private',
      chat: 'w',
      now,
    });
    const owner = { channel: 'web', conversation, person: 'p' };
    const words = '我叫林小舟\u001b[2J，站长扣钱';
    const given = draft({
      region: '吉林省/长春市',
      answers: [{ label: '经过', value: words, personal: true }],
    });
    let ids = 0;
    return (
      await openTicket(
        tx,
        { vault, rules: DESK.rules, now },
        { owner, draft: given, randomId: () => `r${ids++}` },
      )
    ).row.id;
  });
  await store.close();
});
afterAll(data.dispose);

const desk = (...args: readonly string[]) =>
  runProgram('bot/desk.ts', args, { folder: data.path, env: { DATA_DIR: data.path } });

describe('npm run desk', { timeout: 120_000 }, () => {
  it('takes a ticket from the list to its end', async () => {
    const list = desk();
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout).toContain(id);
    expect(list.stdout).toContain('长春');
    expect(list.stdout).not.toContain('林小舟');
    const before = desk('show', id, '--as', '王主任').stdout;
    expect(before).not.toContain('林小舟');
    expect(before).toContain(copy.field.answers);
    expect(desk('reply', id, '在看', '--as', '王主任')).toMatchObject({
      code: 1,
      stderr: `${deskCopy.illegal['not-claimed']}\n`,
    });
    expect(desk('claim', id.toLowerCase(), '--as', '王主任').stdout).toContain(copy.state.claimed);
    expect(desk('claim', id, '--as', '李四')).toMatchObject({
      code: 1,
      stderr: `${deskCopy.illegal['claimed-by-other']}${deskCopy.heldBy('王主任')}\n`,
    });
    const shown = desk('show', id, '--as', '王主任').stdout;
    expect(shown).toContain('林小舟');
    expect(shown).not.toContain('\u001b');
    expect(desk('reply', id, '我们去问了', '--as', '王主任').stdout).toContain(copy.letterWaits);
    expect(desk('show', id, '--as', '王主任').stdout).toContain(copy.letter.waiting);
    expect(desk('resolve', id, '补发了', '--as', '王主任').code).toBe(0);
    expect(desk('list', 'mine', '--as', '李四').stdout).toContain(copy.empty);

    const store = await openStore({ kind: 'file', file: join(data.path, 'gongyou.db') });
    expect((await rowsOf(store, 'desk_audit')).map(({ staff, fields }) => [staff, fields])).toEqual([
      ['王主任', 'answers'],
      ['王主任', 'answers words'],
    ]);
    await store.close();
  });

  it('says what is wrong without a database, and with a word it does not know', () => {
    const empty = temporaryFolder();
    const none = runProgram('bot/desk.ts', [], { folder: empty.path, env: { DATA_DIR: empty.path } });
    expect(none).toMatchObject({ code: 1, stderr: `${copy.noDatabase}\n` });
    empty.dispose();
    expect(desk('klaim', id, '--as', '王')).toMatchObject({ code: 1, stderr: `${copy.usage}\n` });
    expect(desk('claim', 'T-0101-AAAA', '--as', '王')).toMatchObject({
      code: 1,
      stderr: `${copy.unknown('T-0101-AAAA')}\n`,
    });
  });
});

describe('a command of the desk', () => {
  it.each([
    [['list', 'mine']],
    [['list', 'old']],
    [['show', 'T-1122-7K4M']],
    [['claim', 'T-1122-7K40', '--as', '王']],
    [['claim', 'T-1122-7K4M', '--as', ' ']],
    [['claim', 'T-1122-7K4M', '--as', '王\u001b']],
    [['claim', 'T-1122-7K4M', 'x', '--as', '王']],
    [['reply', 'T-1122-7K4M', '--as', '王']],
    [['reply', 'T-1122-7K4M', 'two', 'words', '--as', '王']],
    [['reply', 'T-1122-7K4M', '好', '--to', '李', '--as', '王']],
    [['merge', 'T-1122-7K4M', 'x', '--as', '王']],
    [['claim', 'T-1122-7K4M', '--as', '王', '--force']],
  ])('is refused when it is not exact: %j', (args) => {
    expect(parseCommand(args)).toBeUndefined();
  });

  it.each<[readonly string[], unknown]>([
    [[], { kind: 'list', filter: 'live', as: undefined }],
    [
      ['ask', '1122-7k4m', '哪天', '--as', '王'],
      { kind: 'act', id: 'T-1122-7K4M', as: '王', command: { kind: 'reply', words: '哪天', asks: true } },
    ],
    [
      ['transfer', 'T-1122-7K4M', '--to', '李四', '--as', '王'],
      { kind: 'act', id: 'T-1122-7K4M', as: '王', command: { kind: 'transfer', to: '李四', words: '' } },
    ],
  ])('is read: %j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });
});
