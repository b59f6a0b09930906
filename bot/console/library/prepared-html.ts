import { formatChinaTime } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy as libraryCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import type { OfficeState, PreparedRelease } from '../../library/state.ts';
import type { Looking } from './in-force-html.ts';
import { formHtml, HOME } from './library-page.ts';

/** How far the preparation is, or why the last one came to nothing. */
export function preparingHtml(
  { preparing, failed }: Pick<OfficeState, 'preparing' | 'failed'>,
  { visit, may }: Looking,
): Html {
  const copy = consoleLibraryCopy.preparing;
  if (preparing === null)
    return failed === null
      ? html``
      : html`<h2>${copy.failed}</h2><p class="notice">${libraryCopy.failed(failed)}</p>`;
  const { by, since, progress } = preparing;
  const stop = formHtml(
    visit,
    HOME,
    { do: 'cancel' },
    html`<div class="send"><button class="plain">${copy.cancel}</button></div>`,
  );
  return html`<h2 id="busy">${copy.title}</h2>
<p class="small">${copy.by(by, formatChinaTime(since))}</p>
${
  progress === null
    ? html`<progress aria-labelledby="busy"></progress><p>${copy.elsewhere}</p>`
    : html`<progress aria-labelledby="busy" max="${Math.max(progress.total, 1)}" value="${progress.done}"></progress><p>${copy.stage(progress)}</p>`
}
${may ? stop : ''}`;
}

/** What stands ready, how good it is, and the way to put it in force. */
export function preparedHtml(prepared: PreparedRelease, { visit, may }: Looking): Html {
  const copy = consoleLibraryCopy.prepared;
  const { release, version, kind, by, at, summary, isCurrent, second } = prepared;
  const query = `?release=${release}`;
  const pressed = { version, release };
  const mayNot = !may || !isCurrent;
  // Nothing to press that would be refused: whoever agreed may not publish as well.
  const isWaiting = summary.fell && (second === null || second.by === visit.staff.name);
  return html`<h2>${kind === 'draft' ? copy.title : copy.reindexTitle} <span class="id">${release}</span></h2>
<p class="small">${copy.by(by, formatChinaTime(at))}</p>
${isCurrent ? '' : html`<p class="notice">${copy.old}</p>`}
<ul class="plainly">
<li><a href="${HOME}/changes${query}">${copy.changes(summary.instruments, summary.articles)}</a></li>
<li><a href="${HOME}/gate${query}">${copy.answers(summary.worse, summary.better)}</a></li>
<li><a href="${HOME}/proposals">${copy.proposals(summary.proposals)}</a></li></ul>
${summary.figures.some(isMissed) ? html`<p class="notice"><a href="${HOME}/gate${query}">${copy.missed}</a></p>` : ''}
${summary.fell ? html`<p class="notice">${copy.fell}</p>${fallsHtml(summary.falls)}` : html`<p>${copy.fine}</p>`}
${second === null ? '' : html`<p class="notice soft">${copy.seconded(second.by, second.why)}</p>${isWaiting ? html`<p>${copy.secondSame}</p>` : ''}`}
${
  mayNot || !summary.fell || second !== null
    ? ''
    : html`<details><summary>${copy.second}</summary>${formHtml(
        visit,
        `${HOME}/second`,
        pressed,
        html`<p class="small">${copy.secondSame}</p><label for="second-why">${copy.secondWhy}</label><textarea id="second-why" name="why" rows="2" maxlength="500" required></textarea>
<div class="send"><button>${copy.second}</button></div>`,
      )}</details>`
}
${mayNot || isWaiting ? '' : html`<p class="go"><a href="${HOME}/publish?version=${version}&amp;release=${release}">${copy.publish}</a></p>`}`;
}

/** Of the union's own questions each should come out right. */
function isMissed({ name, after }: PreparedRelease['summary']['figures'][number]): boolean {
  const shares = [after.hit3, after.quote, after.abstain];
  return name === 'own' && shares.some((share) => share !== null && share < 1);
}

export function fallsHtml(falls: PreparedRelease['summary']['falls']): Html {
  const copy = consoleLibraryCopy.gate;
  return html`<ul class="plainly">${falls.map(
    ({ set, figure, before, after }) =>
      html`<li>${copy.fall(copy.set[set], copy.figure[figure], copy.percent(before), copy.percent(after))}</li>`,
  )}</ul>`;
}
