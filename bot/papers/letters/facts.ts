import type { Citation } from '#knowledge';

/** What a person says; null was skipped and stays a visible gap. */
export type Told = string | null;

export type ProofItem = { readonly name: string; readonly have: boolean };

/**
 * What letters are made of, in the worker's own words. There is no number of an identity card: nobody is asked for it,
 * and the papers leave a gap to write it in by hand.
 */
export type Facts = {
  readonly name: Told;
  readonly phone: Told;
  readonly trade: Told;
  readonly platform: Told;
  readonly company: Told;
  readonly station: Told;
  readonly place: Told;
  readonly when: Told;
  readonly amount: Told;
  /** What it is about, in a few words: 押金不退. */
  readonly matter: Told;
  /** What happened; a line feed between paragraphs. */
  readonly story: Told;
  /** What is asked for, one thing each. */
  readonly wants: readonly string[] | null;
  readonly proof: readonly ProofItem[] | null;
  /** The addressee as the text names it. */
  readonly office: Told;
};

/** What a letter has besides the worker's words. */
export type Frame = {
  /** ISO day */
  readonly day: string;
  readonly citations: readonly Citation[];
};
