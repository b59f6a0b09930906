import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffTerminalCopy as copy } from '../../../bot/copy/staff-terminal.ts';
import { parseStaffCommand } from '../../../bot/staff/terminal/command.ts';
import { runProgram } from '../../run.ts';
import { type Installation, inDatabase, newInstallation, oldInstallation } from '../installation.ts';

let at: Installation;
beforeAll(async () => {
  at = await oldInstallation();
});
afterAll(() => at.dispose());

const staff = (args: readonly string[], env: Record<string, string> = {}, where = at) =>
  runProgram('bot/staff.ts', args, { folder: where.home, env: { DATA_DIR: where.data, ...env } });

describe('npm run staff', { timeout: 180_000 }, () => {
  it('keeps the list from the first admin to somebody who leaves', async () => {
    expect(staff([]).stdout).toBe(`${copy.nobody}\n`);
    expect(staff(['add', '王主任', '--role', 'admin']).stdout).toContain(
      copy.added('王主任', copy.role.admin),
    );
    expect(staff(['add', '王主任'])).toMatchObject({ code: 1, stderr: `${copy.already('王主任')}\n` });
    expect(staff(['add', '李姐', '--region', '不存在的地方'])).toMatchObject({
      code: 1,
      stderr: `${copy.badRegion('不存在的地方')}\n`,
    });
    expect(staff(['add', '李姐', '--trade', '外卖'])).toMatchObject({ code: 0 });
    expect(staff(['link', '李姐', 'telegram', '12345'])).toMatchObject({ code: 0 });
    expect(staff(['link', '王主任', 'telegram', '12345'])).toMatchObject({
      code: 1,
      stderr: `${copy.takenBy('李姐')}\n`,
    });
    expect(staff(['away', '李姐']).stdout).toBe(`${copy.isAway('李姐')}\n`);
    const list = staff([]).stdout;
    expect(list).toMatch(/李姐 +坐席 +全部 +外卖 +不在 +telegram +0 +0/);
    expect(list).toMatch(/王主任 +管理员 +全部 +全部 +在 +— +0 +0/);
    expect(list).not.toContain('12345');
    expect(staff(['remove', '李姐']).stdout).toBe(`${copy.removed('李姐', 0)}\n`);
    expect(staff(['remove', '李姐'])).toMatchObject({ code: 1, stderr: `${copy.unknown('李姐')}\n` });
    expect(staff([]).stdout).not.toContain('李姐');
    expect(staff(['add', '李姐'])).toMatchObject({ code: 1, stderr: `${copy.used('李姐')}\n` });
    expect(staff(['add', '李姐', '--again'])).toMatchObject({ code: 0 });
  });

  it('prints a link and a code for the first admin, and keeps only their hashes', async () => {
    staff(['add', '赵主席', '--role', 'admin']);
    const link = staff(['link-for', '赵主席'], { PUBLIC_URL: 'https://gongyou.test' }).stdout;
    const secret = /https:\/\/gongyou\.test\/console\/enter#([\w-]{43})\n/.exec(link)?.[1] ?? '';
    expect(secret).not.toBe('');
    expect(staff(['link-for', '赵主席'], { PORT: '3456' }).stdout).toContain(
      'http://localhost:3456/console/enter#',
    );
    const code = /\/绑定 ([0-9A-Z-]{11})\n/.exec(staff(['invite', '赵主席']).stdout)?.[1] ?? '';
    expect(code).not.toBe('');
    await inDatabase(at, async (store) => {
      const rows = await store.transaction((tx) => tx.selectFrom('console_links').selectAll().execute());
      expect(rows.map(({ kind }) => kind).sort()).toEqual(['enter', 'enter', 'invite']);
      for (const hidden of [secret, code, code.replace('-', '')])
        expect(JSON.stringify(rows)).not.toContain(hidden);
    });
    expect(staff(['invite', '没有'])).toMatchObject({ code: 1, stderr: `${copy.unknown('没有')}\n` });
  });

  it('says what is missing before there is a database', () => {
    const empty = newInstallation();
    try {
      expect(staff([], {}, empty)).toMatchObject({ code: 1, stderr: `${copy.noDatabase}\n` });
    } finally {
      empty.dispose();
    }
  });

  it('lets nobody be a worker, and guesses at nothing', () => {
    expect(staff(['add', '某', '--role', 'worker'])).toMatchObject({ code: 1, stderr: `${copy.badRole}\n` });
    for (const args of [
      ['fly'],
      ['add'],
      ['add', '-x'],
      ['add', ' '],
      ['add', '王', '多余'],
      ['away', '王', '--again'],
      ['add', '名'.repeat(21)],
      ['role', '王'],
      ['role', '王', 'agent', 'admin'],
      ['away', '王', '李'],
      ['link', '王', 'telegram'],
      ['link', '王', 'telegram', '@wang'],
      ['link', '王', 'web', '1'],
      ['link', '王', 'wecom-app', 'a b'],
      ['remove', '王', '--role', 'agent'],
      ['away', '王', '--region', '甲省'],
      ['list', '王'],
    ])
      expect(parseStaffCommand(args), args.join(' ')).toBeUndefined();
    expect(parseStaffCommand(['role', '王', 'worker'])).toBe('bad-role');
    expect(parseStaffCommand(['scope', '王'])).toEqual({
      kind: 'scope',
      name: '王',
      regions: [],
      trades: [],
    });
  });
});
