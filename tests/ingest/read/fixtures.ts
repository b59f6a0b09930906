import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableFile } from '#knowledge/build';
import { READ_LIMITS } from '../../../ingest/read/limits.ts';
import type { ReadDocument } from '../../../ingest/read/plain.ts';
import { readDocument } from '../../../ingest/read/read-document.ts';
import { ROOT } from '../../shared.ts';

const FOLDER = join(ROOT, 'tests/fixtures/library');

/** Files that LibreOffice made; see make-fixtures.ts. */
export function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, path)));
}

export function fixtures(folder: string): readonly string[] {
  return readdirSync(join(FOLDER, folder)).map((name) => `${folder}/${name}`);
}

/** Reads in this thread; what a reading thread does is tested apart. */
export async function readHere(bytes: Uint8Array, name = 'x'): Promise<ReadDocument> {
  const read = await readDocument(bytes, name, READ_LIMITS);
  if ('packed' in read) throw new Error(`${name} is an archive`);
  return read;
}

export async function readFixture(path: string): Promise<ReadDocument> {
  return await readHere(fixture(path), path);
}

/** Why a file is refused; undefined when it is read. */
export async function refusalOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await readDocument(bytes, 'x', READ_LIMITS);
  } catch (error) {
    if (error instanceof UnreadableFile) return error.code;
    throw error;
  }
  return undefined;
}

export const utf8 = (text: string) => new TextEncoder().encode(text);
