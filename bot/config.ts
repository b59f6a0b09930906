import { z } from 'zod';

/** The environment the program reads; every name stands in .env.example. */
const configSchema = z.object({ DATA_DIR: z.string().min(1).default('./data') });

export type Config = { readonly dataDir: string };

/** All problems at once, each with the name to change. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

/** @throws BadConfig */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = configSchema.safeParse(env);
  if (!parsed.success)
    throw new BadConfig(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  return Object.freeze({ dataDir: parsed.data.DATA_DIR });
}
