import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import { isInForce } from '../policy/instrument.ts';
import { readMatterTime } from '../query/matter-time.ts';
import type { Query } from '../query/query.ts';
import type { Matter } from '../questions/bank.ts';
import type { Region } from '../region/region.ts';
import { createRetriever } from '../search/retriever.ts';
import type { Answer, Citation } from './answer.ts';
import { citeWhole } from './cite.ts';
import { distinctCitations } from './distinct.ts';
import { completeQuestion, type Previous } from './follow-up.ts';
import { createMatterClauses } from './matter-clauses.ts';
import type { Moment } from './moment.ts';
import { coveredPlaces, isCovered, resolvePlaces, textsOn } from './places.ts';
import { type Context, reply } from './reply.ts';
import { isPlaceOnly, ownPlace } from './whereabouts.ts';

export type Ask = {
  readonly question: string;
  /** Region id that the person chose or the chat remembers; null when none is known. */
  readonly region: string | null;
  readonly previous?: Previous | undefined;
  /** ISO day of the matter, where it is known otherwise than from the words. */
  readonly day?: string | undefined;
};

export type Reply = {
  readonly answer: Answer;
  /** What to hand back with the next question of the same person. */
  readonly previous: Previous;
  /** Region id of the place that the person says they work in; null when they say none. */
  readonly own: string | null;
  /** Ids of the matters that an answer, or the text's silence, is likely about; best first. */
  readonly matters: readonly string[];
};

/** A place somebody works in, and whether any text in force here binds there. */
export type ChosenPlace = { readonly id: string; readonly name: string; readonly covered: boolean };

export type Assistant = {
  readonly ask: (ask: Ask) => Reply;
  /** The place a person chose by naming it; undefined when the words name none or several. */
  readonly placeOf: (words: string) => ChosenPlace | undefined;
  /** The same, when the words name a place and say nothing else. */
  readonly placeAlone: (words: string) => ChosenPlace | undefined;
  /** The place that a button stands for. */
  readonly placeById: (id: string) => ChosenPlace | undefined;
  /** Places whose own texts are in force today. */
  readonly places: readonly Region[];
  /**
   * The articles that state a matter of the bank where `region` (an id) lies, in the matter's own order, each quoted by the
   * matter's words; empty when the texts in force there are silent on it.
   * @param day ISO day on which it happened: the texts of that day go before today's
   * @throws UnknownMatter
   */
  readonly clausesOf: (matter: string, region: string, day?: string) => readonly Citation[];
  /** The article of an id in the release in force, to hold a quote against it. */
  readonly articleOf: (id: string) => Article | undefined;
  /** A whole article as it is quoted; undefined for one that is not here, not in force today, or that nobody may be shown. */
  readonly citationOf: (id: string) => Citation | undefined;
  /** What a matter of the bank is called; undefined for none. */
  readonly matterName: (id: string) => string | undefined;
  /** The matters of the bank, in its order. */
  readonly matters: readonly Matter[];
  /** Makes the first questions as quick as those after them; `breathe` is called between the pieces of that work. */
  readonly warmUp: (breathe: () => Promise<void>) => Promise<void>;
};

export type AssistantDeps = {
  readonly release: Release;
  /** ISO day in Asia/Shanghai, which tells the texts in force. */
  readonly today: () => string;
};

export function createAssistant({ release, today }: AssistantDeps): Assistant {
  const context: Context = { release, retriever: createRetriever(release) };
  const names = new Map(release.matters.map(({ matter, name }) => [matter, name]));
  const placeIn = (words: string): ChosenPlace | undefined => findPlace(release, words, today());
  return {
    get places() {
      return coveredPlaces(textsOn(release, [today()]));
    },
    articleOf: (id) => {
      const position = release.positionOf(id);
      return position === undefined ? undefined : release.article(position);
    },
    citationOf: (id) => citationOf(release, id, today()),
    matters: release.matters,
    warmUp: async (breathe) => {
      const places = coveredPlaces(textsOn(release, [today()])).map(({ id }) => id);
      await context.retriever.warmUp([null, ...places], today(), breathe);
    },
    clausesOf: createMatterClauses(release, today),
    matterName: (id) => names.get(id),
    placeOf: placeIn,
    placeById: (id) => {
      const region = release.regions.byId.get(id);
      return region && { id, name: region.short, covered: isCovered(textsOn(release, [today()]), region) };
    },
    placeAlone: (words) => {
      const heard = release.reader.read(words);
      return isPlaceOnly(heard.text, heard) ? placeIn(words) : undefined;
    },
    ask: ({ question, region, previous, day }) => {
      const heard = release.reader.read(question);
      const whole = completeQuestion(heard.text, heard.mentions, previous);
      const follows = whole !== heard.text;
      const query = follows ? { ...release.reader.read(whole), mentions: heard.mentions } : heard;
      // A follow-up stays where the question was that it follows.
      const asked = previous?.region ?? null;
      const home = follows ? (asked ?? region) : (region ?? asked);
      const moment = momentOf(today(), day, heard.text, whole);
      const answer = distinctCitations(reply(context, query, heard.text, home, moment));
      const place =
        answer.region.length === 1 ? (answer.region[0] ?? null) : (region ?? previous?.region ?? null);
      // Small talk does not make anybody forget what they were asking.
      const idle =
        answer.reason === 'chitchat' || answer.reason === 'not_understood' || answer.reason === 'empty';
      const topic = idle ? (previous?.question ?? '') : whole.slice(0, 400);
      return {
        answer,
        previous: { question: topic, region: place },
        own: ownPlace(answer, heard),
        matters: mattersOf(context, answer, query),
      };
    },
  };
}

function citationOf(release: Release, id: string, today: string): Citation | undefined {
  const position = release.positionOf(id);
  if (position === undefined || release.catalog.kinds[position] === 'roster') return undefined;
  const instrument = release.instrument(release.article(position).instrument);
  if (instrument === undefined || !isInForce(instrument, today)) return undefined;
  return citeWhole(release, position, undefined, today);
}

/** What this message says of the time goes before what the question said that it follows. */
function momentOf(today: string, day: string | undefined, said: string, whole: string): Moment {
  const given = day === undefined || day >= today ? undefined : { from: day, to: day };
  return {
    today,
    past: day === undefined ? (readMatterTime(said, today) ?? readMatterTime(whole, today)) : given,
  };
}

/** A matter less likely than this is a guess. */
const ABOUT = 0.2;

function mattersOf({ release, retriever }: Context, { status, reason }: Answer, query: Query): string[] {
  if (status !== 'answer' && reason !== 'no_local_rule') return [];
  return retriever
    .matters(query)
    .filter(({ share }) => share >= ABOUT)
    .flatMap(({ matter }) => release.matters[matter]?.matter ?? []);
}

function findPlace(release: Release, words: string, today: string): ChosenPlace | undefined {
  const resolved = resolvePlaces(textsOn(release, [today]), release.reader.read(words).mentions, null, words);
  if (resolved.kind === 'not covered')
    return { id: resolved.region.id, name: resolved.region.short, covered: false };
  const [region, other] = resolved.kind === 'known' ? resolved.regions : [];
  return region === undefined || other !== undefined
    ? undefined
    : { id: region.id, name: region.short, covered: true };
}
