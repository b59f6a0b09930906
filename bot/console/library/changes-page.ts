import type { ArticleChange, Prepared } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { touchedBy } from '../../library/citers.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import { citersHtml } from './citers-html.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { instrumentChangeHtml, nameBefore } from './instrument-change-html.ts';
import { HOME, libraryPage } from './library-page.ts';
import { createNames, instrumentOf, type Names, noReportHtml, reportOf } from './report-of.ts';

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
      const report = await reportOf(deps, visit);
      const part = 'changes';
      if (report === undefined)
        return libraryPage(console, visit, { part, title: copy.title, body: noReportHtml(visit) });
      const { diff } = report;
      const names = createNames(report, deps);
      const citers = await deps.office.citersOf(touchedBy(report));
      const body = html`<div class="library"><p>${diff.from === null ? copy.first : copy.how}</p>
<section><h2>${copy.instruments(diff.instruments.length)}</h2>
${diff.instruments.length === 0 ? html`<p>${copy.same}</p>` : html`<ul class="texts">${diff.instruments.slice(0, MOST).map((one) => instrumentChangeHtml(one, { names, report }))}</ul>`}
${diff.instruments.length > MOST ? html`<p>${copy.more(diff.instruments.length - MOST)}</p>` : ''}</section>
${lostHtml(report, names)}${citersHtml(citers, (article) => nameWas(article, report, names))}
${KINDS.map((kind) => articlesHtml(kind, diff, names))}</div>`;
      return libraryPage(console, visit, { part, title: copy.title, body });
    },
  });
}

/** What people approved, and what the texts do not hold any more. */
function lostHtml({ broken }: Pick<Prepared, 'broken'>, names: Names): Html {
  const lost = [...new Set(broken.filter(({ own }) => own).map(({ article }) => article))];
  if (lost.length === 0) return html``;
  return html`<section><h2>${copy.lost(lost.length)}</h2><p class="notice">${copy.lostHow}</p>
<ul class="plainly">${lost.map((article) => html`<li>${names.article(article)}</li>`)}</ul></section>`;
}

/** An article that was, by the label that it had. */
function nameWas(article: string, report: Prepared, names: Names): string {
  const { articles, instruments } = report.diff;
  const change = articles.find(({ was }) => was === article);
  const instrument = instrumentOf(article);
  const replaced = instruments.find(({ kind, was }) => kind === 'replaced' && was === instrument);
  const text = replaced === undefined ? names.text(instrument) : nameBefore(replaced, report);
  return `${text}${change?.wasLabel ?? names.label(article)}`;
}

/** Under the name of each text, in the order in which they stand there. */
function articlesHtml(
  kind: ArticleChange['kind'],
  { articles }: Pick<Prepared['diff'], 'articles'>,
  names: Names,
): Html {
  const all = articles.filter((one) => one.kind === kind);
  if (all.length === 0) return html``;
  const texts = Map.groupBy(all.slice(0, MOST), ({ id, was }) => instrumentOf(id ?? was ?? ''));
  const items = [...texts].map(
    ([instrument, changes]) =>
      html`<li><h3>${names.text(instrument)}</h3>${kind === 'added' ? html`<p>${changes.map(({ label }) => label).join('、')}</p>` : changes.map(articleHtml)}</li>`,
  );
  return html`<section><h2>${copy.articles[kind](all.length)}</h2>
<ul class="texts">${items}</ul>${all.length > MOST ? html`<p>${copy.more(all.length - MOST)}</p>` : ''}</section>`;
}

function articleHtml({ id, was, label, wasLabel, words }: ArticleChange): Html {
  const from =
    wasLabel === null || wasLabel === label ? '' : html` <span class="small">${copy.was(wasLabel)}</span>`;
  const runs = words.map(({ kind, text }) =>
    kind === 'added' ? html`<ins>${text}</ins>` : kind === 'removed' ? html`<del>${text}</del>` : text,
  );
  return html`<h4 id="${id ?? was ?? ''}">${label}${from}</h4>
${runs.length === 0 ? '' : html`<p class="diff">${runs}</p>`}`;
}
