import type { RateLimitOptions } from '../../../bot/channels/web/rate-limit.ts';
import { type Console, createConsole } from '../../../bot/console/console.ts';
import { addSignIn } from '../../../bot/console/sign-in.ts';
import type { ThresholdDeps } from '../../../bot/console/threshold.ts';
import { createVault, type Vault } from '../../../bot/privacy/vault.ts';
import { randomToken } from '../../../bot/random-id.ts';
import { createOffice, type Office } from '../../../bot/staff/office.ts';
import type { StaffRole } from '../../../bot/staff/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { KEY } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';

/** The console with no port: requests go straight in, cookies are kept as a browser keeps them. */
export type ConsoleWorld = {
  readonly console: Console;
  readonly office: Office;
  readonly clock: ManualClock;
  readonly vault: Vault;
  readonly browser: () => ConsoleBrowser;
  /** A browser in which somebody of this role has just signed in. */
  readonly signedIn: (name: string, role: StaffRole) => Promise<ConsoleBrowser>;
};

export type ConsoleBrowser = {
  readonly cookies: Map<string, string>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** @param fields as a form of our own page posts them */
  readonly post: (
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  /** The token in the forms of a page. */
  readonly csrf: (path: string) => Promise<string>;
  /** Presses 进入. */
  readonly enter: (secret: string, fields?: Record<string, string>) => Promise<Response>;
};

export const ORIGIN = 'https://gongyou.test';

function withDoor(deps: ThresholdDeps): Console {
  const console = createConsole(deps);
  addSignIn(console, deps);
  return console;
}

export function createConsoleWorld(
  store: Store,
  {
    publicUrl = ORIGIN,
    rateLimit,
    make = withDoor,
  }: {
    readonly publicUrl?: string;
    readonly rateLimit?: RateLimitOptions;
    /** Puts pages into it. */
    readonly make?: (deps: ThresholdDeps) => Console;
  } = {},
): ConsoleWorld {
  const vault = createVault(KEY);
  const clock = createManualClock();
  const deps = {
    ...{ store, vault, clock, publicUrl, randomToken },
    telemetry: { note: () => {} },
    ...(rateLimit !== undefined && { rateLimit }),
  };
  const console = make(deps);
  const office = createOffice({ ...deps, via: 'terminal' });

  const browser = (): ConsoleBrowser => {
    const cookies = new Map<string, string>();
    const ask = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers };
      const response = await console.app.request(`${publicUrl}${path}`, { ...init, headers });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/max-age=0/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    const get: ConsoleBrowser['get'] = (path, headers = {}) => ask(path, { headers });
    const post: ConsoleBrowser['post'] = (path, fields, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl, ...headers },
      });
    const csrf = async (path: string) =>
      /name="csrf" value="([^"]+)"/.exec(await (await get(path)).text())?.[1] ?? '';
    const enter: ConsoleBrowser['enter'] = async (secret, fields = {}) =>
      post('/console/enter', { csrf: await csrf('/console/enter'), token: secret, ...fields });
    return { cookies, get, post, csrf, enter };
  };

  return {
    ...{ console, office, clock, vault, browser },
    signedIn: async (name, role) => {
      // Some come back after they were removed.
      await office.add({ name, role, regions: [], trades: [] }, true);
      const secret = await office.link(name);
      const one = browser();
      const entered = await one.enter(secret ?? '');
      if (entered.status !== 303) throw new Error(`${name} did not get in: ${entered.status}`);
      return one;
    },
  };
}
