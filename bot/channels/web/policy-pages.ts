import {
  ADDRESSEE,
  formatPolicyPath,
  type PolicyArticle,
  type PolicyDocument,
  type PolicyEntry,
  ROLE,
  STRENGTH,
} from '#knowledge';
import { webCopy } from '../../copy/web.ts';
import { type Html, html } from '../../http/html.ts';
import { articleText, wholeMarks } from './article-text.ts';

const copy = webCopy.policies;

/** A page's title and body, for the shell. */
export type PolicyPage = { readonly title: string; readonly body: Html };

type Range = { readonly start: number; readonly end: number };

/** Every document, by the place where it binds. */
export function listPage(documents: readonly PolicyDocument[]): PolicyPage {
  const places = Map.groupBy(documents, placeOf);
  const groups = [...places].map(
    ([place, own]) => html`<section><h2>${place}</h2>
<ul class="documents">${own.map(
      (document) => html`<li><a href="${formatPolicyPath(document.id)}">${document.title}</a>
<p class="small">${[document.number?.value ?? '', copy.status[document.status], copy.count(document.count, document.kind)].filter((part) => part !== '').join(' · ')}</p></li>`,
    )}</ul></section>`,
  );
  const body = html`${navigation()}<main><h1>${copy.title}</h1><p>${copy.intro}</p>${groups}</main>`;
  return { title: `${copy.title} · ${webCopy.name}`, body };
}

/** A whole document: what is known of it, its contents, every article with an anchor. @param today ISO day */
export function documentPage(
  document: PolicyDocument,
  articles: readonly PolicyArticle[],
  today: string,
): PolicyPage {
  const body = html`${navigation()}<main>
<h1>${document.title}</h1>
${facts(document, today)}
<details class="contents"><summary>${copy.contents}</summary><ol>${articles.map(
    (article) => html`<li><a href="#${anchor(article.id)}">${titleOf(article)}</a></li>`,
  )}</ol></details>
${articles.map(
  (article, i) => html`${headings(article.path, articles[i - 1]?.path ?? [])}
<section class="article" id="${anchor(article.id)}">${entryHeading(article)}${articleText(article, [])}</section>`,
)}
<p class="small">${copy.disclaimer}</p>
</main>`;
  return { title: `${document.title} · ${webCopy.name}`, body };
}

/** One article with its neighbours and what its document is. */
export function articlePage(
  document: PolicyDocument,
  article: PolicyArticle,
  marks: readonly Range[],
  today: string,
): PolicyPage {
  const marked = wholeMarks(article, marks);
  const body = html`${navigation()}<main>
<p class="above"><a href="${formatPolicyPath(document.id)}">${document.title}</a>${article.path.map((heading) => html`<span>${heading}</span>`)}</p>
<h1>${titleOf(article)}</h1>
${articleText(article, marked)}
${marked.length === 0 ? '' : html`<p class="small legend">${copy.marked}</p>`}
${strengths(article)}
${departments(article)}
<nav class="neighbours" aria-label="${copy.neighbours}">${neighbour(copy.previous, article.previous, 'prev')}${neighbour(copy.next, article.next, 'next')}</nav>
<h2>${copy.document}</h2>
${facts(document, today, true)}
<p class="small">${copy.disclaimer}</p>
</main>`;
  return { title: `${titleOf(article)} · ${document.title}`, body };
}

function navigation(): Html {
  return html`<header class="top"><nav class="links"><a href="/">${copy.back}</a><a href="/policies">${copy.all}</a></nav></header>`;
}

/** 第二十九条; openings and closings have no label of their own and are called by their place. */
function titleOf({ label, path }: PolicyEntry): string {
  return label === '' ? (path.at(-1) ?? copy.text) : label;
}

function anchor(id: string): string {
  return `a-${id.slice(id.lastIndexOf('/') + 1)}`;
}

/** Below its chapter's heading; on the chapters' own level where it stands in none, so that no level is skipped. */
function entryHeading(entry: PolicyEntry): Html {
  const link = html`<a href="${formatPolicyPath(entry.id)}">${titleOf(entry)}</a>`;
  return entry.path.length === 0 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`;
}

/** The headings that begin before this article. */
function headings(path: readonly string[], before: readonly string[]): readonly Html[] {
  const from = path.findIndex((heading, i) => heading !== before[i]);
  return from < 0 ? [] : path.slice(from).map((heading) => html`<h2>${heading}</h2>`);
}

export function placeOf({ region, level }: PolicyDocument): string {
  if (region !== null) return region.value;
  return level === 'national' ? copy.national : copy.nowhere;
}

function facts(document: PolicyDocument, today: string, titled = false): Html {
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
export function statusText({ status, period }: PolicyDocument, today: string): string {
  if (period === null) return copy.status[status];
  const words = [copy.status[status], copy.period(monthText(period.from), monthText(period.to))];
  return [...words, ...(period.to < today.slice(0, 7) ? [copy.ended] : [])].join('，');
}

function dayText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return copy.day(year, String(Number(month)), String(Number(date)));
}

function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return copy.month(year, String(Number(number)));
}

/** Characters of a sentence by which it is known again. */
const OPENING = 18;

/** How hard each sentence is, in words; what only explains is left out. */
function strengths({ text, strengths: sentences }: PolicyArticle): Html | '' {
  const told = sentences.filter((sentence) => sentence.strength !== 'informational');
  if (told.length === 0) return '';
  const rows = told.map((sentence) => {
    const words = text.slice(sentence.start, sentence.end).trim();
    const opening = words.length > OPENING ? `${words.slice(0, OPENING)}…` : words;
    const how = [STRENGTH[sentence.strength], ADDRESSEE[sentence.addressee]].filter((part) => part !== '');
    return html`<div><dt>${opening}</dt><dd>${how.join(' · ')}</dd></div>`;
  });
  return html`<h2>${copy.strength}</h2><dl class="strengths">${rows}</dl>`;
}

function departments({ departments: all }: PolicyArticle): Html | '' {
  const clear = all.filter((entry) => entry.role !== 'unclear');
  if (clear.length === 0) return '';
  const rows = clear.map(
    ({ role, names }) => html`<div><dt>${ROLE[role]}</dt><dd>${names.join('、')}</dd></div>`,
  );
  return html`<h2>${copy.departments}</h2><dl class="facts">${rows}</dl>`;
}

function neighbour(words: string, entry: PolicyEntry | null, rel: 'prev' | 'next'): Html | '' {
  if (entry === null) return '';
  return html`<a class="${rel}" rel="${rel}" href="${formatPolicyPath(entry.id)}">${words}${titleOf(entry)}</a>`;
}
