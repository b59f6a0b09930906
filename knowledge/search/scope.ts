import type { Release } from '../library/open.ts';
import { reviewedInstruments } from '../library/reviewed.ts';
import { bindsIn, isInForce } from '../policy/instrument.ts';

/** What of a release may answer in one place on one day; worked out once for each set of texts in force. */
export type Scope = {
  /** Tells sets of texts apart: two places, or two days, with the same one are answered alike. */
  readonly key: string;
  readonly allowed: (position: number) => boolean;
  /** Per matter: the positions of the articles that answer it here, in the order they are cited. */
  readonly answers: readonly (readonly number[])[];
  /** Whether some article here has no matter yet, as those of a text just added. */
  readonly hasUnasked: boolean;
  readonly isUnasked: (position: number) => boolean;
  /** The same for articles of texts of which no article has a matter: nobody knows what those texts are silent on. */
  readonly hasUnread: boolean;
  readonly isUnread: (position: number) => boolean;
};

/** @returns place: region id, or null for every text; day: ISO, or null for texts of any time */
export function createScopes(release: Release): (place: string | null, day: string | null) => Scope {
  const { catalog, matters, instruments } = release;
  const answers = matters.map((matter) =>
    Object.keys(matter.answers).flatMap((id) => release.positionOf(id) ?? []),
  );
  const asked = new Set(answers.flat());
  const reviewed = reviewedInstruments(matters);
  const unread = instruments.map(({ id }) => !reviewed.has(id));
  const known = new Map<string, Scope>();
  return (place, day) => {
    const inForce = instruments.map(
      (instrument) => bindsIn(instrument, place) && (day === null || isInForce(instrument, day)),
    );
    const key = inForce.map((here) => (here ? 1 : 0)).join('');
    const made = known.get(key);
    if (made !== undefined) return made;
    const mask = Uint8Array.from(catalog.ids, (_, at) =>
      catalog.kinds[at] === 'rule' && inForce[catalog.instruments[at] ?? -1] === true ? 1 : 0,
    );
    const allowed = (position: number) => mask[position] === 1;
    const isUnasked = (position: number) => allowed(position) && !asked.has(position);
    const isUnread = (position: number) =>
      allowed(position) && unread[catalog.instruments[position] ?? -1] === true;
    const scope = {
      key,
      allowed,
      answers: answers.map((positions) => positions.filter(allowed)),
      hasUnasked: mask.some((_, at) => isUnasked(at)),
      isUnasked,
      hasUnread: mask.some((_, at) => isUnread(at)),
      isUnread,
    };
    known.set(key, scope);
    return scope;
  };
}
