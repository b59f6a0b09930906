/** Long work in pieces: whoever drives it may do something else between two of them. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** So many small things are done between two pauses that may be made. */
export const PIECE = 2_000;

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** @param breathe called between the pieces; it pauses when it is time to */
export async function gently<T>(steps: Steps<T>, breathe: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await breathe();
  }
}
