import type { ArticleChange, Prepared } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import { citersHtml } from './citers-html.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { instrumentChangeHtml } from './instrument-change-html.ts';
import { HOME, libraryPage } from './library-page.ts';
import { instrumentOf, reportOf, titlesOf } from './report-of.ts';

const copy = consoleLibraryCopy.changes;
/** On one page; a law that comes in whole would fill it. */
const MOST = 200;
const KINDS = ['changed', 'removed', 'moved', 'added'] as const;

/** /console/library/changes: what is other than before, word by word, and who relies on it. */
export function addChanges(console: Console, deps: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: `${HOME}/changes`,
    roles: LEADERS,
    handle: async (visit) => {
      const { report } = await reportOf(deps, visit);
      const part = 'changes';
      if (report === undefined)
        return libraryPage(console, visit, { part, title: copy.title, body: html`<p>${copy.none}</p>` });
      const { diff } = report;
      const title = titlesOf(report, deps.release());
      const touched = diff.articles.filter(({ kind }) => kind !== 'added').flatMap(({ was }) => was ?? []);
      const citers = await deps.office.citersOf(touched);
      const labels = new Map(diff.articles.map(({ was, wasLabel, label }) => [was, wasLabel ?? label]));
      const name = (article: string) =>
        `《${title(instrumentOf(article))}》${labels.get(article) ?? article}`;
      const body = html`<div class="library"><p>${diff.from === null ? copy.first : copy.from(diff.from, diff.to)}</p>
<section><h2>${copy.instruments(diff.instruments.length)}</h2>
${diff.instruments.length === 0 ? html`<p>${copy.same}</p>` : html`<ul class="texts">${diff.instruments.map((one) => instrumentChangeHtml(one, { title, report }))}</ul>`}</section>
${citersHtml(citers, name)}
${KINDS.map((kind) => articlesHtml(kind, diff, title))}</div>`;
      return libraryPage(console, visit, { part, title: copy.title, body });
    },
  });
}

function articlesHtml(
  kind: ArticleChange['kind'],
  { articles }: Pick<Prepared['diff'], 'articles'>,
  title: (instrument: string) => string,
): Html {
  const all = articles.filter((one) => one.kind === kind);
  if (all.length === 0) return html``;
  const items = all.slice(0, MOST).map((one) => articleHtml(one, title));
  return html`<section><h2>${copy.articles[kind](all.length)}</h2>
<ul class="texts">${items}</ul>${all.length > MOST ? html`<p>${copy.more(all.length - MOST)}</p>` : ''}</section>`;
}

function articleHtml(
  { id, was, label, wasLabel, words }: ArticleChange,
  title: (instrument: string) => string,
): Html {
  const from =
    wasLabel === null || wasLabel === label ? '' : html` <span class="small">${copy.was(wasLabel)}</span>`;
  const runs = words.map(({ kind, text }) =>
    kind === 'added' ? html`<ins>${text}</ins>` : kind === 'removed' ? html`<del>${text}</del>` : text,
  );
  return html`<li id="${id ?? was ?? ''}"><h3>《${title(instrumentOf(id ?? was ?? ''))}》${label}${from}</h3>
${runs.length === 0 ? '' : html`<p class="diff">${runs}</p>`}</li>`;
}
