import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Citers } from '../../library/citers.ts';

const copy = consoleLibraryCopy.citers;

/** Where somebody should look, because it rests on an article that is other than before. */
export function citersHtml(citers: Citers, name: (article: string) => string): Html {
  const of = (articles: readonly string[]) =>
    html`<span class="small">${articles.map(name).join('、')}</span>`;
  const linked = (label: string, path: string, articles: readonly string[]) =>
    html`<li><a href="${path}">${label}</a> ${of(articles)}</li>`;
  const lines = [
    ...citers.tickets.map(({ id, articles }) =>
      linked(copy.ticket(id), `/console/tickets/${encodeURIComponent(id)}`, articles),
    ),
    ...citers.canned.map(({ title, articles }) => linked(copy.canned(title), '/console/canned', articles)),
    ...citers.drafts.map(({ articles }) => linked(copy.draft, '/console/insight/drafts', articles)),
    ...citers.guides.map(({ id, articles }) => html`<li>${copy.guide(copy.guides[id])} ${of(articles)}</li>`),
    ...citers.clocks.map((article) => html`<li>${copy.clock} ${of([article])}</li>`),
    ...citers.cards.map(({ id, articles }) => html`<li>${copy.card(id)} ${of(articles)}</li>`),
  ];
  return html`<section><h2>${copy.title}</h2>${lines.length === 0 ? html`<p>${copy.none}</p>` : html`<p>${copy.look}</p><ul class="plainly">${lines}</ul>`}</section>`;
}
