import type { FileReport, InstrumentReport, Prepared, UnderstoodInstrument } from '#ingest/office';
import { citationHead, type Instrument, type SourceFile } from '#knowledge';
import type { FactPlace } from '../../library/edit-facts.ts';
import type { OfficeState } from '../../library/state.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { entryOf, shownFactOf } from './shown-facts.ts';

/** One text of a file of the draft, as far as it is known. */
export type TextRow = FactPlace & {
  readonly source: SourceFile;
  readonly title: string;
  readonly number: string | null;
  /** Its id in the release prepared, or in force; null while it is in neither. */
  readonly id: string | null;
  readonly report: InstrumentReport | undefined;
  readonly coverage: FileReport | undefined;
  /** In force, where no report of it is kept. */
  readonly instrument: Instrument | undefined;
  /** What a first look found, of a file that nobody has checked yet. */
  readonly understood: UnderstoodInstrument | undefined;
};

/** What is known of the draft's files, from the release prepared, the one in force, and the first look at each. */
export type Reports = {
  readonly prepared: Prepared | undefined;
  readonly inForce: Prepared | undefined;
  readonly understood: Readonly<Record<string, readonly UnderstoodInstrument[]>>;
};

export async function readReports(
  { office }: Pick<LibraryPagesDeps, 'office'>,
  { prepared, inForce }: Pick<OfficeState, 'prepared' | 'inForce'>,
): Promise<Reports> {
  return {
    prepared: prepared === null ? undefined : await office.report(prepared.release),
    inForce: await office.report(inForce.release),
    understood: await office.understood(),
  };
}

const NOTHING = { id: null, report: undefined, coverage: undefined, instrument: undefined } as const;

/** The texts of one file. What was prepared last knows most; of a file that nobody has checked yet, the first look. */
export function textsOf(
  source: SourceFile,
  { prepared, inForce, understood }: Reports,
  instruments: readonly Instrument[],
): readonly TextRow[] {
  const { file, sha256 } = source;
  for (const report of [prepared, inForce]) {
    const coverage = report?.files.find((one) => one.file === file && one.sha256 === sha256);
    if (report === undefined || coverage === undefined) continue;
    return report.instruments
      .filter((one) => one.file === file)
      .map((one) => {
        const { kind, nth, title, id, facts } = one;
        const number = facts.number?.value ?? null;
        return {
          ...NOTHING,
          file,
          kind,
          nth,
          source,
          title,
          number,
          id,
          report: one,
          coverage,
          understood: undefined,
        };
      });
  }
  const seen = new Map<string, number>();
  const known = instruments
    .filter((one) => one.file === file)
    .map((instrument) => {
      const { kind, title, id } = instrument;
      const nth = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, nth);
      const number = instrument.number?.value ?? null;
      return { ...NOTHING, file, kind, nth, source, title, number, id, instrument, understood: undefined };
    });
  if (known.length > 0) return known;
  return (understood[sha256] ?? []).map((one) => {
    const { kind, nth, title, number } = one;
    return { ...NOTHING, file, kind, nth, source, title, number, understood: one };
  });
}

/** A text by its title and number: several of one office often have the same title. */
export const nameOf = ({ title, number }: Pick<TextRow, 'title' | 'number'>): string =>
  citationHead({ title, number, label: '' });

export type NamedText = { readonly id: string; readonly name: string };

/** Texts that may stand in the place of one: those of the draft that hold; new ones first, then those of its place. */
export function standingTexts(
  old: TextRow,
  files: readonly SourceFile[],
  reports: Reports,
  instruments: readonly Instrument[],
): readonly NamedText[] {
  const inForce = new Set(instruments.map(({ id }) => id));
  const place = shownFactOf(old, 'region').value;
  const rank = (id: string, row: TextRow) =>
    inForce.has(id) ? (shownFactOf(row, 'region').value === place ? 1 : 2) : 0;
  return files
    .flatMap((source) => textsOf(source, reports, instruments))
    .flatMap((row) =>
      row.id === null || hasEnded(row) ? [] : [{ id: row.id, name: nameOf(row), rank: rank(row.id, row) }],
    )
    .toSorted((a, b) => a.rank - b.rank);
}

/** What somebody entered counts as it stands in the draft, the rest as it was found. */
function hasEnded(row: TextRow): boolean {
  const { report, instrument } = row;
  const found = report?.facts.ended;
  const isOver = found === undefined ? (instrument?.ended ?? null) !== null : found.by === null;
  return entryOf(row)?.ended !== undefined || isOver;
}
