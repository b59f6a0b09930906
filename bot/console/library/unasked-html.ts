import type { Prepared } from '#ingest/office';
import type { LibrarySources } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Names } from './report-of.ts';
import { pathToAsk } from './text-path.ts';

const copy = consoleLibraryCopy.proposals;
const MOST = 100;

/** New articles that nothing but their own words find. */
export function unaskedHtml(
  report: Prepared | undefined,
  { answers, questions }: LibrarySources,
  names: Names,
): Html {
  const settled = new Set([...answers, ...questions].map(({ article: id }) => id));
  const isNew = new Set(
    report?.diff.articles.flatMap(({ kind, id }) => (kind === 'added' ? id : null) ?? []),
  );
  const texts = (report?.instruments ?? []).flatMap(({ id, outline }) => {
    const open = outline.filter(
      (one) => one.kind === 'rule' && isNew.has(one.id) && !one.hasQuestions && !settled.has(one.id),
    );
    return open.length === 0 ? [] : [{ id, open }];
  });
  const count = texts.reduce((sum, { open }) => sum + open.length, 0);
  if (count === 0) return html``;
  const items = texts.map(
    ({ id, open }) =>
      html`<li><h3>${names.text(id)}</h3><p class="labels">${open.slice(0, MOST).map((one) => html`<a href="${pathToAsk(one.id)}">${one.label}</a> `)}</p></li>`,
  );
  return html`<section><h2>${copy.unasked(count)}</h2><p>${copy.unaskedHow}</p><ul class="texts">${items.slice(0, MOST)}</ul></section>`;
}
