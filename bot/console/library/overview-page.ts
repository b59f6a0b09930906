import { READ_LIMITS } from '#ingest/office';
import { consoleLibraryCopy as copy } from '../../copy/console-library.ts';
import { html } from '../../http/html.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { draftHtml } from './draft-html.ts';
import { historyHtml } from './history-html.ts';
import { inForceHtml } from './in-force-html.ts';
import { HOME, isAdmin, libraryPage } from './library-page.ts';
import { preparedHtml, preparingHtml } from './prepared-html.ts';
import { uploadHtml } from './upload-html.ts';

/** /console/library: what is in force, what comes next, and what was before. */
export function addOverview(console: Console, { office, release, serving }: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: HOME,
    roles: LEADERS,
    menu: { label: copy.title, order: 30 },
    handle: async (visit) => {
      const [state, publications] = await Promise.all([office.state(), office.publications()]);
      const { inForce, draft, preparing, prepared } = state;
      const looking = { visit, may: isAdmin(visit), idle: preparing === null };
      const { instruments } = release();
      // What was done last, or waits for a press, stands first: on a phone nobody looks for it further down.
      const body = html`<div class="library">
<section data-live="preparing">${preparingHtml(state, looking)}</section>
<section data-live="prepared" data-keep>${prepared === null ? '' : preparedHtml(prepared, looking)}</section>
<section data-live="in-force">${inForceHtml(inForce, { ...looking, serving: serving(), texts: instruments.length })}</section>
${looking.may ? html`<section>${uploadHtml(visit, READ_LIMITS.bytes)}</section>` : ''}
<section data-live="draft" data-keep>${draftHtml(draft, { ...looking, instruments, isChecked: prepared?.kind === 'draft' && prepared.isCurrent })}</section>
<section data-live="history">${historyHtml(publications, inForce, looking.may)}</section></div>
<p id="live" class="status" role="status" data-words="${JSON.stringify(copy.live)}"></p>`;
      return libraryPage(console, visit, {
        part: 'home',
        title: copy.title,
        body,
        scripts: ['library.js'],
      });
    },
  });
}
