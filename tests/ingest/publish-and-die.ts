/**
 * publish-and-die FOLDER CALL: an admin hands over a text, has it checked and publishes it, in a process that dies before its
 * CALL-th change of the disk. With 0 it lives, and prints what it changed, as a JSON list.
 */
import { realpathSync } from 'node:fs';
import { dieBefore } from './die-before.ts';

/** Where this program stands, for the test that runs it. */
export const PROGRAM = import.meta.filename;

async function main(): Promise<void> {
  const [folder = '', call = ''] = process.argv.slice(2);
  const { openCrashAdmin } = await import('./crash-admin.ts');
  // What opening the database changes is not part of the way.
  const { publish, close } = await openCrashAdmin(folder);
  const changes = await dieBefore(Number(call));
  await publish();
  process.stdout.write(JSON.stringify(changes()));
  await close();
}

if (realpathSync(process.argv[1] ?? '.') === realpathSync(PROGRAM)) await main();
