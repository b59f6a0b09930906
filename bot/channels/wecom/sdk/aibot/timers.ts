import type { Clock } from '../clock.ts';

/** Timers over a clock that can all be taken back at once. */
export class Timers {
  readonly #clock: Clock;
  readonly #running = new Set<AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `then` after `ms`, unless the returned function is called before. */
  after(ms: number, then: () => void): () => void {
    const timer = new AbortController();
    this.#running.add(timer);
    void this.#clock.sleep(ms, timer.signal).then(() => {
      this.#running.delete(timer);
      if (!timer.signal.aborted) then();
    });
    return () => {
      this.#running.delete(timer);
      timer.abort();
    };
  }

  clear(): void {
    for (const timer of this.#running) timer.abort();
    this.#running.clear();
  }
}
