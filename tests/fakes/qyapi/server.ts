import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createListening, createUntil } from '../listening.ts';
import { AppMessages } from './app.ts';
import { AppPeople } from './app-people.ts';
import { type Body, readBody } from './body.ts';
import { Callbacks, type CallbackTarget } from './callbacks.ts';
import { type Fault, type FaultInput, Faults } from './faults.ts';
import { Kf } from './kf.ts';
import { Media } from './media.ts';
import { Refusal, wrongParameter } from './refusal.ts';
import { ResponseUrls, Robots } from './robots.ts';
import { type App, Tokens } from './tokens.ts';
import { type Delivery, type Seen, World } from './world.ts';

export type FakeQyapiOptions = {
  readonly corpId: string;
  readonly apps: readonly App[];
  /** Which app 微信客服 tells of what happened; none when left out. */
  readonly kfAgentId?: string;
  /** 0 or left out: any that is free. */
  readonly port?: number;
  /** ms since 1970; the real time when left out */
  readonly now?: () => number;
  /** How long every answer is on its way, in ms; 0 when left out. */
  readonly lag?: () => number;
  /** Answers what is not a call; true when it did. */
  readonly beside?: (request: IncomingMessage, response: ServerResponse, fake: FakeQyapi) => Promise<boolean>;
};

export type FakeQyapi = {
  /** http://127.0.0.1:…, once started. */
  readonly url: () => string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly tokens: Tokens;
  readonly messages: AppMessages;
  /** What was uploaded. */
  readonly media: Media;
  readonly people: AppPeople;
  readonly kf: Kf;
  readonly robots: Robots;
  readonly aibot: ResponseUrls;
  readonly callbacks: Callbacks;
  readonly faults: {
    readonly add: (fault: FaultInput) => void;
    readonly clear: () => void;
    /** Lets the calls go on that a `hold` keeps. */
    readonly release: () => void;
    readonly held: () => number;
  };
  /** Sets where an app's callbacks go. */
  readonly setCallback: (agentId: string, target: Omit<CallbackTarget, 'receiveId'>) => void;
  /** Whether our address is among those that may call; 60020 when not. */
  readonly setTrusted: (trusted: boolean) => void;
  /** An admin switches the apps off. */
  readonly closeAgents: () => void;
  /** How many calls may be under way at once; 45033 above. */
  readonly setConcurrency: (most: number) => void;
  /** What people got, in order; `kind` left out for all kinds. */
  readonly delivered: <K extends Delivery['kind']>(kind: K) => readonly (Seen & { readonly kind: K })[];
  readonly all: () => readonly Seen[];
  /** How often an interface was called, faults included; the end of its path, such as "message/send". */
  readonly calls: (endpoint: string) => number;
  /** Resolves when `check` holds; looks again whenever something happens. Rejects after `ms`. */
  readonly until: (check: () => boolean, ms?: number) => Promise<void>;
};

/** A file instead of JSON. */
class Download {
  readonly filename: string;
  readonly bytes: Buffer;

  constructor(filename: string, bytes: Buffer) {
    this.filename = filename;
    this.bytes = bytes;
  }
}

type Call = { readonly query: URLSearchParams; readonly body: Body };
/** Called with the app whose token came along. */
type AppEndpoint = (call: Call, app: App) => object;

