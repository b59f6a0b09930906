import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import type { Instrument } from '../policy/instrument.ts';
import { bindsIn, isInForce } from '../policy/instrument.ts';
import { parseNumeral } from '../policy/numerals.ts';
import { documentKey, outlinePath, type Reference } from '../policy/reference.ts';

type Unit = Exclude<Reference, { kind: 'document' }>;

/** What a reference points at. */
export type Found =
  | {
      readonly kind: 'article';
      readonly position: number;
      readonly part: { start: number; end: number } | undefined;
    }
  | { readonly kind: 'document'; readonly instrument: string; readonly position: number };

/**
 * Looks a reference up: 第二十九条 or （十二） among the texts that bind in `place` (all texts when null), or a document by
 * its number. Several answers mean that the place must be asked. Texts in force on `day` go before those that are over or to
 * come, unless a document's number or its whole title was said.
 */
export function lookUp(
  release: Release,
  references: readonly Reference[],
  place: string | null,
  day: string,
): readonly Found[] {
  const document = references.find((reference) => reference.kind === 'document');
  const named = document && numbered(release, document.number, day);
  if (document !== undefined && named === undefined) return [];
  const unit = references.find((reference) => reference.kind !== 'document');
  if (unit === undefined) return named === undefined ? [] : opening(release, named);
  const found: Found[] = [];
  for (const [position, id] of release.catalog.ids.entries()) {
    const instrument = instrumentAt(release, position);
    if (release.catalog.kinds[position] !== 'rule' || instrument === undefined || !mayMatch(id, unit))
      continue;
    const isHere = bindsIn(instrument, place);
    if (named === undefined ? !isHere : instrument.number?.value !== named.number?.value) continue;
    if (unit.kind === 'article' && !isMeant(unit.title, instrument)) continue;
    const article = release.article(position);
    if (matches(article, unit)) found.push({ kind: 'article', position, part: partOf(article, unit) });
  }
  const title = unit.kind === 'article' ? unit.title : undefined;
  return named === undefined ? ofTheDay(release, found, title, day) : found;
}

function instrumentAt({ catalog, instruments }: Release, position: number): Instrument | undefined {
  return instruments[catalog.instruments[position] ?? -1];
}

/** A number is printed once; where two texts bear it, the one in force is meant. */
function numbered(release: Release, number: string, day: string): Instrument | undefined {
  const all = release.instruments.filter(
    (i) => i.number !== null && documentKey(i.number.value) === documentKey(number),
  );
  return all.find((instrument) => isInForce(instrument, day)) ?? all[0];
}

function ofTheDay(
  release: Release,
  found: readonly Found[],
  title: string | undefined,
  day: string,
): readonly Found[] {
  const isOf = (test: (instrument: Instrument) => boolean) => (entry: Found) => {
    const instrument = instrumentAt(release, entry.position);
    return instrument !== undefined && test(instrument);
  };
  const isNow = isOf((instrument) => isInForce(instrument, day));
  const whole =
    title === undefined
      ? []
      : found.filter(isOf((instrument) => plainTitle(title).endsWith(titleOf(instrument))));
  const meant = whole.length > 0 ? whole : found;
  const now = meant.filter(isNow);
  return now.length > 0 ? now : meant;
}

