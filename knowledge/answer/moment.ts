import type { Release } from '../library/open.ts';
import { bindsIn, type Instrument, isInForce } from '../policy/instrument.ts';
import type { Region } from '../region/region.ts';
import type { DayReading } from '../time/calendar.ts';

/** The days that a question turns on, ISO. */
export type Moment = {
  readonly today: string;
  /** When the matter happened, where it was said or given; undefined: it is asked of today. */
  readonly past: DayReading | undefined;
};

/** Whether other texts were in force somewhere among `regions` on `one` day than on the `other`. */
export function differs(release: Release, regions: readonly Region[], one: string, other: string): boolean {
  return release.instruments.some(
    (instrument) =>
      isInForce(instrument, one) !== isInForce(instrument, other) &&
      regions.some((region) => bindsIn(instrument, region.id)),
  );
}

/** The first day of a text, where it is known. */
export function firstDayOf(instrument: Instrument | undefined): string | undefined {
  return instrument?.from?.value ?? instrument?.date?.value;
}
