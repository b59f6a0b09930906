import { bindsIn } from '../policy/instrument.ts';
import type { Region } from '../region/region.ts';
import { addDays } from '../time/calendar.ts';
import * as copy from './copy.ts';
import { speaks } from './heard.ts';
import { firstDayOf } from './moment.ts';
import { dayText } from './note.ts';
import type { Line } from './refuse.ts';

/** A text that comes into force within these days is told of. */
const NEAR_DAYS = 90;

/** Says from when another text answers this question, when one does soon. */
export function comingText({ release, retriever, query, today }: Line, region: Region): string | undefined {
  const last = addDays(today, NEAR_DAYS);
  const days = release.instruments
    .filter((instrument) => bindsIn(instrument, region.id))
    .flatMap((instrument) => firstDayOf(instrument) ?? [])
    .filter((day) => today < day && day <= last);
  for (const day of [...new Set(days)].sort()) {
    const finding = retriever.find(query, region.id, day);
    const position = finding.hits[0]?.position;
    const instrument =
      position === undefined ? undefined : release.instrument(release.article(position).instrument);
    if (speaks(finding) && instrument !== undefined && firstDayOf(instrument) === day)
      return copy.NEXT.coming(instrument.title, dayText(day));
  }
  return undefined;
}
