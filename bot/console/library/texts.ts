import type { FileReport, InstrumentReport, Prepared } from '#ingest/office';
import type { Instrument, SourceFile } from '#knowledge';
import type { FactPlace } from '../../library/edit-facts.ts';
import type { OfficeState } from '../../library/state.ts';
import type { LibraryPagesDeps } from './deps.ts';

/** One text of a file of the draft, as far as it is known. */
export type TextRow = FactPlace & {
  readonly source: SourceFile;
  readonly title: string;
  /** Its id in the release prepared, or in force; null while it is in neither. */
  readonly id: string | null;
  readonly report: InstrumentReport | undefined;
  readonly coverage: FileReport | undefined;
  /** In force, where no report of it is kept. */
  readonly instrument: Instrument | undefined;
};

export type Reports = { readonly prepared: Prepared | undefined; readonly inForce: Prepared | undefined };

export async function readReports(
  { office }: Pick<LibraryPagesDeps, 'office'>,
  { prepared, inForce }: Pick<OfficeState, 'prepared' | 'inForce'>,
): Promise<Reports> {
  return {
    prepared: prepared === null ? undefined : await office.report(prepared.release),
    inForce: await office.report(inForce.release),
  };
}

/** The texts of one file. What was prepared last knows most; [] for a file that nobody has checked yet. */
export function textsOf(
  source: SourceFile,
  { prepared, inForce }: Reports,
  instruments: readonly Instrument[],
): readonly TextRow[] {
  const { file, sha256 } = source;
  for (const report of [prepared, inForce]) {
    const coverage = report?.files.find((one) => one.file === file && one.sha256 === sha256);
    if (report === undefined || coverage === undefined) continue;
    return report.instruments
      .filter((one) => one.file === file)
      .map((one) => ({
        ...{
          file,
          kind: one.kind,
          nth: one.nth,
          source,
          title: one.title,
          id: one.id,
          report: one,
          coverage,
        },
        instrument: undefined,
      }));
  }
  const seen = new Map<string, number>();
  return instruments
    .filter((one) => one.file === file)
    .map((instrument) => {
      const { kind, title, id } = instrument;
      const nth = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, nth);
      return { file, kind, nth, source, title, id, report: undefined, coverage: undefined, instrument };
    });
}
