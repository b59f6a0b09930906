import {
  type FactEntry,
  findRegions,
  type Instrument,
  NATIONAL,
  type Region,
  type RegionTable,
} from '#knowledge/build';
import type { Segment } from './instruments.ts';
import { pinyinSlug } from './slug.ts';
import { readValidity } from './validity.ts';

/** A file as its facts are looked up: its name, and what is known of it from outside its print. */
export type DescribedFile = { readonly file: string; readonly facts: readonly FactEntry[] };

/**
 * Facts about the instruments of one file: what each prints, what its covering notice prints for it, what the manifest adds.
 * What a person entered goes before the print, what the manifest says behind it.
 */
export function describe(
  segments: readonly Segment[],
  file: DescribedFile,
  regions: RegionTable,
  taken: Set<string>,
): readonly Instrument[] {
  const out: Instrument[] = [];
  segments.forEach((segment, index) => {
    const cover = coverOf(segment, segments.slice(0, index));
    const above = cover === undefined ? undefined : out[cover];
    const { entered, behind } = factsOf(segments, index, file.facts);
    const region =
      regionOf(segment, regions) ?? (above?.region ? regions.byId.get(above.region.value) : undefined);
    const placed = known(entered?.region, region?.id ?? null, behind?.region);
    const regionId = placed === null || placed.value === NATIONAL ? null : placed.value;
    const national = placed?.value === NATIONAL || isNational(segment, regions) || isAnnex(segment, out[0]);
    const issuers = segment.issuers.length > 0 ? [...segment.issuers] : (above?.issuers ?? behind?.issuers);
    const date = known(entered?.date, segment.date ?? above?.date?.value ?? null, behind?.date);
    const time = readValidity(segment, date?.value ?? null);
    out.push({
      id: freeId(idOf(segment, regionId, regions), taken),
      kind: segment.kind,
      title: entered?.title ?? (segment.title === '' ? (behind?.title ?? file.file) : segment.title),
      number: known(entered?.number, segment.number ?? above?.number?.value ?? null, behind?.number),
      issuers: entered?.issuers ?? issuers ?? [],
      date,
      region: regionId === null ? null : placed,
      level:
        regionId === null
          ? national
            ? 'national'
            : 'unknown'
          : (regions.byId.get(regionId)?.level ?? 'city'),
      status: entered?.status ?? segment.status,
      period: periodOf(segment),
      from: known(entered?.from, time.from ?? printedIn(above?.from), behind?.from),
      to: known(entered?.to, time.to ?? printedIn(above?.to), behind?.to),
      ended: endedOf(entered?.ended ?? behind?.ended),
      entered: (['title', 'issuers', 'status'] as const).filter((name) => entered?.[name] !== undefined),
      file: file.file,
    });
  });
  return sharePeriods(out, segments);
}

type Facts = Partial<FactEntry>;

/** What is known of an instrument of the file, by its kind and by which of that kind it is. */
function factsOf(
  segments: readonly Segment[],
  index: number,
  facts: readonly FactEntry[],
): { readonly entered: Facts | undefined; readonly behind: Facts | undefined } {
  const kind = segments[index]?.kind;
  const nth = segments.slice(0, index + 1).filter((segment) => segment.kind === kind).length;
  const mine = facts.filter((entry) => entry.kind === kind && entry.nth === nth);
  return {
    entered: mine.find((entry) => entry.by !== undefined),
    behind: mine.find((entry) => entry.by === undefined),
  };
}

/** What a person entered, else what is printed, else what the manifest says. */
function known(
  entered: string | undefined,
  print: string | null,
  behind: string | undefined,
): Instrument['number'] {
  const value = entered ?? print ?? behind ?? null;
  return value === null ? null : { value, source: value === print ? 'printed' : 'outside the text' };
}

/** What the notice that issues a text prints of its time; what somebody entered for the notice is the notice's alone. */
function printedIn(fact: Instrument['from'] | undefined): string | null {
  return fact?.source === 'printed' ? fact.value : null;
}

function endedOf(ended: FactEntry['ended']): Instrument['ended'] {
  return ended === undefined ? null : { on: ended.on, how: ended.how, instead: ended.instead };
}

