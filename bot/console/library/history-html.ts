import type { Publication } from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { HOME } from './library-page.ts';

const copy = consoleLibraryCopy.history;
/** Older releases are cleared away. */
const KEPT = 8;
const SHOWN = 50;

/** @param publications the newest first */
export function historyHtml(publications: readonly Publication[], inForce: Publication, may: boolean): Html {
  const kept = new Set([...new Set(publications.map(({ release }) => release))].slice(0, KEPT));
  const lines = publications.slice(0, SHOWN).map(({ seq, release, at, by, kind, why }) => {
    const back =
      release === inForce.release || !may || !kept.has(release)
        ? ''
        : html`<a href="${HOME}/rollback?to=${seq}">${copy.back}</a>`;
    // Nothing was compared when the program made the first one.
    const links =
      kind === 'first'
        ? ''
        : html`<a href="${HOME}/changes?release=${release}">${copy.changes}</a> <a href="${HOME}/gate?release=${release}">${copy.gate}</a>`;
    return html`<tr><td>${seq}</td><td>${formatChinaTime(Date.parse(at))}</td><td>${by === '' ? consoleLibraryCopy.inForce.program : by}</td>
<td>${consoleLibraryCopy.inForce.kinds[kind]}</td><td class="why">${why}</td><td>${seq === inForce.seq ? html`<b>${copy.now}</b>` : back} ${kept.has(release) ? links : ''}</td></tr>`;
  });
  return html`<h2>${copy.title}</h2>
<div class="scroll" role="region" tabindex="0" aria-label="${copy.title}"><table>
<thead><tr>${copy.columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`;
}
