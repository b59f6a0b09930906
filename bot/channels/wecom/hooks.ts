import type { Telemetry } from '../../telemetry/telemetry.ts';
import { CallbackRefused, type HandledCallback } from './sdk/index.ts';

export type CallbackDoor = {
  readonly verifyUrl: (query: Record<string, string>) => string;
  readonly handle: (query: Record<string, string>, body: string) => Promise<HandledCallback>;
};

/**
 * A callback address as WeCom calls it: GET to prove that it is ours, POST to tell. What is refused is counted with its
 * reason; nothing of query or body goes anywhere else.
 */
export function createHook(
  channel: string,
  { verifyUrl, handle }: CallbackDoor,
  telemetry: Telemetry,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    if (request.method === 'GET') {
      try {
        return new Response(verifyUrl(query), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
      } catch (error) {
        if (!(error instanceof CallbackRefused)) throw error;
        telemetry.received(channel, 'refused', error.reason);
        return new Response(null, { status: 403 });
      }
    }
    if (request.method !== 'POST') {
      telemetry.received(channel, 'refused', 'method');
      return new Response(null, { status: 405 });
    }
    const { status, contentType, body, refused, error } = await handle(query, await request.text());
    if (refused !== undefined) telemetry.received(channel, 'refused', refused);
    if (error !== undefined)
      telemetry.note('error', `${channel}-callback`, {
        error: error instanceof Error ? error.name : 'error',
      });
    return new Response(body === '' ? null : body, { status, headers: { 'content-type': contentType } });
  };
}
