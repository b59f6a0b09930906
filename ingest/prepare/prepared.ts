import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  instrumentKindSchema,
  levelSchema,
  roleSchema,
  statusSchema,
  strengthSchema,
} from '#knowledge/build';

/** Words of a text, in order: kept, new, or no longer there. */
export const wordRunSchema = z.strictObject({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type WordRun = z.infer<typeof wordRunSchema>;

const factNameSchema = z.enum([
  'title',
  'number',
  'issuers',
  'date',
  'region',
  'level',
  'status',
  'from',
  'to',
  'ended',
]);
export type FactName = z.infer<typeof factNameSchema>;
/** In the order in which they are told. */
export const FACT_NAMES = factNameSchema.options;

/**
 * replaced: another text stands in its place, because it is newer or because somebody said that it supersedes. ended: it
 * stays readable and is no longer in force. resumed: it is in force again. removed: it is in no file any more.
 */
export const instrumentChangeSchema = z.strictObject({
  kind: z.enum(['added', 'replaced', 'ended', 'resumed', 'removed', 'facts']),
  /** In the next release; of `removed` in the one before. */
  id: z.string(),
  title: z.string(),
  /** Its id in the release before; the id of the text that it replaces; null for `added`. */
  was: z.string().nullable(),
  /** null: not said. */
  facts: z.array(
    z.strictObject({ fact: factNameSchema, was: z.string().nullable(), now: z.string().nullable() }),
  ),
  /** Ids of texts of the same place and kind that stay in force beside an added one: is one of them superseded? */
  beside: z.array(z.string()),
});
export type InstrumentChange = z.infer<typeof instrumentChangeSchema>;

/** moved: the same words under another number or in another place. */
export const articleChangeSchema = z.strictObject({
  kind: z.enum(['added', 'changed', 'moved', 'removed']),
  /** In the next release; null for `removed`. */
  id: z.string().nullable(),
  /** In the release before; null for `added`. */
  was: z.string().nullable(),
  /** As printed now; of `removed` as it was printed. */
  label: z.string(),
  wasLabel: z.string().nullable(),
  /** Of `changed` only: `same` and `added` are the new text, `same` and `removed` the old. */
  words: z.array(wordRunSchema),
});
export type ArticleChange = z.infer<typeof articleChangeSchema>;

export const releaseDiffSchema = z.strictObject({
  /** Ids of releases; null: there was none. */
  from: z.string().nullable(),
  to: z.string(),
  instruments: z.array(instrumentChangeSchema),
  articles: z.array(articleChangeSchema),
});
export type ReleaseDiff = z.infer<typeof releaseDiffSchema>;

/** Shares of 0 to 1; null where no question of the set asks for it. */
export const figuresSchema = z.strictObject({
  questions: z.int(),
  hit1: z.number().nullable(),
  hit3: z.number().nullable(),
  quote: z.number().nullable(),
  abstain: z.number().nullable(),
});
export type Figures = z.infer<typeof figuresSchema>;

const shownAnswerSchema = z.strictObject({
  status: z.enum(['answer', 'abstain', 'ask_region']),
  /** The articles it cites, best first. */
  cited: z.array(z.string()),
  /** What a person would read. */
  text: z.string(),
});

export const checkedQuestionSchema = z.strictObject({
  set: z.enum(['built-in', 'own']),
  id: z.string(),
  question: z.string(),
  region: z.string().nullable(),
  expect: z.enum(['answer', 'abstain', 'ask_region']),
  /** Ids in the next release. */
  gold: z.array(z.string()),
  before: shownAnswerSchema.nullable(),
  after: shownAnswerSchema,
});
export type CheckedQuestion = z.infer<typeof checkedQuestionSchema>;

export const gateSchema = z.strictObject({
  /** Percentage points by which a figure may fall. */
  margin: z.number(),
  sets: z.array(
    z.strictObject({
      name: z.enum(['built-in', 'own']),
      before: figuresSchema.nullable(),
      after: figuresSchema,
    }),
  ),
  /** A figure fell by more than the margin: somebody else has to agree, with a reason. */
  fell: z.boolean(),
  falls: z.array(
    z.strictObject({
      set: z.enum(['built-in', 'own']),
      figure: z.enum(['hit1', 'hit3', 'quote', 'abstain']),
      before: z.number(),
      after: z.number(),
    }),
  ),
  worse: z.array(checkedQuestionSchema),
  better: z.array(checkedQuestionSchema),
  /** Questions of the union's own that are still not answered as they should be, and were not before. */
  missed: z.array(checkedQuestionSchema).default([]),
});
export type Gate = z.infer<typeof gateSchema>;

/** An article that perhaps answers a matter of the bank, so that the matter's questions find it. */
export const proposalSchema = z.strictObject({
  article: z.string(),
  matter: z.string(),
  matterName: z.string(),
  /** The sentence of the article that states it. */
  words: z.string(),
  /** Some of the matter's lay questions. */
  questions: z.array(z.string()),
  /** 0 to 1 */
  likeness: z.number(),
});
export type Proposal = z.infer<typeof proposalSchema>;

const shownFactSchema = z.strictObject({
  value: z.string().nullable(),
  /** unknown: neither printed nor entered. derived: it follows from other facts. */
  source: z.enum(['printed', 'entered', 'derived', 'unknown']),
  /** Who entered it; null where nobody of the staff did. */
  by: z.string().nullable(),
});
export type ShownFact = z.infer<typeof shownFactSchema>;

export const instrumentReportSchema = z.strictObject({
  id: z.string(),
  /** Where facts for it are entered. */
  file: z.string(),
  kind: instrumentKindSchema,
  nth: z.int(),
  title: z.string(),
  level: levelSchema,
  status: statusSchema,
  facts: z.partialRecord(factNameSchema, shownFactSchema),
  /** Every article in reading order. */
  outline: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      path: z.array(z.string()),
      kind: z.string(),
      /** The beginning of its text. */
      opening: z.string(),
      /** The hardest wording in it. */
      strength: strengthSchema,
      hasQuestions: z.boolean(),
    }),
  ),
  /** Sentences by the strength of their wording. */
  strengths: z.partialRecord(strengthSchema, z.int()),
  departments: z.array(z.strictObject({ name: z.string(), role: roleSchema, articles: z.array(z.string()) })),
  /** Numbers that are missing, double or out of order, and what else is odd. */
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});
export type InstrumentReport = z.infer<typeof instrumentReportSchema>;

