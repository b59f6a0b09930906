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
    return html`<li><p><b>${copy.nth(seq)}</b> ${formatChinaTime(Date.parse(at))} ${by === '' ? consoleLibraryCopy.inForce.program : by}${consoleLibraryCopy.inForce.kinds[kind]}${seq === inForce.seq ? html` <span class="tag">${copy.now}</span>` : ''}</p>
${why === '' ? '' : html`<p class="small">${consoleLibraryCopy.inForce.why(why)}</p>`}<p class="labels">${kept.has(release) ? links : ''}${seq === inForce.seq ? '' : back}</p></li>`;
  });
  return html`<h2>${copy.title}</h2><ol class="texts">${lines}</ol>`;
}
