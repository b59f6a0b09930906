import { WeComApiError } from '../error.ts';
import { stripSecrets } from '../secrets.ts';
import { WsCmd } from './commands.ts';
import type {
  ConnectionEvents,
  ConnectionOptions,
  ConnectionPhase,
  ConnectionState,
} from './connection-state.ts';
import { WSAuthFailureError, WSKickedError, WSReconnectExhaustedError } from './errors.ts';
import { parseFrame, type WsFrame } from './frames.ts';
import { generateReqId } from './req-id.ts';
import { openSocket, type Socket } from './socket.ts';
import { Timers } from './timers.ts';

const LONGEST_BACKOFF_MS = 30_000;
/** Pings without an answer after which the line is dead. */
const MISSED_PONGS = 2;
/** A connection that held this many cool-downs was no war: the next kick gets its one try again. */
const PEACE_COOLDOWNS = 10;

/**
 * One live connection: subscribe, heartbeat, and coming back after it breaks.
 * https://developer.work.weixin.qq.com/document/path/101463
 *
 * A bot has one connection; a newer one takes it, and this one is told by `disconnected_event`. Coming back at once
 * would take it from the newer, which would come back too: so there is one try after a cool-down, and none after that.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #timers: Timers;
  #socket: Socket | undefined;
  #state: ConnectionState;
  #subscribeId = '';
  #failures = 0;
  #authFailures = 0;
  #missedPongs = 0;
  #triesAfterKick = 1;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    this.#timers = new Timers(options.clock);
    this.#state = { phase: 'idle', since: options.clock.now(), attempt: 0 };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.phase === 'ready';
  }

  /** Begins, or begins anew with all counters at zero. */
  connect(): void {
    this.#failures = 0;
    this.#authFailures = 0;
    this.#triesAfterKick = 1;
    this.#open();
  }

  disconnect(): void {
    const wasOpen = this.#socket !== undefined;
    this.#drop();
    this.#enter('idle', {});
    if (wasOpen) this.#events.disconnected('disconnect() was called');
  }

  /** Only while ready. */
  send(frame: WsFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #open(): void {
    this.#drop();
    const { url, socket: options, requestTimeout } = this.#options;
    this.#enter('connecting', {});
    // One bound for the handshake and the subscription together.
    this.#timers.after(requestTimeout, () => this.#lost('no authentication in time'));
    try {
      this.#socket = openSocket(url, options, {
        opened: () => this.#subscribe(),
        received: (text) => this.#received(text),
        failed: (error) => this.#events.error(error),
        closed: (reason) => this.#lost(reason),
      });
    } catch (error) {
      // An address that is none. It would be none the next time too.
      this.#events.error(error instanceof Error ? error : new Error(String(error)));
      this.#drop();
      this.#enter('failed', { reason: 'the address is not one of a WebSocket' });
    }
  }

  #subscribe(): void {
    const { botId, secret, scene, plugVersion } = this.#options;
    this.#enter('authenticating', {});
    this.#events.connected();
    // A listener may have disconnected.
    if (this.#state.phase !== 'authenticating') return;
    this.#subscribeId = generateReqId(WsCmd.SUBSCRIBE, this.#options.clock.now());
    this.send({
      cmd: WsCmd.SUBSCRIBE,
      headers: { req_id: this.#subscribeId },
      body: {
        bot_id: botId,
        secret,
        ...(scene !== undefined && { scene }),
        ...(plugVersion !== undefined && { plug_version: plugVersion }),
      },
    });
  }

  #received(text: string): void {
    const frame = parseFrame(text);
    if (frame === undefined) {
      this.#options.logger.warn('a frame that is none was left out');
      return;
    }
    const { req_id } = frame.headers;
    if (frame.cmd === WsCmd.CALLBACK || frame.cmd === WsCmd.EVENT_CALLBACK) {
      this.#events.callback(frame);
      if (isDisconnectedEvent(frame)) this.#kicked();
    } else if (req_id === this.#subscribeId) this.#subscribed(frame);
    else if (req_id.startsWith(`${WsCmd.HEARTBEAT}_`)) this.#missedPongs = 0;
    else this.#events.ack(frame);
  }

  #subscribed(frame: WsFrame): void {
    if (this.#state.phase !== 'authenticating') return;
    if (frame.errcode !== 0) {
      this.#refused(frame);
      return;
    }
    this.#timers.clear();
    this.#failures = 0;
    this.#authFailures = 0;
    this.#missedPongs = 0;
    this.#enter('ready', {});
    this.#beat();
    this.#events.authenticated();
  }

  #refused(frame: WsFrame): void {
    const errmsg = stripSecrets(frame.errmsg ?? '', [this.#options.secret]);
    const error = new WeComApiError({
      errcode: frame.errcode ?? -1,
      errmsg,
      endpoint: WsCmd.SUBSCRIBE,
      frame: { ...frame, errmsg },
    });
    this.#events.error(error);
    // Busy, or called too often: no word about the secret, and nothing that a quick try would mend.
    if (error.retryable) {
      this.#lost('the subscription was put off', error.retryAfterMs);
      return;
    }
    const { maxAuthFailureAttempts: max } = this.#options;
    this.#drop();
    this.#enter('waiting', { reason: 'authentication failed' });
    this.#events.disconnected('authentication failed');
    if (this.#state.phase !== 'waiting') return;
    if (max !== -1 && this.#authFailures >= max) {
      this.#enter('failed', { reason: 'authentication failed' });
      this.#events.error(new WSAuthFailureError(max));
      return;
    }
    this.#authFailures++;
    this.#retry('waiting', this.#backoff(this.#authFailures), this.#authFailures, 'authentication failed');
  }

  /** Every `heartbeatInterval`; the last two without an answer mean that nobody is there. */
  #beat(): void {
    this.#timers.after(this.#options.heartbeatInterval, () => {
      if (this.#missedPongs >= MISSED_PONGS) {
        this.#lost('no answer to the heartbeat');
        return;
      }
      this.#missedPongs++;
      this.send({
        cmd: WsCmd.HEARTBEAT,
        headers: { req_id: generateReqId(WsCmd.HEARTBEAT, this.#options.clock.now()) },
      });
      this.#beat();
    });
  }

  #kicked(): void {
    const { kickedCooldown, clock, random } = this.#options;
    const reason = 'a newer connection took this bot';
    // A listener of the event may have disconnected already.
    if (!this.isReady) return;
    const held = clock.now() - this.#state.since;
    if (held >= kickedCooldown * PEACE_COOLDOWNS) this.#triesAfterKick = 1;
    // The server closes the old connection when it likes, minutes later perhaps: not waited for.
    this.#drop();
    const again = this.#triesAfterKick > 0;
    this.#enter(again ? 'cooling' : 'kicked', { reason });
    this.#events.disconnected(reason);
    if (this.#state.phase === 'kicked') this.#events.error(new WSKickedError());
    if (this.#state.phase !== 'cooling') return;
    this.#triesAfterKick--;
    this.#retry('cooling', kickedCooldown * (1 + random() / 2), 1, reason);
  }

  #lost(reason: string, leastDelay: number = 0): void {
    const { maxReconnectAttempts: max } = this.#options;
    this.#drop();
    this.#enter('waiting', { reason });
    this.#events.disconnected(reason);
    if (this.#state.phase !== 'waiting') return;
    if (max !== -1 && this.#failures >= max) {
      this.#enter('failed', { reason });
      this.#events.error(new WSReconnectExhaustedError(max));
      return;
    }
    this.#failures++;
    this.#retry('waiting', Math.max(leastDelay, this.#backoff(this.#failures)), this.#failures, reason);
  }

  /** 1, 2, 4 … 30 s by default, each shortened by chance to at least half: a thousand clients do not come at once. */
  #backoff(attempt: number): number {
    const { reconnectInterval, random } = this.#options;
    const full = Math.min(reconnectInterval * 2 ** Math.min(attempt - 1, 30), LONGEST_BACKOFF_MS);
    return full * (0.5 + random() / 2);
  }

  #retry(phase: 'waiting' | 'cooling', delay: number, attempt: number, reason: string): void {
    this.#enter(phase, { reason, attempt, retryAt: this.#options.clock.now() + delay });
    this.#timers.after(delay, () => this.#open());
    this.#events.reconnecting(attempt);
  }

  /** Leaves no socket and no timer. */
  #drop(): void {
    this.#timers.clear();
    this.#socket?.end();
    this.#socket = undefined;
    this.#subscribeId = '';
  }

  #enter(phase: ConnectionPhase, more: Partial<Omit<ConnectionState, 'phase' | 'since'>>): void {
    const attempt = phase === 'ready' || phase === 'idle' ? 0 : this.#state.attempt;
    this.#state = { attempt, ...more, phase, since: this.#options.clock.now() };
  }
}

function isDisconnectedEvent({ body }: WsFrame): boolean {
  if (typeof body !== 'object' || body === null || !('event' in body)) return false;
  const { event } = body;
  return (
    typeof event === 'object' &&
    event !== null &&
    'eventtype' in event &&
    event.eventtype === 'disconnected_event'
  );
}
