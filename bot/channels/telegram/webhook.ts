import type { Telemetry } from '../../telemetry/telemetry.ts';
import { type Account, createWebhook, type Me } from './grammy.ts';
import type { Receive } from './receive.ts';

/** Without a secret anybody could speak as Telegram: the channel does not open. */
export class NoWebhookSecret extends Error {
  override readonly name = 'NoWebhookSecret';
  constructor() {
    super(
      'a webhook needs a secret of 1 to 256 characters out of A-Z a-z 0-9 _ -: set TELEGRAM_WEBHOOK_SECRET',
    );
  }
}

/** https://core.telegram.org/bots/api#setwebhook */
export function isWebhookSecret(secret: string): boolean {
  return /^[A-Za-z0-9_-]{1,256}$/.test(secret);
}

/** Where Telegram calls, below the public address. */
export const WEBHOOK_PATH = '/hooks/telegram';

/** Updates are a few kB; nothing that long comes from Telegram. */
const MAX_BODY_BYTES = 1024 * 1024;

class TooLong extends Error {
  override readonly name = 'TooLong';
}

class NotStored extends Error {
  override readonly name = 'NotStored';
}

/**
 * 200 when stored · 401 wrong secret · 413 and 400 a body that is not Telegram's · 503 not stored: Telegram repeats it.
 */
export function createWebhookDoor(
  account: Account,
  secret: string,
  me: Me,
  receive: Receive,
  telemetry: Telemetry,
): (request: Request) => Promise<Response> {
  const grammy = createWebhook(account, me, secret, (update) =>
    receive([update], me).catch((error: unknown) => {
      throw new NotStored('the update could not be stored', { cause: error });
    }),
  );
  const refuse = (status: number, reason: string) => {
    telemetry.received('telegram', 'refused', reason);
    return new Response(null, { status });
  };
  return async (request) => {
    if (request.method !== 'POST') return refuse(405, 'method');
    try {
      const response = await grammy(limited(request));
      if (response.status === 401) telemetry.received('telegram', 'refused', 'secret');
      return response;
    } catch (error) {
      if (isCausedBy(error, NotStored)) return new Response(null, { status: 503 });
      return isCausedBy(error, TooLong) ? refuse(413, 'too long') : refuse(400, 'not an update');
    }
  };
}

/** The same request; reading its body fails where it becomes too long. Nothing is read before grammY asks for it. */
function limited(request: Request): Request {
  let bytes = 0;
  const body = request.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>(
      {
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > MAX_BODY_BYTES) controller.error(new TooLong('the body is too long'));
          else controller.enqueue(chunk);
        },
      },
      undefined,
      { highWaterMark: 0 },
    ),
  );
  return new Request(request.url, {
    method: 'POST',
    headers: request.headers,
    body: body ?? null,
    duplex: 'half',
  });
}

/** grammY wraps what a handler throws, in `error`; Node what a body throws, in `cause`. */
function isCausedBy(error: unknown, kind: typeof TooLong | typeof NotStored): boolean {
  if (error instanceof kind) return true;
  if (!(error instanceof Error)) return false;
  if ('error' in error && isCausedBy(error.error, kind)) return true;
  return error.cause !== undefined && isCausedBy(error.cause, kind);
}
