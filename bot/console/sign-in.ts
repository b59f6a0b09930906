import { readBody } from '../channels/web/posted.ts';
import { accessCopy } from '../copy/console-access.ts';
import { writeAudit } from '../desk/audit.ts';
import type { Context } from '../http/hono.ts';
import { html } from '../http/html.ts';
import { createEntrance } from '../staff/entrance.ts';
import { lockStaff } from '../store/staff.ts';
import { addAuditPage } from './audit-page.ts';
import type { Console } from './console.ts';
import { createDoor } from './csrf.ts';
import { addLogins } from './logins.ts';
import { addPasskeys } from './passkeys.ts';
import { browserOf } from './session.ts';
import { consolePage } from './shell.ts';
import { createThreshold, ownPath, type ThresholdDeps } from './threshold.ts';
import { relyingParty } from './webauthn.ts';

const copy = accessCopy.enter;

/** The door of the console: links, passkeys, what one is signed in with, and the audit. */
export function addSignIn(console: Console, deps: ThresholdDeps): void {
  const { store, vault, clock, randomToken, publicUrl } = deps;
  const door = createDoor(deps);
  const entrance = createEntrance(vault, randomToken);
  const threshold = createThreshold(deps, door);
  const showDoor = (c: Context, to: string, notice: string, status: 200 | 401 | 403 | 429 = 200) => {
    const csrf = door.welcome(c);
    const rp = relyingParty(c, publicUrl);
    const body = html`<div class="plain">${notice === '' ? '' : html`<p class="notice" role="alert">${notice}</p>`}
<form id="enter" method="post" action="/console/enter">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="to" value="${to}">
<p>${copy.press}</p>
<p><label for="token">${copy.token}</label><br><input id="token" name="token" type="text" autocomplete="off" required></p>
<p><button class="primary">${copy.go}</button></p>
</form>
<p>${copy.how}</p>
${
  rp === undefined
    ? html`<p class="notice">${accessCopy.passkey.plain}</p>`
    : html`<section data-passkey="sign-in" data-csrf="${csrf}" data-to="${to}" data-failed="${accessCopy.passkey.failed}" data-unsupported="${accessCopy.passkey.unsupported}">
<p>${copy.passkeyHint}</p>
<p><button type="button" hidden>${copy.passkey}</button> <span role="status"></span></p>
</section>`
}</div>`;
    const scripts = ['enter.js', ...(rp === undefined ? [] : ['passkey.js'])];
    return c.html(consolePage(console.assets, { title: copy.title, body, scripts, visitor: null }), status);
  };

  console.open({
    method: 'get',
    path: '/console/enter',
    handle: (c) => showDoor(c, ownPath(c.req.query('to')), ''),
  });
  console.open({
    method: 'post',
    path: '/console/enter',
    handle: async (c) => {
      const body = (await readBody(c)) ?? {};
      const to = ownPath(body.to);
      const wrong = threshold.check(c, typeof body.csrf === 'string' ? body.csrf : '');
      if (wrong !== undefined) {
        threshold.refused(wrong.status === 429 ? 'often' : 'origin');
        return showDoor(c, to, wrong.say, wrong.status);
      }
      const secret = typeof body.token === 'string' ? body.token.trim().replace(/^.*#/s, '') : '';
      const now = clock.now();
      const entered = await store.transaction(async (tx) => {
        const name = await entrance.take(tx, 'enter', secret, now);
        // Removed meanwhile: a link of theirs opens nothing.
        if (name === undefined || (await lockStaff(store, tx, name)) === undefined) return false;
        await console.sessions.begin(c, tx, name, 'link');
        const fields = ['link', browserOf(c.req.header('user-agent') ?? '')];
        await writeAudit(tx, { at: now, staff: name, via: 'console', action: 'sign-in', fields });
        return true;
      });
      if (entered) return c.redirect(to, 303);
      threshold.refused('link');
      return showDoor(c, to, copy.wrong, 401);
    },
  });
  addPasskeys(console, deps, threshold);
  addLogins(console, deps);
  addAuditPage(console, deps);
}
