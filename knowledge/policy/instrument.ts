import { z } from 'zod';
import { binds } from '../region/region.ts';

/** Where a fact about an instrument comes from: its own print, or the manifest that an admin keeps. */
export const factSourceSchema = z.enum(['printed', 'outside the text']);

const fact = <T extends z.ZodType>(value: T) => z.object({ value, source: factSourceSchema });

/** unknown: neither the print nor the manifest says where the text binds, so it binds nowhere until the manifest does. */
export const levelSchema = z.enum(['national', 'province', 'city', 'county', 'unknown']);

/** 试行 trial, 暂行 interim, campaign: its printed period says from when to when, in-force: no mark printed. */
export const statusSchema = z.enum(['in-force', 'trial', 'interim', 'campaign']);

/** The words an instrument's title ends in; also the second half of its id. */
export const instrumentKindSchema = z.enum([
  'notice',
  'measures',
  'plan',
  'opinions',
  'tasks',
  'roster',
  'rules',
  'regulations',
  'law',
  'interpretation',
  'decision',
  'document',
]);

/** 规范性文件: one normative document. A file may hold several. */
export const instrumentSchema = z.object({
  id: z.string().min(1),
  kind: instrumentKindSchema,
  title: z.string().min(1),
  number: fact(z.string()).nullable(),
  issuers: z.array(z.string()),
  /** ISO day; null where neither the text nor the manifest gives it. */
  date: fact(z.iso.date()).nullable(),
  /** Region id of knowledge/region; null for national texts. */
  region: fact(z.string()).nullable(),
  level: levelSchema,
  status: statusSchema,
  /** The printed period of a campaign, ISO months. */
  period: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** First and last day in force, where the text prints them or somebody entered them. */
  from: fact(z.iso.date()).nullable(),
  to: fact(z.iso.date()).nullable(),
  /** Withdrawn or superseded: `on` is the first day without it, `instead` the id of what stands in its place. */
  ended: z
    .object({
      on: z.iso.date(),
      how: z.enum(['withdrawn', 'superseded']),
      instead: z.string().nullable(),
    })
    .nullable(),
  /** What a person entered against the print, of those facts that carry no source of their own. */
  entered: z.array(z.enum(['title', 'issuers', 'status'])),
  file: z.string(),
});

export type Level = z.infer<typeof levelSchema>;
export type Status = z.infer<typeof statusSchema>;
export type InstrumentKind = z.infer<typeof instrumentKindSchema>;
export type Instrument = z.infer<typeof instrumentSchema>;

/** Whether an instrument binds in `place`; with no place, whether it binds anywhere. */
export function bindsIn(instrument: Instrument, place: string | null): boolean {
  if (instrument.level === 'unknown') return false;
  return place === null || binds(instrument.region?.value ?? null, place);
}

/**
 * Whether an instrument was, is or will be in force on an ISO day: from its first day (its day of issue where none is known,
 * always where that is not known either) to its last, and not from the day on which it was withdrawn or superseded. A
 * campaign whose period is over stays in force: what it orders is marked, not hidden.
 */
export function isInForce({ from, date, to, ended }: Instrument, day: string): boolean {
  const first = from?.value ?? date?.value;
  return (
    (first === undefined || first <= day) &&
    (to === null || day <= to.value) &&
    (ended === null || day < ended.on)
  );
}
