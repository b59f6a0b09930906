import { z } from 'zod';
import { jsonSchema } from '../channels/message.ts';
import type { Guide } from './guide.ts';

/** Where a walk through a guide stands. Stored, so that it goes on after days and after a restart. */
export const runDataSchema = z.object({
  /** Id of the step that is asked; `review`: all is answered; `result`: the person said that it is right. */
  at: z.string(),
  answers: z.record(z.string(), jsonSchema),
  /** Optional steps that the person passed over. */
  skipped: z.array(z.string()),
  /** Readings of the last words among which the person chooses. */
  options: z.array(jsonSchema),
  /** Choices of the present step so far, where it takes several; messages of a long text so far. */
  picked: z.array(z.string()),
  /** How often in a row the present question got no answer. */
  missed: z.number(),
  /** Files that belong to it. */
  files: z.array(z.string()),
  /** The last question in between, which may have been meant as an answer; null for none. */
  aside: z.string().nullable(),
  /** Asked whether a person shall see the answers. */
  calling: z.boolean(),
  /** Ticket it was handed over as; null while it was not. */
  ticket: z.string().nullable(),
});
export type RunData = z.infer<typeof runDataSchema>;

/** Not the name of any step. */
export const REVIEW = 'review';
export const RESULT = 'result';

/** One walk of one person through one guide. */
export type GuideRun = {
  /** At most ten characters: it stands in buttons. */
  readonly id: string;
  readonly guide: string;
  readonly version: number;
  readonly state: 'active' | 'paused' | 'finished' | 'left';
  readonly data: RunData;
  /** ms since 1970 */
  readonly updatedAt: number;
};

export function startRun(guide: Guide, id: string, now: number): GuideRun {
  const data: RunData = {
    at: guide.steps[0]?.id ?? REVIEW,
    answers: {},
    skipped: [],
    options: [],
    picked: [],
    missed: 0,
    files: [],
    aside: null,
    calling: false,
    ticket: null,
  };
  return { id, guide: guide.id, version: guide.version, state: 'active', data, updatedAt: now };
}
