import { describe, expect, it } from 'vitest';
import { Hono } from '../../../bot/http/hono.ts';
import { createHttpServer } from '../../../bot/http/server.ts';
import { createSite, type SiteOptions, WEBHOOK_BODY } from '../../../bot/http/site.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';

function site(options: Partial<SiteOptions> = {}) {
  return createSite({
    check: async () => ({ ok: true, facts: { release: 'abc' } }),
    metrics: async () => ({ text: 'gongyou_inbox_waiting 0\n', type: 'text/plain; version=0.0.4' }),
    telemetry: silentTelemetry,
    ...options,
  });
}

describe('/health', () => {
  it('is 200 with facts when the bot can serve', async () => {
    const response = await site().app.request('/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: true, release: 'abc' });
  });

  it('is 503 when it cannot', async () => {
    const { app } = site({ check: async () => ({ ok: false, facts: { store: 'locked' } }) });
    const response = await app.request('/health');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ok: false, store: 'locked' });
  });

  it('is 503 when the check itself breaks, and the words of the error stay inside', async () => {
    const noted: unknown[] = [];
    const { app } = site({
      check: async () => {
        throw new TypeError('张三的话');
      },
      telemetry: { note: (...facts) => noted.push(facts) },
    });
    const response = await app.request('/health');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('张三');
    expect(noted).toEqual([['error', 'health check failed', { error: 'TypeError' }]]);
  });
});

describe('the site', () => {
  it('shows the metrics as they were made', async () => {
    const response = await site().app.request('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await response.text()).toBe('gongyou_inbox_waiting 0\n');
  });

  it.each(['/health', '/metrics', '/nowhere', '/broken'])('guards %s by its headers', async (path) => {
    const page = new Hono().get('/broken', () => {
      throw new Error('张三的话');
    });
    const { headers } = await site({ pages: [page] }).app.request(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  it('answers a broken page plainly and notes no words', async () => {
    const noted: unknown[] = [];
    const page = new Hono().get('/broken', () => {
      throw new RangeError('张三的话');
    });
    const { app } = site({ pages: [page], telemetry: { note: (...facts) => noted.push(facts) } });
    const response = await app.request('/broken');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('服务出了点问题，过一会儿再试。');
    expect(noted).toEqual([['error', 'request failed', { method: 'GET', error: 'RangeError' }]]);
  });

  it('shows the page of its pages for what is not there', async () => {
    const { app } = site({ notFound: () => new Response('没有', { status: 404 }) });
    expect(await (await app.request('/x')).text()).toBe('没有');
    expect((await site().app.request('/x')).status).toBe(404);
  });
});

describe('what is mounted', () => {
  it('gets the request as it came', async () => {
    const { app, mount } = site();
    mount('/hooks/one', async (request) =>
      Response.json({
        method: request.method,
        secret: request.headers.get('x-secret'),
        body: await request.text(),
      }),
    );
    const response = await app.request('/hooks/one', {
      method: 'POST',
      headers: { 'x-secret': 's' },
      body: '{"a":1}',
    });
    expect(await response.json()).toEqual({ method: 'POST', secret: 's', body: '{"a":1}' });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['with its length', 'in chunks'])(
    'never sees a body of 2 MB sent %s, on a real port',
    async (how) => {
      let reached = false;
      const { app, mount } = site();
      mount('/hooks/one', async () => {
        reached = true;
        return new Response('ok');
      });
      const server = createHttpServer({ host: '127.0.0.1', port: 0, app });
      const { port } = await server.start();
      try {
        const body = 'x'.repeat(2 * WEBHOOK_BODY);
        const response = await fetch(`http://127.0.0.1:${port}/hooks/one`, {
          method: 'POST',
          ...(how === 'in chunks' ? { body: new Blob([body]).stream(), duplex: 'half' as const } : { body }),
        });
        expect(response.status).toBe(413);
        expect(await response.text()).toBe('内容太长了，收不下。');
        expect(reached).toBe(false);
      } finally {
        await server.stop();
      }
    },
  );

  it.each([
    ['POST', 'in chunks', '{"a":1}'],
    ['POST', 'with nothing', ''],
    ['PUT', 'with its length', '{"a":1}'],
    ['DELETE', 'with nothing', ''],
    ['OPTIONS', 'with nothing', ''],
  ])('gives a %s %s to whom it is for, on a real port', async (method, how, body) => {
    const { app, mount } = site();
    mount('/hooks/one', async (request) => Response.json([request.method, await request.text()]));
    const server = createHttpServer({ host: '127.0.0.1', port: 0, app });
    const { port } = await server.start();
    try {
      const response = await fetch(`http://127.0.0.1:${port}/hooks/one`, {
        method,
        ...(how === 'in chunks' && { body: new Blob([body]).stream(), duplex: 'half' as const }),
        ...(how === 'with its length' && { body }),
      });
      expect([response.status, await response.json()]).toEqual([200, [method, body]]);
    } finally {
      await server.stop();
    }
  });
});
