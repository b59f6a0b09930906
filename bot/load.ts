import { existsSync } from 'node:fs';
import { createAssistant, createPolicyPages } from '#knowledge';
import { formatChinaDay } from './china-time.ts';
import { type Config, parseConfig } from './config.ts';
import type { Library } from './conversation/turn.ts';
import { loadFacts } from './facts.ts';
import { openLibrary } from './library.ts';
import { KNOWLEDGE_FOLDER, libraryFolder } from './paths.ts';

/** The environment and the .env file beside which the program was started; the environment goes first. @throws BadConfig */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseConfig(process.env);
}

/**
 * The texts in force, which the first start makes, and the facts that an admin keeps. Progress goes to stderr, so that
 * stdout is the answer.
 * @throws UnusableRelease, BadFacts
 */
export async function loadLibrary({
  dataDir,
  factsDir,
}: Pick<Config, 'dataDir' | 'factsDir'>): Promise<Library> {
  const release = await openLibrary({
    knowledge: KNOWLEDGE_FOLDER,
    root: libraryFolder(dataDir),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    assistant: createAssistant({ release, today: () => new Date().toISOString().slice(0, 10) }),
    pages: createPolicyPages(release),
    facts: await loadFacts(factsDir, { regions: release.regions, today: formatChinaDay(Date.now()) }),
  };
}
