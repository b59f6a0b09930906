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

type Stream = {
  readonly write: (event: string, data: unknown, id?: number) => void;
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
            oldest.write('parked', {});
            oldest.end();
          }
          sessions.set(session, [...(sessions.get(session) ?? []), stream]);
          stream.write('beat', {});
        },
        cancel: () => close(),
      });
    },
    count: () => [...sessions.values()].reduce((sum, open) => sum + open.length, 0),
  };
}

async function beat({ isAlive }: LiveReader, stream: Stream): Promise<void> {
  // The store may be away for a moment: nobody is signed out by that.
  if (await isAlive().catch(() => true)) return stream.write('beat', {});
  stream.write('signed-out', {});
  stream.end();
}

/** First what was missed, then what comes; each once and in order. @returns ends it */
function follow(live: Live, { staff, cursor }: LiveReader, stream: Stream): () => void {
  let last = cursor;
  let early: SeenChange[] | undefined = [];
  const tell = (change: SeenChange) => {
    if (early !== undefined) return void early.push(change);
    if (change.cursor <= last) return;
    last = change.cursor;
    stream.write('change', change, change.cursor);
  };
  const stop = live.listen({ staff, tell });
  live
    .since(staff, cursor)
    .then((missed) => {
      if (missed.whole) stream.write('whole', {}, missed.cursor);
      for (const change of missed.changes) stream.write('change', change, change.cursor);
      last = Math.max(last, missed.cursor);
      const waiting = early ?? [];
      early = undefined;
      waiting.forEach(tell);
    })
    // The page opens another stream, from where it was.
    .catch(stream.end);
  return stop;
}

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
    write: (event, data, id) => {
      if (ended) return;
      if ((controller.desiredSize ?? 0) < -UNREAD) return end();
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        `event: ${event}`,
        `data: ${JSON.stringify(data)}`,
      ];
      controller.enqueue(encoder.encode(`${lines.join('\n')}\n\n`));
    },
  };
}
