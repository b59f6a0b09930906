import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { createListening, createUntil } from '../listening.ts';
import { type Asked, Chats, type Delivery } from './chats.ts';
import { type FaultInput, Faults } from './faults.ts';
import { Media, type Uploaded } from './media.ts';
import { People } from './people.ts';
import { BAD_PARAMETER, Refusal, WRONG_SECRET } from './refusal.ts';
import {
  frameSchema,
  type SentFrame,
  subscribeSchema,
  uploadChunkSchema,
  uploadFinishSchema,
  uploadInitSchema,
} from './schemas.ts';

export type FakeOpenWsOptions = {
  readonly botId: string;
  readonly secret: string;
  /** 0 or left out: any that is free. */
  readonly port?: number;
  /** ms since 1970; the machine's clock when left out. */
  readonly now?: () => number;
  /** Answers HTTP that is not a file; true when it did. */
  readonly beside?: (
    request: IncomingMessage,
    response: ServerResponse,
    fake: FakeOpenWs,
  ) => Promise<boolean>;
};

export type FakeOpenWs = {
  /** ws://127.0.0.1:…, once started. */
  readonly url: () => string;
  /** Where files lie: http://127.0.0.1:… */
  readonly origin: () => string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly people: People;
  readonly faults: { readonly add: (fault: FaultInput) => void; readonly clear: () => void };
  /** Sends the held acks, the last first. */
  readonly release: () => void;
  /** Sends the callback of this req_id once more, under a new req_id, as WeCom does when it is unsure. */
  readonly repeat: (reqId: string) => string;
  /** Text that is sent to the live connection as it stands; bytes in a binary frame. */
  readonly sendRaw: (text: string | Buffer) => void;
  /** Another connection took the bot elsewhere; the old one is told, and left open. */
  readonly kick: () => void;
  /** Breaks every connection. */
  readonly cut: () => void;
  /** While true nothing is answered, not even a ping. */
  readonly silence: (silent: boolean) => void;
  /** While true a new connection is answered with HTTP 503. */
  readonly refuseConnections: (refusing: boolean) => void;
  readonly setSecret: (secret: string) => void;
  /** What people saw of the bot. */
  readonly sent: () => readonly Delivery[];
  readonly uploaded: () => ReadonlyMap<string, Uploaded>;
  readonly mostInFlight: () => number;
  /** Frames that came, faults included. */
  readonly frames: (cmd?: string) => readonly SentFrame[];
  readonly connections: () => { readonly opened: number; readonly live: boolean; readonly kicked: number };
  /** Resolves when `check` holds; looks again whenever something happens. Rejects after `ms`. */
  readonly until: (check: () => boolean, ms?: number) => Promise<void>;
};