/** qyapi.weixin.qq.com on 127.0.0.1, with its people in memory. */
export function createFakeQyapi(options: FakeQyapiOptions): FakeQyapi {
  const world = new World(options.now ?? Date.now);
  const faults = new Faults();
  const tokens = new Tokens(world, options.corpId, options.apps);
  const media = new Media(world);
  const messages = new AppMessages(world, media);
  const callbacks = new Callbacks(world);
  const people = new AppPeople(world, options.corpId, callbacks, messages);
  const kf = new Kf(world, media, (open_kfid, token) => {
    if (options.kfAgentId !== undefined) people.pingKf(options.kfAgentId, open_kfid, token);
  });
  const robots = new Robots(world, media);
  const aibot = new ResponseUrls(world);
  const calls = new Map<string, number>();
  let trusted = true;
  let closed = false;
  let mostAtOnce = Number.POSITIVE_INFINITY;
  let atOnce = 0;

  /** Called without a token. */
  const open: Readonly<Record<string, (call: Call) => object>> = {
    'GET gettoken': ({ query }) => tokens.give(query.get('corpid'), query.get('corpsecret')),
    'POST webhook/send': ({ query, body }) => robots.send(query.get('key'), body.json),
    'POST webhook/upload_media': ({ query, body }) =>
      robots.upload(query.get('key'), query.get('type'), body.upload),
    'POST aibot/response': ({ query, body }) => aibot.respond(query.get('response_code'), body.json),
  };

  const endpoints: Readonly<Record<string, AppEndpoint>> = {
    'POST message/send': ({ body }, app) => messages.send(app, body.json),
    'POST message/update_template_card': ({ body }, app) => messages.update(app, body.json),
    'POST message/recall': ({ body }, app) => messages.recall(app, body.json),
    'POST appchat/create': ({ body }, app) => messages.createChat(app, body.json),
    'POST appchat/send': ({ body }, app) => messages.sendChat(app, body.json),
    'POST media/upload': ({ query, body }) => media.add('corp', query.get('type') ?? '', body.upload),
    'GET media/get': ({ query }) => {
      const { filename, bytes } = media.get('corp', query.get('media_id'));
      return new Download(filename, bytes);
    },
    'GET agent/get': ({ query }, app) => {
      if (query.get('agentid') !== app.agentId)
        throw new Refusal(301002, 'not allow operate another agent with this accesstoken');
      return { agentid: Number(app.agentId), name: 'gongyou', close: closed ? 1 : 0 };
    },
    'GET getcallbackip': () => ({ ip_list: ['127.0.0.1'] }),
    'POST kf/account/list': ({ body }) => kf.list(body.json),
    'POST kf/add_contact_way': ({ body }) => kf.addContactWay(body.json),
    'GET kf/servicer/list': ({ query }) => kf.listServicers(query.get('open_kfid')),
    'POST kf/customer/batchget': ({ body }) => kf.customers(body.json),
    'POST kf/sync_msg': ({ body }) => kf.sync(body.json),
    'POST kf/send_msg': ({ body }) => kf.send(body.json),
    'POST kf/send_msg_on_event': ({ body }) => kf.sendOnEvent(body.json),
    'POST kf/service_state/get': ({ body }) => kf.state(body.json),
    'POST kf/service_state/trans': ({ body }) => kf.trans(body.json),
  };

  function carryOut(name: string, call: Call): object {
    const without = open[name];
    if (without !== undefined) return without(call);
    const found = endpoints[name];
    if (found === undefined) throw new Refusal(404, 'url not found');
    const app = tokens.check(call.query.get('access_token'));
    if (!trusted) throw new Refusal(60020, 'not allow to access from your ip, from ip: 127.0.0.1');
    return found(call, app);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const endpoint = /^\/cgi-bin\/(.+)$/.exec(url.pathname)?.[1];
    if (endpoint === undefined) {
      if ((await options.beside?.(request, response, fake)) !== true)
        reply(response, new Refusal(404, 'url not found'));
      return;
    }
    calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
    const body = await readBody(request).catch(() => undefined);
    const fault = faults.take(url.pathname);
    const released = fault?.kind === 'hold' ? faults.hold() : undefined;
    world.changed();
    await released;
    if (fault !== undefined && fault.kind !== 'hold' && !('carriedOut' in fault && fault.carriedOut))
      return spoil(fault, response, { url: request.url ?? '', body: body?.text ?? '' });
    const result = act(`${request.method} ${endpoint}`, url, body);
    const lag = options.lag?.() ?? 0;
    if (lag > 0) await new Promise((resolve) => setTimeout(resolve, lag));
    if (fault !== undefined && fault.kind !== 'hold') return spoil(fault, response, { url: '', body: '' });
    reply(response, result);
  }

  function act(name: string, url: URL, body: Body | undefined): object {
    try {
      if (atOnce > mostAtOnce) throw new Refusal(45033, 'api concurrent out of limit');
      if (body === undefined) throw wrongParameter('Warning: wrong json format.');
      return carryOut(name, { query: url.searchParams, body });
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  const server = createServer((request, response) => {
    atOnce++;
    response.once('close', () => {
      atOnce--;
    });
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });

  const listening = createListening(server, options.port);
  const fake: FakeQyapi = {
    ...{ tokens, messages, media, people, kf, robots, aibot, callbacks },
    url: () => `http://127.0.0.1:${listening.port()}`,
    start: listening.start,
    stop: async () => {
      faults.clear();
      await callbacks.stop();
      await listening.stop();
    },
    faults: {
      add: (fault) => faults.add(fault),
      clear: () => faults.clear(),
      release: () => faults.release(),
      held: () => faults.held,
    },
    setCallback: (agentId, target) => {
      people.targets.set(agentId, { ...target, receiveId: options.corpId });
    },
    setTrusted: (allowed) => {
      trusted = allowed;
    },
    closeAgents: () => {
      closed = true;
    },
    setConcurrency: (most) => {
      mostAtOnce = most;
    },
    delivered: <K extends Delivery['kind']>(kind: K) =>
      world.deliveries.filter((each): each is Seen & { readonly kind: K } => each.kind === kind),
    all: () => world.deliveries,
    calls: (endpoint) => calls.get(endpoint) ?? 0,
    until: createUntil(world.changes),
  };
  return fake;
}

function reply(response: ServerResponse, result: object): void {
  if (result instanceof Download) {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      // In plain UTF-8, as WeCom does it.
      'content-disposition': `attachment; filename="${Buffer.from(result.filename).toString('latin1')}"`,
    });
    response.end(result.bytes);
    return;
  }
  const { errcode, errmsg, ...rest } =
    result instanceof Refusal
      ? { errcode: result.errcode, errmsg: result.errmsg }
      : { errcode: 0, errmsg: 'ok', ...result };
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify({ errcode, errmsg, ...rest }));
}

function spoil(
  fault: Exclude<Fault['does'], { kind: 'hold' }>,
  response: ServerResponse,
  request: { readonly url: string; readonly body: string },
): void {
  switch (fault.kind) {
    case 'errcode': {
      const errmsg = fault.errmsg.replace('{url}', request.url).replace('{body}', request.body);
      reply(response, new Refusal(fault.errcode, errmsg));
      break;
    }
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
      break;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
      break;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      break;
    case 'reset':
      response.destroy();
      break;
    case 'hang':
      // Held until the caller gives up or the server stops.
      break;
  }
}
