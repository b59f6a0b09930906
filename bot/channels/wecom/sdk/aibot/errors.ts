import { WeComApiError } from '../error.ts';

/** The secret or the bot id is wrong: trying again cannot help. */
export class WSAuthFailureError extends Error {
  override readonly name = 'WSAuthFailureError';
  readonly code = 'WS_AUTH_FAILURE_EXHAUSTED';

  constructor(maxAttempts: number) {
    super(`authentication failed ${maxAttempts + 1} times: check the bot id and the secret`);
  }
}

/** The server stays out of reach; `connect()` begins anew. */
export class WSReconnectExhaustedError extends Error {
  override readonly name = 'WSReconnectExhaustedError';
  readonly code = 'WS_RECONNECT_EXHAUSTED';

  constructor(maxAttempts: number) {
    super(`the connection could not be made again in ${maxAttempts} tries`);
  }
}

/** Another connection took this bot again after our one try: somebody runs it twice. `connect()` begins anew. */
export class WSKickedError extends Error {
  override readonly name = 'WSKickedError';
  readonly code = 'WS_KICKED';

  constructor() {
    super('a newer connection took this bot twice: stop the other program, or leave the bot to it');
  }
}

export type LimitScope = 'minute' | 'hour' | 'in-flight';

/** Not sent: WeCom would refuse it, or drop it silently. */
export class WeComRateError extends Error {
  override readonly name = 'WeComRateError';
  readonly scope: LimitScope;
  readonly retryAfterMs: number;

  constructor(scope: LimitScope, retryAfterMs: number) {
    super(`too much in this conversation (${scope}); free again in ${retryAfterMs} ms`);
    this.scope = scope;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Not sent: WeCom would not take it as it is. A fault of the program that sends it; see WeComLimitError for lengths. */
export class WeComReplyInvalid extends RangeError {
  override readonly name = 'WeComReplyInvalid';
}

/** Why a way of replying is closed. */
export type ClosedWay =
  /** The callback has its one answer. */
  | 'answered'
  /** The callback's time is over, or this process did not receive it. */
  | 'late'
  /** The stream is finished, by us or because its six minutes were nearly over. */
  | 'stream-finished'
  /** This kind of reply is not an answer to that kind of callback. */
  | 'wrong-callback'
  /** The callback had no response_url, or one that is not of the API's host. */
  | 'no-response-url'
  | 'response-url-used'
  | 'response-url-expired';

/** Not sent: this way of replying is closed. Take the next: response_url, a push, a message of an app. */
export class WeComReplyClosed extends Error {
  override readonly name = 'WeComReplyClosed';
  readonly why: ClosedWay;

  constructor(why: ClosedWay) {
    super(`the reply has no way left here: ${why}`);
    this.why = why;
  }
}

export type MediaFault = 'address' | 'too-large' | 'expired' | 'undecryptable' | 'unreachable';

/** A file that cannot be had. The address is not in here: it is a key to the file. */
export class WeComMediaError extends Error {
  override readonly name = 'WeComMediaError';
  readonly fault: MediaFault;

  constructor(fault: MediaFault, options?: ErrorOptions) {
    super(`the file cannot be had: ${fault}`, options);
    this.fault = fault;
  }
}

/** https://developer.work.weixin.qq.com/document/path/101463 */
const INVALID_REQ_ID = 846605;
const STREAM_EXPIRED = 846608;

/** No callback answers to this req_id (any longer), or it is of the wrong kind: send a message of its own instead. */
export function isInvalidReqId(error: unknown): boolean {
  if (error instanceof WeComReplyClosed) return error.why === 'wrong-callback' || error.why === 'late';
  return error instanceof WeComApiError && error.errcode === INVALID_REQ_ID;
}

/** The stream takes no more frames: it was open too long. The callback itself may still be answered otherwise. */
export function isStreamExpired(error: unknown): boolean {
  if (error instanceof WeComReplyClosed) return error.why === 'stream-finished';
  return error instanceof WeComApiError && error.errcode === STREAM_EXPIRED;
}
