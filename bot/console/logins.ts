import { formatChinaTime } from '../china-time.ts';
import { accessCopy } from '../copy/console-access.ts';
import { writeAudit } from '../desk/audit.ts';
import { type Html, html } from '../http/html.ts';
import { endSessions, sessionsOf } from '../store/console.ts';
import { passkeysOf } from '../store/passkeys.ts';
import type { ConsoleSessionRow, PasskeyRow } from '../store/schema.ts';
import { EVERY_ROLE } from './access.ts';
import type { Console, ConsoleDeps } from './console.ts';
import { IDLE_MS } from './session.ts';
import { relyingParty } from './webauthn.ts';

const copy = accessCopy.logins;

/** 我的登录: where one is signed in, with which keys, and how to end it. */
export function addLogins(console: Console, { store, clock, publicUrl }: ConsoleDeps): void {
  console.page({
    method: 'get',
    path: '/console/logins',
    roles: EVERY_ROLE,
    menu: { label: accessCopy.menu.logins, order: 80 },
    handle: async ({ c, staff, session, csrf, page }) => {
      const { sessions, passkeys } = await store.transaction(async (tx) => ({
        sessions: await sessionsOf(tx, staff.name, { now: clock.now(), idleMs: IDLE_MS }),
        passkeys: await passkeysOf(tx, staff.name),
      }));
      const off = relyingParty(c, publicUrl) === undefined;
      const body = html`<div class="plain">${noticeOf(c.req.query('passkey'), c.req.query('ended'))}
${sessionTable(sessions, session.id, csrf)}
<h2>${accessCopy.passkey.title}</h2>
<p>${accessCopy.passkey.about}</p>
${passkeys.length === 0 ? html`<p>${accessCopy.passkey.none}</p>` : passkeyTable(passkeys, csrf)}
${off ? html`<p class="notice">${accessCopy.passkey.plain}</p>` : adder(csrf)}</div>`;
      return page({ title: copy.title, body, scripts: off ? [] : ['passkey.js'] });
    },
  });

  console.page({
    method: 'post',
    path: '/console/logins/end',
    roles: EVERY_ROLE,
    handle: async ({ c, staff, session, body }) => {
      const id = typeof body.id === 'string' ? body.id : '';
      const ended = await store.transaction(async (tx) => {
        const all = await sessionsOf(tx, staff.name, { now: clock.now(), idleMs: IDLE_MS });
        const wanted = all.filter((one) => (id === 'others' ? one.id !== session.id : one.id === id));
        let count = 0;
        for (const one of wanted) count += await endSessions(tx, staff.name, one.id);
        if (count > 0)
          await writeAudit(tx, { at: clock.now(), staff: staff.name, via: 'console', action: 'sign-out' });
        return count;
      });
      return c.redirect(`/console/logins?ended=${ended}`, 303);
    },
  });

  console.page({
    method: 'post',
    path: '/console/sign-out',
    roles: EVERY_ROLE,
    handle: async ({ c, audit }) => {
      await console.sessions.end(c);
      await audit({ action: 'sign-out' });
      return c.redirect('/console/enter', 303);
    },
  });
}

function noticeOf(passkey: string | undefined, ended: string | undefined): Html | '' {
  const say =
    passkey === 'added'
      ? accessCopy.passkey.added
      : passkey === 'removed'
        ? accessCopy.passkey.removed
        : /^[1-9]\d{0,3}$/.test(ended ?? '')
          ? copy.ended(Number(ended))
          : '';
  return say === '' ? '' : html`<p class="notice" role="status">${say}</p>`;
}

function sessionTable(sessions: readonly ConsoleSessionRow[], here: string, csrf: string): Html {
  const rows = sessions.map(
    (one) => html`<tr><td>${one.browser || copy.unknown}</td><td>${copy.how[one.how]}</td>
<td>${formatChinaTime(one.created_at)}</td><td>${formatChinaTime(one.seen_at)}</td>
<td>${one.id === here ? copy.here : button('/console/logins/end', csrf, one.id, copy.end)}</td></tr>`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${copy.title}"><table>
<thead><tr>${copy.columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
${sessions.length > 1 ? button('/console/logins/end', csrf, 'others', copy.endOthers) : ''}`;
}

function passkeyTable(passkeys: readonly PasskeyRow[], csrf: string): Html {
  const { columns, never, remove } = accessCopy.passkey;
  const rows = passkeys.map(
    (one) => html`<tr><td>${one.browser || copy.unknown}</td><td>${formatChinaTime(one.created_at)}</td>
<td>${one.used_at === null ? never : formatChinaTime(one.used_at)}</td>
<td>${button('/console/passkeys/remove', csrf, one.id, remove)}</td></tr>`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${accessCopy.passkey.title}"><table>
<thead><tr>${columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function adder(csrf: string): Html {
  const { add, failed, unsupported } = accessCopy.passkey;
  return html`<section data-passkey="add" data-csrf="${csrf}" data-failed="${failed}" data-unsupported="${unsupported}">
<p><button type="button" hidden>${add}</button> <span role="status"></span></p>
</section>`;
}

function button(action: string, csrf: string, id: string, label: string): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="id" value="${id}"><button>${label}</button></form>`;
}
