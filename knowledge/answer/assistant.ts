import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import { bindsIn } from '../policy/instrument.ts';
import type { Query } from '../query/query.ts';
import type { Region } from '../region/region.ts';
import { createRetriever, type Finding, type Retriever } from '../search/retriever.ts';
import { findAlarm } from './alarm.ts';
import type { Answer, Citation, Reason } from './answer.ts';
import { cite, citeWhole } from './cite.ts';
import { withClauses } from './clauses.ts';
import * as copy from './copy.ts';
import { type Found, lookUp } from './direct.ts';
import { distinctCitations } from './distinct.ts';
import { completeQuestion, type Previous } from './follow-up.ts';
import { isHeard, isSure, isVague, speaks } from './heard.ts';
import { createMatterClauses } from './matter-clauses.ts';
import { coveredPlaces, isCovered, resolvePlaces, textPlaces } from './places.ts';
import { isPlaceOnly, ownPlace } from './whereabouts.ts';

export type Ask = {
  readonly question: string;
  /** Region id that the person chose or the chat remembers; null when none is known. */
  readonly region: string | null;
  readonly previous?: Previous | undefined;
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

/** A place somebody works in, and whether any text here binds there. */
export type ChosenPlace = { readonly id: string; readonly name: string; readonly covered: boolean };

export type Assistant = {
  readonly ask: (ask: Ask) => Reply;
  /** The place a person chose by naming it; undefined when the words name none or several. */
  readonly placeOf: (words: string) => ChosenPlace | undefined;
  /** The same, when the words name a place and say nothing else. */
  readonly placeAlone: (words: string) => ChosenPlace | undefined;
  /** The place that a button stands for. */
  readonly placeById: (id: string) => ChosenPlace | undefined;
  readonly places: readonly Region[];
  /**
   * The articles that state a matter of the bank where `region` (an id) lies, in the matter's own order, each quoted by the
   * matter's words; empty when the texts in force there are silent on it. @throws UnknownMatter
   */
  readonly clausesOf: (matter: string, region: string) => readonly Citation[];
  /** The article of an id in the release in force, to hold a quote against it. */
  readonly articleOf: (id: string) => Article | undefined;
  /** What a matter of the bank is called; undefined for none. */
  readonly matterName: (id: string) => string | undefined;
};

export type AssistantDeps = {
  readonly release: Release;
  /** ISO day, for texts whose time is over. */
  readonly today: () => string;
};

const MAX_CITATIONS = 5;
/**
 * Shares of the best hit's score. From MAIN on an article answers too, and is shown in full; from WORTH_CITING on it is
 * named as something else to read. Among the first three much less is enough: a second question often hides in a message.
 */
const MAIN = 0.2;
const WORTH_CITING = 0.06;
const ALWAYS = 3;
const POSSIBLE = 0.002;

export function createAssistant({ release, today }: AssistantDeps): Assistant {
  const retriever = createRetriever(release);
  const places = coveredPlaces(release);
  const context: Context = { release, retriever, places, today };
  const names = new Map(release.matters.map(({ matter, name }) => [matter, name]));
  return {
    places,
    articleOf: (id) => {
      const position = release.positionOf(id);
      return position === undefined ? undefined : release.article(position);
    },
    clausesOf: createMatterClauses(release, today),
    matterName: (id) => names.get(id),
    placeOf: (words) => placeIn(release, words),
    placeById: (id) => {
      const region = release.regions.byId.get(id);
      return region && { id, name: region.short, covered: isCovered(release, region) };
    },
    placeAlone: (words) => {
      const heard = release.reader.read(words);
      return isPlaceOnly(heard.text, heard) ? placeIn(release, words) : undefined;
    },
    ask: ({ question, region, previous }) => {
      const heard = release.reader.read(question);
      const whole = completeQuestion(heard.text, heard.mentions, previous);
      const query =
        whole === heard.text ? heard : { ...release.reader.read(whole), mentions: heard.mentions };
      // A follow-up stays where the question was that it follows.
      const asked = previous?.region ?? null;
      const follows = whole !== heard.text;
      const answer = distinctCitations(
        reply(context, query, heard.text, follows ? (asked ?? region) : (region ?? asked)),
      );
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

/** A matter less likely than this is a guess. */
const ABOUT = 0.2;

function mattersOf({ release, retriever }: Context, { status, reason }: Answer, query: Query): string[] {
  if (status !== 'answer' && reason !== 'no_local_rule') return [];
  return retriever
    .matters(query)
    .filter(({ share }) => share >= ABOUT)
    .flatMap(({ matter }) => release.matters[matter]?.matter ?? []);
}

function placeIn(release: Release, words: string): ChosenPlace | undefined {
  const resolved = resolvePlaces(release, release.reader.read(words).mentions, null, words);
  if (resolved.kind === 'not covered')
    return { id: resolved.region.id, name: resolved.region.short, covered: false };
  const [region, other] = resolved.kind === 'known' ? resolved.regions : [];
  return region === undefined || other !== undefined
    ? undefined
    : { id: region.id, name: region.short, covered: true };
}

type Context = {
  readonly release: Release;
  readonly retriever: Retriever;
  readonly places: readonly Region[];
  readonly today: () => string;
};

/** @param said the folded words of this message alone, in which the place mentions stand */
function reply(context: Context, query: Query, said: string, remembered: string | null): Answer {
  if (query.text.trim() === '') return refuse(context, 'empty', []);
  const alarm = findAlarm(query.text);
  if (alarm !== undefined) return refuse(context, alarm, []);
  const resolved = resolvePlaces(context.release, query.mentions, remembered, said);
  const regions = resolved.kind === 'known' ? resolved.regions : [];
  if (regions.length === 1 && isPlaceOnly(said, query)) return refuse(context, 'empty', regions);
  if (query.references.length > 0) {
    if (resolved.kind === 'not covered') return refuse(context, 'place_not_covered', [resolved.region]);
    const direct = answerReference(context, query, regions[0]);
    if (direct !== undefined) return direct;
  }
  const everywhere = context.retriever.find(query, null);
  const unheard = outOfScope(context, everywhere, query);
  if (unheard === 'figure_not_in_text') return withoutFigure(context, query, regions);
  if (unheard !== undefined) return refuse(context, unheard, regions);
  if (resolved.kind === 'not covered') return refuse(context, 'place_not_covered', [resolved.region]);
  if (resolved.kind === 'ambiguous')
    return askRegion(
      context,
      'region_ambiguous',
      resolved.candidates.map((r) => r.id.replaceAll('/', '')),
    );
  if (resolved.kind === 'unknown')
    return askRegion(
      context,
      'region_unknown',
      context.places.map((region) => region.short),
    );
  return answerIn(context, query, regions, resolved.kind === 'known' ? resolved.missing : []);
}

/** Nothing of what was asked is any text's subject: the reason its likeliest matter gives. */
function outOfScope(context: Context, finding: Finding, query: Query): Reason | undefined {
  if (!isHeard(finding, query) || isVague(finding)) return 'not_understood';
  return speaks(finding) ? undefined : outReason(context, finding);
}

function outReason({ release }: Context, finding: Finding): Reason {
  const sums = new Map<Reason, number>();
  for (const { matter, share } of finding.matters) {
    const reason = release.matters[matter]?.reason;
    if (reason !== undefined) sums.set(reason, (sums.get(reason) ?? 0) + share);
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'not_understood';
}

function answerIn(
  context: Context,
  query: Query,
  regions: readonly Region[],
  missing: readonly Region[],
): Answer {
  const findings = regions.map((region) => ({ region, finding: context.retriever.find(query, region.id) }));
  const speaking = findings.filter(({ finding }) => speaks(finding));
  const first = speaking[0];
  if (first === undefined) return silent(context, query, regions, findings[0]?.finding);
  const lists = speaking.map(({ region, finding }) =>
    citations(context, query, withClauses(context.release, context.retriever, query, region.id, finding)),
  );
  // Side by side, each place says what answers and no more.
  const cited = interleave(
    lists.length > 1 ? lists.map((list) => list.filter((c) => c.main).slice(0, 2)) : lists,
  ).slice(0, MAX_CITATIONS);
  const lead = cited[0];
  if (lead === undefined) return silent(context, query, regions, first.finding);
  const names = speaking.map(({ region }) => textPlaces(context.release, region));
  const quiet = [
    ...findings
      .filter(({ finding }) => !speaks(finding))
      .map(({ region }) => copy.REFUSAL.no_local_rule(textPlaces(context.release, region))),
    ...missing.map((region) => copy.REFUSAL.place_not_covered(region.short)),
  ];
  return {
    status: 'answer',
    reason: null,
    region: regions.map((region) => region.id),
    lead: [
      names.length > 1
        ? copy.COMPARE_LEAD(names)
        : isSure(first.finding)
          ? copy.leadOf(lead.strength, lead.addressee, names[0] ?? '')
          : copy.NEAREST_LEAD(names[0] ?? ''),
      ...quiet,
    ].join(''),
    citations: cited,
    elsewhere: [],
    next: nextSteps(cited),
    choices: [],
    release: context.release.manifest.id,
  };
}

function citations(context: Context, query: Query, finding: Finding): Citation[] {
  const best = finding.hits[0]?.score ?? 0;
  return finding.hits
    .filter((hit, rank) => hit.score >= best * (rank < ALWAYS ? POSSIBLE : WORTH_CITING))
    .flatMap((hit) => {
      const cited = cite(context.release, hit.position, query, finding, context.today());
      return cited === undefined ? [] : [{ ...cited, main: hit.score >= best * MAIN }];
    })
    .slice(0, MAX_CITATIONS);
}

/**
 * The place's own text has nothing on this: say so, show what it does say beside the point, and another place's rule as
 * another place's.
 */
function silent(
  context: Context,
  query: Query,
  regions: readonly Region[],
  finding: Finding | undefined,
): Answer {
  if (finding === undefined || isVague(finding)) return refuse(context, 'not_understood', regions);
  if (finding.silent < finding.out) {
    const reason = outReason(context, finding);
    if (reason === 'figure_not_in_text') return withoutFigure(context, query, regions);
    return refuse(context, reason, regions);
  }
  const wide = context.retriever.find(query, null);
  const elsewhere = citations(context, query, wide)
    .filter((citation) => !isHere(context, citation, regions))
    .slice(0, 2);
  return {
    ...refuse(context, 'no_local_rule', regions),
    citations: beside(context, query, finding),
    elsewhere,
  };
}

/** No text prints the figure; what the one place says on the thing itself is shown all the same. */
function withoutFigure(context: Context, query: Query, regions: readonly Region[]): Answer {
  const answer = refuse(context, 'figure_not_in_text', regions);
  const [region, other] = regions;
  if (region === undefined || other !== undefined) return answer;
  return { ...answer, citations: beside(context, query, context.retriever.find(query, region.id)) };
}

/** What a place says near to a question that it does not answer. */
function beside(context: Context, query: Query, finding: Finding): Citation[] {
  return finding.beside
    .slice(0, 2)
    .flatMap((position) => cite(context.release, position, query, finding, context.today()) ?? [])
    .map((citation) => ({ ...citation, main: false }));
}

function isHere({ release }: Context, citation: Citation, regions: readonly Region[]): boolean {
  const instrument = release.instrument(citation.id.slice(0, citation.id.lastIndexOf('/')));
  return instrument !== undefined && regions.some((region) => bindsIn(instrument, region.id));
}

function refuse(context: Context, reason: Reason, regions: readonly Region[]): Answer {
  const name = regions.map((region) => textPlaces(context.release, region)).join('、');
  return {
    status: 'abstain',
    reason,
    region: regions.map((region) => region.id),
    lead: copy.REFUSAL[reason](name),
    citations: [],
    elsewhere: [],
    next: [...copy.NEXT_AFTER[reason]],
    choices: [],
    release: context.release.manifest.id,
  };
}

function askRegion(
  context: Context,
  reason: 'region_unknown' | 'region_ambiguous',
  choices: readonly string[],
): Answer {
  return { ...refuse(context, reason, []), status: 'ask_region', choices: [...choices] };
}

/** 第二十九条, （十二）, 吉人社联〔2021〕203号: shown as printed, without a search. */
function answerReference(context: Context, query: Query, region: Region | undefined): Answer | undefined {
  const found = lookUp(context.release, query.references, region?.id ?? null);
  if (found.length === 0) {
    // Another law's article, by its title, must never be answered with one of ours.
    const titled = query.references.some(
      (reference) =>
        reference.kind === 'document' || (reference.kind === 'article' && reference.title !== undefined),
    );
    const bare = region !== undefined && isBareReference(query);
    return titled || bare
      ? refuse(context, 'no_such_article', region === undefined ? [] : [region])
      : undefined;
  }
  const owners = new Set(found.map((entry) => context.release.article(entry.position).instrument));
  if (owners.size > 1 && region === undefined) {
    return askRegion(
      context,
      'region_unknown',
      context.places.map((place) => place.short),
    );
  }
  const cited = found.slice(0, 3).flatMap((entry) => citeFound(context, entry) ?? []);
  const first = found[0];
  if (first === undefined || cited[0] === undefined) return undefined;
  const instrument = context.release.instrument(context.release.article(first.position).instrument);
  const rules = countRules(context.release, instrument?.id ?? '');
  return {
    status: 'answer',
    reason: null,
    region: region ? [region.id] : [],
    lead:
      first.kind === 'document'
        ? copy.DOCUMENT_LEAD(instrument?.title ?? '', rules)
        : copy.REFERENCE_LEAD(cited[0].label),
    citations: cited,
    elsewhere: [],
    next: [],
    choices: [],
    release: context.release.manifest.id,
  };
}

function countRules({ catalog }: Release, instrument: string): number {
  return catalog.ids.filter((id, at) => catalog.kinds[at] === 'rule' && id.startsWith(`${instrument}/`))
    .length;
}

function citeFound(context: Context, found: Found): Citation | undefined {
  return citeWhole(
    context.release,
    found.position,
    found.kind === 'article' ? found.part : undefined,
    context.today(),
  );
}

/** The words are the reference and little else. */
function isBareReference(query: Query): boolean {
  return query.text.replace(/[\s\p{P}]/gu, '').length <= 14;
}

function nextSteps(cited: readonly Citation[]): string[] {
  const named = cited
    .filter((c) => c.main)
    .flatMap((c) =>
      c.departments.filter((d) => d.role === 'lead' || d.role === 'responsible' || d.role === 'shared'),
    );
  const names = [...new Set(named.slice(0, 1).flatMap((entry) => entry.names))].slice(0, 4).join('、');
  const steps: string[] = cited.some(
    (c) => c.strength === 'prohibited' || c.strength === 'required' || c.strength === 'mixed',
  )
    ? [copy.NEXT.evidence]
    : [];
  if (names !== '') steps.push(copy.NEXT.departments(names));
  steps.push(copy.NEXT.union);
  return steps;
}

/** One from each list in turn. */
function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const out: T[] = [];
  for (let i = 0; lists.some((list) => i < list.length); i++)
    for (const list of lists) if (i < list.length) out.push(...list.slice(i, i + 1));
  return out;
}
