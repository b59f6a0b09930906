import type { Clock } from '../../clock.ts';
import { webCopy as copy } from '../../copy/web.ts';
import { bodyLimit } from '../../http/body-limit.ts';
import { type Context, Hono } from '../../http/hono.ts';
import type { Mailbox } from '../../outbox/mailbox.ts';
import { StoreUnavailable } from '../../store/store.ts';
import type { Accept } from '../channel.ts';
import { outboundSchema } from '../message.ts';
import type { Assets } from './assets.ts';
import { chatPage, type Place } from './chat-page.ts';
import { type Decoded, decodeAction, decodeFile, decodeMessage, MAX_BODY } from './decode.ts';
import { fileResponse } from './file.ts';
import { shownLetter, wordsOf } from './letters.ts';
import { answerSoon, formEvent, isForm, isJson, isPage, isUpload, type Refusal, readBody } from './posted.ts';
import type { RateLimit } from './rate-limit.ts';
import { detour } from './shell.ts';
import type { Streams } from './streams.ts';
import { isFirstHand, type Visitors } from './visitor.ts';

/** Letters of both sides that a page opens with. */
const HISTORY = 80;

export type ChatDeps = {
  readonly assets: Assets;
  readonly streams: Streams;
  readonly mailbox: Mailbox;
  readonly visitors: Visitors;
  readonly limit: RateLimit;
  /** Counts what was not taken. */
  readonly refused: (reason: string) => void;
  readonly randomHex: () => string;
  /** Of one file. */
  readonly maxFileBytes: number;
  readonly clock: Clock;
  readonly places: () => readonly Place[];
  /** undefined before the start and after the stop. */
  readonly accept: () => Accept | undefined;
};

/** The chat page, what it posts, its event stream and its files. */
export function createChatRoutes(deps: ChatDeps): Hono {
  const { visitors, streams, mailbox } = deps;
  const app = new Hono();
  app.use('/', noStore);
  app.use('/chat/*', noStore);

  app.get('/', async (c) => {
    if (visitors.of(c) === undefined && !isFirstHand(c))
      return c.html(detour(deps.assets, c.req.header('sec-fetch-site') === undefined ? '/?here' : '/'));
    return showChat(deps, c, visitors.welcome(c));
  });

  const limit = bodyLimit({ maxSize: MAX_BODY, onError: (c) => refuse(deps, c, TOO_LARGE) });
  app.post('/chat/messages', limit, (c) => receive(deps, c, decodeMessage));
  app.post('/chat/actions', limit, (c) => receive(deps, c, decodeAction));
  const fileLimit = bodyLimit({
    maxSize: deps.maxFileBytes + MAX_BODY,
    onError: (c) => refuse(deps, c, { status: 413, say: copy.refused.fileTooLarge(deps.maxFileBytes) }),
  });
  app.post('/chat/files', fileLimit, (c) =>
    receive(deps, c, (visitor, body) => decodeFile(visitor, body, deps.maxFileBytes)),
  );

  app.get('/chat/stream', (c) => {
    const visitor = visitors.of(c);
    if (visitor === undefined) return c.json({ say: copy.refused.stream }, 401);
    const since = c.req.header('last-event-id') ?? c.req.query('since') ?? '';
    return c.body(streams.open(visitor, /^\d{1,15}$/.test(since) ? Number(since) : 0), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // nginx would keep the events back: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
      'x-accel-buffering': 'no',
    });
  });

  app.get('/chat/files/:id', async (c) => {
    const visitor = visitors.of(c);
    const id = /^\d{1,15}$/.test(c.req.param('id')) ? Number(c.req.param('id')) : undefined;
    if (visitor === undefined || id === undefined) return c.text(copy.refused.file, 404);
    const letter = (await mailbox.after(visitor, id - 1)).find((one) => one.id === id);
    const outbound = outboundSchema.safeParse(letter?.payload);
    const part = outbound.success ? outbound.data.parts[Number(c.req.query('part') ?? 0)] : undefined;
    return part?.kind === 'file' ? fileResponse(part) : c.text(copy.refused.file, 404);
  });
  return app;
}

