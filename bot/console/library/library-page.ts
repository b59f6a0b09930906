import { consoleLibraryCopy as copy } from '../../copy/console-library.ts';
import { libraryOfficeCopy as libraryCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import { OFFICE_REFUSALS, type Refused } from '../../library/refused.ts';
import type { Console, Visit } from '../console.ts';

export const HOME = '/console/library';
const PATHS = {
  home: HOME,
  texts: `${HOME}/texts`,
  changes: `${HOME}/changes`,
  gate: `${HOME}/gate`,
  proposals: `${HOME}/proposals`,
  questions: `${HOME}/questions`,
} as const;
export type LibraryPart = keyof typeof PATHS;

type Parts = {
  /** Which of the pages it is; null for a step of one. */
  readonly part: LibraryPart | null;
  readonly title: string;
  readonly body: Html;
  /** What is wrong with the press that led here. */
  readonly fault?: string | undefined;
  readonly scripts?: readonly string[];
};

/** A page of the policy library with the way to the others; what became of the last press stands above it. */
export function libraryPage(
  console: Console,
  visit: Visit,
  { part, title, body, fault, scripts }: Parts,
  status: 200 | 400 | 404 | 409 = 200,
): Response {
  const links = Object.entries(PATHS).map(([name, path]) => {
    const label = copy.nav[name as LibraryPart];
    return name === part ? html`<b aria-current="page">${label}</b> ` : html`<a href="${path}">${label}</a> `;
  });
  const said = saidOf(visit.c.req.query('said') ?? '');
  return visit.page(
    {
      title,
      body: html`<link rel="stylesheet" href="${console.assets.path('library.css')}">
<nav class="parts" aria-label="${copy.title}">${links}</nav>
${fault === undefined ? '' : html`<p class="notice" role="alert">${fault}</p>`}
${said === undefined ? '' : html`<p class="notice${said.good ? ' soft' : ''}" role="status">${said.say}</p>`}
${isAdmin(visit) ? '' : html`<p class="small">${copy.onlyRead}</p>`}
${body}`,
      ...(scripts !== undefined && { scripts }),
    },
    status,
  );
}

export const isAdmin = (visit: Visit): boolean => visit.staff.role === 'admin';

/** Who acts here, as the office knows them. */
export const byOf = (visit: Visit) => ({ name: visit.staff.name, via: 'console' }) as const;

type Said = keyof typeof copy.said;

/** Back to a page, which says what became of the press. */
export function answer(visit: Visit, outcome: Refused | object, good: Said, path: string = HOME): Response {
  const said = 'refused' in outcome && typeof outcome.refused === 'string' ? outcome.refused : good;
  return visit.c.redirect(`${path}${path.includes('?') ? '&' : '?'}said=${said}`, 303);
}

function saidOf(code: string): { readonly say: string; readonly good: boolean } | undefined {
  const good = Object.entries(copy.said).find(([name]) => name === code);
  if (good !== undefined) return { say: good[1], good: true };
  const refusal = OFFICE_REFUSALS.find((one) => one === code);
  return refusal && { say: libraryCopy.refused(refusal), good: false };
}

/** A form of one press. @param fields what it carries unseen */
export function formHtml(
  visit: Pick<Visit, 'csrf'>,
  path: string,
  fields: Readonly<Record<string, string | number>>,
  body: Html,
): Html {
  const hidden = Object.entries({ csrf: visit.csrf, ...fields }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${path}" class="write">${hidden}${body}</form>`;
}
