import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { html } from '../../http/html.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { HOME, libraryPage } from './library-page.ts';

const copy = consoleLibraryCopy.text;
/** Characters on one page. */
const MOST = 200_000;

/** /console/library/read: all that was read from a file of the draft, to be held against the original before it is published. */
export function addReadText(console: Console, { office }: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: `${HOME}/read`,
    roles: LEADERS,
    handle: async (visit) => {
      const { draft } = await office.state();
      const file = visit.c.req.query('file') ?? '';
      const source = draft.sources.files.find((one) => one.file === file);
      const text = source && office.readText(source.sha256);
      const back = html`<p><a href="${HOME}/texts">${copy.back}</a></p>`;
      if (text === undefined)
        return libraryPage(
          console,
          visit,
          { part: null, title: copy.title, body: back, fault: copy.readNone },
          404,
        );
      const rest = text.length - MOST;
      const body = html`<div class="library"><p>${copy.readHow}</p>
<section><p class="diff">${text.slice(0, MOST)}</p>${rest > 0 ? html`<p>${copy.readRest(rest)}</p>` : ''}</section>${back}</div>`;
      return libraryPage(console, visit, { part: null, title: file, body });
    },
  });
}
