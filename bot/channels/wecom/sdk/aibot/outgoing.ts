import type { Clock } from '../clock.ts';
import { WeComApiError, WeComNetworkError, WeComOutcomeUnknown } from '../error.ts';
import { stripSecrets } from '../secrets.ts';
import type { WsFrame } from './frames.ts';
import type { Cost, Limits } from './limits.ts';
import { Timers } from './timers.ts';

export type OutgoingOptions = {
  /** How long an ack is waited for, in ms. */
  readonly ackTimeout: number;
  /** How long a frame waits for a line, in ms. */
  readonly offlineTtl: number;
  /** Frames that wait, for one req_id and in all. */
  readonly maxPerReqId: number;
  readonly maxInAll: number;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Only called while the line is up. */
  readonly send: (frame: WsFrame) => void;
};

type Item = {
  readonly frame: WsFrame & { readonly cmd: string };
  readonly cost: Cost | undefined;
  readonly resolve: (ack: WsFrame) => void;
  readonly reject: (error: Error) => void;
  /** When it is given up for want of a line, in ms since 1970; only looked at while there is none. */
  deadline: number | undefined;
};

/** What goes out under one req_id, one after the other. */
type Lane = {
  readonly waiting: Item[];
  /** Sent, without an ack so far. */
  active: { readonly item: Item; readonly stop: () => void } | undefined;
  /** Its last ack is late: nothing is sent, or that ack would be taken for the next frame's. */
  stopRest: (() => void) | undefined;
  /** No room under the limits until then. */
  stopPause: (() => void) | undefined;
};

/**
 * Frames on their way out. Those with one req_id go one by one, each after the ack of the one before; those of
 * different req_ids do not wait for one another. While there is no line they are kept, for a while and up to a number.
 *
 * A promise rejects with
 * - WeComApiError: WeCom said no; the frame that said so is attached,
 * - WeComOutcomeUnknown: sent, but the ack did not come,
 * - WeComNetworkError with `sent: false`: never sent (no line in time, too many waiting, disconnected),
 * - WeComRateError: never sent, see LimitOptions.
 */
