import { z } from 'zod';
import { ticketDraftSchema } from './ticket-draft.ts';

/** Who did it. A worker is told apart by the ticket alone: nothing of the account stands here. */
export type Actor =
  | { readonly kind: 'worker' }
  /** `name`: the staff account. */
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'system' };

const words = z.string().min(1);

/** Why staff's words did not arrive. blocked: the worker has left or blocked the bot. later: they go when the worker writes again. */
export const BOUNCE_REASONS = ['blocked', 'later', 'picture', 'other'] as const;
export type BounceReason = (typeof BOUNCE_REASONS)[number];

/** What happened to a ticket; a stored shape, sealed as a whole. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), draft: ticketDraftSchema }),
  /** Another account has an open ticket of this kind with the same telephone. For staff only. */
  z.object({ kind: z.literal('flagged'), other: z.string() }),
  z.object({ kind: z.literal('claimed') }),
  /** `asks`: staff wait for the worker. `carried`: what goes along, as the channel of its place names it. */
  z.object({
    kind: z.literal('replied'),
    words,
    asks: z.boolean(),
    carried: z.string().exactOptional(),
  }),
  /** `danger`: the words tell of it. */
  z.object({
    kind: z.literal('said'),
    words: z.string(),
    files: z.array(z.string()),
    danger: z.boolean().default(false),
  }),
  /** The holder speaks with the worker, and the bot is quiet there. */
  z.object({ kind: z.literal('taken') }),
  z.object({ kind: z.literal('handed-back') }),
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
  /** `other` was merged into this one. */
  z.object({ kind: z.literal('joined'), other: z.string() }),
  /** Words of staff did not arrive, so far. `of`: number of the event that holds them. */
  z.object({ kind: z.literal('bounced'), of: z.number(), reason: z.enum(BOUNCE_REASONS) }),
  /** Stars were given; they are kept without the ticket. */
  z.object({ kind: z.literal('rated') }),
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
