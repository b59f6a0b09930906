import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { html } from '../../http/html.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { HOME, libraryPage } from './library-page.ts';
import { entryOf, shownFactOf } from './shown-facts.ts';
import { pathOfText } from './text-path.ts';
import { nameOf, readReports, type TextRow, textsOf } from './texts.ts';

const copy = consoleLibraryCopy.texts;
const MOST = 200;

/** /console/library/texts: every text of the draft, with what should be looked at. */
export function addTexts(console: Console, deps: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: `${HOME}/texts`,
    roles: LEADERS,
    handle: async (visit) => {
      const state = await deps.office.state();
      const reports = await readReports(deps, state);
      const { instruments } = deps.release();
      const q = (visit.c.req.query('q') ?? '').trim();
      const files = state.draft.sources.files.map((source) => ({
        source,
        texts: textsOf(source, reports, instruments),
      }));
      const found = files.filter(
        ({ source, texts }) =>
          q === '' || [source.file, ...texts.flatMap(wordsOf)].some((one) => one.includes(q)),
      );
      const items = found.slice(0, MOST).map(({ source, texts }) => {
        const lines = texts.map((row) => {
          const warnings = row.report?.warnings.length ?? 0;
          const ended = entryOf(row)?.ended;
          return html`<li><a href="${pathOfText(row)}">${nameOf(row)}</a>${warnings === 0 ? '' : html` <span class="tag">${consoleLibraryCopy.warnings(warnings)}</span>`}${ended === undefined ? '' : html` <span class="tag">${copy.ended(ended.on)}</span>`}</li>`;
        });
        return html`<li><p class="small">${source.file}${source.shipped ? copy.shipped : ''}</p>${lines.length === 0 ? '' : html`<ul class="plainly">${lines}</ul>`}${texts.every(({ id }) => id === null) ? html`<p class="small">${copy.unread}</p>` : ''}</li>`;
      });
      const body = html`<div class="library"><form method="get" action="${HOME}/texts" class="find"><label>${copy.find} <input name="q" value="${q}" autocomplete="off"></label><button>${copy.go}</button></form>
<section><h2>${copy.count(found.length)}</h2><ul class="texts">${items}</ul>
${found.length > MOST ? html`<p>${consoleLibraryCopy.changes.more(found.length - MOST)}</p>` : ''}</section></div>`;
      return libraryPage(console, visit, { part: 'texts', title: copy.title, body });
    },
  });
}

/** What a text is looked for by. */
const wordsOf = (row: TextRow): readonly string[] =>
  (['title', 'number', 'issuers', 'region'] as const).map((fact) =>
    (shownFactOf(row, fact).value ?? '').replaceAll('/', ''),
  );
