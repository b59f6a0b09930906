import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as sources from '../../../../../bot/channels/wecom/sdk/index.ts';
import { temporaryFolder } from '../../../../fixtures.ts';
import { sourcesIn } from '../../../../house/sources.ts';
import { NODE } from '../../../../run.ts';
import { ROOT } from '../../../../shared.ts';

const SDK = 'bot/channels/wecom/sdk';
const manifestSchema = z.object({
  name: z.string(),
  license: z.string(),
  files: z.array(z.string()).default([]),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const read = (path: string) => manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, path), 'utf8')));
const own = read(`${SDK}/package.json`);
const tsc = (cwd: string, ...args: string[]) =>
  execFileSync(NODE, [join(ROOT, 'node_modules/typescript/lib/tsc.js'), ...args], { cwd, encoding: 'utf8' });

describe('the package', () => {
  it('names what the library imports, in the versions that are tested here, and nothing else', () => {
    const imported = new Set(
      sourcesIn(SDK).flatMap(({ imports }) => imports.filter((name) => !/^(node:|\.)/.test(name))),
    );
    // The types of `ws` stand in the library's own.
    expect(Object.keys(own.dependencies).sort()).toEqual([...imported, '@types/ws'].sort());
    const root = read('package.json');
    const tested = { ...root.devDependencies, ...root.dependencies };
    for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies }))
      expect([name, tested[name]]).toEqual([name, version]);
    expect(own.license).toBe('Apache-2.0');
    expect(own.files).toEqual(['dist', 'README.md']);
  });
});

describe('what would be published', { timeout: 120_000 }, () => {
  const { path: home, dispose } = temporaryFolder();
  const installed = join(home, 'node_modules', ...own.name.split('/'));
  beforeAll(() => {
    mkdirSync(installed, { recursive: true });
    for (const file of ['package.json', 'README.md'])
      copyFileSync(join(ROOT, SDK, file), join(installed, file));
    tsc(ROOT, '-p', join(ROOT, SDK, 'tsconfig.json'), '--outDir', join(installed, 'dist'));
    mkdirSync(join(home, 'node_modules/@types'));
    for (const name of [...Object.keys(own.dependencies), '@types/node'])
      symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
  }, 400_000);
  afterAll(dispose);

  it('can be imported by Node, with every name that the sources have', () => {
    writeFileSync(
      join(home, 'names.mjs'),
      `console.log(Object.keys(await import('${own.name}')).join(' '));`,
    );
    const names = execFileSync(NODE, ['names.mjs'], { cwd: home, encoding: 'utf8' }).trim().split(' ');
    expect(names.sort()).toEqual(Object.keys(sources).sort());
  });

  it('has types that a strict program is checked by', () => {
    const program = (chat: string) =>
      `import AiBot, { type TextMessage, type WsFrame, WSClient } from '${own.name}';
       const bot = new WSClient({ botId: 'b', secret: 's' });
       bot.on('message.text', async (frame: WsFrame<TextMessage>) => {
         await bot.replyStream(frame, 's1', frame.body?.text.content ?? '', true);
         await bot.sendMessage(${chat}, { msgtype: 'markdown', markdown: { content: '好' } });
       });
       export const same: typeof WSClient = AiBot.WSClient;`;
    const check = (name: string, text: string) => {
      const file = join(home, name);
      writeFileSync(file, text);
      const flags = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--types', 'node'];
      return tsc(home, ...flags, '--module', 'nodenext', file);
    };
    expect(check('right.mts', program("'li'"))).toBe('');
    expect(() => check('wrong.mts', program('7'))).toThrow();
  });
});