/** The notice that issues this text: it names its title, or lists it among its attachments. A text with a number of its own stands alone. */
function coverOf(segment: Segment, before: readonly Segment[]): number | undefined {
  if (segment.number !== null || segment.title === '') return undefined;
  const title = plain(segment.title);
  const index = before.findLastIndex(
    (other) => plain(other.title).includes(title) || plain(other.attachments).includes(title),
  );
  return index < 0 ? undefined : index;
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The widest place that the issuers' or the title's first words name. */
function regionOf(segment: Segment, table: RegionTable): Region | undefined {
  for (const text of [...segment.issuers, segment.title]) {
    const mention = findRegions(text, table)[0];
    if (mention?.start !== 0 || mention.regions.length !== 1) continue;
    const isWhole = /[省市区县州旗盟]$/.test(mention.name);
    if (isWhole || /^(?:经济特区|自由贸易)/.test(text.slice(mention.end))) return mention.regions[0];
  }
  return undefined;
}

/** An annex without a number of its own binds where the text it stands behind does. */
function isAnnex(segment: Segment, first: Instrument | undefined): boolean {
  return segment.number === null && first?.level === 'national';
}

/** What only the State issues, or names the place of. A reply or decision may be any office's. */
const OF_THE_STATE =
  /(?:法|条例|解释|全国人民代表大会[^，。]{0,60}决定|国务院[^，。]{0,60}决定)(?:（[^）]*）)?$/;

/** Who passes regulations of a place; in a title, a zone of one. */
const OF_A_PLACE = /(?:省|市|自治区|自治州|自治县)(?:第[^，。]{1,8}届)?人民代表大会/;
const ZONE = /经济特区|^中国（[^）]*）自由贸易/;

/** 苏州古城保护条例 and 珠海经济特区…条例 bind in a place, whether or not it can be told which. */
function isOfPlace(segment: Segment, regions: RegionTable): boolean {
  const atHead = segment.kind !== 'law' && findRegions(segment.title, regions)[0]?.start === 0;
  return atHead || ZONE.test(segment.title) || segment.front.some(({ text }) => OF_A_PLACE.test(text));
}

/** A text of the State, its ministries or its highest courts; a law or regulation without a place in its title is one. */
function isNational(segment: Segment, regions: RegionTable): boolean {
  const first = segment.body.findIndex((block) => block.marker !== undefined);
  const opening = segment.body.slice(0, Math.max(0, first)).map((block) => block.body.text);
  const said = [...segment.front.map((piece) => piece.text), ...opening].join(' ');
  return (
    (['law', 'regulations', 'interpretation', 'decision'].includes(segment.kind) &&
      OF_THE_STATE.test(segment.title) &&
      !isOfPlace(segment, regions)) ||
    /^(中华人民共和国|全国|国务院|最高人民)/.test(segment.title) ||
    segment.issuers.some((name) =>
      /^(国务院|最高人民|中华|国家|全国|财政部|公安部|劳动部|人力资源社会保障部)/.test(name),
    ) ||
    /^(国(办)?发|[\p{Script=Han}]{1,3}部发)/u.test(segment.number ?? '') ||
    /(部务会议|部令|总局令|国务院令|政务院|最高人民法院|全国人民代表大会).{0,40}(通过|公布|发布|修订|修正|施行)/.test(
      said,
    )
  );
}

/** 实施时间为2022年3月—2022年7月: a campaign. */
function periodOf(segment: Segment): { from: string; to: string } | null {
  for (const block of segment.body) {
    const match = /实施时间[为：]?(\d{4})年(\d{1,2})月[—\-至到~～]+(?:(\d{4})年)?(\d{1,2})月/.exec(
      block.body.text,
    );
    if (match === null) continue;
    const [, fromYear = '', fromMonth = '', toYear = fromYear, toMonth = ''] = match;
    return { from: `${fromYear}-${fromMonth.padStart(2, '0')}`, to: `${toYear}-${toMonth.padStart(2, '0')}` };
  }
  return null;
}

/** The notice that issues a campaign, and what is attached to the campaign's plan without a cover of its own, run with it. */
function sharePeriods(
  instruments: readonly Instrument[],
  segments: readonly Segment[],
): readonly Instrument[] {
  return instruments.map((instrument, i) => {
    const mine = segments[i];
    const kin = instruments.find((other, j) => {
      const theirs = segments[j];
      if (other.period === null || mine === undefined || theirs === undefined) return false;
      return plain(mine.title).includes(plain(theirs.title)) || coverOf(mine, segments.slice(0, i)) === j;
    });
    const period = instrument.period ?? kin?.period ?? null;
    if (period === null) return instrument;
    return instrument.entered.includes('status')
      ? { ...instrument, period }
      : { ...instrument, period, status: 'campaign' as const };
  });
}

function idOf(segment: Segment, region: string | null, regions: RegionTable): string {
  const place = region === null ? undefined : regions.byId.get(region);
  if (place !== undefined) return `${pinyinSlug(place.short)}-${segment.kind}`;
  const title = segment.title.replace(/^中华人民共和国/, '').replace(/[^\p{L}\p{N}]/gu, '');
  return title === '' ? segment.kind : title;
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  taken.add(id);
  return id;
}
