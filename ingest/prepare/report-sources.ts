import {
  type FactEntry,
  hardest,
  type Instrument,
  type LibrarySources,
  type Matter,
  publicText,
  type SourceFile,
} from '#knowledge/build';
import type { ParsedFile } from '../parse/pipeline.ts';
import type { FactName, FileReport, InstrumentReport, ShownFact } from './prepared.ts';

/** From so many articles on a list of them is read by numbers, and no longer by how each begins. */
const OPENINGS = 5_000;
const OPENING = 40;

type Reported = {
  readonly files: readonly ParsedFile[];
  readonly sources: LibrarySources;
  readonly matters: readonly Pick<Matter, 'answers'>[];
};

/** What was understood of each instrument, as an admin checks it: facts with where they come from, outline, strengths. */
export function reportInstruments({ files, sources, matters }: Reported): InstrumentReport[] {
  const total = files.reduce((sum, { articles }) => sum + articles.length, 0);
  const asked = new Set(matters.flatMap(({ answers }) => Object.keys(answers)));
  const byName = new Map(sources.files.map((file) => [file.file, file]));
  return files.flatMap((file) => {
    const seen = new Map<string, number>();
    return file.instruments.map((instrument) => {
      const nth = (seen.get(instrument.kind) ?? 0) + 1;
      seen.set(instrument.kind, nth);
      return reportInstrument(instrument, nth, {
        file,
        source: byName.get(file.file),
        asked,
        openings: total <= OPENINGS,
      });
    });
  });
}

export function reportFiles({ files, sources }: Omit<Reported, 'matters'>): FileReport[] {
  const formats = new Map(sources.files.map(({ file, format }) => [file, format]));
  return files.map(({ file, sha256, coverage, instruments }) => ({
    file,
    sha256,
    format: formats.get(file) ?? 'txt',
    characters: coverage.total,
    owners: { ...coverage.byOwner },
    instruments: instruments.map(({ id }) => id),
  }));
}

function reportInstrument(
  instrument: Instrument,
  nth: number,
  {
    file,
    source,
    asked,
    openings,
  }: { file: ParsedFile; source: SourceFile | undefined; asked: ReadonlySet<string>; openings: boolean },
): InstrumentReport {
  // Lists of persons are accounted for and shown to nobody.
  const articles = file.articles.filter(
    (article) => article.instrument === instrument.id && article.kind !== 'roster',
  );
  const strengths: InstrumentReport['strengths'] = {};
  for (const { strength } of articles.flatMap((article) => article.sentences))
    strengths[strength] = (strengths[strength] ?? 0) + 1;
  const entries = source?.facts.filter((entry) => entry.kind === instrument.kind && entry.nth === nth) ?? [];
  return {
    id: instrument.id,
    file: file.file,
    kind: instrument.kind,
    nth,
    title: instrument.title,
    level: instrument.level,
    status: instrument.status,
    facts: shownFacts(instrument, entries),
    outline: articles.map((article) => ({
      id: article.id,
      label: article.label,
      path: article.path,
      kind: article.kind,
      opening: openings ? publicText(article).slice(0, OPENING) : '',
      strength: hardest(article.sentences)?.strength ?? 'informational',
      hasQuestions: asked.has(article.id),
    })),
    strengths,
    departments: departmentsOf(articles),
    warnings: file.warnings
      .filter((found) => found.instrument === instrument.id)
      .map(({ warning: { code, message } }) => ({ code, message })),
  };
}

function departmentsOf(articles: ParsedFile['articles']): InstrumentReport['departments'] {
  const found = new Map<string, InstrumentReport['departments'][number]>();
  for (const { id, departments } of articles) {
    for (const { names, role } of departments) {
      for (const name of names) {
        const one = found.get(`${name}|${role}`) ?? { name, role, articles: [] };
        if (!one.articles.includes(id)) one.articles.push(id);
        found.set(`${name}|${role}`, one);
      }
    }
  }
  return [...found.values()];
}

/** Each fact with where it comes from; of what somebody entered, who. */
function shownFacts(
  instrument: Instrument,
  entries: readonly FactEntry[],
): Partial<Record<FactName, ShownFact>> {
  const by = (fact: keyof FactEntry) => {
    const own = entries.find((entry) => entry[fact] !== undefined && entry.by !== undefined);
    return own?.by ?? null;
  };
  const sourced = (
    fact: 'number' | 'date' | 'region' | 'from' | 'to',
    value: { readonly value: string; readonly source: string } | null,
  ): ShownFact =>
    value === null
      ? { value: null, source: 'unknown', by: null }
      : value.source === 'printed'
        ? { value: value.value, source: 'printed', by: null }
        : { value: value.value, source: 'entered', by: by(fact) };
  const plain = (fact: 'title' | 'issuers' | 'status', value: string | null): ShownFact =>
    instrument.entered.includes(fact)
      ? { value, source: 'entered', by: by(fact) }
      : { value, source: value === null ? 'unknown' : 'printed', by: null };
  const { ended } = instrument;
  return {
    title: plain('title', instrument.title),
    number: sourced('number', instrument.number),
    issuers: plain('issuers', instrument.issuers.length === 0 ? null : instrument.issuers.join('、')),
    date: sourced('date', instrument.date),
    region: sourced('region', instrument.region),
    level: { value: instrument.level, source: 'derived', by: null },
    status: plain('status', instrument.status),
    from: sourced('from', instrument.from),
    to: sourced('to', instrument.to),
    ...(ended !== null && {
      ended: {
        value: [ended.on, ended.how, ended.instead ?? ''].join(' ').trim(),
        source: 'entered' as const,
        by: by('ended'),
      },
    }),
  };
}
