import type { Paper, PaperFormat } from './paper.ts';
import type { PaperFile } from './press.ts';

/** Thrown through a turn that wants a file: making one takes longer than a transaction may. */
export class PaperWanted extends Error {
  override readonly name = 'PaperWanted';
  readonly paper: Paper;
  readonly format: PaperFormat;

  constructor(paper: Paper, format: PaperFormat) {
    super('a file is wanted; the turn is taken again once it is made');
    this.paper = paper;
    this.format = format;
  }
}

/** The file that was made for this message before its turn was taken again; null when it could not be made. */
export type MadeBefore = { readonly inbox: number; readonly file: PaperFile | null };

/** @throws PaperWanted when it was not made yet */
export function paperFor(
  made: MadeBefore | undefined,
  inbox: number,
): (paper: Paper, format: PaperFormat) => PaperFile | null {
  return (paper, format) => {
    if (made?.inbox !== inbox) throw new PaperWanted(paper, format);
    return made.file;
  };
}
