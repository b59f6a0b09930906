import { z } from 'zod';
import { insightCopy } from '../../copy/insight.ts';
import { html } from '../../http/html.ts';
import { alertDrafts, rewriteAlert } from '../../insight/alert-drafts.ts';
import { createNames } from '../../insight/names.ts';
import { LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { insightPage, noticeHtml } from './insight-page.ts';
import type { InsightDeps } from './pages.ts';

const copy = insightCopy.alerts;
const MOST_WORDS = 4_000;
const formSchema = z.object({ id: z.string(), text: z.string().trim().max(MOST_WORDS) });

/** 风险提示: drafts that a person edits and sends elsewhere; there is no button that sends. */
export function addAlertPages(console: Console, deps: InsightDeps): void {
  console.page({
    method: 'get',
    path: '/console/insight/alerts',
    roles: LEADERS,
    handle: async (visit) => {
      const names = createNames(deps.library());
      const forms = (await deps.store.transaction(alertDrafts)).map(
        ({
          id,
          brand,
          week,
          text,
          staff,
        }) => html`<form class="alert" method="post" action="/console/insight/alerts">
<input type="hidden" name="csrf" value="${visit.csrf}"><input type="hidden" name="id" value="${id}">
<label><b>${copy.row(names.brand(brand), week)}</b>${staff === null ? '' : html` <span class="note">${copy.by(staff)}</span>`}
<textarea name="text" rows="8" maxlength="${MOST_WORDS}">${text}</textarea></label><button>${copy.save}</button></form>`,
      );
      const body = html`${noticeHtml(visit, { saved: copy.saved, empty: copy.empty })}<p>${copy.about}${copy.notSent}</p>
${forms.length === 0 ? html`<p>${copy.none}</p>` : forms}`;
      return insightPage(console, visit, 'alerts', copy.title, body);
    },
  });
  console.page({
    method: 'post',
    path: '/console/insight/alerts',
    roles: LEADERS,
    handle: (visit) => rewrite(deps, visit),
  });
}

async function rewrite({ store, clock }: InsightDeps, visit: Visit): Promise<Response> {
  const form = formSchema.safeParse(visit.body);
  if (!form.success || form.data.text === '')
    return visit.c.redirect('/console/insight/alerts?said=empty', 303);
  const wish = { ...form.data, staff: visit.staff.name, at: clock.now() };
  const found = await store.transaction((tx) => rewriteAlert(tx, wish));
  if (found) await visit.audit({ action: 'write', fields: ['alerts'] });
  return visit.c.redirect(`/console/insight/alerts${found ? '?said=saved' : ''}`, 303);
}
