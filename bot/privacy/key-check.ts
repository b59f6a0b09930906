import { zhCN } from '../copy/zh-CN.ts';
import { BrokenSeal, type Vault } from './vault.ts';

/** What the check needs of the store's table of facts about itself. */
export type Meta = {
  readonly get: (key: string) => Promise<string | undefined>;
  /** Keeps the value that is there already: of two processes that start at once, the first one's stands. */
  readonly add: (key: string, value: string) => Promise<void>;
};

/** The store was sealed with another key; the message says what to do. */
export class WrongKey extends Error {
  override readonly name = 'WrongKey';
}

/** Where the known word lies. */
export const KEY_CHECK = 'key-check';
const CONTEXT = 'meta/key-check';
const WORD = 'gongyou';

/** Whether something was sealed here before; then no new key may be made. */
export async function isSealed(meta: Pick<Meta, 'get'>): Promise<boolean> {
  return (await meta.get(KEY_CHECK)) !== undefined;
}

/**
 * The first start leaves a known word under the key; every later one must be able to read it.
 * @throws WrongKey
 */
export async function checkKey(vault: Pick<Vault, 'seal' | 'open'>, meta: Meta): Promise<void> {
  const kept = (await meta.get(KEY_CHECK)) ?? (await leaveWord(vault, meta));
  try {
    if (vault.open(kept, CONTEXT) === WORD) return;
  } catch (error) {
    if (!(error instanceof BrokenSeal)) throw error;
  }
  throw new WrongKey(zhCN.key.wrong);
}

async function leaveWord(vault: Pick<Vault, 'seal'>, meta: Meta): Promise<string> {
  const mine = vault.seal(WORD, CONTEXT);
  await meta.add(KEY_CHECK, mine);
  // Read back: another process may have been first.
  return (await meta.get(KEY_CHECK)) ?? mine;
}
