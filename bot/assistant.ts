import { existsSync } from 'node:fs';
import { type Assistant, createAssistant } from '#knowledge';
import { parseConfig } from './config.ts';
import { openLibrary } from './library.ts';
import { KNOWLEDGE_FOLDER, libraryFolder } from './paths.ts';

/**
 * Configuration, library, assistant: what every face starts with. Progress goes to stderr, so that stdout is the answer.
 * @throws BadConfig, UnusableRelease
 */
export async function openAssistant(): Promise<Assistant> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = parseConfig(process.env);
  const release = await openLibrary({
    knowledge: KNOWLEDGE_FOLDER,
    root: libraryFolder(config.dataDir),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  return createAssistant({ release, today: () => new Date().toISOString().slice(0, 10) });
}
