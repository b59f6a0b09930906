/** What to do after an errcode. */
export type Retry =
  /** Try again after growing pauses. */
  | { readonly kind: 'backoff'; readonly tries: number }
  /** Try again after short, random pauses: too many calls at the same moment. */
  | { readonly kind: 'jitter'; readonly tries: number }
  /** Fetch a new access_token and try once more. */
  | { readonly kind: 'refresh'; readonly tries: 1 }
  /** Leave this interface alone for a while; the caller decides what waits. */
  | { readonly kind: 'park'; readonly ms: number }
  /** The same call would fail again. */
  | { readonly kind: 'none' };

const NONE: Retry = { kind: 'none' };

/** Every errcode that asks for more than giving up. https://developer.work.weixin.qq.com/document/path/90313 */
const RETRY_TABLE: ReadonlyMap<number, Retry> = new Map<number, Retry>([
  [-1, { kind: 'backoff', tries: 3 }],
  [40014, { kind: 'refresh', tries: 1 }],
  [42001, { kind: 'refresh', tries: 1 }],
  // None was seen: something on the way took it out of the address, or it was empty.
  [41001, { kind: 'refresh', tries: 1 }],
  [45033, { kind: 'jitter', tries: 3 }],
  [45009, { kind: 'park', ms: 60_000 }],
]);

export function retryFor(errcode: number): Retry {
  return RETRY_TABLE.get(errcode) ?? NONE;
}

export type WeComApiErrorOptions = {
  readonly errcode: number;
  /** As the server said it, without secrets. For people: it may change at any time, so nothing is decided by it. */
  readonly errmsg: string;
  /** The path or the WebSocket command, without its query. */
  readonly endpoint: string;
  /** The frame that said no, over WebSocket. */
  readonly frame?: unknown;
};

/** WeCom answered, and the answer was no. https://developer.work.weixin.qq.com/document/path/90313 */
export class WeComApiError extends Error {
  override readonly name = 'WeComApiError';
  readonly errcode: number;
  readonly errmsg: string;
  readonly endpoint: string;
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /** How long to leave the interface alone, in ms, when it was called too often. */
  readonly retryAfterMs?: number;
  readonly frame?: unknown;

  constructor({ errcode, errmsg, endpoint, frame }: WeComApiErrorOptions) {
    super(`${endpoint}: ${errcode} ${errmsg}`);
    const retry = retryFor(errcode);
    this.errcode = errcode;
    this.errmsg = errmsg;
    this.endpoint = endpoint;
    this.retryable = retry.kind !== 'none';
    if (retry.kind === 'park') this.retryAfterMs = retry.ms;
    if (frame !== undefined) this.frame = frame;
  }
}

/** How a request ended without an answer that can be read. */
export type NetworkFault =
  /** No connection was made: the request was not sent. */
  | 'unreachable'
  | 'timeout'
  /** The connection broke before the answer was there. */
  | 'broken'
  /** An HTTP status other than 2xx. */
  | 'status'
  /** An answer that is not what the documentation says. */
  | 'unreadable'
  | 'too-large'
  | 'aborted';

/** The request had no answer that can be read. Holds nothing of the request but its path. */
export class WeComNetworkError extends Error {
  override readonly name = 'WeComNetworkError';
  readonly fault: NetworkFault;
  readonly endpoint: string;
  /** False: the server cannot have seen the request. */
  readonly sent: boolean;
  /** The HTTP status, when there was one. */
  readonly status?: number;

  constructor(
    fault: NetworkFault,
    endpoint: string,
    detail: { code?: string; status?: number; sent?: boolean } = {},
  ) {
    super(
      [`${endpoint}: ${fault}`, detail.code, detail.status].filter((part) => part !== undefined).join(' '),
    );
    this.fault = fault;
    this.endpoint = endpoint;
    this.sent = detail.sent ?? fault !== 'unreachable';
    if (detail.status !== undefined) this.status = detail.status;
  }
}

/**
 * A message may have been delivered or not. Sending it again may deliver it twice, unless the call carries a key by
 * which WeCom knows it again.
 */
export class WeComOutcomeUnknown extends Error {
  override readonly name = 'WeComOutcomeUnknown';
  readonly endpoint: string;
  override readonly cause: WeComNetworkError;

  constructor(endpoint: string, cause: WeComNetworkError) {
    super(`${endpoint}: nobody knows whether it was carried out (${cause.fault})`);
    this.endpoint = endpoint;
    this.cause = cause;
  }
}
