import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { CHANNEL_CHECKS } from './channels.ts';
import { checkConfiguration } from './configuration.ts';
import { checkDataFolder } from './data-folder.ts';
import { checkDatabase, lookAtDatabase } from './database.ts';
import { checkFacts } from './facts.ts';
import { bad, type Finding, type Section } from './finding.ts';
import { checkDataKey } from './key.ts';
import { checkLibrary } from './library.ts';
import { checkProgram } from './program.ts';
import { checkPublicUrl } from './public-url.ts';

const { sections: titles, notChecked } = doctorCopy;

/** Every look, in the order in which a person would mend things; nothing is changed by any of them. */
export async function* examine(): AsyncGenerator<Section> {
  yield await section(titles.program, () => checkProgram(process.versions.node));
  const { config, findings } = checkConfiguration();
  yield { title: titles.config, findings };
  if (config === undefined) return;
  yield await section(titles.folder, () => checkDataFolder(config.dataDir));
  yield* examineStore(config);
  yield await section(titles.library, () => checkLibrary(config.libraryDir));
  yield await section(titles.facts, () => checkFacts(config));
  yield await section(titles.publicUrl, () => checkPublicUrl(config));
  // All at once, because each may have to wait for an answer; after the looks that keep this thread busy.
  const channels = CHANNEL_CHECKS.map(({ title, check }) => section(title, () => check(config)));
  for (const channel of channels) yield await channel;
}

async function* examineStore(config: Config): AsyncGenerator<Section> {
  let look: Awaited<ReturnType<typeof lookAtDatabase>>;
  try {
    look = await lookAtDatabase(config);
  } catch (error) {
    yield { title: titles.database, findings: [failed(error)] };
    return;
  }
  try {
    yield await section(titles.database, () => checkDatabase(config, look));
    yield await section(titles.key, () => checkDataKey(config, look));
  } finally {
    if ('kind' in look && look.kind === 'open') await look.store.close();
  }
}

type Look = () => readonly Finding[] | Promise<readonly Finding[]>;

async function section(title: string, look: Look): Promise<Section> {
  try {
    return { title, findings: await look() };
  } catch (error) {
    return { title, findings: [failed(error)] };
  }
}

/** The name and code only: a message may hold an address with a password in it. */
function failed(error: unknown): Finding {
  const { name, code } =
    error instanceof Error
      ? { name: error.name, code: 'code' in error ? ` ${error.code}` : '' }
      : { name: 'error', code: '' };
  return bad(notChecked(`${name}${code}`));
}
