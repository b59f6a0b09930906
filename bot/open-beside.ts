import { systemClock } from './clock.ts';
import { operatorCopy } from './copy/operator.ts';
import { lookAtStore } from './store/look-at-store.ts';
import { UnknownSchema } from './store/migrations.ts';
import { openStore, type StoreLocation } from './store/open-store.ts';
import { createPatientStore } from './store/patient-store.ts';
import type { Store } from './store/store.ts';

const copy = operatorCopy.problem.database;

/** The database needs a start of the server first; the message says so. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/**
 * The store for a command at the server, beside a running one too: it makes and changes no tables.
 * @returns undefined where there is no database yet
 * @throws NotReady, UnknownSchema, StoreUnavailable
 */
export async function openBeside(
  location: Exclude<StoreLocation, { kind: 'memory' }>,
): Promise<Store | undefined> {
  const look = await lookAtStore(location);
  if (look.kind === 'none') return undefined;
  if (look.kind === 'unfinished') throw new NotReady(copy.unfinished);
  await look.store.close();
  if (look.schema.unknown.length > 0) throw new UnknownSchema('a newer program wrote the database');
  if (look.schema.missing.length > 0) throw new NotReady(copy.oldSchema);
  return createPatientStore(await openStore(location), systemClock);
}
