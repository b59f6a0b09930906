/** Works on keys: one piece of work at a time per key, some keys at once, nothing woken is forgotten. */
export type Sequencer = {
  readonly wake: (key: string) => void;
  /** Resolves when nothing is queued or running. */
  readonly idle: () => Promise<void>;
  /** Keys queued or running. */
  readonly size: () => number;
};

/** @param work does all there is to do for a key; it never throws */
export function createSequencer(work: (key: string) => Promise<void>, concurrency: number): Sequencer {
  const queued = new Set<string>();
  /** Running keys; true when the key was woken again meanwhile. */
  const running = new Map<string, boolean>();
  let waiters: (() => void)[] = [];

  const next = () => {
    while (running.size < concurrency) {
      const [key] = queued;
      if (key === undefined) break;
      queued.delete(key);
      running.set(key, false);
      void work(key).finally(() => {
        if (running.get(key) === true) queued.add(key);
        running.delete(key);
        next();
      });
    }
    if (running.size > 0 || queued.size > 0) return;
    for (const resolve of waiters) resolve();
    waiters = [];
  };

  return {
    wake: (key) => {
      if (running.has(key)) running.set(key, true);
      else {
        queued.add(key);
        next();
      }
    },
    idle: () =>
      running.size + queued.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    size: () => running.size + queued.size,
  };
}
