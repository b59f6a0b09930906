import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { StatementSync } from 'node:sqlite';

/** What only reads, and what merely opens a transaction, leaves the disk as it is. */
const LEAVES = /^(?:select|pragma|begin)\b/i;

/**
 * Kills this process before its `call`-th change of the disk, as a power cut would: a file that is made, written, flushed,
 * linked, renamed or removed, a row, a commit, a flush of the database's log. 0 lets it live.
 * @returns what was changed so far, by the names of what changed it
 */
export async function dieBefore(call: number): Promise<() => readonly string[]> {
  const done: string[] = [];
  const counts = (name: string): void => {
    done.push(name);
    if (done.length === call) process.kill(process.pid, 'SIGKILL');
  };
  const counted =
    <A extends unknown[], R>(name: string, change: (...args: A) => R) =>
    (...args: A): R => {
      counts(name);
      return change(...args);
    };
  // Opening for writing makes the file.
  const plain = fs.openSync;
  const opening = counted('open', plain);
  Object.assign(fs, {
    mkdirSync: counted('mkdir', fs.mkdirSync),
    renameSync: counted('rename', fs.renameSync),
    rmSync: counted('rm', fs.rmSync),
    writeFileSync: counted('write-file', fs.writeFileSync),
    fsyncSync: counted('fsync', fs.fsyncSync),
    linkSync: counted('link', fs.linkSync),
    utimesSync: counted('utimes', fs.utimesSync),
    writeSync: counted('write', fs.writeSync),
    openSync: (...[path, flags, mode]: Parameters<typeof fs.openSync>) =>
      flags === 'w' ? opening(path, flags, mode) : plain(path, flags, mode),
  });
  syncBuiltinESMExports();

  const { run, all } = StatementSync.prototype;
  const words = ({ sourceSQL }: StatementSync) =>
    sourceSQL.replaceAll('"', '').split(' ').slice(0, 3).join(' ');
  const noted = (statement: StatementSync) => {
    if (!LEAVES.test(statement.sourceSQL)) counts(words(statement));
  };
  Object.assign(StatementSync.prototype, {
    run(this: StatementSync, ...values: Parameters<typeof run>) {
      noted(this);
      return run.apply(this, values);
    },
    all(this: StatementSync, ...values: Parameters<typeof all>) {
      noted(this);
      return all.apply(this, values);
    },
  });
  const handle = await open(import.meta.filename);
  const flushed: { datasync: () => Promise<void> } = Object.getPrototypeOf(handle);
  await handle.close();
  const { datasync } = flushed;
  flushed.datasync = function (this: typeof handle) {
    counts('datasync');
    return datasync.call(this);
  };
  return () => done;
}
