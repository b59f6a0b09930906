import { z } from 'zod';

export const READ_FORMATS = ['txt', 'md', 'html', 'docx', 'pdf'] as const;
export type ReadFormat = (typeof READ_FORMATS)[number];

/** What a reader left out, or what a person should look at. */
export const NOTE_CODES = [
  'macros',
  'contents',
  'hidden',
  'comments',
  'footnotes',
  'text-boxes',
  'pictures',
  'menus',
  'furniture',
  'columns',
  'machine-read',
  'skipped',
  'unknown-numbering',
] as const;

/** `detail`: a number, a page, the name of a file; never words of the text. */
export const readNoteSchema = z.strictObject({ code: z.enum(NOTE_CODES), detail: z.string() });
export type ReadNote = z.infer<typeof readNoteSchema>;
export type NoteCode = ReadNote['code'];

/** A file as it came, and the text that ingest parses: a paragraph a line, cells of a table parted by tabs. */
export type ReadFile = {
  /** Without folders. */
  readonly name: string;
  readonly format: ReadFormat;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly text: string;
  readonly notes: readonly ReadNote[];
};

/** What one format's reader gives. */
export type ReadText = { readonly text: string; readonly notes: readonly ReadNote[] };

/** Counts what was left out; each code comes once. */
export function createNotes() {
  const counts = new Map<NoteCode, number>();
  return {
    add: (code: NoteCode, count = 1) => void counts.set(code, (counts.get(code) ?? 0) + count),
    list: (): readonly ReadNote[] => [...counts].map(([code, count]) => ({ code, detail: `${count}` })),
  };
}
export type Notes = ReturnType<typeof createNotes>;