/** WeCom's long connection for one bot, on 127.0.0.1. */
export function createFakeOpenWs(options: FakeOpenWsOptions): FakeOpenWs {
  const now = options.now ?? Date.now;
  const changes = new EventEmitter().setMaxListeners(0);
  const chats = new Chats(now);
  const media = new Media(now);
  const faults = new Faults();
  const frames: SentFrame[] = [];
  const callbacks = new Map<string, { cmd: string; kind: Asked['kind']; body: Record<string, unknown> }>();
  const held: (() => void)[] = [];
  let { secret } = options;
  let live: WebSocket | undefined;
  let opened = 0;
  let kicked = 0;
  let silent = false;
  let refusing = false;
  const changed = () => changes.emit('change');

  const send = (socket: WebSocket | undefined, frame: unknown) => {
    if (socket !== undefined && socket.readyState === socket.OPEN && !silent)
      socket.send(JSON.stringify(frame));
  };

  const post = (cmd: string, kind: Asked['kind'], body: Record<string, unknown>): string => {
    const reqId = `cb_${randomBytes(8).toString('hex')}`;
    const { from, chatid } = z
      .object({ from: z.object({ userid: z.string() }), chatid: z.string().exactOptional() })
      .parse(body);
    const conversation = chatid ?? from.userid;
    chats.ask({ reqId, conversation, user: from.userid, kind }, chatid !== undefined);
    callbacks.set(reqId, { cmd, kind, body });
    send(live, { cmd, headers: { req_id: reqId }, body });
    return reqId;
  };

  const tellKicked = (socket: WebSocket) => {
    kicked++;
    const body = {
      msgid: `msg_${randomBytes(6).toString('hex')}`,
      create_time: Math.floor(now() / 1000),
      aibotid: options.botId,
      msgtype: 'event',
      event: { eventtype: 'disconnected_event' },
    };
    send(socket, { cmd: 'aibot_event_callback', headers: { req_id: `cb_${kicked}` }, body });
  };

  const subscribe = (socket: WebSocket, body: unknown) => {
    const asked = subscribeSchema.parse(body);
    if (asked.bot_id !== options.botId || asked.secret !== secret)
      throw new Refusal(WRONG_SECRET, 'invalid bot_id or secret');
    const old = live;
    live = socket;
    if (old !== undefined && old !== socket) tellKicked(old);
  };

  /** The body of the ack. */
  const carryOut = (socket: WebSocket, { cmd, headers: { req_id }, body }: SentFrame): unknown => {
    if (cmd === 'aibot_subscribe') return subscribe(socket, body);
    if (socket !== live) throw new Refusal(WRONG_SECRET, 'not subscribed');
    switch (cmd) {
      case 'ping':
        return undefined;
      case 'aibot_respond_msg':
        return chats.respond(cmd, req_id, body);
      case 'aibot_respond_welcome_msg':
        return chats.welcome(cmd, req_id, body);
      case 'aibot_respond_update_msg':
        return chats.update(cmd, req_id, body);
      case 'aibot_send_msg':
        return chats.send(cmd, req_id, body);
      case 'aibot_upload_media_init':
        return media.init(uploadInitSchema.parse(body));
      case 'aibot_upload_media_chunk':
        return media.chunk(uploadChunkSchema.parse(body));
      case 'aibot_upload_media_finish':
        return media.finish(uploadFinishSchema.parse(body).upload_id);
      default:
        throw new Refusal(BAD_PARAMETER, `unknown cmd ${cmd}`);
    }
  };

  const received = (socket: WebSocket, text: string) => {
    const frame = frameSchema.parse(JSON.parse(text));
    frames.push(frame);
    const does = silent ? undefined : faults.take(frame.cmd);
    const lost = does !== undefined && 'carriedOut' in does && !does.carriedOut;
    const ack = lost || silent || does?.kind === 'nack' ? undefined : ackOf(() => carryOut(socket, frame));
    const answer = (content: object) =>
      send(socket, { headers: { req_id: frame.headers.req_id }, ...content });
    if (does?.kind === 'nack') answer({ errcode: does.errcode, errmsg: does.errmsg });
    else if (does?.kind === 'cut') socket.terminate();
    else if (does?.kind === 'hold') held.push(() => answer(ack ?? {}));
    else if (does?.kind !== 'mute' && ack !== undefined) {
      if (does?.kind === 'noise') socket.send('{"headers": nonsense');
      answer(ack);
    }
    changed();
  };

  const server = createServer((request, response) => {
    const id = /^\/media\/(\w+)$/.exec(request.url ?? '')?.[1];
    const file = id === undefined ? undefined : media.fetch(id);
    if (file !== undefined) {
      const filename = encodeURIComponent(file.name);
      response.writeHead(200, { 'content-disposition': `attachment; filename*=UTF-8''${filename}` });
      response.end(file.bytes);
      return;
    }
    void (options.beside?.(request, response, fake) ?? Promise.resolve(false)).then((answered) => {
      if (!answered) response.writeHead(id === undefined ? 404 : 403).end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (refusing) return socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (connection) => {
      opened++;
      connection.on('message', (data) => received(connection, String(data)));
      connection.on('error', () => undefined);
      connection.on('close', () => {
        if (live === connection) live = undefined;
        changed();
      });
      changed();
    });
  });

  const listening = createListening(server, options.port);
  const fake: FakeOpenWs = {
    url: () => `ws://127.0.0.1:${listening.port()}`,
    origin: () => `http://127.0.0.1:${listening.port()}`,
    start: listening.start,
    stop: () => {
      for (const socket of sockets.clients) socket.terminate();
      return listening.stop();
    },
    people: new People(post, media, options.botId, (path) => `${fake.origin()}${path}`, now),
    faults: { add: (fault) => faults.add(fault), clear: () => faults.clear() },
    release: () => {
      for (const answer of held.splice(0).reverse()) answer();
    },
    repeat: (reqId) => {
      const callback = callbacks.get(reqId);
      if (callback === undefined) throw new Error(`no callback ${reqId}`);
      return post(callback.cmd, callback.kind, callback.body);
    },
    sendRaw: (text) => live?.send(text),
    kick: () => {
      const old = live;
      live = undefined;
      if (old !== undefined) tellKicked(old);
    },
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    silence: (value) => {
      silent = value;
    },
    refuseConnections: (value) => {
      refusing = value;
    },
    setSecret: (value) => {
      secret = value;
    },
    sent: () => chats.deliveries,
    uploaded: () => media.uploaded,
    mostInFlight: () => chats.mostInFlight,
    frames: (cmd) => frames.filter((frame) => cmd === undefined || frame.cmd === cmd),
    connections: () => ({ opened, live: live !== undefined, kicked }),
    until: createUntil(changes),
  };
  return fake;
}

function ackOf(work: () => unknown): object {
  try {
    const body = work();
    return { errcode: 0, errmsg: 'ok', ...(body !== undefined && { body }) };
  } catch (error) {
    if (error instanceof Refusal) return { errcode: error.errcode, errmsg: error.message };
    if (!(error instanceof z.ZodError)) throw error;
    return { errcode: BAD_PARAMETER, errmsg: `wrong ${error.issues[0]?.path.join('.')}` };
  }
}
