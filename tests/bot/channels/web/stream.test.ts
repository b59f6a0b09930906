import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { STREAMS_PER_VISITOR } from '../../../../bot/channels/web/streams.ts';
import { createHttpServer, type HttpServer } from '../../../../bot/http/server.ts';
import { createSite } from '../../../../bot/http/site.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { anId, aText, createWebWorld, readEvents, type Visitor, type WebWorld } from './web-world.ts';

/** So long that only what is told makes a stream look or beat. */
const NEVER = { lookMs: 1e8, beatMs: 1e8 };
const letterSchema = z.object({ id: z.number(), parts: z.array(z.object({ text: z.string() })) });
const textOf = (event: { data: unknown } | undefined) => letterSchema.parse(event?.data).parts[0]?.text;

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function world(times = NEVER): Promise<WebWorld> {
  const made = await createWebWorld({ times });
  ending.push(made.web.channel.stop);
  return made;
}

const open = async (visitor: Visitor, since = 0, headers?: Record<string, string>) =>
  readEvents((await visitor.get(`/chat/stream?since=${since}`, headers)).body);

describe('the event stream', () => {
  it('is one, unbuffered and never cached', async () => {
    const { visit } = await world();
    const { headers } = await (await visit()).get('/chat/stream');
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });

  it('begins with what came after the page was made', async () => {
    const { mail, visit } = await world();
    const one = await visit();
    const first = mail.deliver(one.id, aText('一'));
    const second = mail.deliver(one.id, aText('二'));
    const events = await open(one, first);
    let event = await events.next('letter');
    // An earlier one may come along; a page drops what it has.
    if (event?.id === String(first)) event = await events.next('letter');
    expect([event?.id, textOf(event)]).toEqual([String(second), '二']);
  });

  it('tells at once that a message is being worked on, and its answer when it is delivered', async () => {
    const { mail, web, visit } = await world();
    const one = await visit();
    const events = await open(one);
    const id = anId();
    await one.post('/chat/messages', { id, text: '押金' });
    expect((await events.next('working'))?.data).toEqual({ event: id, text: '押金', action: null });
    const letter = mail.deliver(one.id, aText('答了'));
    web.channel.delivered?.(one.id);
    const event = await events.next('letter');
    expect([event?.id, textOf(event)]).toEqual([String(letter), '答了']);
  });

  it('finds by itself what another process delivered', async () => {
    const { mail, visit } = await world({ lookMs: 5, beatMs: 1e8 });
    const one = await visit();
    const events = await open(one);
    await events.next('beat');
    mail.deliver(one.id, aText('从别处来'));
    expect(textOf(await events.next('letter'))).toBe('从别处来');
  });

  it('finds a letter with an older id that was committed later', async () => {
    const { mail, web, visit } = await world();
    const one = await visit();
    const events = await open(one);
    mail.deliver(one.id, aText('后写的'), 9);
    web.channel.delivered?.(one.id);
    expect(textOf(await events.next('letter'))).toBe('后写的');
    mail.deliver(one.id, aText('先写后到的'), 7);
    web.channel.delivered?.(one.id);
    expect(textOf(await events.next('letter'))).toBe('先写后到的');
  });

  it('tells nothing twice, however often it looks', async () => {
    const { mail, web, visit } = await world();
    const one = await visit();
    const events = await open(one);
    for (const text of ['一', '二', '三']) {
      mail.deliver(one.id, aText(text));
      for (const _ of [1, 2, 3]) web.channel.delivered?.(one.id);
      expect(textOf(await events.next('letter'))).toBe(text);
    }
  });

  it('beats, so that a page knows that the line lives', async () => {
    const { visit } = await world({ lookMs: 1e8, beatMs: 5 });
    const events = await open(await visit());
    for (const _ of [1, 2, 3]) expect((await events.next('beat'))?.id).toBeUndefined();
  });

  it('goes on when the store is away for a while', async () => {
    const made = await createWebWorld({ times: { lookMs: 5, beatMs: 1e8 } });
    const { mail } = made;
    let away = true;
    const flaky = await createWebWorld({
      times: { lookMs: 5, beatMs: 1e8 },
      mailbox: {
        ...mail,
        after: async (chat, since) => {
          if (away) {
            away = false;
            throw new Error('locked');
          }
          return mail.after(chat, since);
        },
      },
    });
    ending.push(made.web.channel.stop, flaky.web.channel.stop);
    const one = await flaky.visit();
    mail.deliver(one.id, aText('还是到了'));
    expect(textOf(await (await open(one)).next('letter'))).toBe('还是到了');
    expect(away).toBe(false);
  });

  it('gives every window of a visitor everything', async () => {
    const { mail, web, visit } = await world();
    const one = await visit();
    const windows = await Promise.all(Array.from({ length: STREAMS_PER_VISITOR }, () => open(one)));
    await one.post('/chat/messages', { id: anId(), text: '押金' });
    mail.deliver(one.id, aText('答了'));
    web.channel.delivered?.(one.id);
    for (const events of windows) {
      expect((await events.next('working'))?.data).toMatchObject({ text: '押金' });
      expect(textOf(await events.next('letter'))).toBe('答了');
    }
  });

  it('is parked in the oldest window when there are too many, and never in another’s', async () => {
    const { web, visit } = await world();
    const [one, other] = [await visit(), await visit()];
    const others = await open(other);
    const first = await open(one);
    for (let i = 0; i < STREAMS_PER_VISITOR; i++) await open(one);
    expect((await first.next('parked'))?.event).toBe('parked');
    expect(await first.next('letter')).toBeUndefined();
    expect(web.streams()).toBe(STREAMS_PER_VISITOR + 1);
    await others.close();
    expect(web.streams()).toBe(STREAMS_PER_VISITOR);
  });

  it('carries the name of a file and no byte of it', async () => {
    const { mail, visit } = await world();
    const one = await visit();
    const id = mail.deliver(one.id, {
      parts: [
        { kind: 'file', name: '数据.json', mime: 'application/json', base64: 'c2VjcmV0', caption: '给你' },
      ],
      buttons: [[{ label: '私聊', does: { kind: 'private', payload: 'x' } }]],
    });
    expect((await (await open(one)).next('letter'))?.data).toEqual({
      from: 'bot',
      id,
      place: '',
      parts: [{ kind: 'file', name: '数据.json', caption: '给你', path: `/chat/files/${id}?part=0` }],
      buttons: [],
    });
  });
});

