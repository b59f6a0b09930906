import type { Instrument } from '#knowledge/build';

/** same: one text, before and now. newer: another text of the same place and kind in its stead. */
export type InstrumentPair = {
  readonly was: Instrument;
  readonly now: Instrument;
  readonly how: 'same' | 'newer' | 'superseded';
};

export type InstrumentPairs = {
  /** Each text of the two releases in one pair at most, apart from those that supersede one. */
  readonly pairs: readonly InstrumentPair[];
  readonly added: readonly Instrument[];
  readonly removed: readonly Instrument[];
};

type Rule = {
  readonly key: (instrument: Instrument) => string;
  readonly how: (was: Instrument, now: Instrument) => 'same' | 'newer' | undefined;
};

/** Surest first. Ids count up where two texts share a place and a kind, so an id alone does not make two texts one. */
const RULES: readonly Rule[] = [
  { key: ({ id, title }) => `${id}|${title}`, how: (was, now) => (isOneText(was, now) ? 'same' : undefined) },
  { key: ({ title, number }) => `${title}|${number?.value ?? ''}`, how: (was, now) => sameOr(was, now) },
  { key: ({ id }) => id, how: (was, now) => (isOneText(was, now) ? 'same' : 'newer') },
  { key: placeAndKind, how: () => 'newer' },
];

/** Which texts of two releases belong together. */
export function pairInstruments(old: readonly Instrument[], next: readonly Instrument[]): InstrumentPairs {
  const pairs: InstrumentPair[] = [];
  let [left, right] = [[...old], [...next]];
  for (const { key, how } of RULES) {
    const waiting = groupBy(right, key);
    const taken = new Set<Instrument>();
    for (const was of left) {
      const now = waiting.get(key(was))?.find((candidate) => !taken.has(candidate));
      const found = now === undefined ? undefined : how(was, now);
      if (now === undefined || found === undefined) continue;
      pairs.push({ was, now, how: found });
      taken.add(was).add(now);
    }
    left = left.filter((instrument) => !taken.has(instrument));
    right = right.filter((instrument) => !taken.has(instrument));
  }
  const superseding = right.flatMap((now) => {
    const pair = pairs.find(
      ({ was, now: still }) => still.ended?.instead === now.id && was.ended?.instead !== now.id,
    );
    return pair === undefined ? [] : [{ was: pair.was, now, how: 'superseded' as const }];
  });
  const explained = new Set(superseding.map(({ now }) => now));
  return {
    pairs: [...pairs, ...superseding],
    added: right.filter((instrument) => !explained.has(instrument)),
    removed: left,
  };
}

/** Where it binds and what it is: a text of another year with the same is likely to stand in its place. */
export function placeAndKind({ region, level, kind, title }: Instrument): string {
  return level === 'national' || level === 'unknown'
    ? `${level}|${kind}|${withoutYear(title)}`
    : `${region?.value ?? ''}|${kind}`;
}

const withoutYear = (title: string) => title.replace(/[（(]?(?:19|20)\d\d年?[^）)]{0,6}[）)]?/g, '');

/** What is known of both agrees. */
function isOneText(was: Instrument, now: Instrument): boolean {
  const agree = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a === b;
  return agree(was.number?.value, now.number?.value) && agree(was.date?.value, now.date?.value);
}

function sameOr(was: Instrument, now: Instrument): 'same' | 'newer' {
  return isOneText(was, now) ? 'same' : 'newer';
}

function groupBy<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
