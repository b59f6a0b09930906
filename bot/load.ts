import { existsSync } from 'node:fs';
import { createAssistant, createPolicyPages } from '#knowledge';
import { type Config, parseConfig } from './config.ts';
import type { Library } from './conversation/turn.ts';
import { openLibrary } from './library.ts';
import { KNOWLEDGE_FOLDER, libraryFolder } from './paths.ts';

/** The environment and the .env file beside which the program was started; the environment goes first. @throws BadConfig */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseConfig(process.env);
}

/**
 * The texts in force; the first start makes them. Progress goes to stderr, so that stdout is the answer.
 * @throws UnusableRelease
 */
export async function loadLibrary({ dataDir }: Pick<Config, 'dataDir'>): Promise<Library> {
  const release = await openLibrary({
    knowledge: KNOWLEDGE_FOLDER,
    root: libraryFolder(dataDir),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    assistant: createAssistant({ release, today: () => new Date().toISOString().slice(0, 10) }),
    pages: createPolicyPages(release),
  };
}
