import type { Clock } from '../clock.ts';
import type { WsFrame } from './frames.ts';
import type { Logger } from './logger.ts';
import type { SocketOptions } from './socket.ts';

export type ConnectionPhase =
  /** Not asked to connect, or disconnected. */
  | 'idle'
  | 'connecting'
  | 'authenticating'
  /** Frames go both ways. */
  | 'ready'
  /** Waiting before the next try. */
  | 'waiting'
  /** A newer connection took the bot: waiting before our one try. */
  | 'cooling'
  /** A newer connection took it again: given up. */
  | 'kicked'
  /** Given up: wrong secret, or out of reach too often. */
  | 'failed';

export type ConnectionState = {
  readonly phase: ConnectionPhase;
  /** ms since 1970 */
  readonly since: number;
  /** Tries since it was last ready. */
  readonly attempt: number;
  /** When the next try is, in ms since 1970, while waiting or cooling. */
  readonly retryAt?: number;
  /** What ended the last connection. */
  readonly reason?: string;
};

export type ConnectionOptions = {
  readonly url: string;
  readonly botId: string;
  readonly secret: string;
  readonly scene?: number;
  readonly plugVersion?: string;
  readonly reconnectInterval: number;
  readonly maxReconnectAttempts: number;
  readonly maxAuthFailureAttempts: number;
  readonly heartbeatInterval: number;
  readonly requestTimeout: number;
  readonly kickedCooldown: number;
  readonly socket: SocketOptions;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
};

export type ConnectionEvents = {
  readonly connected: () => void;
  readonly authenticated: () => void;
  readonly disconnected: (reason: string) => void;
  readonly reconnecting: (attempt: number) => void;
  readonly error: (error: Error) => void;
  readonly callback: (frame: WsFrame) => void;
  readonly ack: (frame: WsFrame) => void;
};
