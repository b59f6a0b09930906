import { type ClientOptions, WebSocket } from 'ws';

/** Passed on to the `ws` package: certificates, agents, headers. */
export type SocketOptions = ClientOptions;

export type SocketEvents = {
  readonly opened: () => void;
  readonly received: (text: string) => void;
  readonly failed: (error: Error) => void;
  /** Once, whatever ended it but `end`. */
  readonly closed: (reason: string) => void;
};

export type Socket = {
  readonly send: (text: string) => void;
  /** Ends the connection at once; no event follows. */
  readonly end: () => void;
};

/** Far above any frame; ws itself would take 100 MB. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** The one file that knows the package: a connection with its events as functions. */
export function openSocket(url: string, options: SocketOptions, events: SocketEvents): Socket {
  const socket = new WebSocket(url, { maxPayload: MAX_FRAME_BYTES, ...options });
  let ended = false;
  socket.on('open', () => !ended && events.opened());
  // Binary frames hold the same text, as the official SDK takes them too.
  socket.on('message', (data) => !ended && events.received(String(data)));
  socket.on('error', (error) => !ended && events.failed(error));
  socket.on('close', (code, reason) => {
    if (!ended) events.closed(reason.length > 0 ? reason.toString() : `code: ${code}`);
    ended = true;
  });
  return {
    send: (text) => socket.send(text),
    end: () => {
      ended = true;
      socket.terminate();
    },
  };
}
