import { Refusal } from './refusal.ts';

export type QueuedUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>;

type Waiting = { readonly wake: () => void; readonly conflict: () => void };

/** Updates that the bot has not confirmed, and the one call that waits for them. https://core.telegram.org/bots/api#getupdates */
export class UpdateQueue {
  readonly pending: QueuedUpdate[] = [];
  /** Every update ever queued, so that a test can have one come again. */
  readonly all: QueuedUpdate[] = [];
  /** Kinds that the bot wants; empty for all. */
  allowed: readonly string[] = [];
  #last = 1000;
  readonly #again = new Set<QueuedUpdate>();
  #waiting: Waiting | undefined;
  #onAdd: () => void = () => {};

  /** `again`: an id that was used before; it comes once more, whatever the bot has confirmed. */
  add(fields: Readonly<Record<string, unknown>>, again?: number): number {
    const id = again ?? ++this.#last;
    const update = { ...fields, update_id: id };
    if (this.allowed.length > 0 && !this.allowed.some((kind) => kind in fields)) return id;
    this.all.push(update);
    this.pending.push(update);
    if (again !== undefined) this.#again.add(update);
    this.#waiting?.wake();
    this.#onAdd();
    return id;
  }

  onAdd(listener: () => void): void {
    this.#onAdd = listener;
  }

  confirm(below: number): void {
    const end = this.pending.findIndex((update) => update.update_id >= below || this.#again.has(update));
    this.pending.splice(0, end < 0 ? this.pending.length : end);
  }

  /** Up to `limit` updates; waits up to `timeoutMs` for the first. A newer call ends an older one with 409. */
  async take(limit: number, timeoutMs: number, gone: AbortSignal): Promise<readonly QueuedUpdate[]> {
    this.#waiting?.conflict();
    if (this.pending.length === 0 && timeoutMs > 0) await this.#wait(timeoutMs, gone);
    const taken = this.pending.slice(0, limit);
    for (const update of taken) {
      if (this.#again.delete(update)) this.pending.splice(this.pending.indexOf(update), 1);
    }
    return taken;
  }

  #wait(timeoutMs: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', waiting.wake);
        if (this.#waiting === waiting) this.#waiting = undefined;
        settle();
      };
      const waiting: Waiting = {
        wake: end(resolve),
        conflict: end(() =>
          reject(
            new Refusal(
              409,
              'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
            ),
          ),
        ),
      };
      const timer = setTimeout(waiting.wake, timeoutMs);
      gone.addEventListener('abort', waiting.wake);
      this.#waiting = waiting;
    });
  }
}
