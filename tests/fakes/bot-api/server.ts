import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { createListening, createUntil } from '../listening.ts';
import { readCall } from './body.ts';
import { type Fault, type FaultInput, Faults } from './faults.ts';
import { Files } from './files.ts';
import { type BotUser, type Call, createMethods, type Methods } from './methods.ts';
import { schemas } from './params.ts';
import { badRequest, Refusal, refusalBody } from './refusal.ts';
import { UpdateQueue } from './updates.ts';
import { Users } from './users.ts';
import { WebhookPoster } from './webhook.ts';
import { type Delivery, type Topic, World } from './world.ts';

export type FakeBotApiOptions = {
  readonly token: string;
  readonly username?: string;
  /** 0 or left out: any that is free. */
  readonly port?: number;
  /** How long the answer to a call that changed a chat is on its way, in ms; 0 when left out. */
  readonly lag?: () => number;
  /** Where an address that a webhook was set to leads here, where no name and no certificate is known. */
  readonly reach?: (url: string) => string;
  /** Answers what is not a call of the Bot API; true when it did. */
  readonly beside?: (
    request: IncomingMessage,
    response: ServerResponse,
    fake: FakeBotApi,
  ) => Promise<boolean>;
};

export type FakeBotApi = {
  readonly me: BotUser;
  /** http://127.0.0.1:…, once started. */
  readonly url: () => string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly users: Users;
  readonly files: Files;
  readonly faults: { readonly add: (fault: FaultInput) => void; readonly clear: () => void };
  /** What the bot did, in order; `kind` left out for all kinds. */
  readonly sent: (kind?: Delivery['kind']) => readonly Delivery[];
  /** How often a method was called, faults included. */
  readonly calls: (method: string) => number;
  /** Updates that the bot has not confirmed. */
  readonly pending: () => number;
  /** The topics of a group, by thread. */
  readonly topics: (chat: number) => ReadonlyMap<number, Topic>;
  /** What was shown to whoever pressed; undefined for nothing. */
  readonly toast: (callback: string) => string | undefined;
  readonly reactions: () => World['reactions'];
  /** Callback queries that were answered. */
  readonly answered: () => readonly string[];
  readonly commands: (scope: string) => readonly { command: string; description: string }[] | undefined;
  readonly webhook: () => { readonly url: string; readonly tries: number; readonly lastError: string };
  /** Sets a webhook as somebody else would. */
  readonly setWebhook: (url: string, secret: string) => void;
  /** Answers every call as the real server does when the token was revoked. */
  readonly revokeToken: () => void;
  /** Resolves when `check` holds; looks again whenever something happens. Rejects after `ms`. */
  readonly until: (check: () => boolean, ms?: number) => Promise<void>;
};

const MAX_HOLD_MS = 50_000;

