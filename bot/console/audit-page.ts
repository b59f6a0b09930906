import { z } from 'zod';
import { formatChinaTime } from '../china-time.ts';
import { accessCopy } from '../copy/console-access.ts';
import { AUDIT_ACTIONS } from '../desk/audit.ts';
import { html } from '../http/html.ts';
import { ADMINS } from './access.ts';
import type { Console, ConsoleDeps } from './console.ts';

const copy = accessCopy.audit;
const PAGE = 100;
const actionSchema = z.enum(AUDIT_ACTIONS);

/** 查看记录: what was written down of the staff, the newest first. */
export function addAuditPage(console: Console, { store }: ConsoleDeps): void {
  console.page({
    method: 'get',
    path: '/console/audit',
    roles: ADMINS,
    menu: { label: accessCopy.menu.audit, order: 90 },
    handle: async ({ c, page }) => {
      const before = /^\d{1,15}$/.test(c.req.query('before') ?? '') ? Number(c.req.query('before')) : null;
      const who = c.req.query('staff') ?? '';
      const rows = await store.transaction(async (tx) => {
        let query = tx
          .selectFrom('desk_audit')
          .selectAll()
          .orderBy('id', 'desc')
          .limit(PAGE + 1);
        if (before !== null) query = query.where('id', '<', before);
        if (who !== '') query = query.where('staff', '=', who);
        return await query.execute();
      });
      const shown = rows.slice(0, PAGE);
      const last = shown.at(-1)?.id;
      const lines = shown.map(
        (row) => html`<tr><td>${formatChinaTime(row.at)}</td>
<td><a href="/console/audit?staff=${encodeURIComponent(row.staff)}" title="${copy.filter}">${row.staff}</a></td>
<td>${viaOf(row.via)}</td><td>${actionOf(row.action)}</td><td>${row.ticket}</td><td>${fieldsOf(row.fields)}</td></tr>`,
      );
      const older = `/console/audit?before=${last ?? 0}${who === '' ? '' : `&staff=${encodeURIComponent(who)}`}`;
      const body = html`<div class="plain"><p>${copy.about}</p>
${who === '' ? '' : html`<p>${who}　<a href="/console/audit">${copy.all}</a></p>`}
${
  shown.length === 0
    ? html`<p>${copy.none}</p>`
    : html`<div class="scroll" role="region" tabindex="0" aria-label="${copy.title}"><table>
<thead><tr>${copy.columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div>`
}
${rows.length > PAGE ? html`<p><a href="${older}">${copy.older}</a></p>` : ''}</div>`;
      return page({ title: copy.title, body });
    },
  });
}

function actionOf(action: string): string {
  const known = actionSchema.safeParse(action);
  return known.success ? copy.action[known.data] : action;
}

/** Names of fields and roles; what is no name of ours stands as it is. */
function fieldsOf(fields: string): string {
  const known = new Map<string, string>(Object.entries(copy.field));
  return fields.replace(/[\w-]+/g, (word) => known.get(word) ?? word);
}

const viaOf = (via: string): string => new Map<string, string>(Object.entries(copy.via)).get(via) ?? via;
