import { formatPolicyPath, type PolicyDocument } from '#knowledge';
import { webCopy } from '../../copy/web.ts';
import { type Html, html } from '../../http/html.ts';

const copy = webCopy.policies;

export function placeOf({ region, level }: PolicyDocument): string {
  if (region !== null) return region.value;
  return level === 'national' ? copy.national : copy.nowhere;
}

/** What is known of a document, fact by fact. @param titled with the document's own title, as a link */
export function documentFacts(document: PolicyDocument, today: string, titled = false): Html {
  const { number, date, region, issuers } = document;
  const outside = (fact: { readonly printed: boolean } | null) =>
    fact?.printed === false ? copy.outside : '';
  const rows: readonly (readonly [string, string | Html])[] = [
    ...(titled
      ? [[copy.facts.title, html`<a href="${formatPolicyPath(document.id)}">${document.title}</a>`] as const]
      : []),
    ...(number === null ? [] : [[copy.facts.number, number.value + outside(number)] as const]),
    ...(issuers.length === 0 ? [] : [[copy.facts.issuers, issuers.join('、')] as const]),
    [copy.facts.date, date === null ? copy.dateUnknown : dayText(date.value) + outside(date)],
    [copy.facts.region, placeOf(document) + outside(region)],
    [copy.facts.status, statusText(document, today)],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** @param today ISO day */
export function statusText(document: PolicyDocument, today: string): string {
  const { status, period } = document;
  const words = [copy.status[status], ...timeWords(document, today)];
  if (period !== null) {
    words.push(copy.period(monthText(period.from), monthText(period.to)));
    if (period.to < today.slice(0, 7)) words.push(copy.ended);
  }
  // 现行 is not said of what is over, or not yet begun.
  return words.slice(status === 'in-force' && !isNow(document, today) ? 1 : 0).join('，');
}

function timeWords({ from, to, ended }: PolicyDocument, today: string): string[] {
  const words: string[] = [];
  if (from !== null && from > today) words.push(copy.time.from(dayText(from)));
  if (ended !== null) {
    const day = dayText(ended.on);
    words.push(
      ended.how === 'withdrawn'
        ? copy.time.withdrawn(day, ended.on > today)
        : copy.time.superseded(day, ended.instead?.title, ended.on > today),
    );
  } else if (to !== null)
    words.push(to < today ? copy.time.expired(dayText(to)) : copy.time.until(dayText(to)));
  return words;
}

/** Whether a document is not in force any more. @param today ISO day */
export function isOver({ to, ended }: PolicyDocument, today: string): boolean {
  return (ended !== null && ended.on <= today) || (to !== null && to < today);
}

function isNow(document: PolicyDocument, today: string): boolean {
  return !isOver(document, today) && (document.from === null || document.from <= today);
}

function dayText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return copy.day(year, String(Number(month)), String(Number(date)));
}

function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return copy.month(year, String(Number(number)));
}
