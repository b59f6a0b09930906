/**
 * One HTTP request to the Bot API, with errors that tell whether Telegram can have seen it: on that hangs whether a message
 * may be sent again. Node's own fetch, because grammY's default (node-fetch) hides the status of a gateway's page and does
 * not part a connection that never stood from one that broke.
 */

/** No connection came to be: Telegram has seen nothing. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

/** The request was or may have been written, and no answer came: too slow, cut off, or we stopped waiting. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Something between Telegram and us answered with a page instead of JSON. */
export class GatewayAnswer extends Error {
  override readonly name = 'GatewayAnswer';
  readonly status: number;
  constructor(status: number) {
    super(`not the Bot API: HTTP ${status}`);
    this.status = status;
  }
}

/** What fails before the first byte of a request: finding, reaching and trusting the other side. */
const BEFORE_WRITING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** @throws NeverSent, NoAnswer, GatewayAnswer */
export async function request(url: string | URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw wasWritten(error) ? new NoAnswer(codeOf(error)) : new NeverSent(codeOf(error));
  });
  if (!response.headers.get('content-type')?.includes('json')) {
    await response.body?.cancel();
    throw new GatewayAnswer(response.status);
  }
  // The whole answer here, so that an answer cut off half-way is told from a wrong one.
  const body = await response.text().catch((error: unknown) => {
    throw new NoAnswer(codeOf(error));
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/** Never the message of the error: it may hold the address, and with it the token. */
function codeOf(error: unknown): string {
  const cause = causeOf(error);
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}

function causeOf(error: unknown): object {
  return error instanceof Error && error.cause instanceof Error ? error.cause : {};
}

function wasWritten(error: unknown): boolean {
  const cause = causeOf(error);
  if (BEFORE_WRITING.test(codeOf(error))) return false;
  if ('syscall' in cause && cause.syscall === 'connect') return false;
  // Node's words for a connection that was cut while the two sides agreed on TLS.
  return !('message' in cause && /before secure TLS connection/.test(String(cause.message)));
}
