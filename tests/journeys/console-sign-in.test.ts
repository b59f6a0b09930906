import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../bot/clock.ts';
import { createConsole } from '../../bot/console/console.ts';
import { addSignIn } from '../../bot/console/sign-in.ts';
import { accessCopy as copy } from '../../bot/copy/console-access.ts';
import { createHttpServer, type HttpServer } from '../../bot/http/server.ts';
import { createSite } from '../../bot/http/site.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { createOffice, type Office } from '../../bot/staff/office.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { removeStaff } from '../../bot/store/staff.ts';
import type { Store } from '../../bot/store/store.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { KEY, rowsOf } from '../core.ts';

const PATIENCE = 400_000;
const NAME = '王主任';
const COOKIE = 'gongyou-console';
const LOGINS = '/console/logins';

describeWithBrowser('the door of the console, in a browser', () => {
  const opening = openBrowser();
  const contexts: BrowserContext[] = [];
  let store: Store;
  let server: HttpServer;
  let office: Office;
  let url = '';
  beforeAll(async () => {
    await opening;
  }, PATIENCE);
  beforeEach(async () => {
    store = await openStore({ kind: 'memory' });
    const deps = {
      ...{ store, vault: createVault(KEY), clock: systemClock, publicUrl: undefined, randomToken },
      telemetry: { note: () => {} },
    };
    const console = createConsole(deps);
    addSignIn(console, deps);
    office = createOffice({ ...deps, via: 'terminal' });
    await office.add({ name: NAME, role: 'admin', regions: [], trades: [] });
    const site = createSite({
      check: async () => ({ ok: true, facts: {} }),
      metrics: async () => ({ text: '', type: 'text/plain' }),
      telemetry: deps.telemetry,
      pages: [console.app],
    });
    server = createHttpServer({ host: '127.0.0.1', port: 0, app: site.app });
    url = `http://localhost:${(await server.start()).port}`;
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await server.stop();
    await store.close();
  });
  afterAll(async () => {
    await (await opening).close();
  }, PATIENCE);

  const newPage = async (): Promise<Page> => {
    const context = await (await opening).newContext({
      locale: 'zh-CN',
      viewport: { width: 360, height: 640 },
    });
    context.setDefaultTimeout(PATIENCE);
    contexts.push(context);
    return await context.newPage();
  };
  const linkTo = async (to = LOGINS) =>
    `${url}/console/enter?to=${encodeURIComponent(to)}#${(await office.link(NAME)) ?? ''}`;
  const enter = async (page: Page) => {
    await page.goto(await linkTo());
    await page.getByRole('button', { name: copy.enter.go }).click();
    await page.waitForURL(`${url}${LOGINS}`);
  };
  const authenticator = async (page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> => {
    const cdp = await page.context().newCDPSession(page);
    // https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return { cdp, authenticatorId };
  };
  const addPasskey = async (page: Page) => {
    await page.getByRole('button', { name: copy.passkey.add }).click();
    await page.getByText(copy.passkey.added).waitFor();
  };
  const signOut = async (page: Page) => {
    await page.getByRole('button', { name: copy.menu.out }).click();
    await page.waitForURL(`${url}/console/enter`);
  };
  const usePasskey = (page: Page) => page.getByRole('button', { name: copy.enter.passkey }).click();

  it(
    'opens by a link that is pressed, not by one that is looked at, and leaves the secret in no address',
    async () => {
      const link = await linkTo();
      for (let look = 0; look < 2; look++) await (await newPage()).goto(link);
      const page = await newPage();
      await page.goto(link);
      await page.waitForFunction("location.hash === ''");
      await page.getByRole('button', { name: copy.enter.go }).click();
      await page.getByRole('heading', { name: copy.logins.title }).waitFor();
      expect(page.url()).toBe(`${url}${LOGINS}`);
      const cookie = (await page.context().cookies()).find(({ name }) => name === COOKIE);
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', secure: false, path: '/' });

      const second = await newPage();
      await second.goto(link);
      await second.getByRole('button', { name: copy.enter.go }).click();
      await second.getByText(copy.enter.wrong).waitFor();
    },
    PATIENCE,
  );

  it(
    'is shown again to whoever was signed out elsewhere in the middle of their work',
    async () => {
      const [page, other] = [await newPage(), await newPage()];
      await enter(page);
      await enter(other);
      await page.reload();
      await page.getByRole('button', { name: copy.logins.endOthers }).click();
      await page.getByText(copy.logins.ended(1)).waitFor();
      await other.reload();
      await other.getByRole('heading', { name: copy.enter.title }).waitFor();
      expect(other.url()).toContain('/console/enter?to=');
    },
    PATIENCE,
  );

  it(
    'opens by a passkey without the bot; what was removed opens nothing',
    async () => {
      const page = await newPage();
      await authenticator(page);
      await enter(page);
      await addPasskey(page);
      await signOut(page);
      await usePasskey(page);
      await page.waitForURL(`${url}/console`);
      const passkeys = await rowsOf(store, 'passkeys');
      expect(passkeys).toMatchObject([{ staff: NAME }]);
      expect(passkeys[0]?.used_at).not.toBeNull();
      expect((await rowsOf(store, 'desk_audit')).map(({ action, fields }) => `${action} ${fields}`)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^sign-in link/),
          expect.stringMatching(/^passkey-added/),
          expect.stringMatching(/^sign-in passkey/),
        ]),
      );

      await page.goto(`${url}${LOGINS}`);
      await page.getByRole('button', { name: copy.passkey.remove }).click();
      await page.getByText(copy.passkey.removed).waitFor();
      await signOut(page);
      await usePasskey(page);
      await page.getByText(copy.passkey.failed).waitFor();
      expect(await rowsOf(store, 'console_sessions')).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'does not open to a copy of a key, which counts from behind',
    async () => {
      const page = await newPage();
      const { cdp, authenticatorId } = await authenticator(page);
      await enter(page);
      await addPasskey(page);
      await signOut(page);
      await usePasskey(page);
      await page.waitForURL(`${url}/console`);
      await page.goto(`${url}${LOGINS}`);
      await signOut(page);

      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
      const [credential] = credentials;
      if (credential === undefined) throw new Error('the authenticator has no key');
      await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
      await cdp.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { ...credential, signCount: 0 },
      });
      await usePasskey(page);
      await page.getByText(copy.passkey.failed).waitFor();
      expect(await rowsOf(store, 'console_sessions')).toEqual([]);
      expect((await rowsOf(store, 'desk_audit')).at(-1)).toMatchObject({
        action: 'sign-in-refused',
        staff: NAME,
      });
    },
    PATIENCE,
  );

  it(
    'takes no answer twice: what a passkey signed is over once it was used',
    async () => {
      const page = await newPage();
      await authenticator(page);
      await enter(page);
      await addPasskey(page);
      await signOut(page);
      const sent: { body: string; headers: Record<string, string> }[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).pathname === '/console/passkeys/sign-in')
          sent.push({ body: request.postData() ?? '', headers: request.headers() });
      });
      await usePasskey(page);
      await page.waitForURL(`${url}/console`);
      const [signed] = sent;
      // Nor does the count refuse it: keys that do not count always bring 0.
      await store.transaction((tx) => tx.updateTable('passkeys').set({ counter: 0 }).execute());
      // From the same page, with the same cookie of the door: only the signature is old.
      await page.goto(`${url}/console/enter`);
      const status = await page.evaluate(
        async ({ body, csrf }) => {
          const response = await fetch('/console/passkeys/sign-in', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-csrf': csrf },
            body,
          });
          return response.status;
        },
        { body: signed?.body ?? '', csrf: signed?.headers['x-csrf'] ?? '' },
      );
      expect(status).toBe(401);
    },
    PATIENCE,
  );

  it(
    'ends for somebody who leaves, with their keys',
    async () => {
      const page = await newPage();
      await authenticator(page);
      await enter(page);
      await addPasskey(page);
      await store.transaction(async (tx) => {
        await removeStaff(tx, NAME, Date.now());
      });
      await page.reload();
      await page.getByRole('heading', { name: copy.enter.title }).waitFor();
      await usePasskey(page);
      await page.getByText(copy.passkey.failed).waitFor();
      expect(await rowsOf(store, 'passkeys')).toEqual([]);
    },
    PATIENCE,
  );
});
