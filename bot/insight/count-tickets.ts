import { brandOf } from '../desk/rating.ts';
import type { WorkerTickets } from '../desk/worker-tickets.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Tx } from '../store/store.ts';
import { tallyTicket } from '../store/tallies.ts';
import { keepBrand } from './asked.ts';
import { monthOf } from './months.ts';
import { keepPeople } from './people.ts';

/** The same tickets; each that is opened is counted, and stays counted when its words are gone. */
export function countOpened(
  tx: Tx,
  { vault, now }: { readonly vault: Vault; readonly now: number },
  person: string,
  tickets: WorkerTickets,
): WorkerTickets {
  return {
    ...tickets,
    open: async (draft) => {
      const opened = await tickets.open(draft);
      const region = draft.region ?? '';
      const brand = brandOf(draft);
      await tallyTicket(tx, { month: monthOf(now), region, kind: draft.kind, brand: brand ?? '' });
      const at = { region, kind: draft.kind, brand: brand ?? '' };
      await keepPeople(tx, vault, 'ticket', { person, now, at });
      if (brand !== null) await keepBrand(tx, vault, { brand, region, person, now });
      const due_at = opened.due?.at ?? null;
      const met = opened.due?.clause == null ? 'reply' : 'claim';
      await tx.insertInto('ticket_marks').values({ ticket: opened.id, region, due_at, met }).execute();
      return opened;
    },
  };
}

/** What is kept of a person's tickets beside them goes before they are cut off from the person. */
export async function dropTicketMarks(tx: Tx, person: string): Promise<void> {
  const theirs = tx.selectFrom('tickets').select('id').where('person', '=', person);
  await tx.updateTable('ticket_marks').set({ region: '' }).where('ticket', 'in', theirs).execute();
}
