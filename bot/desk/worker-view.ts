import { deskCopy as copy } from '../copy/desk.ts';
import { type DeskRules, type Due, nextDue } from './clock.ts';
import type { Ticket } from './ticket.ts';
import type { TicketKind } from './ticket-draft.ts';
import type { DueClause, TicketSummary } from './worker-tickets.ts';

/** A ticket as its owner is told of it; no word of what staff write between them. */
export function summarise(
  ticket: Ticket,
  { kind, alias }: { readonly kind: TicketKind; readonly alias: string },
  rules: DeskRules,
): TicketSummary {
  const due = nextDue(ticket, rules);
  return {
    id: ticket.id,
    kind,
    alias,
    state: ticket.state,
    topic: ticket.draft?.topic ?? '',
    openedAt: ticket.openedAt,
    due: due === null ? null : { at: due.at, ...saidOf(due) },
  };
}

function saidOf({ what }: Due): { readonly what: string; readonly clause: DueClause | null } {
  if (what === 'reply') return { what: copy.due.reply, clause: null };
  const { article, quote, binds } = what.clock;
  return { what: what.step, clause: { article, quote, binds } };
}
