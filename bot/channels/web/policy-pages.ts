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
import { documentFacts, isOver, placeOf, statusText } from './document-facts.ts';
import type { Since } from './since.ts';

const copy = webCopy.policies;

/** A page's title and body, for the shell. */
export type PolicyPage = { readonly title: string; readonly body: Html };

type Range = { readonly start: number; readonly end: number };

/** Every document, by the place where it binds; those that are over stand last. @param today ISO day */
export function listPage(documents: readonly PolicyDocument[], today: string): PolicyPage {
  const over = (document: PolicyDocument) => Number(isOver(document, today));
  const sorted = [...documents].sort((a, b) => over(a) - over(b));
  const places = Map.groupBy(sorted, placeOf);
  const groups = [...places].map(
    ([place, own]) => html`<section><h2>${place}</h2>
<ul class="documents">${own.map(
      (document) => html`<li><a href="${formatPolicyPath(document.id)}">${document.title}</a>
<p class="small">${[document.number?.value ?? '', statusText({ ...document, period: null }, today), copy.count(document.count, document.kind)].filter((part) => part !== '').join(' · ')}</p></li>`,
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
${overNotice(document, today)}
${documentFacts(document, today)}
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

/** One article with its neighbours and what its document is. @param since what became of it since the link was made */
export function articlePage(
  document: PolicyDocument,
  article: PolicyArticle,
  since: Since,
  today: string,
): PolicyPage {
  const fresh = since.kind === 'changed' ? since.fresh : [];
  const marked = wholeMarks(article, since.marks.length > 0 ? since.marks : fresh);
  const legend = since.marks.length > 0 ? copy.marked : copy.updated.fresh;
  const body = html`${navigation()}<main>
<p class="above"><a href="${formatPolicyPath(document.id)}">${document.title}</a>${article.path.map((heading) => html`<span>${heading}</span>`)}</p>
<h1>${titleOf(article)}</h1>
${overNotice(document, today)}
${since.kind === 'changed' ? updatedNotice(since) : ''}
${articleText(article, marked)}
${marked.length === 0 ? '' : html`<p class="small legend">${legend}</p>`}
${strengths(article)}
${departments(article)}
<nav class="neighbours" aria-label="${copy.neighbours}">${neighbour(copy.previous, article.previous, 'prev')}${neighbour(copy.next, article.next, 'next')}</nav>
<h2>${copy.document}</h2>
${documentFacts(document, today, true)}
<p class="small">${copy.disclaimer}</p>
</main>`;
  return { title: `${titleOf(article)} · ${document.title}`, body };
}

/** An article that the texts do not have any more, as it was when the link to it was made. */
export function gonePage(document: PolicyDocument, old: PolicyArticle, marks: readonly Range[]): PolicyPage {
  const body = html`${navigation()}<main>
<p class="above"><span>${document.title}</span></p>
<h1>${titleOf(old)}</h1>
<p class="notice"><strong>${copy.updated.title}</strong> ${copy.updated.gone}</p>
${articleText(old, wholeMarks(old, marks))}
<p class="small">${copy.disclaimer}</p>
</main>`;
  return { title: `${titleOf(old)} · ${document.title}`, body };
}

/** Said above the text itself, because a text that is over looks like any other. */
function overNotice(document: PolicyDocument, today: string): Html | '' {
  if (!isOver(document, today)) return '';
  const instead = document.ended?.instead;
  const way =
    instead && html` <a href="${formatPolicyPath(instead.id)}">${copy.time.instead(instead.title)}</a>`;
  return html`<p class="notice"><strong>${copy.time.over}</strong>${way ?? ''}</p>`;
}

/** The words as they were when somebody was shown them, above those of today. */
function updatedNotice({ old, oldMarks, marks }: Since & { readonly kind: 'changed' }): Html {
  if (old === undefined)
    return html`<p class="notice"><strong>${copy.updated.title}</strong> ${copy.updated.notKept}</p>`;
  const quoted = marks.length > 0 ? copy.updated.quoteStands : copy.updated.advice;
  return html`<p class="notice"><strong>${copy.updated.title}</strong> ${quoted}</p>
<details class="contents" open><summary>${copy.updated.old}</summary>${articleText(old, oldMarks, 'before')}</details>
<h2>${copy.updated.now}</h2>`;
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
