import type { Assets } from '../channels/web/assets.ts';
import { readBody } from '../channels/web/posted.ts';
import type { Clock } from '../clock.ts';
import { accessCopy as copy } from '../copy/console-access.ts';
import { type AuditEntry, writeAudit } from '../desk/audit.ts';
import type { Viewer } from '../desk/view.ts';
import { bodyLimit } from '../http/body-limit.ts';
import { type Context, Hono } from '../http/hono.ts';
import { type Html, html } from '../http/html.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Staff } from '../staff/staff.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { createAccess, mayUse, type RouteRule, type Rule } from './access.ts';
import { createSessions, type Session, type Sessions } from './session.ts';
import { consoleDetour, consolePage, createConsoleAssets, type MenuItem } from './shell.ts';

export type ConsoleDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Origin of the site from outside, when it is known. */
  readonly publicUrl: string | undefined;
  /** 43 characters of base64url, 256 bits of chance. */
  readonly randomToken: () => string;
};

/** Somebody of the staff at one page. */
export type Visit = {
  readonly c: Context;
  readonly staff: Staff;
  /** The same as the desk knows them: an admin sees what a supervisor sees. */
  readonly viewer: Viewer;
  /** For a hidden field `csrf` in each form, and for the header `x-csrf` of a script. */
  readonly csrf: string;
  /** Fields of the posted form or JSON object; {} for a GET. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly session: Session;
  /** Whether they are still signed in: a stream that stays open asks now and then. */
  readonly isAlive: () => Promise<boolean>;
  /** Writes down what was done here, for admins; a view of a ticket is written by createDesk itself. */
  readonly audit: (entry: Pick<AuditEntry, 'action' | 'ticket' | 'fields'>) => Promise<void>;
  /** The page around `body`, with the menu. */
  readonly page: (
    parts: { title: string; body: Html; scripts?: readonly string[] },
    status?: 200 | 400 | 404 | 409,
  ) => Response;
};

type Handled = Response | Promise<Response>;
/** Bytes of a post. */
const MAX_BODY = 64 * 1024;

export type PageRoute = RouteRule & {
  readonly roles: Exclude<Rule, 'anyone'>;
  /** Stands in the menu of those who may use it, by its order. */
  readonly menu?: { readonly label: string; readonly order: number };
  /** Bytes of a post; 64 kB where nothing is said. */
  readonly maxBody?: number;
  readonly handle: (visit: Visit) => Handled;
};

/** A page for whoever is not signed in. It proves for itself where a post comes from. */
export type OpenRoute = Pick<RouteRule, 'method' | 'path'> & { readonly handle: (c: Context) => Handled };

export type Console = {
  readonly app: Hono;
  /** Declares a page with those who may use it. @throws RangeError see Access.declare */
  readonly page: (route: PageRoute) => void;
  /** Only for signing in. */
  readonly open: (route: OpenRoute) => void;
  /** Every page with its rule, for the matrix of tests. */
  readonly rules: () => readonly RouteRule[];
  readonly assets: Assets;
  readonly sessions: Sessions;
  /** Writes down what happened outside of a visit. */
  readonly audit: (entry: Omit<AuditEntry, 'at' | 'via'>) => Promise<void>;
};

/** The frame: pages are put into it, and it lets nobody through to one who is not named in the page's rule. */
export function createConsole(deps: ConsoleDeps): Console {
  const assets = createConsoleAssets();
  const access = createAccess();
  const sessions = createSessions(deps);
  const menu: (MenuItem & { readonly order: number; readonly roles: Rule })[] = [];
  const app = new Hono();
  app.use('/console', unstored);
  app.use('/console/*', unstored);
  app.route('/', assets.routes);
  const frame: Frame = {
    ...deps,
    assets,
    sessions,
    menuOf: ({ role }) => menu.filter((item) => mayUse(item.roles, role)).sort((a, b) => a.order - b.order),
  };

  return {
    app,
    assets,
    sessions,
    rules: access.rules,
    page: (route) => {
      access.declare({ method: route.method, path: route.path, roles: route.roles });
      if (route.menu !== undefined) menu.push({ ...route.menu, path: route.path, roles: route.roles });
      const limit = bodyLimit({
        maxSize: route.maxBody ?? MAX_BODY,
        onError: (c) => refuse(frame, c, 413, copy.refused.tooLarge),
      });
      app.on(route.method.toUpperCase(), route.path, limit, (c) => guarded(frame, route, c));
    },
    open: ({ method, path, handle }) => {
      access.declare({ method, path, roles: 'anyone' });
      const limit = bodyLimit({
        maxSize: MAX_BODY,
        onError: (c) => refuse(frame, c, 413, copy.refused.tooLarge),
      });
      app.on(method.toUpperCase(), path, limit, (c) => stored(frame, c, async () => handle(c)));
    },
    audit: (entry) =>
      deps.store.transaction((tx) => writeAudit(tx, { ...entry, at: deps.clock.now(), via: 'console' })),
  };
}

