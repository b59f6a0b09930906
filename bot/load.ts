import { existsSync } from 'node:fs';
import { BadFacts, createAssistant, createPolicyPages, type Release } from '#knowledge';
import { refuseUnfinished } from './backup/marker.ts';
import { formatChinaDay } from './china-time.ts';
import { systemClock } from './clock.ts';
import { type Config, parseConfig } from './config.ts';
import type { Library } from './conversation/turn.ts';
import { loadFacts } from './facts.ts';
import { createLiveLibrary, type LiveLibrary } from './library/live.ts';
import { type InForce, openLibrary } from './library/open-library.ts';
import { KNOWLEDGE_FOLDER } from './paths.ts';

type Places = Pick<Config, 'libraryDir' | 'factsDir'>;

/**
 * As `readConfig`, for every program that works on what is there.
 * @throws BadConfig, BadArchive when a restore has not ended: nothing works on half of what was there
 */
export function loadConfig(): Config {
  const config = readConfig();
  refuseUnfinished(config.dataDir);
  return config;
}

/** The environment and the .env file beside which the program was started; the environment goes first. @throws BadConfig */
export function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseConfig(process.env);
}

/**
 * The texts in force, which the first start makes, and the facts that an admin keeps, as they are now. Progress goes to
 * stderr, so that stdout is the answer.
 * @throws UnusableRelease, BadFacts
 */
export async function loadLibrary(places: Places): Promise<Library> {
  return await libraryOf((await open(places)).release, places);
}

/** As `loadLibrary`, for programs that run on: what is published later takes its place. @throws UnusableRelease, BadFacts */
export async function loadLiveLibrary(places: Places): Promise<LiveLibrary> {
  const opened = await open(places);
  return createLiveLibrary({
    root: places.libraryDir,
    opened,
    library: await libraryOf(opened.release, places),
    load: (release, before) => libraryOf(release, places, before),
    clock: systemClock,
    random: Math.random,
  });
}

async function open({ libraryDir }: Places): Promise<InForce> {
  return await openLibrary({
    knowledge: KNOWLEDGE_FOLDER,
    root: libraryDir,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
}

async function libraryOf(release: Release, places: Places, before?: Library): Promise<Library> {
  const facts = await factsFor(release, places, before);
  return {
    assistant: createAssistant({ release, today: () => formatChinaDay(Date.now()) }),
    pages: createPolicyPages(release),
    facts,
  };
}

/**
 * Apart from what the assistant is made in: V8 keeps alive, for all functions of one scope, whatever one of them names, and each
 * library would hold the one before it.
 * @param before its facts stay where somebody is just writing the tables: a new text does not wait for that
 */
async function factsFor(release: Release, { factsDir }: Places, before?: Library): Promise<Library['facts']> {
  const known = { regions: release.regions, today: formatChinaDay(Date.now()) };
  return await loadFacts(factsDir, known).catch((error: unknown) => {
    if (before !== undefined && error instanceof BadFacts) return before.facts;
    throw error;
  });
}
