import type { Publication } from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { LibraryState } from '../../library/live.ts';
import type { Visit } from '../console.ts';
import { formHtml, HOME } from './library-page.ts';

const copy = consoleLibraryCopy.inForce;

/** Who looks, and what they may press. */
export type Looking = { readonly visit: Visit; readonly may: boolean };

export function inForceHtml(
  { seq, release, at, by, kind, why, second }: Publication,
  {
    visit,
    may,
    idle,
    serving,
    texts,
  }: Looking & { readonly idle: boolean; readonly serving: LibraryState; readonly texts: number },
): Html {
  const reindex = formHtml(
    visit,
    HOME,
    { do: 'reindex' },
    html`<p class="small">${copy.reindexHow}</p><div class="send"><button class="plain">${copy.reindex}</button></div>`,
  );
  const { behind, publication } = serving;
  return html`<h2>${copy.title}</h2>
${behind === null ? '' : html`<p class="notice" role="alert">${copy.behind(behind.publication, publication)}</p>`}
<p>${copy.release(release, seq)} · <a href="${HOME}/texts">${copy.texts(texts)}</a></p>
<p class="small">${copy.since(formatChinaTime(Date.parse(at)), by === '' ? copy.program : by, copy.kinds[kind])}</p>
${why === '' ? '' : html`<p class="small">${copy.why(why)}</p>`}
${second === null ? '' : html`<p class="small">${copy.second(second.by, second.why)}</p>`}
${may && idle ? html`<details><summary>${copy.reindex}</summary>${reindex}</details>` : ''}`;
}
