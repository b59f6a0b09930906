import { unzipSync, type Zippable, zipSync } from 'fflate';

const CORE = 'docProps/core.xml';
/** Folder dates of a zip begin in 1980; all parts bear the first of them, as in reproducible archives. */
const FIRST_DAY = new Date(1980, 0, 1);

/**
 * A Word file with one day in it instead of the moment of its making: the same paper is the same file.
 * @param day ISO day
 * @throws Error when the file has no core properties
 */
export function fixDocxDay(docx: ArrayBuffer, day: string): Uint8Array {
  const parts = unzipSync(new Uint8Array(docx));
  const core = parts[CORE];
  if (core === undefined) throw new Error(`The Word file has no ${CORE}.`);
  const fixed: Zippable = {};
  for (const [name, bytes] of Object.entries(parts)) {
    fixed[name] = [name === CORE ? withDay(bytes, day) : bytes, { mtime: FIRST_DAY, level: 6 }];
  }
  return zipSync(fixed);
}

function withDay(core: Uint8Array, day: string): Uint8Array {
  const moments = /(<dcterms:(created|modified)\b[^>]*>)[^<]*/g;
  return new TextEncoder().encode(new TextDecoder().decode(core).replace(moments, `$1${day}T00:00:00Z`));
}
