import type { FileReport, InstrumentReport } from '#ingest/office';
import { type PolicyPages, ROLE, STRENGTH } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { HOME } from './library-page.ts';
import { pathToAsk } from './text-path.ts';
import type { TextRow } from './texts.ts';

const copy = consoleLibraryCopy.outline;
/** Of one page. */
const MOST = 500;

/** What was understood of the text: what is odd first, then every article. */
export function outlineHtml({ id, report, coverage }: TextRow, policies: PolicyPages): Html {
  if (report !== undefined)
    return html`${warningsHtml(report)}${coverage === undefined ? '' : coverageHtml(coverage)}${articlesHtml(report)}${departmentsHtml(report)}`;
  const found = id === null ? undefined : policies.instrument(id);
  if (found === undefined) return html``;
  const lines = found.articles
    .slice(0, MOST)
    .map(
      (one) =>
        html`<li><a href="${policies.pathOf(one.id, '')}">${one.label}</a> <span class="small id">${one.id}</span></li>`,
    );
  return html`<section><h2>${copy.articles(found.articles.length)}</h2><ul class="plainly">${lines}</ul>${moreHtml(found.articles.length)}<p class="small">${copy.unchecked}</p></section>`;
}

const moreHtml = (count: number): Html =>
  count > MOST ? html`<p>${consoleLibraryCopy.changes.more(count - MOST)}</p>` : html``;

function warningsHtml({ warnings }: InstrumentReport): Html {
  if (warnings.length === 0) return html`<section><p>${copy.noWarnings}</p></section>`;
  const lines = warnings.map(({ code, message }) => {
    const known = Object.entries(copy.warning).find(([name]) => name === code);
    const detail = /: (.+)$/.exec(message)?.[1] ?? '';
    return html`<li>${known === undefined ? message : known[1](detail)}</li>`;
  });
  return html`<section><h2>${consoleLibraryCopy.warnings(warnings.length)}</h2><ul class="plainly">${lines}</ul></section>`;
}

/** Each character of the file belongs to something: what it is, and how many. */
function coverageHtml({ characters, owners }: FileReport): Html {
  const parts = Object.entries(owners)
    .filter(([, count]) => count > 0)
    .map(([owner, count]) =>
      copy.owner(Object.entries(copy.owners).find(([name]) => name === owner)?.[1] ?? owner, count),
    );
  return html`<section><h2>${copy.coverage}</h2><p>${copy.characters(characters)}</p><p class="small">${parts.join('，')}</p></section>`;
}

function articlesHtml({ outline, strengths }: InstrumentReport): Html {
  const counts = Object.entries(STRENGTH).flatMap(([name, words]) => {
    const count = Object.entries(strengths).find(([one]) => one === name)?.[1];
    return count === undefined ? [] : [html`<li>${copy.sentences(words, count)}</li>`];
  });
  const lines = outline.slice(0, MOST).map(
    ({
      id,
      label,
      path,
      opening,
      strength,
      hasQuestions,
    }) => html`<li><b>${label}</b> <span class="small">${path.join(' › ')}</span>
<p>${opening}${opening === '' ? '' : '…'}</p>
<p class="small"><span class="tag">${STRENGTH[strength]}</span> ${hasQuestions ? copy.hasQuestions : copy.noQuestions} · <span class="id">${id}</span> · <a href="${HOME}/questions?article=${encodeURIComponent(id)}">${copy.check}</a> · <a href="${pathToAsk(id)}">${copy.ask}</a></p></li>`,
  );
  return html`<section><h2>${copy.articles(outline.length)}</h2><details><summary>${copy.strengths}</summary><ul class="plainly">${counts}</ul></details>
<ol class="texts">${lines}</ol>${moreHtml(outline.length)}</section>`;
}

function departmentsHtml({ departments, outline }: InstrumentReport): Html {
  if (departments.length === 0) return html``;
  const labels = new Map(outline.map(({ id, label }) => [id, label]));
  const lines = departments.map(
    ({ name, role, articles }) =>
      html`<li>${name} <span class="tag">${ROLE[role]}</span> <span class="small">${articles.map((id) => labels.get(id) ?? id).join('、')}</span></li>`,
  );
  return html`<section><h2>${copy.departments}</h2><ul class="plainly">${lines}</ul></section>`;
}
