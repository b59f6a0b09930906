import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as official from '@wecom/aibot-node-sdk';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../../../bot/channels/wecom/sdk/index.ts';
import { ROOT } from '../../../../shared.ts';

/** Inside here, as README.md says. */
const INSIDE = ['MessageHandler', 'WsConnectionManager'];
/** Types of the official SDK that nothing of it uses: left over from before. */
const UNUSED = ['ReplyOptions', 'SendMarkdownParams', 'SendTextParams'];

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const methodsOf = (value: unknown): string[] =>
  typeof value === 'function' && value.prototype !== undefined
    ? [
        ...Object.getOwnPropertyNames(value.prototype).filter((name) => !/^(_|constructor$)/.test(name)),
        ...methodsOf(Object.getPrototypeOf(value)),
      ]
    : [];

/** What a user of @wecom/aibot-node-sdk 1.0.7 finds here under the name they know. */
describe('the names of the official SDK', () => {
  it('are exported, with the same values of what is no class or function', () => {
    const theirs = Object.entries(official).filter(([name]) => !INSIDE.includes(name));
    expect(theirs.length).toBeGreaterThan(15);
    for (const [name, value] of theirs) {
      const own: unknown = Reflect.get(ours, name);
      expect([name, typeof own]).toEqual([name, typeof value]);
      if (name !== 'default' && typeof value === 'object') expect([name, own]).toEqual([name, value]);
    }
    expect(ours.default.WSClient).toBe(ours.WSClient);
  });

  it('are those of the methods too', () => {
    // Not for users: what is private in TypeScript is there in JavaScript.
    const inside = ['setupWsEvents', 'formatTime', 'api'];
    for (const [name, value] of Object.entries(official).filter(([name]) => !INSIDE.includes(name))) {
      const own: unknown = Reflect.get(ours, name);
      const missing = methodsOf(value).filter(
        (method) => !inside.includes(method) && !methodsOf(own).includes(method),
      );
      expect([name, missing]).toEqual([name, []]);
    }
    expect(new ours.WSClient({ botId: 'b', secret: 's' }).api).toBeInstanceOf(ours.WeComApiClient);
  });

  it('are those of the types', () => {
    const declared = read('node_modules/@wecom/aibot-node-sdk/dist/index.d.ts');
    const names =
      /export type \{([^}]+)\};\s*$/
        .exec(declared)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [];
    expect(names.length).toBeGreaterThan(60);
    const exported = ['index.ts', 'types.ts']
      .map((file) => read(`bot/channels/wecom/sdk/${file}`))
      .join('\n');
    const missing = names.filter(
      (name) => !UNUSED.includes(name) && !new RegExp(`\\b${name}\\b`).test(exported),
    );
    expect(missing).toEqual([]);
  });

  it('are those of the options', () => {
    const declared = read('node_modules/@wecom/aibot-node-sdk/dist/types/config.d.ts');
    const names = [...declared.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name ?? '');
    const own = read('bot/channels/wecom/sdk/aibot/ws-options.ts');
    expect(names).toHaveLength(13);
    expect(names.filter((name) => !new RegExp(`readonly ${name}\\b`).test(own))).toEqual([]);
  });
});
