import { z } from 'zod';
import { parseYaml } from '../text/yaml.ts';

const clockSchema = z.strictObject({
  /** Region id: it holds there and in what lies below it. */
  region: z.string().min(1),
  /** Ids of the matters it is set for. */
  matters: z.array(z.string().min(1)).min(1),
  article: z.string().min(1),
  /** Words of the article. */
  quote: z.string().min(1),
  /** Whom the text binds, in its own words. */
  binds: z.string().min(1),
  steps: z
    .array(
      z.strictObject({
        what: z.string().min(1),
        /** The last day, counted from the day of receipt. */
        days: z.int().min(0).max(3_660),
        met: z.enum(['claimed', 'replied', 'resolved']),
      }),
    )
    .min(1),
});

/** What a text sets for one kind of matter in one place. */
export type ClauseClock = z.infer<typeof clockSchema>;

const day = z.iso.date();
const holidaysSchema = z
  .strictObject({ holidays: z.array(day), workdays: z.array(day) })
  .refine(({ holidays, workdays }) => workdays.every((one) => !holidays.includes(one)), {
    message: 'one day stands in both lists',
  });

/** Days that are not what their weekday says, as ISO days. */
export type HolidayTable = z.infer<typeof holidaysSchema>;

/** @param text YAML @throws ZodError, YAMLParseError */
export function parseClocks(text: string): readonly ClauseClock[] {
  return z.array(clockSchema).parse(parseYaml(text));
}

/** @param text YAML @throws ZodError, YAMLParseError */
export function parseHolidays(text: string): HolidayTable {
  return holidaysSchema.parse(parseYaml(text));
}
