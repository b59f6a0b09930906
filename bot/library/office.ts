import {
  createSourceStore,
  MissingSource,
  type PreparationProgress,
  type Prepared,
  type Preparer,
  type Reader,
  readChecks,
} from '#ingest/office';
import { bare, type ClauseClock, listPublications, type Publication } from '#knowledge';
import type { Clock } from '../clock.ts';
import type { DeskDrafts } from '../desk/drafts.ts';
import type { TellStaff } from '../desk/staff-alerts.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type By, type Changed, createActing, type Edit } from './acting.ts';
import { type Citers, createCiters } from './citers.ts';
import { type DraftBody, emptied, readDraft, saveDraft } from './draft.ts';
import {
  type ApprovedAnswer,
  type ArticleAndMatter,
  addQuestions,
  approveAnswer,
  type GivenQuestions,
  withdrawAnswer,
} from './edit-answers.ts';
import {
  type Ending,
  type EnteredFacts,
  endInstrument,
  enterFacts,
  type FactPlace,
  reinstate,
} from './edit-facts.ts';
import { createIntake, type FileOutcome, type GivenFile } from './intake.ts';
import { createKnown, type Known, type OfficeRelease } from './known.ts';
import {
  createOwnQuestions,
  type GivenQuestion,
  type OwnQuestion,
  readOwnQuestions,
} from './own-questions.ts';
import { createPreparing } from './preparing.ts';
import { createPress, type Press } from './press.ts';
import type { Refused } from './refused.ts';
import { createReports } from './reports.ts';
import { type OfficeState, readReport, readState } from './state.ts';

/**
 * The one place where admins act on the library: what the console and the chats show is got here, and what is pressed
 * there comes here. What people may do wrong is an outcome and not an error. Each act is looked at against the registry
 * and written into the audit in the transaction that changes the draft.
 * @throws StoreUnavailable
 */
export type LibraryOffice = Press & {
  readonly state: () => Promise<OfficeState>;
  /** Everything that is known of a prepared or published release; undefined when none is kept. */
  readonly report: (release: string) => Promise<Prepared | undefined>;
  /** What a first look at each file of the draft found, by the hash of its bytes. */
  readonly understood: () => Promise<DraftBody['understood']>;
  /** The text that was read from a file, by the hash of its bytes; undefined when it is not kept. */
  readonly readText: (sha256: string) => string | undefined;
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
  readonly approveAnswer: (by: By, version: number, answer: ApprovedAnswer) => Promise<Changed | Refused>;
  /** Takes an approved answer back. */
  readonly withdrawAnswer: (by: By, version: number, answer: ArticleAndMatter) => Promise<Changed | Refused>;
  /** It is not proposed again while this draft lives. What was prepared stays as it is. */
  readonly dropProposal: (by: By, version: number, proposal: ArticleAndMatter) => Promise<Changed | Refused>;
  /** Lay questions for an article that fits no matter. @param words of the article that answer them; [] of questions takes them back */
  readonly addQuestions: (by: By, version: number, given: GivenQuestions) => Promise<Changed | Refused>;
  /** The draft says again what is in force. */
  readonly discard: (by: By, version: number) => Promise<Changed | Refused>;

  /** By age. */
  readonly ownQuestions: () => Promise<readonly OwnQuestion[]>;
  readonly addOwnQuestion: (by: By, given: GivenQuestion) => Promise<{ readonly id: string } | Refused>;
  readonly removeOwnQuestion: (by: By, id: string) => Promise<{ readonly id: string } | Refused>;

  /** Begins; state() and watch() tell how far it is and what came of it. */
  readonly prepare: (by: By, version: number) => Promise<{ readonly started: true } | Refused>;
  /** The same for the sources in force, with this program's own questions and lexicon. */
  readonly reindex: (by: By) => Promise<{ readonly started: true } | Refused>;
  readonly cancel: (by: By) => Promise<{ readonly cancelled: boolean } | Refused>;
  /** Called at each step of a preparation in this process, and with null when it is over. @returns ends the watching */
  readonly watch: (listener: (progress: PreparationProgress | null) => void) => () => void;

  /** Open tickets, canned replies, saved answers, guides, clocks and cards that cite one of these articles. */
  readonly citersOf: (articles: readonly string[]) => Promise<Citers>;
  /** Until the signal aborts: tells of a preparation that died with its process, and lets go reports that nobody reads. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Ends a preparation. */
  readonly close: () => Promise<void>;
};

export type LibraryOfficeDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  /** The library's folder: LIBRARY_DIR. */
  readonly root: string;
  /** The folder of the program's own bank, lexicon and questions of the gate. */
  readonly knowledge: string;
  readonly reader: Reader;
  readonly preparer: Preparer;
  /** The release in force, as it is open in this process. */
  readonly release: () => OfficeRelease;
  /** LIBRARY_MARGIN: percentage points by which a figure of the gate may fall. */
  readonly margin: number;
  readonly telemetry: Pick<Telemetry, 'note'>;
  /** 128 bits in url-safe characters. */
  readonly randomId: () => string;
  readonly drafts: Pick<DeskDrafts, 'list'>;
  readonly clocks: readonly Pick<ClauseClock, 'article'>[];
  /** Writes to admins in person; undefined: nobody can be written to first. */
  readonly tellStaff?: TellStaff;
  /** 明白卡 that are kept. */
  readonly cards?: () => Promise<Citers['cards']>;
};

