import { statSync } from 'node:fs';
import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { checkKey, isSealed, WrongKey } from '../privacy/key-check.ts';
import { loadMasterKey, UnusableKey } from '../privacy/key-file.ts';
import { keyFile } from '../privacy/open-vault.ts';
import { createVault } from '../privacy/vault.ts';
import type { StoreLook } from '../store/look-at-store.ts';
import { metaOf } from '../store/meta.ts';
import { StoreUnavailable } from '../store/store.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.key;

/** The key and whether it opens the database; none is made and no word is left. */
export async function checkDataKey(
  { dataDir, dataKey }: Pick<Config, 'dataDir' | 'dataKey'>,
  look: StoreLook | StoreUnavailable,
): Promise<readonly Finding[]> {
  const file = keyFile(dataDir);
  const sealing = await sealingOf(look);
  const absent = dataKey === undefined && statSync(file, { throwIfNoEntry: false }) === undefined;
  if (absent && sealing.kind === 'nothing') return [{ ...ok(copy.none), advice: copy.noneAdvice }];
  if (absent && sealing.kind === 'unknown') return [warn(copy.missing(file))];
  try {
    const vault = createVault(loadMasterKey({ fromEnv: dataKey, file, mayCreate: false }));
    if (sealing.kind === 'sealed') await checkKey(vault, sealing.meta);
  } catch (error) {
    if (error instanceof UnusableKey || error instanceof WrongKey) return [bad(error.message)];
    throw error;
  }
  return [
    dataKey === undefined
      ? { ...ok(copy.fromFile(file)), advice: copy.copyAdvice }
      : ok(copy.fromEnvironment),
    sealing.kind === 'unknown' ? warn(copy.unknown) : ok(copy[sealing.kind]),
  ];
}

/** Whether the database holds something that only one key opens. */
type Sealing =
  | { readonly kind: 'sealed'; readonly meta: ReturnType<typeof metaOf> }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

async function sealingOf(look: StoreLook | StoreUnavailable): Promise<Sealing> {
  if (look instanceof StoreUnavailable || look.kind === 'unfinished') return { kind: 'unknown' };
  if (look.kind === 'none' || look.schema.done.length === 0) return { kind: 'nothing' };
  const meta = metaOf(look.store);
  try {
    return (await isSealed(meta)) ? { kind: 'sealed', meta } : { kind: 'nothing' };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { kind: 'unknown' };
    throw error;
  }
}
