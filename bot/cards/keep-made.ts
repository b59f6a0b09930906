import type { Clock } from '../clock.ts';
import { cardsCopy as copy } from '../copy/cards.ts';
import { writeAudit } from '../desk/audit.ts';
import { lookAtStore } from '../store/look-at-store.ts';
import { openStore, type StoreLocation } from '../store/open-store.ts';
import { createPatientStore } from '../store/patient-store.ts';
import { createKeptCards, type Made } from './kept-cards.ts';

/** As the console writes it down. */
const FIELD = { card: 'card', book: 'card-book' } as const;

/**
 * Keeps what was made in the terminal beside what was made in the console, so that somebody hears when its text changes.
 * Makes and changes no tables.
 * @returns false where there is no database of this program
 * @throws StoreUnavailable
 */
export async function keepMade(
  location: Exclude<StoreLocation, { kind: 'memory' }>,
  clock: Clock,
  made: readonly Made[],
): Promise<boolean> {
  const look = await lookAtStore(location);
  if (look.kind !== 'open') return false;
  await look.store.close();
  if (look.schema.unknown.length + look.schema.missing.length > 0) return false;
  const store = await openStore(location);
  try {
    const patient = createPatientStore(store, clock);
    const kept = createKeptCards({ store: patient, clock });
    for (const one of made) {
      const id = await kept.keep(one, copy.terminal.by);
      const entry = {
        staff: copy.terminal.by,
        via: 'terminal',
        action: 'write',
        fields: [FIELD[one.kind], id],
      } as const;
      await patient.transaction((tx) => writeAudit(tx, { at: clock.now(), ...entry }));
    }
    return true;
  } finally {
    await store.close();
  }
}
