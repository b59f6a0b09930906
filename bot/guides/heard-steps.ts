import { z } from 'zod';
import type { Json } from '../channels/message.ts';
import { commonCopy } from '../copy/guides/common.ts';
import { understoodCopy } from '../copy/understood.ts';
import type { Reading, Scene, Step } from './guide.ts';
import { type Asked, stepOf } from './steps.ts';
import {
  BRANDS,
  type DayReading,
  formatDay,
  formatDayInFull,
  formatMoney,
  formatPhone,
  formatPlatform,
  type Heard,
  isFuture,
  type Money,
  type PhoneReading,
  type PlatformMode,
  type PlatformReading,
  parseDay,
  parseMoney,
  parseName,
  parsePhone,
  parsePlatform,
} from './understand/index.ts';

/** Questions that are answered in own words of a known kind. What was understood is said back before it counts. */

const daySchema = z.object({ from: z.iso.date(), to: z.iso.date() });
const moneySchema = z.object({ from: z.number(), to: z.number(), about: z.boolean() });
const phoneSchema = z.object({ kind: z.enum(['mobile', 'landline']), number: z.string() });
const modeSchema = z.enum(['dedicated', 'crowd', 'team', 'self-run', 'franchise'] satisfies PlatformMode[]);
const platformSchema = z.object({
  name: z.string(),
  brand: z.enum(BRANDS.map(({ id }) => id)).exactOptional(),
  mode: modeSchema.exactOptional(),
});

/** When something happened: a day, or a span of days. Stores DayReading; days to come are refused. */
export function dayStep(asked: Asked): Step {
  return stepOf<DayReading>(asked, {
    takes: 'words',
    schema: daySchema,
    understand: (words, { today }) => {
      const heard = parseDay(words, today);
      if (heard?.kind !== 'understood') return readingOf(heard);
      const past = heard.readings.filter((reading) => !isFuture(reading, today));
      return past.length === 0 ? { kind: 'problem', text: commonCopy.futureDay } : valuesOf(past);
    },
    format: (day, { today }) => formatDay(day, today),
  });
}

/** A sum. Stores Money: hundredths of a yuan, from least to most. */
export function moneyStep(asked: Asked): Step {
  return heardStep<Money>(asked, moneySchema, parseMoney, formatMoney);
}

/** A platform, and how the work is bound to it where the words say so. Stores PlatformReading. */
export function platformStep(asked: Asked): Step {
  return heardStep<PlatformReading>(asked, platformSchema, parsePlatform, formatPlatform);
}

/** Stores PhoneReading. */
export function phoneStep(asked: Asked): Step {
  return heardStep<PhoneReading>({ ...asked, personal: true }, phoneSchema, parsePhone, formatPhone);
}

/** Stores the name as a string. */
export function nameStep(asked: Asked): Step {
  return heardStep<string>({ ...asked, personal: true }, z.string(), parseName, (name) => name);
}

/** When it happened, as a letter says it: every day with its year, none called yesterday, no day that was not told. */
export function dayForLetter({ answers, today }: Scene, id: string): string | null {
  const parsed = daySchema.safeParse(answers[id]);
  return parsed.success ? formatDayInFull(parsed.data, today) : null;
}

/** The platform that was told; undefined when it was not. */
export function platformOf({ answers }: Scene, id = 'platform'): PlatformReading | undefined {
  const parsed = platformSchema.safeParse(answers[id]);
  return parsed.success ? parsed.data : undefined;
}

/** The sum that was told; undefined when it was not. */
export function moneyOf({ answers }: Scene, id: string): Money | undefined {
  const parsed = moneySchema.safeParse(answers[id]);
  return parsed.success ? parsed.data : undefined;
}

function heardStep<T extends Json>(
  asked: Asked,
  schema: z.ZodType<T>,
  hear: (words: string) => Heard<T, ProblemName> | undefined,
  format: (value: T) => string,
): Step {
  return stepOf(asked, {
    takes: 'words',
    schema,
    understand: (words) => readingOf(hear(words)),
    format,
  });
}

type ProblemName = keyof typeof understoodCopy.problems;

/** What a parser gave back, as an answer to a question. */
export function readingOf<T extends Json>(heard: Heard<T, ProblemName> | undefined): Reading {
  switch (heard?.kind) {
    case undefined:
      return { kind: 'none' };
    case 'problem':
      return { kind: 'problem', text: understoodCopy.problems[heard.problem] };
    case 'understood':
      return valuesOf(heard.readings);
  }
}

function valuesOf(readings: readonly Json[]): Reading {
  const [only, ...others] = readings;
  if (only === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'value', value: only } : { kind: 'options', values: readings };
}
