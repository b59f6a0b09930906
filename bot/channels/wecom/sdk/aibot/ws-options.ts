import type { Clock } from '../clock.ts';
import type { Http } from '../http.ts';
import type { ConnectionOptions } from './connection-state.ts';
import type { DownloadOptions } from './download.ts';
import type { LimitOptions } from './limits.ts';
import type { Logger } from './logger.ts';
import type { SocketOptions } from './socket.ts';

/** Times in ms. The first block is the official SDK's; the second is ours. */
export type WSClientOptions = {
  readonly botId: string;
  readonly secret: string;
  readonly scene?: number;
  readonly plug_version?: string;
  /** The first pause before a new try, doubled each time up to 30 s; 1000. */
  readonly reconnectInterval?: number;
  /** -1: for ever; 10. */
  readonly maxReconnectAttempts?: number;
  /** -1: for ever; 5. */
  readonly maxAuthFailureAttempts?: number;
  /** 30000 */
  readonly heartbeatInterval?: number;
  /** For handshake and subscription together, and for a request of HTTP; 10000. */
  readonly requestTimeout?: number;
  readonly wsUrl?: string;
  readonly wsOptions?: SocketOptions;
  /** Replies that wait under one req_id; 500. */
  readonly maxReplyQueueSize?: number;
  readonly logger?: Logger;

  /** How long an ack is waited for; 5000. */
  readonly replyAckTimeout?: number;
  /** How long a frame waits while there is no connection; 60000. */
  readonly offlineTtl?: number;
  /** Frames that wait in all; 1000. */
  readonly maxQueueSize?: number;
  /** Before the one try after a newer connection took the bot; at least and by default 60000. */
  readonly kickedCooldown?: number;
  readonly limits?: LimitOptions;
  readonly download?: DownloadOptions;
  /** For files; left out: one of its own. */
  readonly http?: Http;
  /** Message ids that are remembered, so that none is handed out twice; 10000. */
  readonly maxSeen?: number;
  /** 0 as the official SDK, 1 as a sample of the documentation; 0. */
  readonly firstChunkIndex?: 0 | 1;
  /** Send stream and card as one frame. WeCom's page says both that it can and that it cannot; false. */
  readonly streamWithCard?: boolean;
  /** Called for each callback that is not handed out. */
  readonly onRefused?: (reason: WsRefusal) => void;
  readonly clock?: Clock;
  /** From 0 up to 1. */
  readonly random?: () => number;
};

export type WsRefusal = 'malformed' | 'duplicate';

export const WS_URL = 'wss://openws.work.weixin.qq.com';
/** ms */
export const REQUEST_TIMEOUT = 10_000;
const LEAST_COOLDOWN = 60_000;

/** With the official SDK's values where nothing is said. */
export function connectionOptionsOf(
  options: WSClientOptions,
  { clock, logger }: Pick<ConnectionOptions, 'clock' | 'logger'>,
): ConnectionOptions {
  return {
    url: options.wsUrl ?? WS_URL,
    botId: options.botId,
    secret: options.secret,
    ...(options.scene !== undefined && { scene: options.scene }),
    ...(options.plug_version !== undefined && { plugVersion: options.plug_version }),
    reconnectInterval: options.reconnectInterval ?? 1000,
    maxReconnectAttempts: options.maxReconnectAttempts ?? 10,
    maxAuthFailureAttempts: options.maxAuthFailureAttempts ?? 5,
    heartbeatInterval: options.heartbeatInterval ?? 30_000,
    requestTimeout: options.requestTimeout ?? REQUEST_TIMEOUT,
    kickedCooldown: Math.max(options.kickedCooldown ?? LEAST_COOLDOWN, LEAST_COOLDOWN),
    socket: options.wsOptions ?? {},
    random: options.random ?? Math.random,
    clock,
    logger,
  };
}
