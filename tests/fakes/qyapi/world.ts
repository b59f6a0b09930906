import { EventEmitter } from 'node:events';

/** Something that a person would see, in the order of the world. */
export type Delivery =
  | {
      readonly kind: 'app';
      readonly agentId: string;
      readonly users: readonly string[];
      readonly message: Record<string, unknown>;
      readonly msgid: string;
    }
  | {
      readonly kind: 'card';
      readonly agentId: string;
      readonly msgid: string;
      readonly update: Record<string, unknown>;
    }
  | { readonly kind: 'recall'; readonly msgid: string }
  | { readonly kind: 'appchat'; readonly chatid: string; readonly message: Record<string, unknown> }
  | {
      readonly kind: 'kf';
      readonly open_kfid: string;
      readonly customer: string;
      readonly message: Record<string, unknown>;
      readonly msgid: string;
      /** Sent by an event's code, apart from the five. */
      readonly onEvent: boolean;
    }
  | { readonly kind: 'robot'; readonly key: string; readonly message: Record<string, unknown> }
  | { readonly kind: 'aibot'; readonly code: string; readonly message: Record<string, unknown> };

export type Seen = Delivery & { readonly seq: number; readonly at: number };

/** What all parts of the fake share: time, ids, what was delivered, and that something changed. */
export class World {
  readonly changes = new EventEmitter().setMaxListeners(0);
  readonly deliveries: Seen[] = [];
  readonly now: () => number;
  #ids = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** An id that nobody could guess the kind of, never the same twice. */
  id(prefix: string): string {
    this.#ids++;
    return `${prefix}${Buffer.from(`${prefix}.${this.#ids}.of.this.world`).toString('base64url')}`;
  }

  deliver(delivery: Delivery): void {
    this.deliveries.push({ ...delivery, seq: this.deliveries.length + 1, at: this.now() });
    this.changed();
  }

  changed(): void {
    this.changes.emit('change');
  }
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
