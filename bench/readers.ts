import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnreadableFile } from '#knowledge/text';
import { READ_LIMITS } from '../ingest/read/limits.ts';
import { type ReadingThread, startReadingThread } from '../ingest/read/reading-thread.ts';
import { createChance, mutate, mutateText } from '../tests/ingest/read/mutate.ts';
import { pack, unpacked } from '../tests/ingest/read/pack.ts';

const FIXTURES = fileURLToPath(new URL('../tests/fixtures/library', import.meta.url));
const SCRIPT = new URL('../ingest/read/read-worker.ts', import.meta.url);
/** READER_FILES: mutated files of each format. READER_SECONDS: after which a format is given up. */
const FILES = Number(process.env.READER_FILES ?? 25_000);
const SECONDS = Number(process.env.READER_SECONDS ?? 600);
/** A file that takes longer is a hang. */
const LIMITS = { ...READ_LIMITS, time: 20_000 };

type Tally = {
  read: number;
  refused: number;
  hangs: number;
  memory: number;
  crashes: number;
  slowest: number;
};

/** Mutated files of every format through reading threads: nothing but a text or a refusal may come of one. */
export async function benchReaders(): Promise<void> {
  console.log('\nreaders: mutated files (target: no crash, no hang, bounded memory)');
  console.log('format | files | read | refused | hangs | out of memory | crashes | slowest ms | peak MB');
  for (const format of ['txt', 'md', 'html', 'docx', 'docx parts', 'zip', 'pdf']) await benchFormat(format);
}

async function benchFormat(format: string): Promise<void> {
  const chance = createChance(7);
  const sources = sourcesOf(format);
  const tally: Tally = { read: 0, refused: 0, hangs: 0, memory: 0, crashes: 0, slowest: 0 };
  let peak = 0;
  let thread: ReadingThread | undefined;
  const end = performance.now() + SECONDS * 1000;
  let files = 0;
  for (; files < FILES && performance.now() < end; files++) {
    const source = sources[files % sources.length] ?? new Uint8Array();
    const bytes = format === 'docx parts' ? mutateParts(source, chance) : mutate(source, chance);
    // Many files by one thread: only that makes a hundred thousand of them.
    thread ??= startReadingThread(LIMITS, SCRIPT);
    if (!(await readOne(thread, bytes, tally))) {
      await thread.end();
      thread = undefined;
    }
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  await thread?.end();
  const { read, refused, hangs, memory, crashes, slowest } = tally;
  const mb = Math.round(peak / 1024 / 1024);
  console.log(
    `${format} | ${files} | ${read} | ${refused} | ${hangs} | ${memory} | ${crashes} | ${Math.round(slowest)} | ${mb}`,
  );
}

/** @returns whether the thread is of use for another file */
async function readOne(thread: ReadingThread, bytes: Uint8Array, tally: Tally): Promise<boolean> {
  const start = performance.now();
  try {
    const result = await thread.read(bytes, 'x', new AbortController().signal);
    if (result.kind === 'refused') tally.refused++;
    else tally.read++;
    return true;
  } catch (error) {
    const code = error instanceof UnreadableFile ? error.code : '';
    if (code === 'time') tally.hangs++;
    else if (code === 'memory') tally.memory++;
    else tally.crashes++;
    return false;
  } finally {
    tally.slowest = Math.max(tally.slowest, performance.now() - start);
  }
}

function sourcesOf(format: string): readonly Uint8Array[] {
  const end = format === 'docx parts' || format === 'zip' ? 'docx' : format === 'txt' ? 'md' : format;
  const files = ['own', 'policies'].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder))
      .filter((name) => name.endsWith(`.${end}`))
      .map((name) => new Uint8Array(readFileSync(join(FIXTURES, folder, name)))),
  );
  if (format === 'zip')
    return [pack(Object.fromEntries(files.slice(0, 4).map((file, i) => [`${i}.docx`, file])))];
  if (format === 'txt') return files.map((file) => file.filter((byte) => byte !== 0x23));
  return files;
}

function mutateParts(source: Uint8Array, chance: (below: number) => number): Uint8Array {
  const parts = Object.entries(unpacked(source)).map(([name, content]) => [
    name,
    /document|numbering|styles|notes|rels/.test(name)
      ? mutateText(new TextDecoder().decode(content), chance)
      : content,
  ]);
  return pack(Object.fromEntries(parts));
}
