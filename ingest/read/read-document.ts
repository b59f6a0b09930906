import { type UnreadableCode, UnreadableFile } from '#knowledge/text';
import type { ReadLimits } from './limits.ts';
import { decodeText, type ReadDocument, readPlain } from './plain.ts';
import type { ReadFormat, ReadText } from './read-file.ts';
import { refuse } from './refuse.ts';
import { isHtml, sniff } from './sniff.ts';

/** A file in an archive. */
export type Packed = { readonly name: string; readonly bytes: Uint8Array };
export type Unpacked = { readonly packed: readonly Packed[]; readonly skipped: number };

/**
 * One file read in this thread, or an archive unpacked: what a worker does. Each format's library is loaded at its
 * first file.
 * @throws UnreadableFile and nothing else
 */
export async function readDocument(
  bytes: Uint8Array,
  file: string,
  limits: ReadLimits,
): Promise<ReadDocument | Unpacked> {
  try {
    return await readAny(bytes, file, limits);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    // What a library says of a broken file may hold words of it.
    throw refuse(file, faultOf(error), error instanceof Error ? error.name : '');
  }
}

async function readAny(
  bytes: Uint8Array,
  file: string,
  limits: ReadLimits,
): Promise<ReadDocument | Unpacked> {
  const found = sniff(bytes);
  const document = (format: ReadFormat, read: ReadText) => checked({ format, ...read }, file, limits);
  switch (found.kind) {
    case 'refused':
      throw refuse(file, found.code, found.detail);
    case 'zip':
      return await readZip(bytes, file, limits);
    case 'pdf':
      return document('pdf', await (await import('./pdf/read-pdf.ts')).readPdf(bytes, file, limits));
    case 'text': {
      const text = decodeText(bytes, file);
      if (isHtml(text)) return document('html', (await import('./html.ts')).readHtml(text, file));
      return checked(readPlain(text, file), file, limits);
    }
  }
}

/** A docx is a zip too. */
async function readZip(
  bytes: Uint8Array,
  file: string,
  limits: ReadLimits,
): Promise<ReadDocument | Unpacked> {
  const { openZip } = await import('./zip.ts');
  const zip = openZip(bytes, file);
  const kind = officeKind(zip.entries.map((entry) => entry.name));
  if (kind === undefined) return (await import('./unpack.ts')).unpack(zip, file, limits);
  if (kind !== 'docx') throw refuse(file, 'other-office', kind);
  const { readDocx } = await import('./docx/read-docx.ts');
  return checked({ format: 'docx', ...readDocx(zip, file, limits) }, file, limits);
}

/** What program a zip belongs to, by the parts that only this program's files have. */
function officeKind(names: readonly string[]): string | undefined {
  const has = (name: string) => names.includes(name);
  if (has('[Content_Types].xml'))
    return names.some((name) => name.startsWith('xl/'))
      ? 'xlsx'
      : names.some((name) => name.startsWith('ppt/'))
        ? 'pptx'
        : 'docx';
  if (has('OFD.xml')) return 'OFD';
  return has('mimetype') && (has('content.xml') || has('META-INF/container.xml')) ? 'ODF' : undefined;
}

const LINE = 20_000;

/** @throws UnreadableFile when there is nothing, or more than any text has */
export function checked(document: ReadDocument, file: string, limits: ReadLimits): ReadDocument {
  const text = document.text.toWellFormed();
  const isPictures = document.notes.some((note) => note.code === 'pictures');
  if (text.trim() === '') throw refuse(file, isPictures ? 'scanned' : 'empty');
  if (text.length > limits.text) throw refuse(file, 'too-large', `${text.length} characters`);
  // No paragraph is so long, and what parses lines may look twice at each character of one.
  if (text.split('\n').some((line) => line.length > LINE))
    throw refuse(file, 'too-large', 'a line without an end');
  return { ...document, text };
}

function faultOf(error: unknown): UnreadableCode {
  // The stack ran out: only made-up files nest so deep.
  return error instanceof RangeError && /array|buffer|string length/i.test(error.message)
    ? 'memory'
    : 'damaged';
}