/** Letters and digits of a title, without what says that it is on trial. */
function plainTitle(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\((?:试行|暂行)\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const titles = new WeakMap<Instrument, string>();

/** Each question looks at every title of a library that may have thousands. */
function titleOf(instrument: Instrument): string {
  const known = titles.get(instrument);
  if (known !== undefined) return known;
  const plain = plainTitle(instrument.title);
  titles.set(instrument, plain);
  return plain;
}

/** What may stand around a title when nothing but the text itself is asked for. */
const AROUND =
  /请问|看看|看|查|找|发|给我|这个|这份|那个|文件|原文|全文|内容|是什么|怎么写|现在|还|有没有|有用|有效|能用|作数|算数|废止|了|的|吗|呢|吧|没/g;

/** The document whose whole title the words are, and little else: 《甲川省骑手办法》还有效吗. */
export function lookUpTitle(
  release: Release,
  text: string,
  place: string | null,
  day: string,
): readonly Found[] {
  const said = plainTitle(text);
  const named = release.instruments.filter((instrument) => {
    const title = titleOf(instrument);
    return title.length >= 4 && said.includes(title) && said.replace(title, '').replace(AROUND, '') === '';
  });
  const [first] = [
    ...named.filter((instrument) => bindsIn(instrument, place) && isInForce(instrument, day)),
    ...named.filter((instrument) => bindsIn(instrument, place)),
    ...named,
  ];
  return first === undefined ? [] : opening(release, first);
}

/** The first rule of a document; the notice that issues it under the same number holds none. */
function opening(release: Release, named: Instrument): Found[] {
  const isOwn = ({ id, number }: Instrument) =>
    id === named.id || (number !== null && number.value === named.number?.value);
  const positions = release.catalog.kinds.flatMap((kind, position) => {
    const instrument = kind === 'rule' ? instrumentAt(release, position) : undefined;
    return instrument !== undefined && isOwn(instrument) ? [{ position, instrument }] : [];
  });
  const first = positions.find(({ instrument }) => instrument.id === named.id) ?? positions[0];
  return first === undefined
    ? []
    : [{ kind: 'document', instrument: first.instrument.id, position: first.position }];
}

/** Cheap test on the id, so that a large library is not read article by article. */
function mayMatch(id: string, reference: Unit): boolean {
  const wanted = reference.kind === 'article' ? reference.number : reference.path.at(-1);
  return id
    .slice(id.lastIndexOf('/') + 1)
    .split(/[.@\-s]/)
    .includes(`${wanted}`);
}

function matches(article: Article, reference: Unit): boolean {
  if (reference.kind === 'article') {
    const printed = /^第(.+?)条$/.exec(article.label)?.[1];
    return printed !== undefined && parseNumeral(printed) === reference.number;
  }
  if (article.label.startsWith('第')) return false;
  const path = outlinePath(article.label);
  return reference.path.every((number, i) => path[path.length - reference.path.length + i] === number);
}

const KIND = /(条例|规定|办法|细则|解释|意见|方案|通知|法)(?:（[^）]*）)?$/;

/**
 * Whether a title said before 第N条 can mean this text: no more than 本办法 or 规定, or its own title shortened (吉林省实施办法).
 * 劳动合同法第三十八条 means another text, and no article of ours may be shown for it.
 */
function isMeant(title: string | undefined, instrument: Instrument): boolean {
  const said = title?.replace(/^.*(本|这个|该|这份|按照|根据|依据|依照|违反|看看|看|查|问|的)/, '') ?? '';
  // 我签的合同第五条, 公司的规定第三条: a paper of the firm's, not a text.
  if (/公司|平台|站点|保险|合同|协议|章程|条款|规则/.test(title ?? '')) return false;
  if (said.length <= 2) return said !== '法' || instrument.kind === 'law';
  if (KIND.exec(said)?.[1] !== KIND.exec(instrument.title)?.[1]) return false;
  let from = 0;
  return [...said].every((char) => {
    const at = instrument.title.indexOf(char, from);
    from = at + 1;
    return at >= 0;
  });
}

function partOf(article: Article, reference: Reference): { start: number; end: number } | undefined {
  if (reference.kind !== 'article') return undefined;
  const paragraph =
    reference.paragraph === undefined ? undefined : article.paragraphs[reference.paragraph - 1];
  const items = article.items.filter(
    (item) => paragraph === undefined || item.paragraph === paragraph.paragraph,
  );
  return (reference.item === undefined ? undefined : items[reference.item - 1]) ?? paragraph;
}
