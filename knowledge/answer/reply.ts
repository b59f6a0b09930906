import { bindsIn, isInForce } from '../policy/instrument.ts';
import type { Query } from '../query/query.ts';
import type { Region } from '../region/region.ts';
import type { Finding } from '../search/retriever.ts';
import type { DayReading } from '../time/calendar.ts';
import { findAlarm } from './alarm.ts';
import type { Answer, Citation, Reason } from './answer.ts';
import { cite } from './cite.ts';
import { withClauses } from './clauses.ts';
import { comingText } from './coming.ts';
import * as copy from './copy.ts';
import { isHeard, isSure, isVague, speaks } from './heard.ts';
import { differs, firstDayOf, type Moment } from './moment.ts';
import { nextSteps } from './next-steps.ts';
import { dayText, timeText } from './note.ts';
import { coveredPlaces, isCovered, resolvePlaces, textPlaces, textsOn } from './places.ts';
import { answerReference } from './reference-answer.ts';
import { askRegion, type Context, type Line, refuse } from './refuse.ts';
import { isPlaceOnly } from './whereabouts.ts';

export type { Context } from './refuse.ts';

const MAX_CITATIONS = 5;
/**
 * Shares of the best hit's score. From MAIN on an article answers too, and is shown in full; from WORTH_CITING on it is
 * named as something else to read. Among the first three much less is enough: a second question often hides in a message.
 */
const MAIN = 0.2;
const WORTH_CITING = 0.06;
const ALWAYS = 3;
const POSSIBLE = 0.002;
/** Articles of a text that nobody has read, shown where no text that was read speaks. */
const NEAREST = 3;

/** @param said the folded words of this message alone, in which the place mentions stand */
export function reply(
  context: Context,
  query: Query,
  said: string,
  remembered: string | null,
  { today, past: then }: Moment,
): Answer {
  const line: Line = { ...context, query, today, day: today };
  if (query.text.trim() === '') return refuse(line, 'empty', []);
  const alarm = findAlarm(query.text);
  if (alarm !== undefined) return refuse(line, alarm, []);
  const days = then === undefined ? [today] : [today, then.to];
  const resolved = resolvePlaces(textsOn(context.release, days), query.mentions, remembered, said);
  const regions = resolved.kind === 'known' ? resolved.regions : [];
  if (regions.length === 1 && isPlaceOnly(said, query)) return refuse(line, 'empty', regions);
  const named = { ...line, day: then?.to ?? today };
  const away = resolved.kind === 'not covered' ? resolved.region : undefined;
  const direct = answerReference(named, regions[0], away);
  if (direct !== undefined) return direct;
  const unheard = outOfScope(line);
  if (unheard === 'figure_not_in_text') return withoutFigure(line, regions);
  if (unheard !== undefined) return hedged(line, refuse(line, unheard, regions), regions);
  if (away !== undefined) return notCovered(line, away);
  if (resolved.kind === 'ambiguous')
    return askRegion(
      line,
      'region_ambiguous',
      resolved.candidates.map((r) => r.id.replaceAll('/', '')),
    );
  if (resolved.kind !== 'known') return askRegion(line, 'region_unknown', placeNames(line));
  if (then !== undefined && [then.from, then.to].some((day) => differs(context.release, regions, day, today)))
    return answerThen(line, regions, resolved.missing, then);
  return withComing(line, answerIn(line, regions, resolved.missing), regions);
}

function placeNames({ release, today }: Line): string[] {
  return coveredPlaces(textsOn(release, [today])).map((region) => region.short);
}

/** Nothing of what was asked is any text's subject, of whatever day: the reason its likeliest matter gives. */
function outOfScope(line: Line): Reason | undefined {
  const finding = line.retriever.find(line.query, null, null);
  if (!isHeard(finding, line.query) || isVague(finding)) return 'not_understood';
  return speaks(finding) ? undefined : outReason(line, finding);
}