export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #timers: Timers;
  readonly #lanes = new Map<string, Lane>();
  #ready = false;
  #stopped = false;
  #inAll = 0;
  #stopSweep: (() => void) | undefined;

  constructor(options: OutgoingOptions) {
    this.#options = options;
    this.#timers = new Timers(options.clock);
  }

  /** Frames that wait. */
  get size(): number {
    return this.#inAll;
  }

  /** True while a frame of this req_id waits for its ack. */
  isPending(reqId: string): boolean {
    const lane = this.#lanes.get(reqId);
    return lane?.active !== undefined || lane?.stopRest !== undefined;
  }

  /** Resolves with the ack. @param cost what it counts for under the limits; left out: nothing */
  push(frame: WsFrame & { readonly cmd: string }, cost?: Cost): Promise<WsFrame> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(unsent(frame.cmd, 'DISCONNECTED'));
      const lane = this.#lane(frame.headers.req_id);
      const { maxPerReqId, maxInAll, offlineTtl, clock } = this.#options;
      if (lane.waiting.length >= maxPerReqId || this.#inAll >= maxInAll)
        return reject(unsent(frame.cmd, 'QUEUE_FULL'));
      const deadline = this.#ready ? undefined : clock.now() + offlineTtl;
      lane.waiting.push({ frame, cost, resolve, reject, deadline });
      this.#inAll++;
      this.#pump(frame.headers.req_id, lane);
      if (!this.#ready) this.#sweepLater();
    });
  }

  ack(frame: WsFrame): void {
    const { req_id } = frame.headers;
    const lane = this.#lanes.get(req_id);
    const active = lane?.active;
    if (lane === undefined || active === undefined) {
      lane?.stopRest?.();
      if (lane !== undefined) lane.stopRest = undefined;
    } else {
      active.stop();
      lane.active = undefined;
      this.#settle(active.item, frame);
    }
    if (lane !== undefined) this.#pump(req_id, lane);
  }

  lineUp(): void {
    this.#ready = true;
    this.#stopSweep?.();
    this.#stopSweep = undefined;
    this.#pumpAll();
  }

  /** What was sent has an unknown outcome; what waits goes on waiting. */
  lineDown(): void {
    if (!this.#ready) return;
    this.#ready = false;
    const deadline = this.#options.clock.now() + this.#options.offlineTtl;
    for (const [reqId, lane] of this.#lanes) {
      this.#breakOff(lane);
      for (const item of lane.waiting) item.deadline = deadline;
      this.#forget(reqId, lane);
    }
    this.#sweepLater();
  }

  /** Takes frames again after `stop`. */
  start(): void {
    this.#stopped = false;
  }

  /** Rejects everything, at once and from now on, and leaves no timer. */
  stop(): void {
    this.#stopped = true;
    this.#ready = false;
    this.#timers.clear();
    this.#stopSweep = undefined;
    for (const [reqId, lane] of this.#lanes) {
      this.#breakOff(lane);
      for (const { frame, reject } of lane.waiting.splice(0)) reject(unsent(frame.cmd, 'DISCONNECTED'));
      this.#forget(reqId, lane);
    }
    this.#inAll = 0;
  }

  #lane(reqId: string): Lane {
    const lane = this.#lanes.get(reqId) ?? {
      waiting: [],
      active: undefined,
      stopRest: undefined,
      stopPause: undefined,
    };
    this.#lanes.set(reqId, lane);
    return lane;
  }

  #pumpAll(): void {
    for (const [reqId, lane] of this.#lanes) {
      lane.stopPause?.();
      lane.stopPause = undefined;
      this.#pump(reqId, lane);
    }
  }

  #pump(reqId: string, lane: Lane): void {
    while (this.#ready && lane.active === undefined && (lane.stopRest ?? lane.stopPause) === undefined) {
      const item = lane.waiting[0];
      if (item === undefined) break;
      try {
        const ms = item.cost === undefined ? undefined : this.#options.limits.wait(item.cost);
        if (ms !== undefined) {
          lane.stopPause = this.#timers.after(ms, () => {
            lane.stopPause = undefined;
            this.#pump(reqId, lane);
          });
          return;
        }
        this.#takeFirst(lane);
        this.#send(reqId, lane, item);
      } catch (error) {
        if (lane.waiting[0] === item) this.#takeFirst(lane);
        item.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#forget(reqId, lane);
  }

  #takeFirst(lane: Lane): void {
    lane.waiting.shift();
    this.#inAll--;
  }

  #send(reqId: string, lane: Lane, item: Item): void {
    const { ackTimeout, limits, send } = this.#options;
    send(item.frame);
    if (item.cost !== undefined) limits.take(item.cost);
    const stop = this.#timers.after(ackTimeout, () => {
      lane.active = undefined;
      lane.stopRest = this.#timers.after(ackTimeout, () => {
        lane.stopRest = undefined;
        this.#pump(reqId, lane);
      });
      if (item.cost?.stream?.finish === true) this.#release(item);
      item.reject(unknown(item, 'timeout'));
    });
    lane.active = { item, stop };
  }

  #settle(item: Item, ack: WsFrame): void {
    if (ack.errcode === 0 || ack.errcode === undefined) {
      if (item.cost?.stream?.finish === true) this.#release(item);
      item.resolve(ack);
      return;
    }
    this.#release(item);
    const { errcode } = ack;
    const errmsg = stripSecrets(ack.errmsg ?? '');
    const frame = { ...ack, errmsg };
    item.reject(new WeComApiError({ errcode, errmsg, endpoint: item.frame.cmd, frame }));
  }

  /** Somebody else may have waited for this stream to end. */
  #release({ cost }: Item): void {
    if (cost?.stream === undefined) return;
    this.#options.limits.release(cost);
    if (this.#ready) queueMicrotask(() => this.#pumpAll());
  }

  #breakOff(lane: Lane): void {
    lane.stopRest?.();
    lane.stopRest = undefined;
    lane.stopPause?.();
    lane.stopPause = undefined;
    const active = lane.active;
    lane.active = undefined;
    active?.stop();
    active?.item.reject(unknown(active.item, 'broken'));
  }

  #forget(reqId: string, lane: Lane): void {
    const busy = lane.active ?? lane.stopRest ?? lane.stopPause;
    if (busy === undefined && lane.waiting.length === 0) this.#lanes.delete(reqId);
  }

  #sweepLater(): void {
    if (this.#stopSweep !== undefined || this.#inAll === 0) return;
    const deadlines = [...this.#lanes.values()].flatMap(({ waiting }) => waiting[0]?.deadline ?? []);
    const ms = Math.min(...deadlines) - this.#options.clock.now();
    this.#stopSweep = this.#timers.after(Math.max(ms, 0), () => {
      this.#stopSweep = undefined;
      this.#sweep();
    });
  }

  #sweep(): void {
    const now = this.#options.clock.now();
    for (const [reqId, lane] of this.#lanes) {
      while ((lane.waiting[0]?.deadline ?? Infinity) <= now) {
        const [item] = lane.waiting;
        this.#takeFirst(lane);
        item?.reject(unsent(item.frame.cmd, 'OFFLINE'));
      }
      this.#forget(reqId, lane);
    }
    this.#sweepLater();
  }
}

/** The frame was surely not sent. */
export function unsent(cmd: string, code: 'OFFLINE' | 'QUEUE_FULL' | 'DISCONNECTED'): WeComNetworkError {
  return new WeComNetworkError('unreachable', cmd, { code });
}

function unknown({ frame }: Item, fault: 'timeout' | 'broken'): WeComOutcomeUnknown {
  return new WeComOutcomeUnknown(frame.cmd, new WeComNetworkError(fault, frame.cmd));
}
