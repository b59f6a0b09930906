import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { loadMasterKey, UnusableKey } from '../../../bot/privacy/key-file.ts';
import { ROOT } from '../../shared.ts';

const folders: string[] = [];
const freshFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-key-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const KEY = Buffer.alloc(32, 5);

describe('a key in the environment', () => {
  const load = (fromEnv: string) =>
    loadMasterKey({ fromEnv, file: join(freshFolder(), 'data.key'), mayCreate: true });

  it.each([KEY.toString('base64'), KEY.toString('base64url')])('is used: %s', (text) => {
    expect(Buffer.from(load(text))).toEqual(KEY);
  });

  it('goes before the file, and no file is made', () => {
    const file = join(freshFolder(), 'data.key');
    loadMasterKey({ fromEnv: KEY.toString('base64'), file, mayCreate: true });
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it.each([
    'x',
    KEY.toString('hex'),
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
  ])('that is not 32 bytes of base64 is refused by name: %s', (text) => {
    expect(() => load(text)).toThrow(UnusableKey);
    expect(() => load(text)).toThrow(/DATA_KEY/);
    expect(() => load(text)).not.toThrow(text);
  });
});

describe('a key in a file', () => {
  const create = (file: string) => loadMasterKey({ fromEnv: undefined, file, mayCreate: true });
  const find = (file: string) => loadMasterKey({ fromEnv: undefined, file, mayCreate: false });

  it('is made at the first start, for its owner alone, and found at the next', () => {
    const file = join(freshFolder(), 'deeper', 'data.key');
    const made = create(file);
    expect(made).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(find(file)).toEqual(made);
    expect(create(file)).toEqual(made);
    expect(readdirSync(join(file, '..'))).toEqual(['data.key']);
  });

  it('is another one in another place', () => {
    expect(create(join(freshFolder(), 'k'))).not.toEqual(create(join(freshFolder(), 'k')));
  });

  it('is not made anew when the data need the old one', () => {
    const folder = freshFolder();
    expect(() => find(join(folder, 'data.key'))).toThrow(UnusableKey);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([0o640, 0o604, 0o660, 0o644])('with mode %o is refused with the command that mends it', (mode) => {
    const file = join(freshFolder(), 'data.key');
    create(file);
    chmodSync(file, mode);
    expect(() => create(file)).toThrow(UnusableKey);
    expect(() => create(file)).toThrow(`chmod 600 "${file}"`);
    chmodSync(file, 0o600);
    expect(create(file)).toHaveLength(32);
  });

  it.each(['', 'half a k', '\u0000'.repeat(44)])(
    'that is damaged is refused and kept as it is: %j',
    (text) => {
      const file = join(freshFolder(), 'data.key');
      writeFileSync(file, text, { mode: 0o600 });
      expect(() => create(file)).toThrow(UnusableKey);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('is one and the same for processes that make it at the same moment', async () => {
    const folder = freshFolder();
    const file = join(folder, 'data.key');
    const module = pathToFileURL(join(ROOT, 'bot/privacy/key-file.ts')).href;
    const script = `
      import { loadMasterKey } from ${JSON.stringify(module)};
      process.stdout.write('ready ');
      process.stdin.once('data', () => {
        const key = loadMasterKey({ fromEnv: undefined, file: ${JSON.stringify(file)}, mayCreate: true });
        process.stdout.write(Buffer.from(key).toString('hex'));
        process.exit();
      });`;
    const children = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
      child.stdout.setEncoding('utf8');
      return child;
    });
    const said = await Promise.all(
      children.map(async (child) => {
        let text = '';
        child.stdout.on('data', (chunk: string) => {
          text += chunk;
        });
        await once(child.stdout, 'data');
        return { child, text: () => text };
      }),
    );
    const ended = said.map(({ child }) => once(child, 'close'));
    for (const { child } of said) child.stdin.write('go\n');
    await Promise.all(ended);
    const keys = new Set(said.map(({ text }) => text()));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(/^ready [0-9a-f]{64}$/);
    expect(readdirSync(folder)).toEqual(['data.key']);
  });
});
