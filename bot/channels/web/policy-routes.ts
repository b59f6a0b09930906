import { createHash } from 'node:crypto';
import { formatPolicyPath, type PolicyPages, parseMarks, parseShownAs } from '#knowledge';
import type { Clock } from '../../clock.ts';
import { type Context, compress, Hono } from '../../http/hono.ts';
import type { Assets } from './assets.ts';
import { articlePage, documentPage, gonePage, listPage, type PolicyPage } from './policy-pages.ts';
import { notFoundPage, page } from './shell.ts';
import { readSince } from './since.ts';

export type PolicyDeps = {
  readonly assets: Assets;
  readonly pages: () => PolicyPages;
  /** Texts of a release that was in force once, while it is kept. */
  readonly older?: ((release: string) => PolicyPages | undefined) | undefined;
  readonly clock: Clock;
  readonly publicUrl?: string | undefined;
};

/** Places of this product keep one clock, UTC+8: the day that a page calls today. */
const CHINA = 8 * 60 * 60 * 1000;

/** /policies: public, the same for everybody, cached until the release changes. No cookie is read or set. */
export function createPolicyRoutes(deps: PolicyDeps): Hono {
  const app = new Hono();
  const today = () => new Date(deps.clock.now() + CHINA).toISOString().slice(0, 10);
  app.use('/policies/*', compress());

  app.get('/policies', (c) =>
    answer(deps, c, '/policies', today(), (day) => listPage(deps.pages().instruments(), day)),
  );
  app.get('/policies/:instrument', (c) => {
    const id = c.req.param('instrument');
    return answer(deps, c, formatPolicyPath(id), today(), (day) => {
      const pages = deps.pages();
      const document = pages.instrument(id);
      return (
        document &&
        documentPage(
          document,
          document.articles.flatMap((entry) => pages.article(entry.id) ?? []),
          day,
        )
      );
    });
  });
  app.get('/policies/:instrument/:number', (c) => {
    const id = `${c.req.param('instrument')}/${c.req.param('number')}`;
    return answer(deps, c, formatPolicyPath(id), today(), (day) => {
      const pages = deps.pages();
      const older = deps.older ?? (() => undefined);
      const shown = parseShownAs(c.req.query('r'), c.req.query('c'));
      const mark = c.req.query('mark') ?? '';
      const { article, document } = withDocument(pages, id);
      if (article !== undefined && document !== undefined)
        return articlePage(document, article, readSince(pages, older, article, shown, mark), day);
      const before = shown && older(shown.release);
      const was = before && withDocument(before, id);
      return was?.article && was.document && gonePage(was.document, was.article, parseMarks(mark));
    });
  });
  return app;
}

function withDocument(pages: PolicyPages, id: string) {
  const article = pages.article(id);
  return { article, document: pages.instruments().find((one) => one.id === article?.instrument) };
}

/** The page, or 304 for a reader who has it: it depends on the release, our files, the day, the path and what it asks. */
function answer(
  { assets, pages, publicUrl }: PolicyDeps,
  c: Context,
  path: string,
  day: string,
  make: (day: string) => PolicyPage | undefined,
): Response | Promise<Response> {
  const asked = ['mark', 'r', 'c'].map((name) => c.req.query(name) ?? '');
  const what = JSON.stringify([pages().release, assets.version, day, path, ...asked]);
  // Weak, because the same page also goes out compressed.
  const etag = `W/"${createHash('sha256').update(what).digest('base64url').slice(0, 22)}"`;
  const caching = { etag, 'cache-control': 'public, max-age=300' };
  const has = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  if (has.includes(etag)) return c.body(null, 304, caching);
  const made = make(day);
  if (made === undefined) return c.html(notFoundPage(assets), 404, { 'cache-control': 'no-store' });
  const canonical = publicUrl === undefined ? undefined : new URL(path, publicUrl).href;
  return c.html(page(assets, { ...made, kind: 'policy', canonical }), 200, caching);
}
