import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { type Postgres, startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for the PostgreSQL of this run: it says the word and is told the Told. */
    readonly postgres: { readonly port: number; readonly word: string };
  }
}

export const toldSchema = z.union([z.object({ url: z.string() }), z.object({ missing: z.string() })]);
export type Told = z.infer<typeof toldSchema>;

/** One server for the run, started by the first test that asks, so that a run without a database does not wait for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const word = randomUUID();
  let postgres: Promise<Postgres> | undefined;
  const desk = createServer((socket) => {
    // A test that ends while it waits is no matter of ours.
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').once('data', async (said: string) => {
      if (said !== word) return socket.destroy();
      postgres ??= startPostgres();
      socket.end(JSON.stringify(await tell(postgres)));
    });
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const { port } = z.object({ port: z.number() }).parse(desk.address());
  project.provide('postgres', { port, word });
  return async () => {
    desk.close();
    const running = await postgres?.catch(() => undefined);
    await running?.stop();
  };
}

async function tell(postgres: Promise<Postgres>): Promise<Told> {
  try {
    return { url: (await postgres).url };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
