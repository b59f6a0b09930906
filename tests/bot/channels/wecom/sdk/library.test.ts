import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, importsOf } from '../../../../house/sources.ts';
import { ROOT } from '../../../../shared.ts';

const HOME = 'bot/channels/wecom/sdk';
const files = readdirSync(join(ROOT, HOME), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ path: join(HOME, name), text: readFileSync(join(ROOT, HOME, name), 'utf8') }));

describe('the library could be a package tomorrow', () => {
  it('it imports nothing from the rest, and few packages', () => {
    const allowed = ['axios', 'fast-xml-parser', 'ws', 'zod'];
    const outside = files.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) =>
          name.startsWith('.')
            ? !normalize(join(dirname(path), name)).startsWith(HOME)
            : !name.startsWith('node:') && !allowed.includes(name),
        )
        .map((name) => `${path} -> ${name}`),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(outside).toEqual([]);
  });

  it('the official page stands above every call', () => {
    const page = /https:\/\/developer\.work\.weixin\.qq\.com\/document\/path\/\d+/;
    // These ask nobody.
    const own = ['checkBytes', 'connect', 'disconnect', 'hasPendingReplyAck', 'constructor'];
    const undocumented = [
      'app-client',
      'kf-client',
      'group-robot',
      'aibot/bot',
      'aibot/ws-client',
      'aibot/webhook-bot',
    ].map((name) => {
      const { text } = files.find(({ path }) => path.endsWith(`/${name}.ts`)) ?? { text: '' };
      const methods = [
        ...text.matchAll(
          /((?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?)(?<=\n) {2}(?:override |abstract |async )*([a-z]\w*)\(/g,
        ),
      ];
      expect(methods.length, name).toBeGreaterThan(4);
      return [
        name,
        methods.flatMap(([, doc = '', method = '']) =>
          own.includes(method) || page.test(doc) ? [] : [method],
        ),
      ];
    });
    expect(Object.fromEntries(undocumented)).toEqual({
      ...{ 'app-client': [], 'kf-client': [], 'group-robot': [] },
      ...{ 'aibot/bot': [], 'aibot/ws-client': [], 'aibot/webhook-bot': [] },
    });
  });

  it('nothing is logged and no environment is read behind the caller’s back', () => {
    const found = files.filter(({ text }) => /\bconsole\.|\bprocess\b/.test(codeOf(text)));
    // The logger that is the default of the official SDK, for those who ask for it.
    expect(found.map(({ path }) => path).filter((path) => !path.endsWith('/logger.ts'))).toEqual([]);
  });
});
