import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';

/** A fake's server on 127.0.0.1. */
export type Listening = {
  /** Once it has started; the same after a stop and another start. */
  readonly port: () => number;
  readonly start: () => Promise<void>;
  /** Ends what is open too. */
  readonly stop: () => Promise<void>;
};

/** @param wanted 0: any that is free */
export function createListening(server: Server, wanted: number = 0): Listening {
  let port = wanted;
  return {
    port: () => port,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const address = server.address();
          if (typeof address === 'object' && address !== null) port = address.port;
          resolve();
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Until = (check: () => boolean, ms?: number) => Promise<void>;

/** Resolves when `check` holds; looks again at each 'change'. Rejects after `ms`, 10 s when left out. */
export function createUntil(changes: EventEmitter): Until {
  return (check, ms = 10_000) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        changes.off('change', look);
        settle();
      };
      const look = () => {
        if (check()) end(resolve);
      };
      const timer = setTimeout(() => end(() => reject(new Error('it did not happen in time'))), ms);
      changes.on('change', look);
      look();
    });
}
