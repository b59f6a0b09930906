/** What words were taken for. One reading is certain; several are offered to choose from, best first. */
export type Understood<T> = { readonly kind: 'understood'; readonly readings: readonly [T, ...T[]] };

/** The words are clear, but nobody can mean them: a sum below zero, the 30th of February. */
export type Problem<P extends string> = { readonly kind: 'problem'; readonly problem: P };

/** What every parser of this folder gives back; undefined: not understood. */
export type Heard<T, P extends string = never> =
  | Understood<T>
  | ([P] extends [never] ? never : Problem<P>)
  | undefined;

/** From least to most; equal when one figure was said. `about`: the person rounded. */
export type Span = { readonly from: number; readonly to: number; readonly about: boolean };

/** More than this many readings are no choice for a small screen. */
const MOST_READINGS = 6;

/** @param keyOf readings with the same key are one reading */
export function offer<T>(readings: readonly T[], keyOf: (reading: T) => string): Understood<T> | undefined {
  const seen = new Set<string>();
  const [first, ...others] = readings.filter((reading) => {
    const key = keyOf(reading);
    return !seen.has(key) && seen.add(key);
  });
  if (first === undefined) return undefined;
  return { kind: 'understood', readings: [first, ...others.slice(0, MOST_READINGS - 1)] };
}

export function problem<P extends string>(name: P): Problem<P> {
  return { kind: 'problem', problem: name };
}

export const spanKey = ({ from, to, about }: Span): string => `${from} ${to} ${about}`;
