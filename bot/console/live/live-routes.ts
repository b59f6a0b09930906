import { EVERY_ROLE } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import type { Live } from './live.ts';
import type { LiveStreams } from './live-streams.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
  'x-accel-buffering': 'no',
};

/** What is new, as a stream and, where none comes through, at one look. No word of anybody's is in it. */
export function addLive(console: Console, { live, streams }: { live: Live; streams: LiveStreams }): void {
  console.page({
    method: 'get',
    path: '/console/stream',
    roles: EVERY_ROLE,
    handle: ({ c, staff, session, isAlive }) => {
      const cursor = cursorOf(c.req.header('last-event-id') ?? c.req.query('since'));
      return c.body(streams.open({ staff, session: session.id, cursor, isAlive }), 200, HEADERS);
    },
  });
  console.page({
    method: 'get',
    path: '/console/changes',
    roles: EVERY_ROLE,
    handle: async ({ c, staff }: Visit) => c.json(await live.since(staff, cursorOf(c.req.query('since')))),
  });
}

const cursorOf = (given: string | undefined) => (/^\d{1,15}$/.test(given ?? '') ? Number(given) : 0);
