import type { Release } from '../library/open.ts';
import { reviewedInstruments } from '../library/reviewed.ts';
import { bindsIn, isInForce } from '../policy/instrument.ts';
import type { Among } from './bm25f.ts';

/** What of a release may answer in one place on one day; worked out once for each set of texts in force. */
export type Scope = {
  readonly allowed: (position: number) => boolean;
  /** Per matter: the positions of the articles that answer it here, in the order they are cited. */
  readonly answers: readonly (readonly number[])[];
  /** Articles of texts that somebody has read for the bank. */
  readonly read: Among;
  /** Articles that no matter names yet, as those of a text just added; undefined when there are none. */
  readonly unasked: Among | undefined;
  /** Those of texts of which no matter names an article: nobody knows what those texts are silent on. */
  readonly unread: Among | undefined;
  readonly isUnread: (position: number) => boolean;
};

const [READ, UNASKED, UNREAD] = [1, 2, 4];
/** Places and days asked for that are remembered; a new day asks for each place anew. */
const MOST_ASKED = 1_000;

/** @returns place: region id, or null for every text; day: ISO, or null for texts of any time */
export function createScopes(release: Release): (place: string | null, day: string | null) => Scope {
  const { catalog, matters, instruments } = release;
  const answers = matters.map((matter) =>
    Object.keys(matter.answers).flatMap((id) => release.positionOf(id) ?? []),
  );
  const asked = new Set(answers.flat());
  const reviewed = reviewedInstruments(matters);
  const unread = instruments.map(({ id }) => !reviewed.has(id));

  const make = (inForce: readonly boolean[]): Scope => {
    const marks = Uint8Array.from(catalog.ids, (_, at) => {
      const instrument = catalog.instruments[at] ?? -1;
      if (catalog.kinds[at] !== 'rule' || inForce[instrument] !== true) return 0;
      return (unread[instrument] === true ? UNREAD : READ) | (asked.has(at) ? 0 : UNASKED);
    });
    const among = (bits: number) => (marks.some((mark) => (mark & bits) !== 0) ? { marks, bits } : undefined);
    const allowed = (position: number) => (marks[position] ?? 0) !== 0;
    return {
      allowed,
      answers: answers.map((positions) => positions.filter(allowed)),
      read: { marks, bits: READ },
      unasked: among(UNASKED),
      unread: among(UNREAD),
      isUnread: (position) => ((marks[position] ?? 0) & UNREAD) !== 0,
    };
  };

  /** Two places, or two days, in which the same texts are in force share a scope. */
  const made = new Map<string, Scope>();
  const known = new Map<string, Scope>();
  return (place, day) => {
    const name = `${place} ${day}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const inForce = instruments.map(
      (instrument) => bindsIn(instrument, place) && (day === null || isInForce(instrument, day)),
    );
    const key = inForce.map((here) => (here ? 1 : 0)).join('');
    const scope = made.get(key) ?? make(inForce);
    made.set(key, scope);
    if (known.size >= MOST_ASKED) {
      known.clear();
      made.clear();
    }
    known.set(name, scope);
    return scope;
  };
}
