import type { Json } from '../channels/message.ts';
import { zhCN } from '../copy/zh-CN.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { bodyLimit } from './body-limit.ts';
import { securityHeaders } from './headers.ts';
import { Hono } from './hono.ts';

/** Bytes of a body, by who sends it. */
export const WEBHOOK_BODY = 1024 * 1024;

export type SiteOptions = {
  /** Whether the bot can serve now, with facts for an operator: counts and states, nothing personal. */
  readonly check: () => Promise<{ readonly ok: boolean; readonly facts: Readonly<Record<string, Json>> }>;
  /** What /metrics shows. */
  readonly metrics: () => Promise<{ readonly text: string; readonly type: string }>;
  readonly telemetry: Pick<Telemetry, 'note'>;
  /** Pages, at their own paths. */
  readonly pages?: readonly Hono[];
  /** What is shown for a path that leads nowhere. */
  readonly notFound?: () => Response | Promise<Response>;
};

/** @param tooLarge told of each body that was refused for its length */
export type Mount = (
  path: string,
  handle: (request: Request) => Promise<Response>,
  tooLarge?: () => void,
) => void;

/** The whole site: health, metrics, pages, and whatever is mounted (webhooks). */
export function createSite({ check, metrics, telemetry, pages = [], notFound }: SiteOptions): {
  readonly app: Hono;
  /** Gives every request to `path` to `handle`; bodies above 1 MB never reach it. Call before the first request. */
  readonly mount: Mount;
} {
  const app = new Hono();
  app.use(securityHeaders);

  app.get('/health', async (c) => {
    c.header('cache-control', 'no-store');
    const { ok, facts } = await check().catch((error: unknown) => {
      telemetry.note('error', 'health check failed', { error: nameOf(error) });
      return { ok: false, facts: {} };
    });
    return c.json({ ok, ...facts }, ok ? 200 : 503);
  });

  app.get('/metrics', async (c) => {
    const { text, type } = await metrics();
    return c.body(text, 200, { 'content-type': type, 'cache-control': 'no-store' });
  });

  for (const page of pages) app.route('/', page);

  app.notFound((c) => notFound?.() ?? c.text(zhCN.http.notFound, 404));
  app.onError((error, c) => {
    telemetry.note('error', 'request failed', { method: c.req.method, error: nameOf(error) });
    return c.text(zhCN.http.failed, 500, { 'cache-control': 'no-store' });
  });

  const mount: Mount = (path, handle, tooLarge) => {
    const limit = bodyLimit({
      maxSize: WEBHOOK_BODY,
      onError: (c) => {
        telemetry.note('warn', 'body too large');
        tooLarge?.();
        return c.text(zhCN.http.tooLarge, 413);
      },
    });
    app.all(path, limit, (c) => handle(c.req.raw));
  };
  return { app, mount };
}

/** An error's message may hold what a person wrote; its name cannot. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