type Frame = ConsoleDeps & {
  readonly assets: Assets;
  readonly sessions: Sessions;
  readonly menuOf: (staff: Staff) => readonly MenuItem[];
};

/** What is shown to one of the staff stays in no cache; the files of the pages are nobody's. */
const unstored = async (c: Context, next: () => Promise<void>): Promise<void> => {
  await next();
  if (!c.req.path.startsWith('/console/assets/')) c.header('cache-control', 'no-store');
};

/** Who it is, whether they may, whether they themselves pressed the button; only then the page. */
function guarded(frame: Frame, route: PageRoute, c: Context): Promise<Response> {
  return stored(frame, c, async () => {
    const session = await frame.sessions.of(c);
    if (session === undefined) return unknown(frame, c);
    if (!mayUse(route.roles, session.staff.role))
      return refuse(frame, c, 403, copy.refused.role(copy.role[session.staff.role]));
    if (c.req.method === 'GET') return await route.handle(visitOf(frame, c, session, {}));
    if (!isOwnOrigin(c, frame.publicUrl)) return refuse(frame, c, 403, copy.refused.expired);
    const body = await readBody(c);
    if (body === undefined) return refuse(frame, c, 400, copy.refused.form);
    const token = c.req.header('x-csrf') ?? (typeof body.csrf === 'string' ? body.csrf : '');
    if (!frame.sessions.isToken(session, token)) return refuse(frame, c, 403, copy.refused.expired);
    return await route.handle(visitOf(frame, c, session, body));
  });
}

async function stored(frame: Frame, c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable) return refuse(frame, c, 503, copy.refused.store);
    throw error;
  }
}

function visitOf(frame: Frame, c: Context, session: Session, body: Visit['body']): Visit {
  const { staff, csrf } = session;
  const visitor = { staff, csrf, menu: frame.menuOf(staff) };
  return {
    c,
    staff,
    viewer: { name: staff.name, role: staff.role === 'agent' ? 'agent' : 'supervisor' },
    csrf,
    body,
    session,
    isAlive: () => frame.sessions.isAlive(session),
    audit: (entry) =>
      frame.store.transaction((tx) =>
        writeAudit(tx, { ...entry, at: frame.clock.now(), via: 'console', staff: staff.name }),
      ),
    page: (parts, status = 200) => c.html(consolePage(frame.assets, { ...parts, visitor }), status),
  };
}

/** To the door and, once they are in, back to where they wanted to go. */
function unknown(frame: Frame, c: Context): Response {
  if (c.req.method !== 'GET' || !wantsPage(c)) return refuse(frame, c, 401, copy.refused.signIn);
  const { pathname, search } = new URL(c.req.url);
  if (c.req.header('sec-fetch-site') === 'cross-site')
    return htmlOf(consoleDetour(`${pathname}${search}`), 200);
  return c.redirect(`/console/enter?to=${encodeURIComponent(`${pathname}${search}`)}`, 303);
}

const wantsPage = (c: Context) => c.req.header('accept')?.includes('text/html') === true;

function refuse(frame: Frame, c: Context, status: 400 | 401 | 403 | 413 | 503, say: string): Response {
  if (!wantsPage(c)) return c.json({ say }, status);
  const body = html`<p class="notice" role="alert">${say}</p><p><a href="/console">${copy.menu.home}</a></p>`;
  return htmlOf(consolePage(frame.assets, { title: copy.name, body, visitor: null }), status);
}

function htmlOf(text: string, status: number): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
