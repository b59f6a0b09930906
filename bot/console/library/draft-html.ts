import type { Instrument, SourceFile } from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { OfficeState } from '../../library/state.ts';
import type { Visit } from '../console.ts';
import { formHtml, HOME } from './library-page.ts';
import { pathOfTexts } from './text-path.ts';

const copy = consoleLibraryCopy.draft;
/** Files that are named; a folder of laws handed over at once would fill the page, which is fetched anew again and again. */
const MOST = 50;

type Shown = {
  readonly visit: Pick<Visit, 'csrf'>;
  readonly may: boolean;
  readonly idle: boolean;
  /** As it is, it was checked: nothing has to be pressed again. */
  readonly isChecked: boolean;
  /** What is in force. */
  readonly instruments: readonly Pick<Instrument, 'file'>[];
};

/** What comes next, as far as it is other than what is in force. */
export function draftHtml(
  { version, changed, sources, by, at }: OfficeState['draft'],
  { visit, may, idle, isChecked, instruments }: Shown,
): Html {
  if (!changed) return html`<h2>${copy.title}</h2><p>${copy.same}</p>`;
  const inForce = new Set(instruments.map(({ file }) => file));
  const names = new Set(sources.files.map(({ file }) => file));
  const fresh = sources.files.filter(({ file }) => !inForce.has(file));
  const gone = [...inForce].filter((file) => !names.has(file));
  const check = formHtml(
    visit,
    HOME,
    { do: 'check', version },
    isChecked
      ? html`<p class="small">${copy.checked}</p><div class="send"><button class="plain">${copy.checkAgain}</button></div>`
      : html`<p class="small">${copy.checkHow}</p><div class="send"><button class="primary">${copy.check}</button></div>`,
  );
  const discard = formHtml(
    visit,
    HOME,
    { do: 'discard', version },
    html`<p>${copy.discardSure}</p><div class="send"><button>${copy.discardYes}</button></div>`,
  );
  return html`<h2>${copy.title}</h2>
<p>${copy.changed}</p>
${by === null || at === null ? '' : html`<p class="small">${copy.by(by, formatChinaTime(at))}</p>`}
${fresh.length === 0 ? '' : html`<h3>${copy.fresh}</h3><ul class="plainly">${fresh.slice(0, MOST).map((file) => html`<li><a href="${pathOfTexts(file.file)}">${file.file}</a>${may ? removeHtml(visit, version, file) : ''}</li>`)}</ul>${moreHtml(fresh.length)}`}
${gone.length === 0 ? '' : html`<h3>${copy.gone}</h3><ul class="plainly">${gone.slice(0, MOST).map((file) => html`<li><del>${file}</del></li>`)}</ul>${gone.length > MOST ? html`<p>${consoleLibraryCopy.changes.more(gone.length - MOST)}</p>` : ''}`}
${may && idle ? check : ''}
${may ? html`<details><summary>${copy.discard}</summary>${discard}</details>` : ''}`;
}

/** What is new stands among all texts as well. */
const moreHtml = (count: number): Html =>
  count > MOST
    ? html`<p><a href="${HOME}/texts">${consoleLibraryCopy.changes.more(count - MOST)}</a></p>`
    : html``;

/** Two presses: what is taken out answers nothing any more. */
export function removeHtml(
  visit: Pick<Visit, 'csrf'>,
  version: number,
  { file }: Pick<SourceFile, 'file'>,
): Html {
  return html`<details><summary>${copy.remove}<span class="aside"> ${file}</span></summary>${formHtml(
    visit,
    HOME,
    { do: 'remove', version, file },
    html`<p>${copy.removeSure}</p><div class="send"><button>${copy.removeYes}</button></div>`,
  )}</details>`;
}
