import type { Release } from '../library/open.ts';
import { bindsIn } from '../policy/instrument.ts';

/** What of a release may answer in one place; worked out once for each set of texts in force. */
export type Scope = {
  readonly allowed: (position: number) => boolean;
  /** Per matter: the positions of the articles that answer it here, in the order they are cited. */
  readonly answers: readonly (readonly number[])[];
  /** Whether some article here has no matter yet, as those of a text just added. */
  readonly hasUnasked: boolean;
  readonly isUnasked: (position: number) => boolean;
};

export function createScopes(release: Release): (place: string | null) => Scope {
  const { catalog, matters, instruments } = release;
  const answers = matters.map((matter) =>
    Object.keys(matter.answers).flatMap((id) => release.positionOf(id) ?? []),
  );
  const asked = new Set(answers.flat());
  const known = new Map<string, Scope>();
  return (place) => {
    const inForce = instruments.map((instrument) => bindsIn(instrument, place));
    const key = inForce.map((here) => (here ? 1 : 0)).join('');
    const made = known.get(key);
    if (made !== undefined) return made;
    const mask = Uint8Array.from(catalog.ids, (_, at) =>
      catalog.kinds[at] === 'rule' && inForce[catalog.instruments[at] ?? -1] === true ? 1 : 0,
    );
    const allowed = (position: number) => mask[position] === 1;
    const isUnasked = (position: number) => allowed(position) && !asked.has(position);
    const scope = {
      allowed,
      answers: answers.map((positions) => positions.filter(allowed)),
      hasUnasked: mask.some((_, at) => isUnasked(at)),
      isUnasked,
    };
    known.set(key, scope);
    return scope;
  };
}
