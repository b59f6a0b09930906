import type { TicketExport } from './export.ts';
import type { TicketState } from './ticket.ts';
import type { TicketDraft, TicketKind } from './ticket-draft.ts';

/** What a text says of the time; `binds`: whom, in its own words. */
export type DueClause = { readonly article: string; readonly quote: string; readonly binds: string };

/** A ticket as its owner is told of it. */
export type TicketSummary = {
  readonly id: string;
  readonly kind: TicketKind;
  readonly state: TicketState;
  /** '' once it was emptied. */
  readonly topic: string;
  /** What the worker is called at the desk. */
  readonly alias: string;
  readonly openedAt: number;
  /** What is promised next; null when nothing is due from the union. */
  readonly due: { readonly at: number; readonly what: string; readonly clause: DueClause | null } | null;
};

/** What became of a worker's word or wish. */
export type WorkerOutcome =
  | { readonly kind: 'done'; readonly ticket: TicketSummary }
  /** Not theirs, or not there. */
  | { readonly kind: 'unknown' }
  /** `why`: a sentence for the worker. */
  | { readonly kind: 'illegal'; readonly why: string };

/** The tickets of the person whose turn it is; all of it in the turn's transaction. */
export type WorkerTickets = {
  /** Hands it to the union. The worker's own chat becomes the one in which they are answered. */
  readonly open: (draft: TicketDraft) => Promise<TicketSummary>;
  /** Newest first; those in work before those that are over. */
  readonly mine: () => Promise<readonly TicketSummary[]>;
  /** Everything of theirs, to be taken away. */
  readonly exported: () => Promise<readonly TicketExport[]>;
  /**
   * Adds the worker's words, and files by their ids. What was merged into another of theirs is added there.
   * @param danger the words tell of it
   */
  readonly say: (
    ticketId: string,
    words: string,
    files?: readonly string[],
    danger?: boolean,
  ) => Promise<WorkerOutcome>;
  /** The newest of theirs in which staff speak with them here themselves, and since when; null for none. */
  readonly held: () => Promise<{ readonly id: string; readonly since: number } | null>;
  /** Gives the bot back. @returns how many were held */
  readonly handBack: () => Promise<number>;
  /** @param stars 1 to 5; kept without the ticket and without the person */
  readonly rate: (ticketId: string, stars: number) => Promise<WorkerOutcome>;
  /** Takes it back and empties it: staff see that it was withdrawn. */
  readonly withdraw: (ticketId: string) => Promise<WorkerOutcome>;
  /** The worker's answer to 解决了吗. */
  readonly confirm: (ticketId: string, solved: boolean) => Promise<WorkerOutcome>;
  /** An open one of the same kind, and of the same topic unless it is null, by the same person; null for none. */
  readonly findDuplicate: (kind: TicketKind, topic: string | null) => Promise<TicketSummary | null>;
  /** Id of the ticket in which staff wrote the message that this one quotes; null for none. */
  readonly quoted: () => Promise<string | null>;
};
