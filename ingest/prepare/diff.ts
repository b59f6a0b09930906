import { type Instrument, publicText, type Release } from '#knowledge/build';
import { markWords } from './mark-words.ts';
import { type Compared, pairArticles, pairSame } from './pair-articles.ts';
import { type InstrumentPair, pairInstruments, placeAndKind } from './pair-instruments.ts';
import {
  type ArticleChange,
  FACT_NAMES,
  type FactName,
  type InstrumentChange,
  type ReleaseDiff,
} from './prepared.ts';

export type ComparedRelease = Pick<Release, 'instruments' | 'catalog' | 'article'> & {
  readonly manifest: Pick<Release['manifest'], 'id'>;
};

/** Runs whose order is that of the next release: what is new or other in it, then what is gone. */
export function compareReleases(old: ComparedRelease | undefined, next: ComparedRelease): ReleaseDiff {
  const found = pairInstruments(old?.instruments ?? [], next.instruments);
  const [before, after] = [articlesOf(old), articlesOf(next)];
  const changes: ArticleChange[] = [];
  const removed = new Set<Compared>();
  const added = new Set<Compared>();
  for (const { was, now, how } of found.pairs) {
    const pairs = pairArticles(before.get(was.id) ?? [], after.get(now.id) ?? []);
    changes.push(...pairs.pairs.flatMap(([a, b]) => changeOf(a, b) ?? []));
    for (const article of pairs.added) added.add(article);
    // What a superseded text says stays readable in it.
    if (how !== 'superseded') for (const article of pairs.removed) removed.add(article);
  }
  for (const { id } of found.added) for (const article of after.get(id) ?? []) added.add(article);
  for (const { id } of found.removed) for (const article of before.get(id) ?? []) removed.add(article);
  const moved = pairSame([...removed], [...added]);
  changes.push(
    ...moved.pairs.flatMap(([a, b]) => changeOf(a, b) ?? []),
    ...moved.added.map((article) => lone('added', article)),
    ...moved.removed.map((article) => lone('removed', article)),
  );
  return {
    from: old?.manifest.id ?? null,
    to: next.manifest.id,
    instruments: instrumentChanges(found, next.instruments),
    articles: inOrder(changes, next, old),
  };
}

function articlesOf(release: ComparedRelease | undefined): ReadonlyMap<string, readonly Compared[]> {
  const groups = new Map<string, Compared[]>();
  release?.catalog.ids.forEach((_, position) => {
    const article = release.article(position);
    const { id, instrument, label, path } = article;
    const one = { id, key: id.slice(instrument.length), label, path, text: publicText(article) };
    const group = groups.get(instrument);
    if (group === undefined) groups.set(instrument, [one]);
    else group.push(one);
  });
  return groups;
}

function changeOf(was: Compared, now: Compared): ArticleChange | undefined {
  const common = { id: now.id, was: was.id, label: now.label, wasLabel: was.label };
  if (was.text !== now.text) return { kind: 'changed', ...common, words: [...markWords(was.text, now.text)] };
  const stays = was.id === now.id && was.label === now.label && was.path.join('\n') === now.path.join('\n');
  return stays ? undefined : { kind: 'moved', ...common, words: [] };
}

function lone(kind: 'added' | 'removed', { id, label }: Compared): ArticleChange {
  return kind === 'added'
    ? { kind, id, was: null, label, wasLabel: null, words: [] }
    : { kind, id: null, was: id, label, wasLabel: label, words: [] };
}

function instrumentChanges(
  { pairs, added, removed }: ReturnType<typeof pairInstruments>,
  all: readonly Instrument[],
): InstrumentChange[] {
  const standing = all.filter(({ ended }) => ended === null);
  return [
    ...pairs.flatMap((pair) => pairChange(pair) ?? []),
    ...added.map((now): InstrumentChange => {
      const beside = standing.filter((other) => other !== now && placeAndKind(other) === placeAndKind(now));
      const facts = factChanges(undefined, now);
      return {
        kind: 'added',
        id: now.id,
        title: now.title,
        was: null,
        facts,
        beside: beside.map(({ id }) => id),
      };
    }),
    ...removed.map(
      ({ id, title }): InstrumentChange => ({ kind: 'removed', id, title, was: id, facts: [], beside: [] }),
    ),
  ];
}

function pairChange({ was, now, how }: InstrumentPair): InstrumentChange | undefined {
  const facts = factChanges(was, now);
  const common = { id: now.id, title: now.title, was: was.id, facts, beside: [] };
  if (how !== 'same') return { kind: 'replaced', ...common };
  if (was.ended === null && now.ended !== null) return { kind: 'ended', ...common };
  if (was.ended !== null && now.ended === null) return { kind: 'resumed', ...common };
  return facts.length > 0 ? { kind: 'facts', ...common } : undefined;
}

const FACTS: Readonly<Record<FactName, (instrument: Instrument) => string | null>> = {
  title: ({ title }) => title,
  number: ({ number }) => number?.value ?? null,
  issuers: ({ issuers }) => (issuers.length === 0 ? null : issuers.join('、')),
  date: ({ date }) => date?.value ?? null,
  region: ({ region }) => region?.value ?? null,
  level: ({ level }) => level,
  status: ({ status }) => status,
  from: ({ from }) => from?.value ?? null,
  to: ({ to }) => to?.value ?? null,
  ended: ({ ended }) => (ended === null ? null : [ended.on, ended.how, ended.instead ?? ''].join(' ').trim()),
};
function factChanges(was: Instrument | undefined, now: Instrument): InstrumentChange['facts'] {
  return FACT_NAMES.flatMap((fact) => {
    const [before, after] = [was === undefined ? null : FACTS[fact](was), FACTS[fact](now)];
    return before === after ? [] : [{ fact, was: before, now: after }];
  });
}

/** As a reader of the next release meets them; what is gone, behind. */
function inOrder(
  changes: readonly ArticleChange[],
  next: ComparedRelease,
  old: ComparedRelease | undefined,
): ArticleChange[] {
  const places = new Map(next.catalog.ids.map((id, i) => [id, i]));
  const gone = new Map(old?.catalog.ids.map((id, i) => [id, next.catalog.ids.length + i]));
  const place = ({ id, was }: ArticleChange) => (id === null ? gone.get(was ?? '') : places.get(id)) ?? 0;
  return [...changes].sort((a, b) => place(a) - place(b));
}
