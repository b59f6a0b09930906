import type { Clock } from '../clock.ts';
import { type Store, StoreUnavailable } from './store.ts';

const TRIES = 20;
const PAUSE = 50;

/** For a program beside the server: what the server holds of the SQLite file for a moment is asked for again. */
export function createPatientStore(store: Store, clock: Pick<Clock, 'sleep'>): Store {
  const transaction: Store['transaction'] = async (work) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await store.transaction(work);
      } catch (error) {
        const busy = error instanceof StoreUnavailable && error.reason === 'locked';
        if (!busy || attempt >= TRIES) throw error;
        await clock.sleep(PAUSE);
      }
    }
  };
  return { ...store, transaction };
}
