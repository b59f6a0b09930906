import { z } from 'zod';
import { formatChinaDay } from '../../china-time.ts';
import { insightCopy } from '../../copy/insight.ts';
import { createDrafts } from '../../desk/drafts.ts';
import { html } from '../../http/html.ts';
import { DRAFT_KINDS, draftKindSchema, formatDraftsYaml } from '../../insight/draft-yaml.ts';
import { LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { insightPage, noticeHtml } from './insight-page.ts';
import type { InsightDeps } from './pages.ts';

const copy = insightCopy.drafts;
const kinds = insightCopy.misses.kind;

/** 草稿: what staff wrote for the texts' own data, to be taken away as YAML. */
export function addDraftPages(console: Console, deps: InsightDeps): void {
  const drafts = createDrafts(deps);
  console.page({
    method: 'get',
    path: '/console/insight/drafts',
    roles: LEADERS,
    menu: { label: copy.title, order: 55 },
    handle: async (visit) => {
      const rows = (await drafts.list()).map(
        ({
          id,
          kind,
          text,
          by,
          at,
          ticket,
        }) => html`<tr><td>${kinds[kind]}</td><td class="words">${text}</td><td>${by}</td><td>${formatChinaDay(at)}</td>
<td>${ticket === null ? '' : html`<a href="/console/tickets/${ticket}">${ticket}</a>`}</td>
<td><form method="post" action="/console/insight/drafts/drop"><input type="hidden" name="csrf" value="${visit.csrf}">
<input type="hidden" name="id" value="${id}"><button name="why" value="used">${copy.done}</button> <button name="why" value="unwanted">${copy.drop}</button></form></td></tr>`,
      );
      const links = DRAFT_KINDS.map(
        (kind) =>
          html`<a href="/console/insight/drafts/export?kind=${kind}" download>${copy.download(kinds[kind])}</a> `,
      );
      const body = html`${noticeHtml(visit, copy.said)}<p>${copy.about}</p><p>${copy.aboutEnd}</p>
${
  rows.length === 0
    ? html`<p>${copy.none}</p>`
    : html`<p>${links}</p><div class="scroll" tabindex="0"><table>
<thead><tr>${copy.columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}`;
      return insightPage(console, visit, 'drafts', copy.title, body);
    },
  });
  console.page({
    method: 'get',
    path: '/console/insight/drafts/export',
    roles: LEADERS,
    handle: async (visit) => {
      const kind = draftKindSchema.safeParse(visit.c.req.query('kind'));
      if (!kind.success) return visit.page({ title: copy.title, body: html`<p>${copy.none}</p>` }, 404);
      await visit.audit({ action: 'export', fields: ['drafts', kind.data] });
      return visit.c.body(formatDraftsYaml(kind.data, await drafts.list(kind.data)), 200, {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': `attachment; filename="${kind.data}.yaml"`,
      });
    },
  });
  console.page({
    method: 'post',
    path: '/console/insight/drafts/drop',
    roles: LEADERS,
    handle: (visit) => drop(drafts, visit),
  });
}

const endSchema = z.object({ id: z.string(), why: z.enum(['used', 'unwanted']) });

/** Taken over or not wanted: either way its words are gone, and the audit keeps which and who. */
async function drop(drafts: ReturnType<typeof createDrafts>, visit: Visit): Promise<Response> {
  const end = endSchema.safeParse(visit.body);
  const gone = !end.success || !(await drafts.drop(end.data.id));
  if (!gone) await visit.audit({ action: 'write', fields: ['drafts', end.data.why] });
  return visit.c.redirect(`/console/insight/drafts?said=${gone ? 'gone' : end.data.why}`, 303);
}
