import { insightCopy as copy } from '../../copy/insight.ts';
import { type Html, html } from '../../http/html.ts';
import type { Console, Visit } from '../console.ts';

type Part = keyof typeof copy.nav;
const PATHS: Readonly<Record<Part, string>> = {
  figures: '/console/insight',
  misses: '/console/insight/misses',
  drafts: '/console/insight/drafts',
  alerts: '/console/insight/alerts',
};

/** One page of what the union learns, with the way to the others. */
export function insightPage(console: Console, visit: Visit, part: Part, title: string, body: Html): Response {
  const links = Object.entries(PATHS).map(([name, path]) => {
    const label = copy.nav[name as Part];
    return name === part ? html`<b aria-current="page">${label}</b> ` : html`<a href="${path}">${label}</a> `;
  });
  return visit.page({
    title,
    body: html`<link rel="stylesheet" href="${console.assets.path('insight.css')}">
<nav class="parts" aria-label="${copy.menu}">${links}</nav>
${body}`,
  });
}

/** Says what became of the last press, by the mark that the redirect left in the address. */
export function noticeHtml(visit: Visit, notices: Readonly<Record<string, string>>): Html | string {
  const words = notices[visit.c.req.query('said') ?? ''];
  return words === undefined ? '' : html`<p class="notice" role="status">${words}</p>`;
}
