import { z } from 'zod';
import { ticketDraftSchema } from './ticket-draft.ts';

/** Who did it. A worker is told apart by the ticket alone: nothing of the account stands here. */
export type Actor =
  | { readonly kind: 'worker' }
  /** `name`: the staff account. */
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'system' };

const words = z.string().min(1);

/** What happened to a ticket; a stored shape, sealed as a whole. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), draft: ticketDraftSchema }),
  /** Another account has an open ticket of this kind with the same telephone. For staff only. */
  z.object({ kind: z.literal('flagged'), other: z.string() }),
  z.object({ kind: z.literal('claimed') }),
  /** `asks`: staff wait for the worker. */
  z.object({ kind: z.literal('replied'), words, asks: z.boolean() }),
  z.object({ kind: z.literal('said'), words: z.string(), files: z.array(z.string()) }),
  /** Between staff; the worker is never shown it. */
  z.object({ kind: z.literal('noted'), words }),
  z.object({ kind: z.literal('resolved'), words }),
  z.object({ kind: z.literal('confirmed') }),
  z.object({ kind: z.literal('reopened') }),
  /** Nobody answered whether it is solved. */
  z.object({ kind: z.literal('closed') }),
  /** `to`: the staff account it is meant for; null for whoever takes it. */
  z.object({ kind: z.literal('transferred'), to: z.string().nullable(), words: z.string() }),
  z.object({ kind: z.literal('merged'), into: z.string() }),
  /** `erased`: with everything of the person. */
  z.object({ kind: z.literal('withdrawn'), erased: z.boolean() }),
]);
export type Change = z.infer<typeof changeSchema>;
export type ChangeKind = Change['kind'];

export const CHANGE_KINDS = changeSchema.options.map((option) => option.shape.kind.value);

/** One event. */
export type TicketEvent = {
  /** Counts from 1. */
  readonly seq: number;
  /** ms since 1970 */
  readonly at: number;
  readonly by: Actor;
  /** The place it was done in: a channel's name, `terminal`. */
  readonly via: string;
  readonly kind: ChangeKind;
  /** null once its words were taken away: what happened stays, what was said does not. */
  readonly change: Change | null;
};
