import type {
  PreparationProgress,
  PreparationRefusal,
  Prepared,
  PreparedSummary,
  UnderstoodInstrument,
} from '#ingest/office';
import type { FactEntry, LibrarySources, Publication } from '#knowledge';

/** Who acts, and in which place: a name of the registry, and `console`, `telegram`, `wecom-app`, `terminal`. */
export type By = { readonly name: string; readonly via: string };

/**
 * Why nothing was done. `bot/copy/library.ts` has a sentence for each.
 *
 * not-admin: not of the registry, or no admin. stale: the draft is another by now; look at it again. busy: a release is
 * being prepared, here or in another process. unchanged: what is asked for is so already. none-prepared: nothing is
 * prepared, or what was is of an earlier draft. other-release: what is prepared is not what the press was about.
 * moved-on: another release is in force than the one it was compared with; prepare again. needs-second: the answers got
 * worse beyond the margin and nobody else has agreed. same-person: somebody else has to agree. no-why: a reason is needed.
 * too-much: more or longer than is kept. The rest say what is not there or not right.
 */
export const OFFICE_REFUSALS = [
  'not-admin',
  'stale',
  'busy',
  'unchanged',
  'none-prepared',
  'other-release',
  'moved-on',
  'needs-second',
  'second-not-needed',
  'same-person',
  'no-why',
  'too-much',
  'no-such-file',
  'no-such-instrument',
  'no-such-article',
  'no-such-matter',
  'no-such-proposal',
  'no-such-question',
  'no-such-place',
  'no-such-release',
  'not-its-words',
  'bad-day',
  'bad-fact',
  'bad-question',
  'release-unusable',
] as const;
export type OfficeRefusal = (typeof OFFICE_REFUSALS)[number];

export type Refused = { readonly refused: OfficeRefusal };
export const isRefused = (outcome: object): outcome is Refused => 'refused' in outcome;

/** What was done to the draft: its version from now on. */
export type Changed = { readonly version: number };

/** A file somebody hands over. A zip holds several. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

/** What became of one file; a zip gives one for each file in it. */
export type FileOutcome =
  | {
      readonly kind: 'added';
      /** Its name in the draft: another than it came with where that one was taken. */
      readonly file: string;
      /** What the reader noticed: `ReadFile.notes`. */
      readonly notes: readonly { readonly code: string; readonly detail: string }[];
      readonly understood: readonly UnderstoodInstrument[];
    }
  /** `code` of the reader or of the parser (see bot/copy/library.ts); `already-there`: these very bytes are in the draft. */
  | { readonly kind: 'refused'; readonly file: string; readonly code: string; readonly detail: string };

/** Where facts belong: an instrument of a file of the draft. */
export type FactPlace = Pick<FactEntry, 'kind' | 'nth'> & { readonly file: string };

/** What somebody enters; null takes an entered value back, so that the print speaks again. */
export type EnteredFacts = {
  readonly [name in 'title' | 'number' | 'date' | 'region' | 'from' | 'to']?: string | null;
} & {
  readonly issuers?: readonly string[] | null;
  readonly status?: NonNullable<FactEntry['status']> | null;
};

export type Ending = {
  /** ISO day: the first on which it is no longer in force. */
  readonly on: string;
  readonly how: 'withdrawn' | 'superseded';
  /** Id of the instrument that supersedes it. */
  readonly instead: string | null;
  readonly why: string;
};

/** A question of the union's own, to be asked of every release before it is published. */
export type OwnQuestion = {
  readonly id: string;
  /** As typed by a worker. */
  readonly question: string;
  /** Region id of where they work; null for none known. */
  readonly region: string | null;
  readonly expect: 'answer' | 'abstain' | 'ask_region';
  /** Article ids, one of which a right answer cites. */
  readonly gold: readonly string[];
  /** Words that it has to show. */
  readonly mustQuote: readonly string[];
  readonly by: string;
  /** ms since 1970 */
  readonly at: number;
};

/** What the last preparation came to, while nothing newer stands in its place. */
export type PreparedRelease = {
  readonly release: string;
  /** reindex: the sources in force, with this program's own questions and lexicon. */
  readonly kind: 'draft' | 'reindex';
  /** The draft's version that it was made of; the press carries it. */
  readonly version: number;
  readonly by: string;
  readonly at: number;
  /** Figures of the gate, and how many instruments and articles are other than in force. */
  readonly summary: PreparedSummary;
  /** Somebody else's yes to a fall. */
  readonly second: { readonly by: string; readonly why: string } | null;
};

export type LibraryState = {
  readonly inForce: Publication;
  readonly draft: {
    readonly version: number;
    /** It says something else than what is in force. */
    readonly changed: boolean;
    readonly sources: LibrarySources;
    /** Who changed it last, and when; null while nobody has. */
    readonly by: string | null;
    readonly at: number | null;
  };
  /** Someone prepares a release now; `progress` is null where another process does it. */
  readonly preparing: {
    readonly by: string;
    readonly since: number;
    readonly progress: PreparationProgress | null;
  } | null;
  /** Why the last preparation came to nothing; until the next one begins. */
  readonly failed: PreparationFailure | null;
  readonly prepared: PreparedRelease | null;
};