export function createLibraryOffice(deps: LibraryOfficeDeps): LibraryOffice {
  const { store, root, clock, randomId, release } = deps;
  const acting = createActing(deps);
  const preparing = createPreparing({ tellStaff: async () => {}, ...deps, acting });
  const reports = createReports(deps);
  const press = createPress({ ...deps, acting, reports });
  const { text: textOf } = createSourceStore(root);
  /** What ids can be held against, as the draft stands. */
  const known = async () => {
    const { body } = await store.transaction(readDraft);
    const prepared = body.prepared?.release;
    return createKnown(release(), prepared === undefined ? undefined : await reports.read(prepared));
  };
  const own = createOwnQuestions({ store, acting, known, now: clock.now, randomId });
  return {
    ...press,
    state: () => readState({ ...deps, acting }, preparing.progress()),
    report: (id) => readReport({ store, reports }, id),
    understood: async () => (await store.transaction(readDraft)).body.understood,
    readText: (sha256) => {
      try {
        return textOf(sha256);
      } catch (error) {
        if (error instanceof MissingSource) return undefined;
        throw error;
      }
    },
    publications: async () => listPublications(root),
    addFiles: createIntake({ ...deps, acting }),
    removeFile: (by, version, file) =>
      acting.change(by, version, (sources) => {
        const found = sources.files.find((one) => one.file === file);
        if (found === undefined) return { refused: 'no-such-file' };
        const files = sources.files.filter((one) => one !== found);
        const removed = found.shipped ? { removed: [...(sources.removed ?? []), file] } : {};
        return { sources: { ...sources, files, ...removed }, action: 'library-file-removed', fields: [file] };
      }),
    enterFacts: async (by, version, where, facts) => {
      const { isPlace, holds } = await known();
      return await acting.change(
        by,
        version,
        whereHeld(holds, where, enterFacts(by.name, where, facts, isPlace)),
      );
    },
    endInstrument: async (by, version, instrument, ending) => {
      const { isInstrument, placeOf, holds } = await known();
      const where = placeOf(instrument);
      const { instead } = ending;
      if (where === undefined || instead === instrument || (instead !== null && !isInstrument(instead)))
        return { refused: 'no-such-instrument' };
      return await acting.change(by, version, whereHeld(holds, where, endInstrument(by.name, where, ending)));
    },
    reinstate: async (by, version, instrument) => {
      const { placeOf, holds } = await known();
      const where = placeOf(instrument);
      if (where === undefined) return { refused: 'no-such-instrument' };
      return await acting.change(by, version, whereHeld(holds, where, reinstate(by.name, where)));
    },
    approveAnswer: async (by, version, answer) =>
      await acting.change(by, version, approveAnswer(by.name, answer, { known: await known(), textOf })),
    withdrawAnswer: (by, version, answer) => acting.change(by, version, withdrawAnswer(answer)),
    dropProposal: (by, version, { article, matter }) =>
      acting.onDraft(by, version, async (tx, { body }) => {
        const isIt = (one: ArticleAndMatter) => one.article === article && one.matter === matter;
        if (body.dropped.some(isIt)) return { refused: 'unchanged' };
        const dropped = [...body.dropped, { article, matter }];
        await saveDraft(tx, { version, body: { ...body, dropped } }, null);
        await acting.note(tx, by, 'library-answer', [article, matter]);
        return { version };
      }),
    addQuestions: async (by, version, given) => {
      const checks = await checkedQuestions(deps);
      const texts = { known: await known(), textOf };
      const isCheck = (question: string) => checks.has(bare(question));
      return await acting.change(by, version, addQuestions(by.name, given, texts, isCheck));
    },
    discard: (by, version) =>
      acting.onDraft(by, version, async (tx, { body }) => {
        if (body.sources === null) return { refused: 'unchanged' };
        const next = { version: version + 1, body: emptied(body) };
        await saveDraft(tx, next, { name: by.name, at: clock.now() });
        await acting.note(tx, by, 'library-discarded', []);
        return { version: next.version };
      }),
    ownQuestions: own.list,
    addOwnQuestion: own.add,
    removeOwnQuestion: own.remove,
    prepare: (by, version) => preparing.start(by, 'draft', version),
    reindex: (by) => preparing.start(by, 'reindex', null),
    cancel: preparing.cancel,
    watch: preparing.watch,
    citersOf: createCiters({
      ...deps,
      matters: () => release().matters,
      cards: deps.cards ?? (async () => []),
    }),
    run: async (signal) => {
      await Promise.all([preparing.run(signal), reports.run(signal)]);
    },
    close: preparing.close,
  };
}

/** The file may be another under the same name since it was looked at. */
function whereHeld(holds: Known['holds'], where: FactPlace, edit: Edit): Edit {
  return (sources, body) => {
    const file = sources.files.find((one) => one.file === where.file);
    const isHeld = file === undefined || holds(where, file.sha256, body);
    return isHeld ? edit(sources, body) : { refused: 'no-such-instrument' };
  };
}

/** What the gate asks, as it is compared: a release that has learnt a question by heart cannot be measured by it. */
async function checkedQuestions({ store, knowledge }: LibraryOfficeDeps): Promise<ReadonlySet<string>> {
  const own = await store.transaction(readOwnQuestions);
  return new Set([...readChecks(knowledge), ...own].map(({ question }) => bare(question)));
}
