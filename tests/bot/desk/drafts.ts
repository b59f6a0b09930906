import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';

/** A draft that names nobody; a test gives what it is about. */
export function draft(given: Partial<TicketDraft> = {}): TicketDraft {
  return {
    kind: 'complaint',
    urgent: false,
    region: null,
    trade: null,
    topic: '欠薪',
    matters: [],
    answers: [],
    citations: [],
    transcript: [],
    files: [],
    anonymous: false,
    contact: null,
    consentAt: 0,
    ...given,
  };
}