/** refused: the texts cannot be made a release, with the file and the reason. */
export type PreparationFailure =
  | ({ readonly kind: 'refused' } & PreparationRefusal)
  | { readonly kind: 'time' | 'memory' | 'broken' | 'cancelled' };

/** What a press is about. */
export type Pressed = { readonly version: number; readonly release: string };

/** Who cites articles, so that somebody can look there. */
export type Citers = {
  /** Ids of open tickets, whose handed-over answers cite one. */
  readonly tickets: readonly { readonly id: string; readonly articles: readonly string[] }[];
  readonly canned: readonly {
    readonly id: string;
    readonly title: string;
    readonly articles: readonly string[];
  }[];
  /** Drafts of staff for the texts' questions. */
  readonly drafts: readonly { readonly id: string; readonly articles: readonly string[] }[];
  readonly guides: readonly {
    readonly id: string;
    readonly matters: readonly string[];
    readonly articles: readonly string[];
  }[];
  readonly clocks: readonly { readonly article: string }[];
  readonly cards: readonly { readonly id: string; readonly articles: readonly string[] }[];
};

/**
 * The one place where admins act on the library: what the console and the chats show is got here, and what is pressed
 * there comes here. What people may do wrong is an outcome and not an error. Each act is looked at against the registry
 * and written into the audit in the transaction that changes the draft.
 * @throws StoreUnavailable
 */
export type LibraryOffice = {
  readonly state: () => Promise<LibraryState>;
  /** Everything that is known of a prepared or published release; undefined when none is kept. */
  readonly report: (release: string) => Promise<Prepared | undefined>;
  /** The newest first. */
  readonly publications: () => Promise<readonly Publication[]>;

  /** `signal` ends the reading. The draft is changed once, by all files that could be read. */
  readonly addFiles: (
    by: By,
    files: readonly GivenFile[],
    signal?: AbortSignal,
  ) => Promise<(Changed & { readonly files: readonly FileOutcome[] }) | Refused>;
  readonly removeFile: (by: By, version: number, file: string) => Promise<Changed | Refused>;
  readonly enterFacts: (
    by: By,
    version: number,
    place: FactPlace,
    facts: EnteredFacts,
  ) => Promise<Changed | Refused>;
  /** @param instrument its id in the release in force or in the one prepared */
  readonly endInstrument: (
    by: By,
    version: number,
    instrument: string,
    ending: Ending,
  ) => Promise<Changed | Refused>;
  /** Takes back an ending that somebody entered. */
  readonly reinstate: (by: By, version: number, instrument: string) => Promise<Changed | Refused>;
  /** The matter's questions find the article from then on. @param words of the article; those proposed where none are given */
  readonly approveAnswer: (
    by: By,
    version: number,
    answer: { readonly article: string; readonly matter: string; readonly words?: readonly string[] },
  ) => Promise<Changed | Refused>;
  /** Takes an approved answer back. */
  readonly withdrawAnswer: (
    by: By,
    version: number,
    answer: { readonly article: string; readonly matter: string },
  ) => Promise<Changed | Refused>;
  /** It is not proposed again while this draft lives. */
  readonly dropProposal: (
    by: By,
    version: number,
    proposal: { readonly article: string; readonly matter: string },
  ) => Promise<Changed | Refused>;
  /** Lay questions for an article that fits no matter. @param words of the article that answer them; [] of questions takes them back */
  readonly addQuestions: (
    by: By,
    version: number,
    given: {
      readonly article: string;
      readonly words: readonly string[];
      readonly questions: readonly string[];
    },
  ) => Promise<Changed | Refused>;
  /** The draft says again what is in force. */
  readonly discard: (by: By, version: number) => Promise<Changed | Refused>;

  /** By age. */
  readonly ownQuestions: () => Promise<readonly OwnQuestion[]>;
  readonly addOwnQuestion: (
    by: By,
    given: Pick<OwnQuestion, 'question' | 'region' | 'expect' | 'gold' | 'mustQuote'>,
  ) => Promise<{ readonly id: string } | Refused>;
  readonly removeOwnQuestion: (by: By, id: string) => Promise<{ readonly id: string } | Refused>;

  /** Begins; state() and watch() tell how far it is and what came of it. */
  readonly prepare: (by: By, version: number) => Promise<{ readonly started: true } | Refused>;
  /** The same for the sources in force, with this program's own questions and lexicon. */
  readonly reindex: (by: By) => Promise<{ readonly started: true } | Refused>;
  readonly cancel: (by: By) => Promise<{ readonly cancelled: boolean } | Refused>;
  /** Called at each step of a preparation in this process, and with null when it is over. @returns ends the watching */
  readonly watch: (listener: (progress: PreparationProgress | null) => void) => () => void;

  /** To a fall beyond the margin. Whoever says it cannot be who publishes. */
  readonly secondYes: (by: By, pressed: Pressed, why: string) => Promise<Pressed | Refused>;
  readonly publish: (by: By, pressed: Pressed, why: string) => Promise<Publication | Refused>;
  /** @param inForce number of the publication that was shown as in force */
  readonly rollback: (
    by: By,
    pressed: { readonly release: string; readonly inForce: number },
    why: string,
  ) => Promise<Publication | Refused>;

  readonly citersOf: (articles: readonly string[]) => Promise<Citers>;
  /** Ends a preparation. */
  readonly close: () => Promise<void>;
};
