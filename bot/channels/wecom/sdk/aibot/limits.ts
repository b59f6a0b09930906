import type { Clock } from '../clock.ts';
import { type LimitScope, WeComRateError } from './errors.ts';

export type LimitOptions = {
  /** Messages a minute in one conversation; 30 when left out. */
  readonly perMinute?: number;
  /** Messages an hour in one conversation; 1000 when left out. */
  readonly perHour?: number;
  /** Answers to one person that are not finished; 3 when left out. */
  readonly inFlightPerUser?: number;
  /** `wait` (when left out): send when there is room. `refuse`: reject with a WeComRateError at once. */
  readonly onLimit?: 'wait' | 'refuse';
  /**
   * Count every frame of a stream, not only its first. WeCom does not say which is right; 31 frames in 9 s have been
   * seen to be taken. False when left out.
   */
  readonly countStreamFrames?: boolean;
};

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** WeCom ends a stream then, so it is not in flight any longer. */
const STREAM_LIFE = 6 * MINUTE;

export type Wait = { readonly scope: LimitScope; readonly ms: number };

/** Messages of the last hour per key, within two windows. */
export class RateWindows {
  readonly #sent = new Map<string, number[]>();
  readonly #perMinute: number;
  readonly #perHour: number;
  readonly #clock: Clock;

  constructor(perMinute: number, perHour: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#perHour = perHour;
    this.#clock = clock;
  }

  /** How long until one more is allowed; undefined: now. */
  wait(key: string): Wait | undefined {
    const now = this.#clock.now();
    const times = this.#recent(key, now);
    const until = (count: number, span: number) => (times[times.length - count] ?? -Infinity) + span - now;
    const hour = until(this.#perHour, HOUR);
    if (hour > 0) return { scope: 'hour', ms: hour };
    const minute = until(this.#perMinute, MINUTE);
    return minute > 0 ? { scope: 'minute', ms: minute } : undefined;
  }

  take(key: string): void {
    const now = this.#clock.now();
    const times = this.#recent(key, now);
    times.push(now);
    this.#sent.delete(key);
    this.#sent.set(key, times);
    // Conversations that were silent for an hour stand in front.
    for (const [other, sent] of this.#sent) {
      if ((sent.at(-1) ?? 0) > now - HOUR) break;
      this.#sent.delete(other);
    }
  }

  #recent(key: string, now: number): number[] {
    return (this.#sent.get(key) ?? []).filter((time) => time > now - HOUR);
  }
}

/** What a frame counts for. */
export type Cost = {
  /** The chat or person that it goes to. */
  readonly conversation: string;
  /** Set on a frame of a stream: for whom, which, and whether it is the last. */
  readonly stream?: { readonly user: string; readonly id: string; readonly finish: boolean };
};

/** WeCom's limits for one bot, kept by waiting. https://developer.work.weixin.qq.com/document/path/101463 */
export class Limits {
  readonly #rate: RateWindows;
  readonly #inFlightPerUser: number;
  readonly #countStreamFrames: boolean;
  readonly #refuses: boolean;
  readonly #clock: Clock;
  /** Person -> stream -> when it was opened. */
  readonly #open = new Map<string, Map<string, number>>();

  constructor(options: LimitOptions, clock: Clock) {
    this.#rate = new RateWindows(options.perMinute ?? 30, options.perHour ?? 1000, clock);
    this.#inFlightPerUser = options.inFlightPerUser ?? 3;
    this.#countStreamFrames = options.countStreamFrames ?? false;
    this.#refuses = options.onLimit === 'refuse';
    this.#clock = clock;
  }

  /** Undefined: send now. @throws WeComRateError when there is no room and waiting is not wanted */
  wait(cost: Cost): number | undefined {
    const wait = this.#counts(cost)
      ? (this.#inFlight(cost) ?? this.#rate.wait(cost.conversation))
      : undefined;
    if (wait !== undefined && this.#refuses) throw new WeComRateError(wait.scope, wait.ms);
    return wait?.ms;
  }

  take(cost: Cost): void {
    if (this.#counts(cost)) this.#rate.take(cost.conversation);
    const { stream } = cost;
    if (stream === undefined || stream.finish) return;
    const streams = this.#streamsOf(stream.user);
    streams.set(stream.id, streams.get(stream.id) ?? this.#clock.now());
    this.#open.set(stream.user, streams);
  }

  /** The stream is over: finished, or refused. */
  release({ stream }: Cost): void {
    if (stream === undefined) return;
    const streams = this.#open.get(stream.user);
    streams?.delete(stream.id);
    if (streams?.size === 0) this.#open.delete(stream.user);
  }

  #counts({ stream }: Cost): boolean {
    return stream === undefined || this.#countStreamFrames || !this.#isOpen(stream);
  }

  #isOpen({ user, id }: NonNullable<Cost['stream']>): boolean {
    return this.#streamsOf(user).has(id);
  }

  #inFlight({ stream }: Cost): Wait | undefined {
    // A stream that is whole in one frame is never in flight.
    if (stream === undefined || stream.finish || this.#isOpen(stream)) return undefined;
    const streams = this.#streamsOf(stream.user);
    if (streams.size < this.#inFlightPerUser) return undefined;
    const oldest = Math.min(...streams.values());
    return { scope: 'in-flight', ms: oldest + STREAM_LIFE - this.#clock.now() };
  }

  #streamsOf(user: string): Map<string, number> {
    const streams = this.#open.get(user) ?? new Map<string, number>();
    for (const [id, since] of streams) if (since + STREAM_LIFE <= this.#clock.now()) streams.delete(id);
    return streams;
  }
}
