import type { Clock } from '../../clock.ts';
import type { Library } from '../../conversation/turn.ts';
import type { Vault } from '../../privacy/vault.ts';
import type { Store } from '../../store/store.ts';
import type { Console } from '../console.ts';
import { addAlertPages } from './alerts-page.ts';
import { addDraftPages } from './drafts-page.ts';
import { addFigures } from './figures-page.ts';
import { addMisses } from './misses-page.ts';

export type InsightDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomId: () => string;
  /** The texts in force now. */
  readonly library: () => Pick<Library, 'assistant'>;
  /** Counts of fewer are not shown. */
  readonly k: number;
};

/** What the union learns, for supervisors and admins. */
export function addInsight(console: Console, deps: InsightDeps): void {
  addFigures(console, deps);
  addMisses(console, deps);
  addDraftPages(console, deps);
  addAlertPages(console, deps);
}
