import type { ShownFact, UnderstoodInstrument } from '#ingest/office';
import { type FactEntry, NATIONAL } from '#knowledge';
import type { TextRow } from './texts.ts';

/** What somebody may enter. */
export const EDITABLE = ['title', 'number', 'issuers', 'date', 'region', 'status', 'from', 'to'] as const;
export type Editable = (typeof EDITABLE)[number];

const UNKNOWN: ShownFact = { value: null, source: 'unknown', by: null };

/** What somebody entered for it in the draft; undefined while nobody has. */
export function entryOf({
  source,
  kind,
  nth,
}: Pick<TextRow, 'source' | 'kind' | 'nth'>): FactEntry | undefined {
  return source.facts.find((one) => one.kind === kind && one.nth === nth && one.by !== undefined);
}

/** A fact as the draft has it now: what was entered goes before the print, and what was taken back is not shown any more. */
export function shownFactOf(row: TextRow, fact: Editable): ShownFact {
  const entry = entryOf(row);
  const entered = entry?.[fact];
  if (entered !== undefined)
    return {
      value: typeof entered === 'string' ? entered : entered.join('、'),
      source: 'entered',
      by: entry?.by ?? null,
    };
  const reported = row.report?.facts[fact];
  if (reported !== undefined && reported.by !== null) return UNKNOWN;
  // A law for the whole country names no place.
  if (fact === 'region' && (row.report ?? row.instrument)?.level === 'national' && !reported?.value)
    return { value: NATIONAL, source: 'derived', by: null };
  if (reported !== undefined) return reported;
  const { instrument, understood } = row;
  if (understood !== undefined) return firstLook(understood, fact);
  if (instrument === undefined) return UNKNOWN;
  if (fact === 'title' || fact === 'issuers' || fact === 'status') {
    const value = fact === 'issuers' ? instrument.issuers.join('、') : instrument[fact];
    const source = instrument.entered.includes(fact) ? 'entered' : 'printed';
    return value === '' ? UNKNOWN : { value, source, by: null };
  }
  const found = instrument[fact];
  return found === null
    ? UNKNOWN
    : { value: found.value, source: found.source === 'printed' ? 'printed' : 'entered', by: null };
}

function firstLook(understood: UnderstoodInstrument, fact: Editable): ShownFact {
  if (fact === 'status' || fact === 'from' || fact === 'to') return UNKNOWN;
  const { issuers, region, level } = understood;
  const value = {
    title: understood.title,
    number: understood.number,
    issuers: issuers.length === 0 ? null : issuers.join('、'),
    date: understood.date,
    region: region ?? (level === 'national' ? NATIONAL : null),
  }[fact];
  return value === null ? UNKNOWN : { value, source: 'printed', by: null };
}
