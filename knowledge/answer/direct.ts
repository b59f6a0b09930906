import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import type { Instrument } from '../policy/instrument.ts';
import { bindsIn } from '../policy/instrument.ts';
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
 * its number. Several answers mean that the place must be asked.
 */
export function lookUp(
  release: Release,
  references: readonly Reference[],
  place: string | null,
): readonly Found[] {
  const document = references.find((reference) => reference.kind === 'document');
  const named =
    document &&
    release.instruments.find(
      (i) => i.number !== null && documentKey(i.number.value) === documentKey(document.number),
    );
  if (document !== undefined && named === undefined) return [];
  const unit = references.find((reference) => reference.kind !== 'document');
  if (unit === undefined) return named === undefined ? [] : opening(release, named.number?.value ?? '');
  const found: Found[] = [];
  for (const [position, id] of release.catalog.ids.entries()) {
    const instrument = release.instruments[release.catalog.instruments[position] ?? -1];
    if (release.catalog.kinds[position] !== 'rule' || instrument === undefined || !mayMatch(id, unit))
      continue;
    const isHere = bindsIn(instrument, place);
    if (named === undefined ? !isHere : instrument.number?.value !== named.number?.value) continue;
    if (unit.kind === 'article' && !isMeant(unit.title, instrument)) continue;
    const article = release.article(position);
    if (matches(article, unit)) found.push({ kind: 'article', position, part: partOf(article, unit) });
  }
  return found;
}

/** The rules of the document that a number names; the notice that carries the same number holds none. */
function opening(release: Release, number: string): Found[] {
  const own = new Set(release.instruments.flatMap((i, at) => (i.number?.value === number ? [at] : [])));
  const position = release.catalog.kinds.findIndex(
    (kind, at) => kind === 'rule' && own.has(release.catalog.instruments[at] ?? -1),
  );
  const instrument = release.instruments[release.catalog.instruments[position] ?? -1];
  return instrument === undefined ? [] : [{ kind: 'document', instrument: instrument.id, position }];
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
