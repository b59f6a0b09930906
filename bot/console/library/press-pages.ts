import { z } from 'zod';
import { formatChinaTime } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy as libraryCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import type { Pressed } from '../../library/press.ts';
import { isRefused } from '../../library/refused.ts';
import { ADMINS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { versionSchema } from './acts.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { besideHtml } from './instrument-change-html.ts';
import { answer, byOf, formHtml, HOME, libraryPage } from './library-page.ts';
import { createNames } from './report-of.ts';

const copy = consoleLibraryCopy;
const PUBLISH = `${HOME}/publish`;
const ROLLBACK = `${HOME}/rollback`;

const pressedSchema = z.object({ version: versionSchema, release: z.string().max(40) });
const why = z.string().default('');
const rollbackSchema = z.object({ to: versionSchema, inForce: versionSchema, why });

type Step = { readonly fault?: string | undefined; readonly why: string };

/** What puts a release in force: each is shown first, asks for a reason, and is pressed then. */
export function addPressPages(console: Console, deps: LibraryPagesDeps): void {
  const { office } = deps;
  console.page({
    method: 'get',
    path: PUBLISH,
    roles: ADMINS,
    handle: (visit) => {
      const parsed = pressedSchema.safeParse(visit.c.req.query());
      if (!parsed.success) return visit.c.redirect(HOME, 303);
      return askPublish(console, deps, visit, parsed.data, { why: '' });
    },
  });
  console.page({
    method: 'post',
    path: PUBLISH,
    roles: ADMINS,
    handle: async (visit) => {
      const parsed = pressedSchema.extend({ why }).safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(HOME, 303);
      const { why: reason, ...pressed } = parsed.data;
      const outcome = await office.publish(byOf(visit), pressed, reason);
      if (isRefused(outcome) && (outcome.refused === 'no-why' || outcome.refused === 'too-much'))
        return await askPublish(console, deps, visit, pressed, {
          fault: libraryCopy.refused(outcome.refused),
          why: reason,
        });
      return answer(visit, outcome, 'published');
    },
  });
  console.page({
    method: 'post',
    path: `${HOME}/second`,
    roles: ADMINS,
    handle: async (visit) => {
      const parsed = pressedSchema.extend({ why }).safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(HOME, 303);
      const { why: reason, ...pressed } = parsed.data;
      return answer(visit, await office.secondYes(byOf(visit), pressed, reason), 'second');
    },
  });
  console.page({
    method: 'get',
    path: ROLLBACK,
    roles: ADMINS,
    handle: (visit) => askRollback(console, deps, visit, visit.c.req.query('to') ?? '', { why: '' }),
  });
  console.page({
    method: 'post',
    path: ROLLBACK,
    roles: ADMINS,
    handle: async (visit) => {
      const parsed = rollbackSchema.safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(HOME, 303);
      const { to, inForce, why: reason } = parsed.data;
      const target = (await office.publications()).find(({ seq }) => seq === to);
      if (target === undefined) return answer(visit, { refused: 'no-such-release' }, 'rolled-back');
      const outcome = await office.rollback(byOf(visit), { release: target.release, inForce }, reason);
      if (isRefused(outcome) && (outcome.refused === 'no-why' || outcome.refused === 'too-much'))
        return await askRollback(console, deps, visit, `${to}`, {
          fault: libraryCopy.refused(outcome.refused),
          why: reason,
        });
      return answer(visit, outcome, 'rolled-back');
    },
  });
}

async function askPublish(
  console: Console,
  deps: LibraryPagesDeps,
  visit: Visit,
  pressed: Pressed,
  { fault, why: reason }: Step,
): Promise<Response> {
  const { prepared } = await deps.office.state();
  if (prepared === null) return answer(visit, { refused: 'none-prepared' }, 'published');
  if (prepared.release !== pressed.release || prepared.version !== pressed.version || !prepared.isCurrent)
    return answer(visit, { refused: 'other-release' }, 'published');
  const { summary } = prepared;
  const { title, sure, undo, go, why: label, whyHint } = copy.publish;
  const body = html`<div class="library"><section>
<p><b>${sure}</b></p><p>${undo}</p>
<ul class="plainly"><li><a href="${HOME}/changes?release=${pressed.release}">${copy.prepared.changes(summary.instruments, summary.articles)}</a></li>
<li><a href="${HOME}/gate?release=${pressed.release}">${copy.prepared.answers(summary.worse, summary.better)}</a></li></ul>
${await stillThereHtml(deps, pressed.release)}
${summary.fell && prepared.second === null ? html`<p class="notice">${copy.prepared.fell}</p>` : ''}
${formHtml(
  visit,
  PUBLISH,
  { ...pressed },
  html`<label for="why">${label}</label><input id="why" name="why" value="${reason}" maxlength="500" required autocomplete="off" placeholder="${whyHint}">
<div class="send"><a href="${HOME}">${copy.back}</a><button class="primary">${go}</button></div>`,
)}</section></div>`;
  return libraryPage(console, visit, { part: null, title, body, fault }, fault === undefined ? 200 : 409);
}

/** The last moment to say that an old text is over: beside a new one both would be quoted; and what gets lost by new words. */
async function stillThereHtml(deps: LibraryPagesDeps, release: string): Promise<Html> {
  const report = await deps.office.report(release);
  if (report === undefined) return html``;
  const beside = [...new Set(report.diff.instruments.flatMap((one) => one.beside))].filter(
    (id) => !report.diff.instruments.some((one) => one.kind === 'added' && one.id === id),
  );
  const lost = report.broken.filter(({ own }) => own).length;
  return html`${besideHtml({ beside }, { names: createNames(report, deps), report })}
${lost === 0 ? '' : html`<p class="notice"><a href="${HOME}/proposals">${copy.prepared.lost(lost)}</a></p>`}`;
}

async function askRollback(
  console: Console,
  { office }: LibraryPagesDeps,
  visit: Visit,
  to: string,
  { fault, why: reason }: Step,
): Promise<Response> {
  const { title, sure, go, why: label, none, to: back } = copy.rollback;
  const publications = await office.publications();
  const target = publications.find(({ seq }) => `${seq}` === to);
  const inForce = publications[0];
  if (target === undefined || inForce === undefined)
    return libraryPage(
      console,
      visit,
      { part: null, title, body: html`<p><a href="${HOME}">${copy.back}</a></p>`, fault: none },
      404,
    );
  const body = html`<div class="library"><section>
<p><b>${back(target.seq, formatChinaTime(Date.parse(target.at)))}</b></p><p>${sure}</p>
${target.why === '' ? '' : html`<p class="small">${copy.inForce.why(target.why)}</p>`}
${formHtml(
  visit,
  ROLLBACK,
  { to: target.seq, inForce: inForce.seq },
  html`<label for="why">${label}</label><input id="why" name="why" value="${reason}" maxlength="500" required autocomplete="off">
<div class="send"><a href="${HOME}">${copy.back}</a><button class="primary">${go}</button></div>`,
)}</section></div>`;
  return libraryPage(console, visit, { part: null, title, body, fault }, fault === undefined ? 200 : 409);
}
