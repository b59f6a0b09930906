import { createCover } from './cover.ts';
import type { Ticket } from './ticket.ts';
import type { TicketDraft } from './ticket-draft.ts';
import type { Change, TicketEvent } from './ticket-event.ts';

/** Whoever looks. A supervisor sees what the one who has the ticket sees. */
export type Viewer = { readonly name: string; readonly role: 'agent' | 'supervisor' };

/** Fields that tell who somebody is or what they said; each view of one is written down. */
export const PERSONAL_FIELDS = ['contact', 'answers', 'transcript', 'words', 'files'] as const;
export type PersonalField = (typeof PERSONAL_FIELDS)[number];

/** What one viewer may see of a ticket. */
export type StaffView = {
  readonly ticket: Omit<Ticket, 'draft'>;
  readonly alias: string;
  readonly draft: TicketDraft | null;
  readonly events: readonly TicketEvent[];
  /** Personal fields that are shown and not empty. */
  readonly shown: readonly PersonalField[];
  /** Personal fields that there are and that this viewer may not see. */
  readonly hidden: readonly PersonalField[];
};

/**
 * Until somebody has claimed a ticket it shows what it is about and not whose it is: no contact, no answer that tells,
 * no words. Then the one who has it sees it whole; who somebody anonymous is, nobody is ever shown.
 */
export function viewFor(
  viewer: Viewer,
  {
    ticket,
    alias,
    events,
    heir = null,
  }: {
    ticket: Ticket;
    alias: string;
    events: readonly TicketEvent[];
    /** Who has the ticket that this one was merged into. */
    heir?: string | null;
  },
): StaffView {
  const { draft, ...rest } = ticket;
  const has = personalFields(draft, events);
  const open =
    viewer.role === 'supervisor' ? ticket.claimedAt !== null : [ticket.holder, heir].includes(viewer.name);
  const tells = (field: PersonalField) => field === 'contact' || field === 'answers';
  const may = (field: PersonalField) => open && !(tells(field) && draft?.anonymous === true);
  return {
    ticket: rest,
    alias,
    draft: draft === null ? null : open ? withoutAnonymous(draft) : covered(draft, events),
    events: events.map(open ? withoutDraft : withoutWords),
    shown: has.filter(may),
    hidden: has.filter((field) => !may(field)),
  };
}

function personalFields(draft: TicketDraft | null, events: readonly TicketEvent[]): readonly PersonalField[] {
  const there: Record<PersonalField, boolean> = {
    contact: draft?.contact !== null && draft?.contact !== undefined,
    answers: draft?.answers.some(({ personal }) => personal) === true,
    transcript: (draft?.transcript.length ?? 0) > 0,
    words: events.some(({ change }) => change !== null && 'words' in change),
    files: (draft?.files.length ?? 0) > 0,
  };
  return PERSONAL_FIELDS.filter((field) => there[field]);
}

const withoutAnonymous = (draft: TicketDraft): TicketDraft =>
  draft.anonymous
    ? { ...draft, contact: null, answers: draft.answers.filter(({ personal }) => !personal) }
    : draft;

/** As everybody at the desk may read it: what its worker is called stands in no topic and no answer either. */
function covered(draft: TicketDraft, events: readonly TicketEvent[]): TicketDraft {
  const cover = createCover(draft, events);
  return {
    ...draft,
    topic: cover(draft.topic).text,
    contact: null,
    transcript: [],
    files: [],
    answers: draft.answers
      .filter(({ personal }) => !personal)
      .map((row) => ({ ...row, value: cover(row.value).text })),
  };
}

/** The draft stands beside the events, with what may be seen of it. */
function withoutDraft(event: TicketEvent): TicketEvent {
  return event.kind === 'opened' ? { ...event, change: null } : event;
}

function withoutWords(event: TicketEvent): TicketEvent {
  return { ...event, change: event.change === null ? null : silenced(event.change) };
}

/** What was done stays; an opening would bring the whole draft along. */
function silenced(change: Change): Change | null {
  return 'words' in change || change.kind === 'opened' ? null : change;
}
