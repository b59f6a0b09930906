import type { GuideRuns } from '../conversation/turn.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Tx } from '../store/store.ts';
import { tallyGuide } from '../store/tallies.ts';
import { monthOf } from './months.ts';
import { keepPeople } from './people.ts';

/** The same walks; each is counted once where it comes to an end, and again only after it was taken up anew. */
export function countGuides(
  tx: Tx,
  { vault, person, now }: { readonly vault: Vault; readonly person: string; readonly now: number },
  guides: GuideRuns,
): GuideRuns {
  return {
    ...guides,
    save: async (run) => {
      const { state, guide } = run;
      const ended = state === 'finished' || state === 'left' ? state : undefined;
      const before = ended === undefined ? undefined : (await guides.load(run.id))?.state;
      await guides.save(run);
      if (ended === undefined || before === 'finished' || before === 'left') return;
      await tallyGuide(tx, { month: monthOf(now), guide, ended });
      await keepPeople(tx, vault, 'guide', { person, now, at: { guide, ended } });
    },
  };
}
