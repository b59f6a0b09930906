import { createPolicyPages } from '#knowledge';
import type { Accept } from '../../../../bot/channels/channel.ts';
import type { Inbound, Outbound } from '../../../../bot/channels/message.ts';
import { createWebChannel, type WebChannel, type WebOptions } from '../../../../bot/channels/web/channel.ts';
import { createSite } from '../../../../bot/http/site.ts';
import type { Letter, Mailbox } from '../../../../bot/outbox/mailbox.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { tinyRelease } from '../../../fixtures.ts';

export type KeptMail = Mailbox & {
  readonly accepted: readonly Inbound[];
  readonly accept: Accept;
  /** Keeps a letter of the bot's, marked sent. @returns its id */
  readonly deliver: (chat: string, outbound: Outbound, id?: number) => number;
};

/** A mailbox that keeps what it is given, by chat, and drops repeats by event as the receiver does. */
export function createKeptMail(): KeptMail {
  const accepted: Inbound[] = [];
  const letters: { chat: string; letter: Letter }[] = [];
  let ids = 0;
  const of = (chat: string) => letters.filter((one) => one.chat === chat).map(({ letter }) => letter);
  return {
    accepted,
    accept: async (inbounds) => {
      for (const inbound of inbounds) {
        if (accepted.some(({ event }) => event === inbound.event)) continue;
        accepted.push(inbound);
        const { chat, event } = inbound;
        letters.push({
          chat,
          letter: { id: null, from: 'person', at: letters.length, payload: inbound, event },
        });
      }
    },
    deliver: (chat, outbound, id = ids + 1) => {
      ids = Math.max(ids, id);
      letters.push({ chat, letter: { id, from: 'bot', at: letters.length, payload: outbound, event: null } });
      return id;
    },
    after: async (chat, since) =>
      of(chat)
        .filter(({ id }) => id !== null && id > since)
        .sort((a, b) => (a.id ?? 0) - (b.id ?? 0)),
    history: async (chat, limit) => of(chat).slice(-limit),
  };
}

export type WebWorld = {
  readonly mail: KeptMail;
  readonly clock: ManualClock;
  readonly web: WebChannel;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Somebody with a browser: cookie and token as the page gave them. */
  readonly visit: () => Promise<Visitor>;
};

export type Visitor = {
  readonly id: string;
  readonly cookie: string;
  readonly csrf: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** As the page's script posts. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** As a browser without scripts does. */
  readonly submit: (path: string, fields: Record<string, string>) => Promise<Response>;
};

/** The web channel under its site, in process, over a mailbox in memory. */
export async function createWebWorld(options: Partial<WebOptions> = {}): Promise<WebWorld> {
  const mail = createKeptMail();
  const clock = createManualClock();
  const pages = createPolicyPages(await tinyRelease());
  let made = 0;
  const web = createWebChannel({
    maxFileBytes: 100_000,
    mailbox: mail,
    secret: 'a secret of the test',
    clock,
    randomHex: () => (++made).toString(16).padStart(32, 'a'),
    library: () => ({
      pages,
      places: [
        { id: '甲川省', name: '甲川' },
        { id: '甲川省/乙江市', name: '乙江' },
      ],
    }),
    ...options,
  });
  await web.channel.start(mail.accept);
  const { app } = createSite({
    check: async () => ({ ok: true, facts: {} }),
    metrics: async () => ({ text: '', type: 'text/plain' }),
    telemetry: silentTelemetry,
    pages: [web.app],
    notFound: web.notFound,
  });
  const request = async (path: string, init?: RequestInit) => app.request(path, init);
  return { mail, clock, web, request, visit: () => visit(request) };
}

async function visit(request: WebWorld['request']): Promise<Visitor> {
  const response = await request('/', { headers: { 'sec-fetch-site': 'none' } });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const csrf = /data-csrf="([^"]+)"/.exec(await response.text())?.[1] ?? '';
  return {
    id: cookie.slice(cookie.indexOf('=') + 1),
    cookie,
    csrf,
    get: (path, headers = {}) =>
      request(path, { headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers } }),
    post: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: {
          cookie,
          'x-csrf': csrf,
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    submit: (path, fields) =>
      request(path, {
        method: 'POST',
        headers: {
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams({ csrf, ...fields }).toString(),
      }),
  };
}

let ids = 0;
/** An id as the page makes them. */
export const anId = () => (++ids).toString(16).padStart(32, '0');

export function aText(text: string): Outbound {
  return { parts: [{ kind: 'text', text, style: 'plain' }], buttons: [] };
}

export type StreamEvent = { readonly event: string; readonly id: string | undefined; readonly data: unknown };

/** Reads a stream event by event. */
export function readEvents(body: ReadableStream<Uint8Array> | null): {
  /** The next event of this kind, beats and others passed over; undefined when the stream ends first. */
  readonly next: (event: string) => Promise<StreamEvent | undefined>;
  readonly close: () => Promise<void>;
} {
  if (body === null) throw new Error('no body to read events from');
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  const pull = async (): Promise<StreamEvent | undefined> => {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end >= 0) {
        const lines = buffer.slice(0, end).split('\n');
        buffer = buffer.slice(end + 2);
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        return { event: field('event') ?? '', id: field('id'), data: JSON.parse(field('data') ?? 'null') };
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      buffer += decoder.decode(value, { stream: true });
    }
  };
  return {
    next: async (event) => {
      for (;;) {
        const found = await pull();
        if (found === undefined || found.event === event) return found;
      }
    },
    close: () => reader.cancel(),
  };
}