export const fileReportSchema = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  format: z.string(),
  /** Characters that are not blank, and how many of them are accounted for by what. */
  characters: z.int(),
  owners: z.record(z.string(), z.int()),
  /** Ids. */
  instruments: z.array(z.string()),
});
export type FileReport = z.infer<typeof fileReportSchema>;

/** What is known of a release before anybody presses publish: library/reports/<id>.json. */
export const preparedSchema = z.strictObject({
  format: z.literal('gongyou-prepared/1'),
  release: z.string(),
  /** The release that it was compared with; null: there was none. */
  against: z.string().nullable(),
  counts: z.strictObject({ instruments: z.int(), articles: z.int(), matters: z.int(), questions: z.int() }),
  files: z.array(fileReportSchema),
  instruments: z.array(instrumentReportSchema),
  diff: releaseDiffSchema,
  gate: gateSchema,
  proposals: z.array(proposalSchema),
  /** Answers and questions that were left out, because the texts do not hold their words; `own`: people approved it. */
  broken: z.array(
    z.strictObject({ matter: z.string(), article: z.string(), reason: z.string(), own: z.boolean() }),
  ),
});
export type Prepared = z.infer<typeof preparedSchema>;

/** What of it is kept with the draft and with the publication. */
export const preparedSummarySchema = z.strictObject({
  release: z.string(),
  against: z.string().nullable(),
  fell: z.boolean(),
  falls: gateSchema.shape.falls,
  figures: gateSchema.shape.sets,
  worse: z.int(),
  better: z.int(),
  /** How many are other than before. */
  instruments: z.int(),
  articles: z.int(),
  proposals: z.int(),
});
export type PreparedSummary = z.infer<typeof preparedSummarySchema>;

export function reportFile(root: string, release: string): string {
  return join(root, 'reports', `${release}.json`);
}

/** The parts that grow with the texts are looked at one by one: all at once would keep answers waiting. */
const outerSchema = preparedSchema.extend({
  instruments: z.array(z.unknown()),
  diff: releaseDiffSchema.extend({ articles: z.array(z.unknown()) }),
});
/** Looked at between two breaths. */
const AT_ONCE = 16;

/**
 * @param breathe called between pieces of work: others go first
 * @returns undefined where none is kept, or a damaged one, or one of another program
 */
export async function readPrepared(
  root: string,
  release: string,
  breathe: () => Promise<void> = async () => {},
): Promise<Prepared | undefined> {
  const outer = outerSchema.safeParse(await readJson(reportFile(root, release)));
  if (!outer.success) return undefined;
  const { diff } = outer.data;
  const instruments = await parseEach(instrumentReportSchema, outer.data.instruments, breathe);
  const articles = await parseEach(articleChangeSchema, diff.articles, breathe);
  if (instruments === undefined || articles === undefined) return undefined;
  return { ...outer.data, instruments, diff: { ...diff, articles } };
}

async function parseEach<T>(
  schema: z.ZodType<T>,
  all: readonly unknown[],
  breathe: () => Promise<void>,
): Promise<T[] | undefined> {
  const found: T[] = [];
  for (const one of all) {
    const parsed = schema.safeParse(one);
    if (!parsed.success) return undefined;
    found.push(parsed.data);
    if (found.length % AT_ONCE === 0) await breathe();
  }
  return found;
}

/** undefined for what is not there, or is no JSON. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isGone || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
