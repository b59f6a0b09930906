import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { type Offer, offerOnce } from '../once/offer.ts';
import { type Postgres, startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the PostgreSQL of this run, which answers with a Told. */
    readonly postgres: Offer;
  }
}

export const toldSchema = z.union([z.object({ url: z.string() }), z.object({ missing: z.string() })]);
export type Told = z.infer<typeof toldSchema>;

/** One server for the run, started by the first test that asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Postgres | undefined;
  const { offer, close } = await offerOnce(async () => {
    running = await startPostgres();
    return { url: running.url };
  });
  project.provide('postgres', offer);
  return async () => {
    await close();
    await running?.stop();
  };
}
