import { z } from 'zod';
import { URGENCIES } from '../guides/urgent.ts';

/** What a follow-up needs of the last question; personal numbers are redacted before it is kept. */
export const previousSchema = z.object({ question: z.string(), region: z.string().nullable() });

/** When somebody asked lately, and when they were last told to slow down; ms. */
const paceSchema = z.object({ asked: z.array(z.number()), told: z.number() });
export type Pace = z.infer<typeof paceSchema>;

/** What the union's desk waits for, and until when the next words belong to it; ms. */
const deskMemorySchema = z.discriminatedUnion('kind', [
  /** 转人工 was asked for, and not yet what about. */
  z.object({ kind: z.literal('words'), until: z.number() }),
  /** Whether the question that was shown goes along. */
  z.object({
    kind: z.literal('consent'),
    words: z.string(),
    question: previousSchema.nullable(),
    until: z.number(),
  }),
  /** More words for a ticket. */
  z.object({ kind: z.literal('answer'), ticket: z.string(), until: z.number() }),
  /** Words that may be for a ticket, until a yes; '' once it was said that they are not, so that nobody asks again. */
  z.object({ kind: z.literal('offer'), ticket: z.string(), words: z.string(), until: z.number() }),
  /** How many stars a ticket gets. */
  z.object({ kind: z.literal('stars'), ticket: z.string(), until: z.number() }),
]);

const release = z.string();
/** What an admin was shown of the library, and until when the next words or presses are about it; ms. `why`: '' for none given. */
const libraryMemorySchema = z.discriminatedUnion('kind', [
  /** `version`: of the draft. agree: with no `why` the next words are it. */
  z.object({
    kind: z.enum(['publish', 'agree']),
    version: z.number(),
    release,
    why: z.string(),
    until: z.number(),
  }),
  /** Releases to go back to, in the order of their numbers. `inForce`: number of the publication. */
  z.object({
    kind: z.literal('choose'),
    releases: z.array(release),
    inForce: z.number(),
    why: z.string(),
    until: z.number(),
  }),
  z.object({
    kind: z.literal('rollback'),
    release,
    inForce: z.number(),
    why: z.string(),
    until: z.number(),
  }),
  /** The message that brought files last; `with`: those before it that are undecided, oldest first. */
  z.object({
    kind: z.literal('files'),
    cause: z.string(),
    with: z.array(z.string()).default([]),
    until: z.number(),
  }),
]);
export type LibraryMemory = z.infer<typeof libraryMemorySchema>;

/** What is remembered of one person in one chat, and nowhere else. */
export const personMemorySchema = z.object({
  version: z.literal(1),
  region: z.string().nullable(),
  previous: previousSchema.nullable(),
  /** The question that waits for its place, and the platform message that asked it. */
  pending: z.object({ question: z.string(), message: z.string().nullable() }).nullable(),
  /** Until when 确认删除 counts; 0 when nobody asked. */
  eraseUntil: z.number(),
  /** Presses already acted on, newest last. */
  pressed: z.array(z.string()),
  pace: paceSchema,
  /** The danger that was last spoken of, with the words that may go to a person; '' for words of a group. */
  urgent: z
    .object({ kind: z.enum(URGENCIES), at: z.number(), words: z.string() })
    .nullable()
    .default(null),
  /** Id of the guide that was offered under the last answer; null for none. */
  offered: z.string().nullable().default(null),
  /** The run of a guide to which the next words belong; null for none. */
  guide: z.string().nullable().default(null),
  desk: deskMemorySchema.nullable().default(null),
  library: libraryMemorySchema.nullable().default(null),
  /** Whether a shift is under way; null while nothing is logged. */
  shift: z.enum(['on', 'off']).nullable().default(null),
});
export type PersonMemory = z.infer<typeof personMemorySchema>;

/** What is remembered of a chat as a whole. Nothing here may come from one person's private words. */
export const chatMemorySchema = z.object({
  version: z.literal(1),
  /** A group's own region, set by whoever runs it. */
  region: z.string().nullable(),
  pace: paceSchema,
});
export type ChatMemory = z.infer<typeof chatMemorySchema>;

const NO_PACE: Pace = { asked: [], told: 0 };

export const NEW_PERSON: PersonMemory = {
  version: 1,
  region: null,
  previous: null,
  pending: null,
  eraseUntil: 0,
  pressed: [],
  pace: NO_PACE,
  urgent: null,
  offered: null,
  guide: null,
  desk: null,
  library: null,
  shift: null,
};

export const NEW_CHAT: ChatMemory = { version: 1, region: null, pace: NO_PACE };

/** What a sent message was about, so that a reply to it by anybody is read with it. Public: never a private fact. */
export const aboutSchema = z.object({ previous: previousSchema });
export type About = z.infer<typeof aboutSchema>;
