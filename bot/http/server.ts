import { Server } from 'node:http';
import { cannotListen } from './cannot-listen.ts';
import { createAdaptorServer } from './hono.ts';
import { untilAborted } from './until-aborted.ts';

/** What answers requests; a Hono app is one. `connection`: what Hono's getConnInfo reads the caller's address from. */
export type Site = {
  readonly fetch: (request: Request, connection?: object) => Response | Promise<Response>;
};

export type HttpServer = {
  /** Resolves once connections are taken. @throws CannotListen */
  readonly start: () => Promise<{ readonly port: number }>;
  /** Takes no more requests, finishes those under way, ends event streams. Resolves when every connection is closed. */
  readonly stop: () => Promise<void>;
};

/** How long a request under way may still take once the server stops. */
const GRACE_MS = 10_000;

/** @param port 0 for any free one */
export function createHttpServer({
  host,
  port,
  app,
  graceMs = GRACE_MS,
}: {
  readonly host: string;
  readonly port: number;
  readonly app: Site;
  readonly graceMs?: number;
}): HttpServer {
  const stopping = new AbortController();
  // https://github.com/honojs/node-server#readme ; the globals stay Node's own, because others in this process use them.
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, connection) => {
      const response = await app.fetch(request, connection);
      // What is left of a body that was refused unread ends the connection; told so, nobody sends the next request into it.
      if (request.method !== 'GET' && response.status >= 400) response.headers.set('connection', 'close');
      const streams = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (!streams || response.body === null) return response;
      return new Response(untilAborted(response.body, stopping.signal), response);
    },
    serverOptions: {
      // https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener ; longer than a proxy's own keep-alive.
      keepAliveTimeout: 65_000,
      headersTimeout: 20_000,
      // A picture of 20 MB over a slow line.
      requestTimeout: 180_000,
    },
  });
  // What it makes without a `createServer` of ours; its type also names those of HTTP/2, which close otherwise.
  if (!(server instanceof Server)) throw new TypeError('the server is not one of node:http');
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
        server.listen(port, host, () => {
          const address = server.address();
          resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
        });
      }),
    stop: async () => {
      stopping.abort();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        // A connection whose last answer ends only now would stay open for the browser's next request.
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(late);
          clearInterval(idle);
          resolve();
        });
      });
    },
  };
}
