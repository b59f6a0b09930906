/**
 * publish-and-die ROOT TEXT CALL: publishes a made-up release into ROOT and kills itself before its CALL-th change of the
 * disk, as a power cut would. Without a kill it prints how many changes there were.
 */
import fs, { realpathSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Where this program stands, for the test that runs it. */
export const PROGRAM = import.meta.filename;

const [root = '', text = '', call = ''] = process.argv.slice(2);
const dieBefore = Number(call);
let calls = 0;

/** Counts what changes the disk; everything else is let through. */
function counted<A extends unknown[], R>(change: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    calls++;
    if (calls === dieBefore) process.kill(process.pid, 'SIGKILL');
    return change(...args);
  };
}

async function main(): Promise<void> {
  const { anArticle, publish, releaseInput } = await import('../fixtures.ts');
  // Opening for writing makes the file.
  const plain = fs.openSync;
  const opening = counted(plain);
  Object.assign(fs, {
    mkdirSync: counted(fs.mkdirSync),
    renameSync: counted(fs.renameSync),
    rmSync: counted(fs.rmSync),
    writeFileSync: counted(fs.writeFileSync),
    fsyncSync: counted(fs.fsyncSync),
    linkSync: counted(fs.linkSync),
    utimesSync: counted(fs.utimesSync),
    writeSync: counted(fs.writeSync),
    openSync: (...[path, flags, mode]: Parameters<typeof fs.openSync>) =>
      flags === 'w' ? opening(path, flags, mode) : plain(path, flags, mode),
  });
  syncBuiltinESMExports();
  await publish(root, releaseInput({ articles: [anArticle('a/1', text)] }));
  process.stdout.write(`${calls}`);
}

if (realpathSync(process.argv[1] ?? '.') === realpathSync(PROGRAM)) await main();