function outReason({ release }: Line, finding: Finding): Reason {
  const sums = new Map<Reason, number>();
  for (const { matter, share } of finding.matters) {
    const reason = release.matters[matter]?.reason;
    if (reason !== undefined) sums.set(reason, (sums.get(reason) ?? 0) + share);
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'not_understood';
}

/** From the texts of another day than today's; where those say nothing, from today's, which is then said to be later. */
function answerThen(
  line: Line,
  regions: readonly Region[],
  missing: readonly Region[],
  then: DayReading,
): Answer {
  const now = answerIn(line, regions, missing);
  const past = answerIn({ ...line, day: then.to }, regions, missing);
  const time = timeText(then);
  if (past.status === 'answer') {
    const isSame = past.citations.map(({ id }) => id).join() === now.citations.map(({ id }) => id).join();
    const notice = `${isSame ? '' : copy.THEN.text(time)}${sinceWhen(line, regions, past, then)}`;
    return { ...(isSame ? now : past), lead: `${notice}${past.lead}` };
  }
  const first = now.citations.find((citation) => citation.main);
  const instrument = first && instrumentOf(line, first);
  const day = instrument && firstDayOf(instrument);
  if (
    now.status !== 'answer' ||
    instrument === undefined ||
    day === undefined ||
    isInForce(instrument, then.to)
  )
    return now;
  return { ...now, lead: `${copy.THEN.later(time, dayText(day))}${now.lead}` };
}

/** When a text that answers began within the time that was named: what was before it may be what was meant. */
function sinceWhen(line: Line, regions: readonly Region[], answer: Answer, { from, to }: DayReading): string {
  const days = answer.citations
    .filter(({ main }) => main)
    .flatMap((citation) => firstDayOf(instrumentOf(line, citation)) ?? [])
    .filter((day) => from < day && day <= to)
    .sort();
  const last = days.at(-1);
  if (last === undefined) return '';
  const before = textsOn(line.release, [from]);
  return regions.some((region) => isCovered(before, region))
    ? copy.THEN.changed(dayText(last))
    : copy.THEN.since(dayText(last));
}

/** What a text that comes into force soon will change of this is said beside today's answer. */
function withComing(line: Line, answer: Answer, regions: readonly Region[]): Answer {
  const coming = regions.flatMap((region) => comingText(line, region) ?? [])[0];
  return coming === undefined ? answer : { ...answer, next: [coming, ...answer.next] };
}

function notCovered(line: Line, region: Region): Answer {
  const here = line.release.instruments.filter((instrument) => bindsIn(instrument, region.id));
  const answer = refuse(line, 'place_not_covered', [region]);
  if (here.length === 0) return answer;
  const isToCome = here.some((instrument) => (firstDayOf(instrument) ?? '') > line.today);
  const lead = isToCome ? copy.NOT_YET(region.short) : copy.NO_LONGER(region.short);
  return withComing(line, { ...answer, lead }, [region]);
}

function answerIn(line: Line, regions: readonly Region[], missing: readonly Region[]): Answer {
  const { release, retriever, query, day } = line;
  const texts = textsOn(release, [day]);
  const findings = regions.map((region) => ({ region, finding: retriever.find(query, region.id, day) }));
  const speaking = findings.filter(({ finding }) => speaks(finding));
  const first = speaking[0];
  if (first === undefined) return silent(line, regions, findings[0]?.finding);
  const lists = speaking.map(({ region, finding }) =>
    citations(line, withClauses(release, retriever, query, region.id, day, finding)),
  );
  // Side by side, each place says what answers and no more.
  const cited = interleave(
    lists.length > 1 ? lists.map((list) => list.filter((c) => c.main).slice(0, 2)) : lists,
  ).slice(0, MAX_CITATIONS);
  const lead = cited[0];
  if (lead === undefined) return silent(line, regions, first.finding);
  const names = speaking.map(({ region }) => textPlaces(texts, region));
  const quiet = [
    ...findings
      .filter(({ finding }) => !speaks(finding))
      .map(({ region, finding }) =>
        copy.REFUSAL[finding.hasUnread ? 'not_reviewed' : 'no_local_rule'](textPlaces(texts, region)),
      ),
    ...missing.map((region) => copy.REFUSAL.place_not_covered(region.short)),
  ];
  return {
    status: 'answer',
    reason: null,
    region: regions.map((region) => region.id),
    lead: [
      names.length > 1 ? copy.COMPARE_LEAD(names) : leadOf(line, lead, first.finding, names[0]),
      ...quiet,
    ].join(''),
    citations: cited,
    elsewhere: [],
    next: nextSteps(cited),
    choices: [],
    release: release.manifest.id,
  };
}

function leadOf({ release }: Line, lead: Citation, finding: Finding, name = ''): string {
  if (finding.unread.some(({ position }) => release.catalog.ids[position] === lead.id))
    return copy.UNREAD_LEAD(name);
  return isSure(finding) ? copy.leadOf(lead, name) : copy.NEAREST_LEAD(name);
}

function citations(line: Line, finding: Finding): Citation[] {
  const best = finding.hits[0]?.score ?? 0;
  return finding.hits
    .filter((hit, rank) => hit.score >= best * (rank < ALWAYS ? POSSIBLE : WORTH_CITING))
    .flatMap((hit) => {
      const cited = cite(line.release, hit.position, line.query, finding, line.today);
      return cited === undefined ? [] : [{ ...cited, main: hit.score >= best * MAIN }];
    })
    .slice(0, MAX_CITATIONS);
}

/**
 * The place's own text has nothing on this: say so, show what it does say beside the point, and another place's rule as
 * another place's. Of a text that nobody has read that is not known: its nearest articles are shown instead.
 */
function silent(line: Line, regions: readonly Region[], finding: Finding | undefined): Answer {
  if (finding === undefined || isVague(finding)) return refuse(line, 'not_understood', regions);
  if (finding.silent < finding.out) {
    const reason = outReason(line, finding);
    if (reason === 'figure_not_in_text') return withoutFigure(line, regions);
    return hedged(line, refuse(line, reason, regions), regions);
  }
  const close = nearest(line, finding);
  if (close.length > 0) return unsure(line, regions, close);
  const wide = line.retriever.find(line.query, null, line.today);
  const elsewhere = citations(line, wide)
    .filter((citation) => !isHere(line, citation, regions))
    .slice(0, 2);
  return {
    ...refuse(line, finding.hasUnread ? 'not_reviewed' : 'no_local_rule', regions),
    citations: beside(line, finding),
    elsewhere,
  };
}

/** The nearest articles of texts that nobody has read, likeliest first. */
function nearest(line: Line, finding: Finding): Citation[] {
  return finding.unread
    .slice(0, NEAREST)
    .flatMap(({ position }) => cite(line.release, position, line.query, finding, line.today) ?? []);
}

function unsure(line: Line, regions: readonly Region[], cited: readonly Citation[]): Answer {
  const texts = textsOn(line.release, [line.day]);
  return {
    status: 'answer',
    reason: null,
    region: regions.map((region) => region.id),
    lead: copy.UNREAD_LEAD(regions.map((region) => textPlaces(texts, region)).join('、')),
    citations: cited.map((citation, rank) => ({ ...citation, main: rank === 0 })),
    elsewhere: [],
    next: nextSteps(cited),
    choices: [],
    release: line.release.manifest.id,
  };
}

/** No text prints the figure; what the one place says on the thing itself is shown all the same. */
function withoutFigure(line: Line, regions: readonly Region[]): Answer {
  const answer = refuse(line, 'figure_not_in_text', regions);
  const [region, other] = regions;
  if (region === undefined || other !== undefined) return answer;
  const finding = line.retriever.find(line.query, region.id, line.day);
  return hedged(line, { ...answer, citations: beside(line, finding) }, regions);
}

/** That the texts lack a thing is not known while one of them was never read. */
function hedged(line: Line, answer: Answer, regions: readonly Region[]): Answer {
  const { reason } = answer;
  if (reason !== 'other_law' && reason !== 'figure_not_in_text') return answer;
  const isUnread = regions.some((region) => line.retriever.find(line.query, region.id, line.day).hasUnread);
  return isUnread ? { ...answer, lead: copy.UNREAD_REFUSAL[reason] } : answer;
}

/** What a place says near to a question that it does not answer. */
function beside(line: Line, finding: Finding): Citation[] {
  return finding.beside
    .slice(0, 2)
    .flatMap((position) => cite(line.release, position, line.query, finding, line.today) ?? [])
    .map((citation) => ({ ...citation, main: false }));
}

function instrumentOf({ release }: Line, citation: Citation) {
  return release.instrument(citation.id.slice(0, citation.id.lastIndexOf('/')));
}

function isHere(line: Line, citation: Citation, regions: readonly Region[]): boolean {
  const instrument = instrumentOf(line, citation);
  return instrument !== undefined && regions.some((region) => bindsIn(instrument, region.id));
}

/** One from each list in turn. */
function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const out: T[] = [];
  for (let i = 0; lists.some((list) => i < list.length); i++)
    for (const list of lists) if (i < list.length) out.push(...list.slice(i, i + 1));
  return out;
}
