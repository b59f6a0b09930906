import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BrokenSeal, createVault } from '../../../bot/privacy/vault.ts';

const KEY = new Uint8Array(32).fill(7);
const vault = createVault(KEY);
const other = createVault(new Uint8Array(32).fill(8));

describe('what is sealed', () => {
  it('opens to the same text, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (plain, context) => {
        expect(vault.open(vault.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it('opens in a later process with the same key', () => {
    expect(
      createVault(KEY.slice()).open(vault.seal('站长扣了我的钱', 'inbox/payload'), 'inbox/payload'),
    ).toBe('站长扣了我的钱');
  });

  it('opens when an earlier version of the program sealed it', () => {
    const sealed = '1:4xJkXIipA7wsI4wJWNRIgiVpV6sqT4fDJFbbgLFvjGhCzQ';
    expect(vault.open(sealed, 'inbox/payload')).toBe('工友');
  });

  it('never looks the same twice, or equal messages would show', () => {
    expect(vault.seal('好', 'a')).not.toBe(vault.seal('好', 'a'));
  });

  it('does not open with another key', () => {
    expect(() => other.open(vault.seal('好', 'a'), 'a')).toThrow(BrokenSeal);
  });

  it('does not open in another column', () => {
    expect(() => vault.open(vault.seal('好', 'inbox/payload'), 'people/memory')).toThrow(BrokenSeal);
  });

  it('does not open when any one bit was changed', () => {
    const sealed = vault.seal('十二月没发工资', 'a');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => vault.open(`1:${changed.toString('base64url')}`, 'a'), `bit ${bit}`).toThrow(BrokenSeal);
    }
  });

  it('does not open when cut anywhere, and says that it is broken', () => {
    const sealed = vault.seal('十二月没发工资', 'a');
    // A base64 text less its last character may still hold every bit; less two, it cannot.
    for (let length = 0; length <= sealed.length - 2; length++) {
      expect(() => vault.open(sealed.slice(0, length), 'a'), `${length} characters`).toThrow(BrokenSeal);
    }
  });

  it('says of a version that it does not know what is wrong', () => {
    expect(() => vault.open(vault.seal('好', 'a').replace('1:', '2:'), 'a')).toThrow(/unknown version/);
  });
});

describe('sealed JSON', () => {
  const schema = z.object({ text: z.string(), at: z.number() });

  it('comes back parsed', () => {
    const value = { text: '半个 \ud83d 字', at: 12 };
    expect(vault.openJson(vault.sealJson(value, 'a'), 'a', schema)).toEqual(value);
  });

  it.each([
    ['another shape', () => vault.sealJson({ text: 13_800_138_000, secret: '张三' }, 'a')],
    ['no JSON', () => vault.seal('张三 13800138000', 'a')],
  ])('is refused for %s, without a word of the contents', (_, sealed) => {
    const opened = () => vault.openJson(sealed(), 'a', schema);
    expect(opened).toThrow(BrokenSeal);
    expect(opened).not.toThrow(/张三|13800138000/);
  });

  it('refuses what JSON cannot say', () => {
    expect(() => vault.sealJson(undefined, 'a')).toThrow(TypeError);
  });
});

describe('blind', () => {
  it('is the same for the same parts, here and in a later process', () => {
    expect(createVault(KEY.slice()).blind('telegram', '42')).toBe(vault.blind('telegram', '42'));
    expect(vault.blind('telegram', '42')).toBe('ozcqXYX1qMtBxPBxeAgapw');
  });

  it('differs for different parts, however they join', () => {
    const parts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(vault.blind(...a)).not.toBe(vault.blind(...b));
      }),
    );
    expect(vault.blind('ab', 'c')).not.toBe(vault.blind('a', 'bc'));
    expect(vault.blind('a')).not.toBe(vault.blind('a', ''));
  });

  it('differs under another key', () => {
    expect(other.blind('telegram', '42')).not.toBe(vault.blind('telegram', '42'));
  });

  it('can stand in an address', () => {
    expect(vault.blind('网页', '访客')).toMatch(/^[\w-]{22}$/);
  });
});

describe('a signature', () => {
  const signature = vault.sign('web/form', 'visitor-1');

  it('holds for its purpose, its text and its key only', () => {
    expect(vault.verify('web/form', 'visitor-1', signature)).toBe(true);
    expect(vault.verify('web/link', 'visitor-1', signature)).toBe(false);
    expect(vault.verify('web/form', 'visitor-2', signature)).toBe(false);
    expect(other.verify('web/form', 'visitor-1', signature)).toBe(false);
  });

  it.each(['', 'x', `${signature}A`, signature.slice(1), '好'.repeat(43)])(
    'of nonsense is refused: %s',
    (given) => {
      expect(vault.verify('web/form', 'visitor-1', given)).toBe(false);
    },
  );

  it('is not the blind of the same text', () => {
    expect(vault.sign('blind', 'a').slice(0, 22)).not.toBe(vault.blind('a'));
  });
});

describe('the master key', () => {
  it.each([0, 16, 31, 33])('of %d bytes is refused', (bytes) => {
    expect(() => createVault(new Uint8Array(bytes))).toThrow(RangeError);
  });

  it('may be wiped by its owner afterwards', () => {
    const key = new Uint8Array(32).fill(9);
    const made = createVault(key);
    const before = made.blind('a');
    key.fill(0);
    expect(made.blind('a')).toBe(before);
  });
});
