import type { By } from '../library/acting.ts';
import type { Paper, PaperFormat } from '../papers/paper.ts';
import type { PaperFile } from '../papers/press.ts';
import type { PersonIn } from '../store/people.ts';
import type { LibraryAct, LibraryTold } from './library-desk.ts';
import type { Turn } from './turn.ts';

/** What a turn wants done that takes longer than a transaction may, or has transactions of its own. */
export type Order =
  | { readonly kind: 'paper'; readonly paper: Paper; readonly format: PaperFormat }
  /** `where`: the chat in which it was asked for. */
  | { readonly kind: 'library'; readonly by: By; readonly act: LibraryAct; readonly where: PersonIn };

export type Done =
  /** null: it could not be made. */
  | { readonly kind: 'paper'; readonly file: PaperFile | null }
  | { readonly kind: 'library'; readonly told: LibraryTold };

/**
 * Thrown through a turn, which is taken again once the order is carried out. When the program dies in between it is
 * carried out once more: whatever is ordered must bear that.
 */
export class Wanted extends Error {
  override readonly name = 'Wanted';
  readonly order: Order;

  constructor(order: Order) {
    super('something is to be done first; the turn is taken again after it');
    this.order = order;
  }
}

/** What was done for this message before its turn was taken again: one order, of one kind. */
export type DoneBefore = { readonly inbox: number; readonly done: Done };

/** The ways in which a turn orders. */
export function doneFor(
  before: DoneBefore | undefined,
  {
    inbox,
    where,
    isOffice,
  }: { readonly inbox: number; readonly where: PersonIn; readonly isOffice: boolean },
): Pick<Turn, 'papers' | 'office'> {
  const done = before?.inbox === inbox ? before.done : undefined;
  return {
    papers: (paper, format) => {
      if (done?.kind !== 'paper') throw new Wanted({ kind: 'paper', paper, format });
      return done.file;
    },
    office: isOffice
      ? (by, act) => {
          if (done?.kind !== 'library') throw new Wanted({ kind: 'library', by, act, where });
          return done.told;
        }
      : null,
  };
}