describe('on a real port', () => {
  async function serve(made: WebWorld): Promise<{ url: string; server: HttpServer }> {
    const { app } = createSite({
      check: async () => ({ ok: true, facts: {} }),
      metrics: async () => ({ text: '', type: 'text/plain' }),
      telemetry: silentTelemetry,
      pages: [made.web.app],
      notFound: made.web.notFound,
    });
    const server = createHttpServer({ host: '127.0.0.1', port: 0, app });
    ending.push(server.stop);
    return { url: `http://127.0.0.1:${(await server.start()).port}`, server };
  }

  it('a lost connection is resumed after the last letter that was seen', async () => {
    const made = await world();
    const one = await made.visit();
    const { url } = await serve(made);
    const connect = async (headers: Record<string, string>) => {
      const leaving = new AbortController();
      const response = await fetch(`${url}/chat/stream?since=0`, {
        headers: { cookie: one.cookie, ...headers },
        signal: leaving.signal,
      });
      return { events: readEvents(response.body), leave: () => leaving.abort() };
    };
    const first = await connect({});
    const seen = made.mail.deliver(one.id, aText('一'));
    made.web.channel.delivered?.(one.id);
    expect((await first.events.next('letter'))?.id).toBe(String(seen));
    first.leave();
    while (made.web.streams() > 0) await new Promise((resolve) => setImmediate(resolve));

    const missed = ['二', '三'].map((text) => made.mail.deliver(one.id, aText(text)));
    const again = await connect({ 'last-event-id': String(seen) });
    const ids: string[] = [];
    while (!ids.includes(String(missed[1]))) ids.push((await again.events.next('letter'))?.id ?? 'ended');
    expect(ids.filter((id) => id !== String(seen))).toEqual(missed.map(String));
    again.leave();
  });

  it('streams end when the server stops, and their timers with them', async () => {
    const made = await world();
    const one = await made.visit();
    const { url, server } = await serve(made);
    const response = await fetch(`${url}/chat/stream`, { headers: { cookie: one.cookie } });
    const events = readEvents(response.body);
    await events.next('beat');
    await server.stop();
    expect(await events.next('letter')).toBeUndefined();
    while (made.web.streams() > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
