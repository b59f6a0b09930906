import type { Mailbox } from '../../outbox/mailbox.ts';
import { botLetterOf } from './letters.ts';

/** What is told to the pages of one visitor beside letters. */
export type Notice = {
  readonly event: string;
  readonly text: string;
  readonly action: string | null;
};

/** The event streams of this process, by chat. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export type Streams = {
  /** A stream of the chat's letters after `since`. A reader drops the ids it has: a late one may come again. */
  readonly open: (chat: string, since: number) => ReadableStream<Uint8Array>;
  /** A message of the person was accepted. */
  readonly working: (chat: string, notice: Notice) => void;
  /** Something was delivered: look now instead of at the next second. */
  readonly wake: (chat: string) => void;
  readonly count: () => number;
  readonly endAll: () => void;
};

export type StreamTimes = {
  /** Between two looks into the mailbox: another process may have delivered. ms */
  readonly lookMs: number;
  /** Between two beats, by which a page knows that the line lives. ms */
  readonly beatMs: number;
};

/** Browsers open six connections to one host over HTTP/1.1; some must stay free for the rest. */
export const STREAMS_PER_VISITOR = 4;
/** Ids are given when a message is written, and two writers may commit out of order: so far back it is looked again. */
const LOOK_BACK = 256;
/** Events that may wait for a reader that does not read. It resumes where it was. */
const UNREAD = 500;

type Stream = {
  readonly look: () => Promise<void>;
  readonly write: (event: string, data: unknown, id?: number) => void;
  readonly end: () => void;
};

export function createStreams(mailbox: Mailbox, { lookMs, beatMs }: StreamTimes): Streams {
  const chats = new Map<string, Stream[]>();

  const remove = (chat: string, stream: Stream) => {
    const rest = (chats.get(chat) ?? []).filter((other) => other !== stream);
    if (rest.length === 0) chats.delete(chat);
    else chats.set(chat, rest);
  };

  const add = (chat: string, stream: Stream) => {
    const open = chats.get(chat) ?? [];
    const [oldest] = open;
    if (oldest !== undefined && open.length >= STREAMS_PER_VISITOR) {
      oldest.write('parked', {});
      oldest.end();
    }
    chats.set(chat, [...(chats.get(chat) ?? []), stream]);
  };

  return {
    open: (chat, since) => {
      let close = () => {};
      return new ReadableStream<Uint8Array>({
        start: (controller) => {
          const stream = createStream(mailbox, chat, since, controller, () => {
            clearInterval(looking);
            clearInterval(beating);
            remove(chat, stream);
          });
          const looking = setInterval(stream.look, lookMs);
          const beating = setInterval(() => stream.write('beat', {}), beatMs);
          close = stream.end;
          add(chat, stream);
          stream.write('beat', {});
          stream.look();
        },
        cancel: () => close(),
      });
    },
    working: (chat, notice) => {
      for (const stream of chats.get(chat) ?? []) stream.write('working', notice);
    },
    wake: (chat) => {
      for (const stream of chats.get(chat) ?? []) stream.look();
    },
    count: () => [...chats.values()].reduce((sum, open) => sum + open.length, 0),
    endAll: () => {
      for (const stream of [...chats.values()].flat()) stream.end();
    },
  };
}

function createStream(
  mailbox: Mailbox,
  chat: string,
  since: number,
  controller: ReadableStreamDefaultController<Uint8Array>,
  onEnd: () => void,
): Stream {
  const encoder = new TextEncoder();
  const written = new Set<number>();
  let newest = since;
  let ended = false;
  let looking = false;
  let again = false;

  const end = () => {
    if (ended) return;
    ended = true;
    onEnd();
    try {
      controller.close();
    } catch {
      // The reader has gone, and the stream with it.
    }
  };
  const write: Stream['write'] = (event, data, id) => {
    if (ended) return;
    if ((controller.desiredSize ?? 0) < -UNREAD) return end();
    const lines = [
      ...(id === undefined ? [] : [`id: ${id}`]),
      `event: ${event}`,
      `data: ${JSON.stringify(data)}`,
    ];
    controller.enqueue(encoder.encode(`${lines.join('\n')}\n\n`));
  };
  const readOnce = async () => {
    for (const letter of await mailbox.after(chat, Math.max(0, newest - LOOK_BACK), written)) {
      if (letter.id === null || written.has(letter.id)) continue;
      written.add(letter.id);
      newest = Math.max(newest, letter.id);
      const shown = botLetterOf(letter);
      if (shown !== undefined) write('letter', shown, letter.id);
    }
    for (const id of written) if (id < newest - LOOK_BACK) written.delete(id);
  };
  const look = async () => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && !ended) {
        again = false;
        await readOnce();
      }
    } catch {
      // The store is away: the next look is a second off.
    } finally {
      looking = false;
    }
  };
  return { look, write, end };
}
