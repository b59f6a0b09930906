/** The last `limit` entries that were set, each for at most `ttlMs`. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #limit: number;
  readonly #ttlMs: number;
  readonly #now: () => number;

  constructor(limit: number, ttlMs: number, now: () => number) {
    this.#limit = limit;
    this.#ttlMs = ttlMs;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined || entry.until <= this.#now() ? undefined : entry.value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + this.#ttlMs });
    this.#shrink();
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** True the first time, and again when the key was forgotten. */
  add(this: BoundedMap<true>, key: string): boolean {
    if (this.get(key) === true) return false;
    this.set(key, true);
    return true;
  }

  /** Insertion order is age: what is over stands in front. */
  #shrink(): void {
    for (const [key, { until }] of this.#entries) {
      if (until > this.#now() && this.#entries.size <= this.#limit) return;
      this.#entries.delete(key);
    }
  }
}
