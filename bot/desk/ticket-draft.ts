import { z } from 'zod';

/** What somebody asks of the union. */
export const TICKET_KINDS = [
  'membership',
  'complaint',
  'help',
  'injury',
  'agreement',
  'question',
  'urgent',
] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** What a guide or 转人工 hands in, after its owner saw it and agreed. */
export const ticketDraftSchema = z.object({
  kind: z.enum(TICKET_KINDS),
  /** Somebody is in danger, or a day costs much: staff are told at once. */
  urgent: z.boolean(),
  /** Region id; null where none is known. */
  region: z.string().nullable(),
  trade: z.string().nullable(),
  /** What it is about, in a few words that name nobody: staff see it before they claim. */
  topic: z.string().min(1).max(60),
  /** Ids of the matters it touches: a text may set a time for one of them. */
  matters: z.array(z.string()),
  /** As the worker reviewed them. `personal`: tells who they are, hidden until somebody claims the ticket. */
  answers: z.array(z.object({ label: z.string(), value: z.string(), personal: z.boolean() })),
  /**
   * The clauses that were shown. `head`: 《title》（number）第二十九条. `path`: to its page, which says what changed since; tickets
   * of before have none.
   */
  citations: z.array(
    z.object({
      id: z.string(),
      quote: z.string(),
      head: z.string(),
      release: z.string(),
      path: z.string().exactOptional(),
    }),
  ),
  /** Lines of the chat that the worker agreed to share; empty for none. */
  transcript: z.array(z.object({ from: z.enum(['worker', 'bot']), at: z.number(), words: z.string() })),
  /** Ids in the table `files`. */
  files: z.array(z.string()),
  /** Nobody at the desk is ever shown who it is. */
  anonymous: z.boolean(),
  /** null when not given; an anonymous worker gives none. */
  contact: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  /** When the worker agreed to hand it over; ms. */
  consentAt: z.number(),
});
export type TicketDraft = z.infer<typeof ticketDraftSchema>;
