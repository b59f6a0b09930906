import type { Context, MiddlewareHandler } from './hono.ts';

/**
 * Keeps bodies above `maxSize` bytes from whoever stands behind. Instead of Hono's own, which makes a new request of the
 * adapter's and so fails for every body that comes in chunks: https://hono.dev/docs/middleware/builtin/body-limit
 */
export function bodyLimit({
  maxSize,
  onError,
}: {
  readonly maxSize: number;
  readonly onError: (c: Context) => Response | Promise<Response>;
}): MiddlewareHandler {
  return async (c, next) => {
    const { raw } = c.req;
    if (raw.body === null || raw.method === 'GET' || raw.method === 'HEAD') return next();
    const length = raw.headers.get('content-length');
    // Node's parser lets no more through than the header says, and takes no message that has both headers.
    if (length !== null) return Number(length) > maxSize ? onError(c) : next();
    const body = await readWithin(raw.body, maxSize);
    if (body === undefined) return onError(c);
    const { url, method, headers, signal } = raw;
    c.req.raw = new Request(url, { method, headers, signal, ...(body.length > 0 && { body }) });
    return next();
  };
}

/** undefined: there is more. */
async function readWithin(
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
