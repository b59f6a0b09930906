import { join } from 'node:path';
import { metaOf } from '../store/meta.ts';
import type { Store } from '../store/store.ts';
import { checkKey, isSealed } from './key-check.ts';
import { loadMasterKey } from './key-file.ts';
import { createVault, type Vault } from './vault.ts';

/**
 * The vault of a store: its key from the environment or from the file in the data folder, made at the first start of all.
 * @throws UnusableKey, WrongKey
 */
export async function openVault(
  store: Store,
  { dataDir, dataKey }: { readonly dataDir: string; readonly dataKey: string | undefined },
): Promise<Vault> {
  const meta = metaOf(store);
  const mayCreate = !(await isSealed(meta));
  const vault = createVault(loadMasterKey({ fromEnv: dataKey, file: keyFile(dataDir), mayCreate }));
  await checkKey(vault, meta);
  return vault;
}

export function keyFile(dataDir: string): string {
  return join(dataDir, 'data.key');
}