const noStore = async (c: Context, next: () => Promise<void>): Promise<void> => {
  await next();
  c.header('cache-control', 'no-store');
};

const TOO_LARGE: Refusal = { status: 413, say: copy.refused.tooLarge };

/** The page with its history; without, and saying so, when the store is away: one can still ask. */
async function showChat(
  deps: ChatDeps,
  c: Context,
  visitor: string,
  { status, say, draft }: { status: Refusal['status'] | 200; say: string; draft: string } = {
    status: 200,
    say: '',
    draft: '',
  },
): Promise<Response> {
  const kept = await deps.mailbox.history(visitor, HISTORY).catch((error: unknown) => {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  });
  const letters = kept ?? [];
  return c.html(
    chatPage(deps.assets, {
      letters: letters.flatMap((letter) => shownLetter(letter) ?? []),
      since: Math.max(0, ...letters.map((letter) => letter.id ?? 0)),
      places: deps.places(),
      keys: { csrf: deps.visitors.csrf(visitor), id: deps.randomHex() },
      notice: say === '' && kept === undefined ? copy.refused.history : say,
      draft,
      maxFileBytes: deps.maxFileBytes,
    }),
    status,
  );
}

/** From a post to an accepted message: who, whence, what, how often; then kept, and only then confirmed. */
async function receive(
  deps: ChatDeps,
  c: Context,
  decode: (visitor: string, body: Readonly<Record<string, unknown>>) => Decoded | Promise<Decoded>,
): Promise<Response> {
  const { visitors, streams } = deps;
  if (!isJson(c) && !isForm(c) && !isUpload(c))
    return refuse(deps, c, { status: 415, say: copy.refused.type });
  const body = await readBody(c);
  if (body === undefined) return refuse(deps, c, { status: 400, say: copy.refused.form });
  const draft = typeof body.text === 'string' ? body.text : '';
  const visitor = visitors.of(c);
  const token = c.req.header('x-csrf') ?? (typeof body.csrf === 'string' ? body.csrf : '');
  if (visitor === undefined || !visitors.isOwn(c, visitor, token))
    return refuse(deps, c, { status: 403, say: copy.refused.expired });
  const decoded = await decode(visitor, isForm(c) ? { ...body, message: body.message ?? null } : body);
  if ('refused' in decoded)
    return refuse(deps, c, { status: decoded.status, say: decoded.refused, visitor, draft });
  const wait = deps.limit.take(visitor);
  if (wait > 0) {
    c.header('retry-after', String(wait));
    return refuse(deps, c, { status: 429, say: copy.refused.often, visitor, draft });
  }
  const inbound = isPage(c) ? { ...decoded.inbound, event: formEvent(decoded.inbound) } : decoded.inbound;
  const accept = deps.accept();
  const before = isPage(c) ? await newestOf(deps, visitor) : 0;
  try {
    if (accept === undefined) throw new StoreUnavailable('unreachable', undefined);
    await accept([inbound]);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const say = isPage(c) ? copy.refused.storeForm : copy.refused.store;
    return refuse(deps, c, { status: 503, say, visitor, draft });
  }
  const { content, event } = inbound;
  streams.working(visitor, {
    event,
    text: wordsOf(content),
    action: content.kind === 'button' ? content.action : null,
  });
  if (!isPage(c)) return c.json({ ok: true }, 202);
  await answerSoon(deps, visitor, before);
  return c.redirect('/#working', 303);
}

async function newestOf({ mailbox }: ChatDeps, visitor: string): Promise<number> {
  const letters = await mailbox.history(visitor, 10).catch(() => []);
  return Math.max(0, ...letters.map((letter) => letter.id ?? 0));
}

/** In the form of the asker: a sentence in JSON for the script, the page with the words still in the box for a form. */
async function refuse(deps: ChatDeps, c: Context, refusal: Refusal): Promise<Response> {
  const { status, say, visitor, draft = '' } = refusal;
  deps.refused(String(status));
  if (!isPage(c)) return c.json({ ok: false, say }, status);
  if (visitor === undefined) return c.text(say, status);
  return showChat(deps, c, visitor, { status, say, draft });
}
