/** npm run restore -- FILE: what `npm run backup` wrote, into an empty data folder that holds only the key. */

import { restoreFrom } from './backup/restore-from.ts';
import { formatChinaTime } from './china-time.ts';
import { backupCopy as copy } from './copy/backup.ts';
import { failPlainly } from './fail.ts';
import { readConfig } from './load.ts';
import { storeLocation } from './paths.ts';

async function main(): Promise<void> {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    process.stderr.write(`${copy.restoreUsage}\n`);
    process.exitCode = 1;
    return;
  }
  const config = readConfig();
  say(copy.restoring);
  const { rows, made, facts } = await restoreFrom({ ...config, location: storeLocation(config) }, file);
  say(copy.restored(rows, formatChinaTime(Date.parse(made))));
  if (facts !== undefined && facts !== config.factsDir) say(copy.factsAt(facts));
  say(copy.next);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch(failPlainly);
