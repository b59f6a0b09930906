import { describe, expect, it } from 'vitest';
import { checkKey, isSealed, type Meta, WrongKey } from '../../../bot/privacy/key-check.ts';
import { createVault } from '../../../bot/privacy/vault.ts';

/** The table of facts as the store has it: what is there stays. */
function createMeta(): Meta & { readonly rows: Map<string, string> } {
  const rows = new Map<string, string>();
  return {
    rows,
    get: async (key) => rows.get(key),
    add: async (key, value) => {
      if (!rows.has(key)) rows.set(key, value);
    },
  };
}

const vault = createVault(new Uint8Array(32).fill(1));
const other = createVault(new Uint8Array(32).fill(2));

describe('the key of a store', () => {
  it('is taken on trust by the first start and asked for by every later one', async () => {
    const meta = createMeta();
    expect(await isSealed(meta)).toBe(false);
    await checkKey(vault, meta);
    expect(await isSealed(meta)).toBe(true);
    await checkKey(vault, meta);
  });

  it('that is another is refused, and the store keeps its first', async () => {
    const meta = createMeta();
    await checkKey(vault, meta);
    await expect(checkKey(other, meta)).rejects.toThrow(WrongKey);
    await expect(checkKey(other, meta)).rejects.toThrow(/DATA_KEY/);
    await checkKey(vault, meta);
  });

  it('that is another is refused although both saw an empty store', async () => {
    const meta = createMeta();
    const late: Meta = {
      get: async (key) => {
        const seen = meta.rows.get(key);
        // The first process gets in between this one's look and its write.
        if (seen === undefined) await checkKey(vault, meta);
        return seen;
      },
      add: meta.add,
    };
    await expect(checkKey(other, late)).rejects.toThrow(WrongKey);
    await checkKey(vault, meta);
  });

  it('is refused when the word was changed, and an error of the store stays itself', async () => {
    const meta = createMeta();
    await meta.add('key-check', 'nonsense');
    await expect(checkKey(vault, meta)).rejects.toThrow(WrongKey);
    const broken: Meta = { get: () => Promise.reject(new Error('disk I/O error')), add: meta.add };
    await expect(checkKey(vault, broken)).rejects.toThrow('disk I/O error');
  });
});
