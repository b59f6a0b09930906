import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CannotListen } from '../../../bot/http/cannot-listen.ts';
import { createHttpServer, type HttpServer, type Site } from '../../../bot/http/server.ts';

const running: HttpServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function serve(app: Site, options: { port?: number; graceMs?: number } = {}) {
  const server = createHttpServer({ host: '127.0.0.1', port: 0, app, ...options });
  running.push(server);
  const { port } = await server.start();
  return { server, port, url: `http://127.0.0.1:${port}` };
}

describe('the HTTP server', () => {
  it('answers on a free port of its choice', async () => {
    const { url } = await serve({ fetch: () => new Response('好') });
    expect(await (await fetch(url)).text()).toBe('好');
  });

  it('says plainly that a port is taken', async () => {
    const { port } = await serve({ fetch: () => new Response('') });
    const second = createHttpServer({ host: '127.0.0.1', port, app: { fetch: () => new Response('') } });
    const error = await second.start().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CannotListen);
    expect(String(error)).toContain(`127.0.0.1:${port} is taken by another program`);
    await second.stop();
  });

  it('says plainly that an address is not its own', async () => {
    const server = createHttpServer({
      host: '203.0.113.7',
      port: 0,
      app: { fetch: () => new Response('') },
    });
    await expect(server.start()).rejects.toThrow(/no address 203\.0\.113\.7.*HOST/);
  });

  it('refuses a body without reading it, and loses no request that comes after it', async () => {
    const { url } = await serve({
      fetch: (request) =>
        request.method === 'POST' ? new Response(null, { status: 413 }) : new Response('好'),
    });
    for (let i = 0; i < 5; i++) {
      const refused = await fetch(url, { method: 'POST', body: 'x'.repeat(2_000_000) });
      expect([refused.status, refused.headers.get('connection')]).toEqual([413, 'close']);
      expect(await (await fetch(url)).text()).toBe('好');
    }
  });

  it('finishes a request that is under way when it stops, and takes no other', async () => {
    let answer = () => {};
    const arrived = Promise.withResolvers<void>();
    const { server, url } = await serve({
      fetch: async () => {
        arrived.resolve();
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return new Response('还是答了');
      },
    });
    const response = fetch(url, { headers: { connection: 'close' } });
    await arrived.promise;
    const stopped = server.stop();
    await expect(fetch(url)).rejects.toThrow();
    answer();
    expect(await (await response).text()).toBe('还是答了');
    await stopped;
  });

  it('ends event streams when it stops, and tells their source', async () => {
    const cancelled = Promise.withResolvers<void>();
    const { server, url } = await serve({
      fetch: () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode(': 在\n\n')),
            cancel: () => cancelled.resolve(),
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    });
    const response = await fetch(url);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await server.stop();
    expect((await reader?.read())?.done).toBe(true);
    await cancelled.promise;
  });

  it('tells a stream that its reader went away', async () => {
    const cancelled = Promise.withResolvers<void>();
    const { url } = await serve({
      fetch: () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode(': 在\n\n')),
            cancel: () => cancelled.resolve(),
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    });
    const leaving = new AbortController();
    await fetch(url, { signal: leaving.signal });
    leaving.abort();
    await cancelled.promise;
  });

  it('waits no longer than its grace for a request that never ends', async () => {
    const arrived = Promise.withResolvers<void>();
    const { server, url } = await serve(
      {
        fetch: () => {
          arrived.resolve();
          return new Promise<Response>(() => {});
        },
      },
      { graceMs: 20 },
    );
    const response = fetch(url).then(
      () => 'answered',
      () => 'cut off',
    );
    await arrived.promise;
    await server.stop();
    expect(await response).toBe('cut off');
  });

  it('closes a connection that speaks no HTTP', async () => {
    const { port } = await serve({ fetch: () => new Response('') });
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('你好\r\n\r\n'));
      socket.on('data', (bytes) => {
        text += bytes.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(heard).toMatch(/^HTTP\/1\.1 400/);
  });
});
