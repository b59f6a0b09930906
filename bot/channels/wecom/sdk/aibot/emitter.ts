import { EventEmitter } from 'node:events';
import type { Logger } from './logger.ts';

type Listener<Args extends unknown[]> = (...args: Args) => unknown;

/** What every emitter of the library may say besides its own events. */
export type ErrorEvents = { error: [Error] };

/**
 * A typed node:events emitter whose listeners cannot bring the process down: what they throw, at once or by the
 * promise they return, becomes an `error` event, and an `error` that nobody listens to is logged. A listener that
 * fails does not keep the others from being called.
 */
export class SafeEmitter<Events extends ErrorEvents & { [Name in keyof Events]: unknown[] }> {
  readonly #emitter = new EventEmitter();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  on<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.on(event, listener);
    return this;
  }

  once<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.once(event, listener);
    return this;
  }

  off<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.off(event, listener);
    return this;
  }

  addListener<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this {
    return this.on(event, listener);
  }

  removeListener<Name extends keyof Events & string>(event: Name, listener: Listener<Events[Name]>): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: keyof Events & string): this {
    this.#emitter.removeAllListeners(event);
    return this;
  }

  listenerCount(event: keyof Events & string): number {
    return this.#emitter.listenerCount(event);
  }

  /** What somebody listens to. */
  eventNames(): (string | symbol)[] {
    return this.#emitter.eventNames();
  }

  listeners(event: keyof Events & string): object[] {
    return this.#emitter.listeners(event);
  }

  /** True when somebody listens. */
  emit<Name extends keyof Events & string>(event: Name, ...args: Events[Name]): boolean {
    const listeners = this.#emitter.rawListeners(event);
    void this.#call(event, listeners, args);
    return listeners.length > 0;
  }

  /** Emits, and resolves when every listener is done: true when none failed. */
  protected deliver<Name extends keyof Events & string>(
    event: Name,
    ...args: Events[Name]
  ): Promise<boolean> {
    return this.#call(event, this.#emitter.rawListeners(event), args);
  }

  async #call(event: string, listeners: readonly object[], args: unknown[]): Promise<boolean> {
    // All are called before the first is waited for.
    const results = listeners.map((listener) => this.#attempt(event, listener, args));
    return (await Promise.all(results)).every(Boolean);
  }

  async #attempt(event: string, listener: object, args: unknown[]): Promise<boolean> {
    try {
      if (typeof listener === 'function') await Reflect.apply(listener, this, args);
      return true;
    } catch (error) {
      this.#failed(event, error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }

  #failed(event: string, error: Error): void {
    const others = event === 'error' ? [] : this.#emitter.rawListeners('error');
    if (others.length === 0) this.#logger.error(`a listener of "${event}" failed:`, error);
    else void this.#call('error', others, [error]);
  }
}
