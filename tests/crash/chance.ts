/** Chance that can be repeated: the same seed gives the same numbers. */
export type Chance = {
  readonly seed: number;
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number;
};

/** The seed comes from CRASH_SEED, to repeat a run that failed; otherwise it is new each time. */
export function createChance(
  seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31)),
): Chance {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next, whole: (least, most) => least + Math.floor(next() * (most - least + 1)) };
}
