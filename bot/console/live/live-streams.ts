import type { Staff } from '../../staff/staff.ts';
import type { Live, SeenChange } from './live.ts';

/** A page that listens. */
export type LiveReader = {
  readonly staff: Staff;
  /** The session, of which only so many streams may be open. */
  readonly session: string;
  /** The last change that the page knows of. */
  readonly cursor: number;
  /** Whether they are still signed in. */
  readonly isAlive: () => Promise<boolean>;
};

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
export type LiveStreams = {
  readonly open: (reader: LiveReader) => ReadableStream<Uint8Array>;
  readonly count: () => number;
};

export type LiveTimes = {
  /** Between two beats, by which a page knows that the line lives; each asks whether its reader is still signed in. ms */
  readonly beatMs: number;
  /** After which a stream ends and is opened anew, with whatever its reader may do by then. ms */
  readonly lifeMs: number;
};

/** Browsers open six connections to one host over HTTP/1.1; some must stay free for the rest. */
export const STREAMS_PER_SESSION = 3;
/** Events that may wait for a reader that does not read. It resumes where it was. */
const UNREAD = 500;

/** One event. `id`: from which the reader goes on. */
type Written = { readonly event: string; readonly data: unknown; readonly id?: number };

type Stream = {
  readonly write: (...events: readonly Written[]) => void;
  readonly end: () => void;
};

export function createLiveStreams(live: Live, times: LiveTimes): LiveStreams {
  const sessions = new Map<string, Stream[]>();
  const remove = (session: string, stream: Stream) => {
    const rest = (sessions.get(session) ?? []).filter((other) => other !== stream);
    if (rest.length === 0) sessions.delete(session);
    else sessions.set(session, rest);
  };
  return {
    open: (reader) => {
      const { session } = reader;
      let close = () => {};
      return new ReadableStream<Uint8Array>({
        start: (controller) => {
          const stream = createStream(controller, () => {
            stopListening();
            clearInterval(beating);
            clearTimeout(living);
            remove(session, stream);
          });
          close = stream.end;
          const stopListening = follow(live, reader, stream);
          const beating = setInterval(() => void beat(reader, stream), times.beatMs);
          const living = setTimeout(stream.end, times.lifeMs);
          const open = sessions.get(session) ?? [];
          const [oldest] = open;
          if (oldest !== undefined && open.length >= STREAMS_PER_SESSION) {
            oldest.write({ event: 'parked', data: {} });
            oldest.end();
          }
          sessions.set(session, [...(sessions.get(session) ?? []), stream]);
          stream.write({ event: 'beat', data: {} });
        },
        cancel: () => close(),
      });
    },
    count: () => [...sessions.values()].reduce((sum, open) => sum + open.length, 0),
  };
}

async function beat({ isAlive }: LiveReader, stream: Stream): Promise<void> {
  // The store may be away for a moment: nobody is signed out by that.
  if (await isAlive().catch(() => true)) return stream.write({ event: 'beat', data: {} });
  stream.write({ event: 'signed-out', data: {} });
  stream.end();
}

/** First what was missed, then what comes; each once and in order. @returns ends it */
function follow(live: Live, { staff, cursor }: LiveReader, stream: Stream): () => void {
  let last = cursor;
  let early: SeenChange[] | undefined = [];
  const tell = (changes: readonly SeenChange[]) => {
    if (early !== undefined) return void early.push(...changes);
    const fresh = changes.filter(({ cursor }) => cursor > last);
    last = fresh.at(-1)?.cursor ?? last;
    if (fresh.length > 0) stream.write(...fresh.map(writtenOf));
  };
  const stop = live.listen({ staff, tell });
  live
    .since(staff, cursor)
    .then((missed) => {
      if (missed.whole) stream.write({ event: 'whole', data: {}, id: missed.cursor });
      if (missed.changes.length > 0) stream.write(...missed.changes.map(writtenOf));
      last = Math.max(last, missed.cursor);
      const waiting = early ?? [];
      early = undefined;
      tell(waiting);
    })
    // The page opens another stream, from where it was.
    .catch(stream.end);
  return stop;
}

const writtenOf = (change: SeenChange): Written => ({ event: 'change', data: change, id: change.cursor });

function createStream(controller: ReadableStreamDefaultController<Uint8Array>, onEnd: () => void): Stream {
  const encoder = new TextEncoder();
  let ended = false;
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
  return {
    end,
    write: (...events) => {
      if (ended) return;
      if ((controller.desiredSize ?? 0) < -UNREAD) return end();
      const blocks = events.map(({ event, data, id }) =>
        [
          ...(id === undefined ? [] : [`id: ${id}`]),
          `event: ${event}`,
          `data: ${JSON.stringify(data)}\n\n`,
        ].join('\n'),
      );
      controller.enqueue(encoder.encode(blocks.join('')));
    },
  };
}
