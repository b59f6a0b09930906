import type { StoredTicket } from '../store/tickets.ts';
import type { TicketDraft, TicketKind } from './ticket-draft.ts';
import type { Actor, ChangeKind } from './ticket-event.ts';

/** A ticket as its owner takes it away: all that they gave, and all that was said to them. */
export type TicketExport = {
  readonly id: string;
  readonly kind: TicketKind;
  readonly state: StoredTicket['row']['state'];
  readonly openedAt: number;
  /** null once emptied. */
  readonly draft: TicketDraft | null;
  readonly events: readonly {
    readonly at: number;
    readonly by: Actor['kind'];
    readonly kind: ChangeKind;
    readonly words: string;
  }[];
};

/** What staff keep between them: notes, why it was handed on, and whose other ticket looks the same. */
const BETWEEN_STAFF: readonly ChangeKind[] = ['noted', 'flagged', 'joined', 'bounced'];
const WORDLESS: readonly ChangeKind[] = ['transferred'];

export function exportTicket({ row, ticket, events }: StoredTicket): TicketExport {
  return {
    id: ticket.id,
    kind: row.kind,
    state: ticket.state,
    openedAt: ticket.openedAt,
    draft: ticket.draft,
    events: events
      .filter(({ kind }) => !BETWEEN_STAFF.includes(kind))
      .map(({ at, by, kind, change }) => ({
        at,
        by: by.kind,
        kind,
        words: change !== null && 'words' in change && !WORDLESS.includes(kind) ? change.words : '',
      })),
  };
}
