import { type FactEntry, factEntrySchema, type LibrarySources, NATIONAL, type SourceFile } from '#knowledge';
import { redact } from '../privacy/redact.ts';
import type { Edit } from './acting.ts';
import type { Refused } from './refused.ts';

/** Where facts belong: an instrument of a file of the draft. */
export type FactPlace = Pick<FactEntry, 'kind' | 'nth'> & { readonly file: string };

/** What somebody enters; null takes an entered value back, so that the print speaks again. */
export type EnteredFacts = {
  readonly [name in 'title' | 'number' | 'date' | 'region' | 'from' | 'to']?: string | null;
} & {
  readonly issuers?: readonly string[] | null;
  readonly status?: NonNullable<FactEntry['status']> | null;
};

export type Ending = {
  /** ISO day: the first on which it is no longer in force. */
  readonly on: string;
  readonly how: 'withdrawn' | 'superseded';
  /** Id of the instrument that supersedes it. */
  readonly instead: string | null;
  readonly why: string;
};

const MOST_WORDS = 200;
const MOST_ISSUERS = 20;
const DAYS = ['date', 'from', 'to'] as const;

/** @param isPlace whether an id is a region's */
export function enterFacts(
  by: string,
  place: FactPlace,
  facts: EnteredFacts,
  isPlace: (id: string) => boolean,
): Edit {
  return (sources) => {
    const fault = faultOf(facts, isPlace);
    if (fault !== undefined) return fault;
    return editEntry(sources, by, place, 'library-facts', (entry) => {
      const merged = { ...entry, ...Object.fromEntries(Object.entries(facts)) };
      const parsed = factEntrySchema.safeParse(
        Object.fromEntries(
          Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
        ),
      );
      if (!parsed.success) return { refused: 'bad-fact' };
      const { from, to } = parsed.data;
      return from !== undefined && to !== undefined && from > to ? { refused: 'bad-day' } : parsed.data;
    });
  };
}

export function endInstrument(by: string, place: FactPlace, { on, how, instead, why }: Ending): Edit {
  return (sources) => {
    if (!isDay(on)) return { refused: 'bad-day' };
    if (why.trim() === '') return { refused: 'no-why' };
    if (why.length > MOST_WORDS) return { refused: 'too-much' };
    return editEntry(sources, by, place, 'library-ended', (entry) => ({
      ...entry,
      ended: { on, how, instead, why: redact(why.trim()).text },
    }));
  };
}

export function reinstate(by: string, place: FactPlace): Edit {
  return (sources) => editEntry(sources, by, place, 'library-reinstated', ({ ended: _, ...entry }) => entry);
}

function editEntry(
  sources: LibrarySources,
  by: string,
  { file, kind, nth }: FactPlace,
  action: 'library-facts' | 'library-ended' | 'library-reinstated',
  edit: (entry: FactEntry) => FactEntry | Refused,
): ReturnType<Edit> {
  const found = sources.files.find((one) => one.file === file);
  if (found === undefined) return { refused: 'no-such-file' };
  // What stands behind the print is the program's; only what people entered is theirs to change.
  const isMine = (entry: FactEntry) => entry.kind === kind && entry.nth === nth && entry.by !== undefined;
  const before = found.facts.find(isMine) ?? { kind, nth, by };
  const after = edit(before);
  if ('refused' in after) return after;
  const entered = Object.keys(after).some((name) => !['kind', 'nth', 'by'].includes(name));
  const rest = found.facts.filter((entry) => !isMine(entry));
  // Who entered it last answers for all of it, and for nothing where nothing is other than before.
  const entry = JSON.stringify(after) === JSON.stringify(before) ? after : { ...after, by };
  const next: SourceFile = { ...found, facts: entered ? [...rest, entry] : rest };
  return {
    sources: { ...sources, files: sources.files.map((one) => (one === found ? next : one)) },
    action,
    fields: [file, kind, `${nth}`],
  };
}

function faultOf(facts: EnteredFacts, isPlace: (id: string) => boolean): Refused | undefined {
  const { title, number, region, issuers } = facts;
  if (DAYS.some((name) => facts[name] !== null && facts[name] !== undefined && !isDay(facts[name])))
    return { refused: 'bad-day' };
  const words = [title, number, ...(issuers ?? [])].filter((one) => one !== null && one !== undefined);
  if (words.some((one) => one.trim() === '')) return { refused: 'bad-fact' };
  if (words.some((one) => one.length > MOST_WORDS) || (issuers ?? []).length > MOST_ISSUERS)
    return { refused: 'too-much' };
  if (region !== null && region !== undefined && region !== NATIONAL && !isPlace(region))
    return { refused: 'no-such-place' };
  return undefined;
}

/** 2026-02-30 is no day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