/** A Bot API server on 127.0.0.1 with its chats in memory. */
export function createFakeBotApi(options: FakeBotApiOptions): FakeBotApi {
  const me: BotUser = {
    id: Number(options.token.split(':')[0]),
    username: options.username ?? 'gongyou_bot',
  };
  const world = new World();
  const queue = new UpdateQueue();
  const faults = new Faults();
  const poster = new WebhookPoster(queue, () => world.changed(), options.reach);
  const users = new Users(world, queue, me);
  const files = new Files();
  const calls = new Map<string, number>();
  let revoked = false;

  const methods: Methods = {
    ...createMethods(world, me),
    setWebhook({ params }) {
      const { url, secret_token, allowed_updates } = schemas.setWebhook.parse(params);
      if (allowed_updates !== undefined) queue.allowed = allowed_updates;
      poster.set(url, secret_token ?? '');
      return true;
    },
    getFile: ({ params }) => files.get(schemas.getFile.parse(params).file_id),
    deleteWebhook() {
      poster.set('', '');
      return true;
    },
    getWebhookInfo: () => ({
      ...{ url: poster.url, has_custom_certificate: false, pending_update_count: queue.pending.length },
      ...(poster.lastError !== '' && { last_error_message: poster.lastError }),
    }),
  };

  async function getUpdates({ params }: Call, gone: AbortSignal): Promise<unknown> {
    const { offset = 0, limit = 100, timeout = 0, allowed_updates } = schemas.getUpdates.parse(params);
    if (poster.url !== '')
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    if (allowed_updates !== undefined) queue.allowed = allowed_updates;
    queue.confirm(offset);
    world.changed();
    return queue.take(Math.min(Math.max(limit, 1), 100), Math.min(timeout * 1000, MAX_HOLD_MS), gone);
  }

  async function carryOut(method: string, call: Call, gone: AbortSignal): Promise<unknown> {
    if (method === 'getUpdates') return getUpdates(call, gone);
    const found = methods[method];
    if (found === undefined) throw new Refusal(404, 'Not Found: method not found');
    return found(call);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const [, holder, path = ''] = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (holder === options.token) return files.answer(path, response);
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    if (token === undefined) {
      if (!(await options.beside?.(request, response, fake))) reply(response, new Refusal(404, 'Not Found'));
      return;
    }
    const call = await readCall(request, url.searchParams);
    calls.set(method, (calls.get(method) ?? 0) + 1);
    world.changed();
    if (token !== options.token) return reply(response, new Refusal(404, 'Not Found'));
    if (revoked) return reply(response, new Refusal(401, 'Unauthorized'));
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const fault = faults.take(method, chatOf(call));
    if (fault !== undefined && 'carriedOut' in fault && !fault.carriedOut) return spoil(fault, response);
    if (fault !== undefined && !('carriedOut' in fault)) return spoil(fault, response);
    const before = world.deliveries.length;
    const result = await carryOut(method, call, gone.signal).catch(asRefusal);
    const lag = world.deliveries.length > before ? (options.lag?.() ?? 0) : 0;
    if (lag > 0) await new Promise((resolve) => setTimeout(resolve, lag));
    if (fault !== undefined) return spoil(fault, response);
    if (result instanceof Refusal) return reply(response, result);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, result }));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) reply(response, asRefusal(error));
    });
  });

  // Node's own 5 s would close lines that a busy bot is about to use; Telegram keeps them for more than a minute.
  server.keepAliveTimeout = 75_000;

  const listening = createListening(server, options.port);
  const fake: FakeBotApi = {
    me,
    url: () => `http://127.0.0.1:${listening.port()}`,
    start: listening.start,
    stop: () => {
      poster.stop();
      return listening.stop();
    },
    users,
    files,
    faults: { add: (fault) => faults.add(fault), clear: () => faults.clear() },
    sent: (kind) => world.deliveries.filter((delivery) => kind === undefined || delivery.kind === kind),
    calls: (method) => calls.get(method) ?? 0,
    pending: () => queue.pending.length,
    topics: (chat) => world.chat(chat).topics,
    toast: (callback) => world.toasts.get(callback),
    reactions: () => world.reactions,
    answered: () => world.answered,
    commands: (scope) => world.commands.get(scope),
    webhook: () => ({ url: poster.url, tries: poster.tries, lastError: poster.lastError }),
    setWebhook: (url, secret) => poster.set(url, secret),
    revokeToken: () => {
      revoked = true;
    },
    until: createUntil(world.changes),
  };
  return fake;
}

function chatOf({ params }: Call): number | undefined {
  const parsed = z.object({ chat_id: z.coerce.number() }).safeParse(params);
  return parsed.success ? parsed.data.chat_id : undefined;
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof z.ZodError) return badRequest(`wrong parameter ${error.issues[0]?.path.join('.')}`);
  if (error instanceof SyntaxError) return badRequest("can't parse JSON");
  return new Refusal(500, `Internal Server Error: ${String(error)}`);
}

function reply(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.code, { 'content-type': 'application/json' });
  response.end(refusalBody(refusal));
}

function spoil(fault: Fault['does'], response: ServerResponse): void {
  switch (fault.kind) {
    case 'retry-after': {
      const { seconds } = fault;
      reply(
        response,
        new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds }),
      );
      break;
    }
    case 'refuse':
      reply(response, new Refusal(fault.code, fault.description));
      break;
    case 'gateway':
      response.writeHead(fault.status, { 'content-type': 'text/html' });
      response.end('<html><body><h1>Bad Gateway</h1></body></html>');
      break;
    case 'reset':
      response.destroy();
      break;
    case 'hang':
      // Held until the bot gives up or the server stops.
      break;
  }
}
