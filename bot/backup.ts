/** npm run backup -- FILE: everything but the key in one file, beside a running server too; -- --check FILE: is it whole. */

import { existsSync, statSync } from 'node:fs';
import { backUp } from './backup/back-up.ts';
import { programVersion } from './backup/program-version.ts';
import { checkArchive } from './backup/read-archive.ts';
import { formatChinaTime } from './china-time.ts';
import { systemClock } from './clock.ts';
import { backupCopy as copy } from './copy/backup.ts';
import { failPlainly } from './fail.ts';
import { loadConfig } from './load.ts';
import { storeLocation } from './paths.ts';
import { keyFile } from './privacy/open-vault.ts';

const MB = 1024 ** 2;

async function main(): Promise<void> {
  const asked = parseArguments(process.argv.slice(2));
  if (asked === undefined) {
    process.stderr.write(`${copy.backupUsage}\n`);
    process.exitCode = 1;
  } else if (asked.check) await check(asked.file);
  else await make(asked.file);
}

/** undefined for what is not understood. */
function parseArguments(args: string[]): { readonly file: string; readonly check: boolean } | undefined {
  const check = args[0] === '--check';
  const [file, ...more] = check ? args.slice(1) : args;
  return file === undefined || file.startsWith('-') || more.length > 0 ? undefined : { file, check };
}

async function make(file: string): Promise<void> {
  const config = loadConfig();
  const location = storeLocation(config);
  say(copy.saving);
  const { tables, release } = await backUp({ ...config, location }, file, {
    version: programVersion(),
    now: systemClock.now,
  });
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const place = config.dataKey === undefined ? copy.keyFromFile(keyFile(config.dataDir)) : copy.keyFromEnv;
  say(copy.saved(file, (statSync(file).size / MB).toFixed(1)));
  say(copy.held(rows, tables.tickets ?? 0, release));
  say(copy.keyApart(place));
  if (existsSync('.env')) say(copy.envApart);
  if (statSync(file).dev === statSync(config.dataDir).dev) say(copy.sameDisk);
}

async function check(file: string): Promise<void> {
  const { manifest } = await checkArchive(file);
  const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
  say(copy.whole(formatChinaTime(Date.parse(manifest.made)), manifest.version));
  say(copy.held(rows, manifest.tables.tickets ?? 0, manifest.release));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(failPlainly);
