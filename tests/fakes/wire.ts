import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { z } from 'zod';

/** A line to a server on 127.0.0.1 that can be cut and mended. */
export type Wire = {
  /** The server's address by way of this line. */
  readonly url: string;
  /** Cuts everybody off; nobody gets through until it is mended. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** The next request that holds these words arrives, and the line breaks before its reply. */
  readonly loseReplyTo: (words: string) => void;
  readonly close: () => Promise<void>;
};

export async function createWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let losing: string | undefined;

  const join = (client: Socket) => {
    const server = connect(Number(target.port), target.hostname);
    let lost = false;
    const end = () => {
      for (const socket of [client, server]) {
        sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, server]) sockets.add(socket.on('close', end).on('error', end));
    client.on('data', (chunk) => {
      if (losing !== undefined && chunk.includes(losing)) {
        losing = undefined;
        lost = true;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => (lost ? end() : client.write(chunk)));
  };

  let listener = createServer(join).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = z.object({ port: z.number() }).parse(listener.address());
  const address = new URL(url);
  address.hostname = '127.0.0.1';
  address.port = `${port}`;

  const cut = async () => {
    const closed = once(listener, 'close');
    listener.close();
    for (const socket of [...sockets]) socket.destroy();
    await closed;
  };
  return {
    url: address.href,
    cut,
    mend: async () => {
      listener = createServer(join).listen(port, '127.0.0.1');
      await once(listener, 'listening');
    },
    loseReplyTo: (words) => {
      losing = words;
    },
    close: async () => {
      if (listener.listening) await cut();
    },
  };
}
