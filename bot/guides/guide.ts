import type { Citation, Facts } from '#knowledge';
import type { Json } from '../channels/message.ts';
import type { TicketDraft, TicketKind } from '../desk/ticket-draft.ts';
import type { Paper, PaperKind } from '../papers/paper.ts';

/** What was answered, by step. Each step knows the shape of its own. */
export type Answers = Readonly<Record<string, Json>>;

/** All that a guide may look at. */
export type Scene = {
  readonly answers: Answers;
  /** Region id; null while none is known. */
  readonly region: string | null;
  /** ISO day on which it happened, or ended; undefined while that was not told. */
  readonly day?: string | undefined;
  /** ISO day in Asia/Shanghai. */
  readonly today: string;
  readonly texts: Texts;
  /** Whether the worker keeps a log of shifts, which may go along. */
  readonly logged?: boolean;
  /** Numbers to call in danger, as whoever runs the server has set them. */
  readonly urgent?: readonly { readonly number: string; readonly name: string }[];
};

/** What the texts and the union's own tables say where the worker is. */
export type Texts = {
  /** Clauses that state a matter of the bank in a region, on `day` or today; none: its texts are silent. */
  readonly clausesOf: (matter: string, region: string, day?: string) => readonly Citation[];
  /** A place in somebody's words; undefined when they name none or several. */
  readonly placeOf: (words: string) => Place | undefined;
  readonly placeById: (id: string) => Place | undefined;
  /** Places to choose from. */
  readonly places: readonly Place[];
  /** What an admin keeps beside the texts: dated, with its source, empty where nobody wrote anything down. */
  readonly facts: Facts;
};

export type Place = { readonly id: string; readonly name: string; readonly covered: boolean };

/** Something to press, to name or to count to. Ids are latin: they stand in buttons. */
export type Choice = { readonly id: string; readonly label: string; readonly aliases?: readonly string[] };

/** What somebody's words mean as an answer. */
export type Reading =
  | { readonly kind: 'value'; readonly value: Json }
  /** Two ways to take them: the person says which. */
  | { readonly kind: 'options'; readonly values: readonly Json[] }
  /** Understood, and cannot be: `text` says why and what to say instead. */
  | { readonly kind: 'problem'; readonly text: string }
  | { readonly kind: 'none' };

/** One thing that a guide asks. */
export type Step = {
  /** Latin, up to 14 letters: it stands in buttons. */
  readonly id: string;
  /** Name of the answer where it is said back. */
  readonly label: string;
  readonly prompt: (scene: Scene) => readonly string[];
  readonly choices: (scene: Scene) => readonly Choice[];
  /**
   * several: any number of the choices · files: pictures and files, sent one by one · words: an answer in own words ·
   * pieces: a long text in as many messages as it needs, until the person says that it is all.
   */
  readonly takes: 'one' | 'several' | 'words' | 'files' | 'pieces';
  /** What it means to choose none of several, in words; null where nothing chosen is no answer. */
  readonly none: string | null;
  readonly optional: boolean;
  /** Tells who somebody is: hidden at the desk until it is claimed, and left out of a nameless ticket. */
  readonly personal: boolean;
  /** Whether it is asked at all, after what was answered before it. */
  readonly applies: (scene: Scene) => boolean;
  /** Ids of matters whose clauses stand behind the question; those that the region's texts do not have are said to be missing. */
  readonly matters: (scene: Scene) => readonly string[];
  readonly understand: (words: string, scene: Scene) => Reading;
  /** Whether a stored answer is still one, after the answers before it. */
  readonly fits: (value: Json, scene: Scene) => boolean;
  /** An answer in plain words. */
  readonly format: (value: Json, scene: Scene) => string;
  /** An answer as the union gets it: a long text is handed over whole, and said back in short. */
  readonly inFull: (value: Json, scene: Scene) => string;
};

export type ResultBlock =
  | { readonly kind: 'lead' | 'text' | 'small'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /**
   * `silent`: what is said where the region's texts have none of them; null to leave the block out. `today`: where to go, which
   * is for the texts in force now to say, whenever it happened.
   */
  | {
      readonly kind: 'clauses';
      readonly today?: true;
      readonly heading: string;
      readonly matters: readonly string[];
      readonly silent: string | null;
    };

/** A paper that the worker may have as a file. */
export type PaperOffer = {
  readonly kind: PaperKind;
  /** On a button: up to eight characters. */
  readonly name: string;
  readonly make: () => Paper;
};

/** What a guide ends in. */
export type Result = {
  readonly blocks: readonly ResultBlock[];
  readonly papers: readonly PaperOffer[];
  /** Guides that go on from here; those that are not there yet are left out. */
  readonly leadsTo?: readonly GuideId[];
  /** What goes to the union once the worker says so, beside their answers; null for nothing. */
  readonly handOver: HandOver | null;
};

export type HandOver = {
  readonly ticket: Pick<TicketDraft, 'kind' | 'urgent' | 'trade' | 'topic' | 'matters' | 'contact'>;
  /** Whether it makes sense without a name: nobody can join a union namelessly. */
  readonly nameless: boolean;
};

export const GUIDE_IDS = ['membership', 'complaint', 'employment', 'agreement', 'injury', 'help'] as const;
export type GuideId = (typeof GUIDE_IDS)[number];

/** 办事指引: questions as data, and what they lead to. Pure: the same answers give the same next question and the same result. */
export type Guide = {
  readonly id: GuideId;
  /** Two letters for links. */
  readonly code: string;
  /** Goes up whenever a stored answer may no longer mean the same. */
  readonly version: number;
  readonly name: string;
  /** Another name that people type for it. */
  readonly also?: string;
  /** One line for a list of guides. */
  readonly summary: string;
  /** Said once at the beginning: what it leads to, how long it takes, who sees it. */
  readonly intro: readonly string[];
  /** Ids of matters after whose answers it is offered. */
  readonly about: readonly string[];
  /** Whether words ask for this guide. */
  readonly isAskedFor: (words: string) => boolean;
  readonly steps: readonly Step[];
  /** Answers that the words which asked for it hold already, by step; only what is certain. */
  readonly prefill: (words: string, scene: Scene) => Answers;
  /** Kind of the ticket when somebody asks for a person half-way. */
  readonly kind: TicketKind;
  /** Whether that ticket cannot wait; without it it can. */
  readonly isUrgent?: (scene: Scene) => boolean;
  /** What is said at the start to somebody who has handed in one of these topics, and the union still works on it. */
  readonly already?: {
    readonly topics: readonly string[];
    /** stop: a second one makes no sense · tell: it may be about something else. */
    readonly way: 'stop' | 'tell';
  };
  readonly finish: (scene: Scene) => Result;
};
