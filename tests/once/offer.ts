import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';

/** Where a test asks for what the whole run shares: it says the word and is told. */
export type Offer = { readonly port: number; readonly word: string };

/**
 * Something made once for all test files of a run, when the first of them asks, so that a run without it does not wait.
 * @param make whose failure is told as `{missing}`
 */
export async function offerOnce(make: () => Promise<object>): Promise<{
  readonly offer: Offer;
  /** Answers nobody any more; resolves when nothing is being made. */
  readonly close: () => Promise<void>;
}> {
  const word = randomUUID();
  let made: Promise<object> | undefined;
  const desk = createServer((socket) => {
    // A test that ends while it waits is no matter of ours.
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').once('data', async (said: string) => {
      if (said !== word) return socket.destroy();
      made ??= make().catch((error: unknown) => ({
        missing: error instanceof Error ? error.message : String(error),
      }));
      socket.end(JSON.stringify(await made));
    });
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const { port } = z.object({ port: z.number() }).parse(desk.address());
  return {
    offer: { port, word },
    close: async () => {
      desk.close();
      await made;
    },
  };
}
