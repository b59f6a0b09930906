import { z } from 'zod';
import { formatChinaTime } from '../../china-time.ts';
import { consoleCopy } from '../../copy/console.ts';
import { type CannedReplies, type CannedReply, isCannedFault } from '../../desk/canned.ts';
import { type Html, html } from '../../http/html.ts';
import { EVERY_ROLE, LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';

const copy = consoleCopy.canned;
const PATH = '/console/canned';

const bodySchema = z.object({
  do: z.enum(['add', 'change', 'remove']),
  id: z.string().max(40).default(''),
  title: z.string().max(400).default(''),
  text: z.string().max(8000).default(''),
});

/** What was written and not taken stands in its form again. */
type Kept = { readonly id: string; readonly title: string; readonly text: string };
const NEW: Kept = { id: '', title: '', text: '' };

/** /console/canned: answers that are given often, kept by those who lead; everybody may use them. */
export function addCanned(console: Console, { canned }: { readonly canned: CannedReplies }): void {
  console.page({
    method: 'get',
    path: PATH,
    roles: LEADERS,
    menu: { label: copy.title, order: 10 },
    handle: (visit) => showReplies(canned, visit, { say: '', kept: NEW, status: 200 }),
  });
  console.page({ method: 'post', path: PATH, roles: LEADERS, handle: (visit) => keep(canned, visit) });
  console.page({
    method: 'get',
    path: `${PATH}/:id`,
    roles: EVERY_ROLE,
    handle: async ({ c }) => {
      const found = await canned.expand(c.req.param('id') ?? '');
      if (found === undefined) return c.json({ say: copy.gone }, 404);
      if (isCannedFault(found)) return c.json({ say: copy.fault[found.fault](found.article) }, 409);
      const { text, changed } = found;
      return c.json({ text, ...(changed.length > 0 && { say: copy.changed(changed.join('、')) }) });
    },
  });
}

async function keep(canned: CannedReplies, visit: Visit): Promise<Response> {
  const parsed = bodySchema.safeParse(visit.body);
  if (!parsed.success)
    return await showReplies(canned, visit, { say: consoleCopy.refused.wish, kept: NEW, status: 409 });
  const { do: what, id, title, text } = parsed.data;
  const given = { title, text, by: visit.staff.name };
  if (what === 'remove') {
    await canned.remove(id);
    return visit.c.redirect(PATH, 303);
  }
  const kept = what === 'add' ? await canned.add(given) : await canned.change(id, given);
  if (kept !== undefined && !isCannedFault(kept)) return visit.c.redirect(PATH, 303);
  const say = kept === undefined ? copy.gone : copy.fault[kept.fault](kept.article);
  return await showReplies(canned, visit, {
    say,
    kept: { id: what === 'add' || kept === undefined ? '' : id, title, text },
    status: 409,
  });
}

async function showReplies(
  canned: CannedReplies,
  visit: Visit,
  { say, kept, status }: { readonly say: string; readonly kept: Kept; readonly status: 200 | 409 },
): Promise<Response> {
  const replies = await canned.list();
  const isNew = kept.id === '';
  const open = isNew && kept !== NEW;
  const body = html`${say === '' ? '' : html`<p class="notice" role="alert">${say}</p>`}
<p class="small">${copy.how}</p>
<details class="card"${open ? html` open` : ''}><summary>${copy.add}</summary>${formHtml(visit.csrf, 'add', isNew ? kept : NEW)}</details>
${
  replies.length === 0
    ? html`<p class="empty">${copy.empty}</p>`
    : html`<ol class="replies">${replies.map((reply) => replyHtml(visit.csrf, reply, kept))}</ol>`
}`;
  return visit.page({ title: copy.title, body }, status);
}

function replyHtml(csrf: string, reply: CannedReply, kept: Kept): Html {
  const { id, title, text, by, updatedAt, changed } = reply;
  const mine = kept.id === id;
  return html`<li><h2>${title}</h2><p class="text">${text}</p>
<p class="small">${copy.by(by, formatChinaTime(updatedAt))}</p>
${changed.length === 0 ? '' : html`<p class="notice">${copy.changed(changed.join('、'))}</p>`}
<details${mine ? html` open` : ''}><summary>${copy.edit}</summary>${formHtml(csrf, 'change', mine ? kept : reply)}
<form method="post" action="${PATH}" class="send"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="remove"><input type="hidden" name="id" value="${id}"><button class="plain">${copy.remove}</button></form></details></li>`;
}

function formHtml(csrf: string, what: 'add' | 'change', { id, title, text }: Kept): Html {
  const key = id === '' ? 'new' : id;
  return html`<form method="post" action="${PATH}" class="write"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="${what}"><input type="hidden" name="id" value="${id}">
<label for="title-${key}">${copy.name}</label><input id="title-${key}" name="title" value="${title}" maxlength="40" required autocomplete="off">
<label for="text-${key}">${copy.text}</label><textarea id="text-${key}" name="text" rows="4" maxlength="1500" required>${text}</textarea>
<div class="send"><button class="primary">${copy.save}</button></div></form>`;
}
