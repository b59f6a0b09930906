import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress, Hono } from '../../http/hono.ts';

/** Of the workers' pages. */
const PAGES = { folder: fileURLToPath(new URL('./page', import.meta.url)), base: '/assets' };
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Scripts and styles as they stand in a folder, under a path that changes with their bytes. */
export type Assets = {
  readonly routes: Hono;
  /** First hex digits of the hash over all files. */
  readonly version: string;
  readonly path: (name: string) => string;
};

/** @param base the path before version and name, no slash at its end */
export function createAssets({ folder, base }: { folder: string; base: string } = PAGES): Assets {
  const files = new Map<string, { body: Uint8Array<ArrayBuffer>; type: string }>();
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    if (type === undefined) continue;
    const body = new Uint8Array(readFileSync(join(folder, name)));
    hash.update(name).update(body);
    files.set(name, { body, type });
  }
  const version = hash.digest('hex').slice(0, 12);
  const routes = new Hono();
  routes.use(`${base}/*`, compress());
  routes.get(`${base}/:version/:name`, (c) => {
    const file = files.get(c.req.param('name'));
    if (file === undefined) return c.notFound();
    // A page from before an update asks by the old path: it gets what there is, and keeps it for no time.
    const same = c.req.param('version') === version;
    return c.body(file.body, 200, {
      'content-type': file.type,
      'cache-control': same ? 'public, max-age=31536000, immutable' : 'no-store',
    });
  });
  return { routes, version, path: (name) => `${base}/${version}/${name}` };
}
