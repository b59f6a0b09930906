import type { Vault } from '../privacy/vault.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Board } from './board.ts';
import { guideBoards, ratingBoards } from './board-others.ts';
import { questionBoards } from './board-questions.ts';
import { ticketBoards } from './board-tickets.ts';
import type { Names } from './names.ts';

export type FiguresDeps = {
  readonly store: Store;
  readonly vault: Vault;
  /** Counts of fewer are not shown. */
  readonly k: number;
};

/** What one set of boards is made of. */
export type Making = {
  readonly tx: Tx;
  readonly k: number;
  readonly names: Names;
  /** ms since 1970 */
  readonly now: number;
};

/** Every board, in the order of the page. Nothing that is too small leaves this function. */
export async function loadBoards(
  { store, k }: Pick<FiguresDeps, 'store' | 'k'>,
  names: Names,
  now: number,
): Promise<readonly Board[]> {
  return await store.transaction(async (tx) => {
    const making: Making = { tx, k, names, now };
    return [
      ...(await ticketBoards(making)),
      ...(await questionBoards(making)),
      ...(await ratingBoards(making)),
      ...(await guideBoards(making)),
    ];
  });
}
