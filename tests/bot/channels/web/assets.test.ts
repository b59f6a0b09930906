import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../shared.ts';
import { createWebWorld } from './web-world.ts';

const FOLDER = join(ROOT, 'bot/channels/web/page');
const names = readdirSync(FOLDER);
const scripts = names.filter((name) => name.endsWith('.js'));

describe('the script and the style of the pages', () => {
  it('weigh far less than 60 kB gzipped together', () => {
    const weight = names.map((name) => gzipSync(readFileSync(join(FOLDER, name))).length);
    expect(scripts.length).toBeGreaterThan(4);
    expect(weight.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(20_000);
  });

  it('name nothing outside this site', () => {
    for (const name of names) {
      const code = readFileSync(join(FOLDER, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, '');
      expect(code, name).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/);
    }
  });

  it('never read markup from text', () => {
    for (const name of scripts)
      expect(readFileSync(join(FOLDER, name), 'utf8'), name).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc/,
      );
  });

  it('import only each other, so that every one is served', async () => {
    const { request, visit } = await createWebWorld();
    const page = await (await (await visit()).get('/')).text();
    const linked = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(linked.map((path) => path.split('/').at(-1)).sort()).toEqual(['main.js', 'style.css']);
    const folder = linked[0]?.replace(/[^/]+$/, '') ?? '';
    for (const name of scripts) {
      const response = await request(`${folder}${name}`);
      expect(response.status, name).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const imports = [...(await response.text()).matchAll(/^import .* from '([^']+)';$/gm)].map(
        ([, from]) => from,
      );
      for (const from of imports) expect(scripts.map((one) => `./${one}`)).toContain(from);
    }
  });

  it('of a page from before an update are the present ones, kept for no time', async () => {
    const { request } = await createWebWorld();
    const response = await request('/assets/0123456789ab/style.css');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('colours', () => {
  const css = readFileSync(join(FOLDER, 'style.css'), 'utf8');
  const blocks = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) =>
    Object.fromEntries(
      [...(body ?? '').matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [
        name ?? '',
        value ?? '',
      ]),
    ),
  );

  /** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
  function contrast(a: string, b: string): number {
    const luminance = (colour: string) => {
      const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }

  it.each([
    ['by day', 0],
    ['in the dark', 1],
  ])('can be read %s: 4.5 to 1 for every pair of ink and ground', (_, at) => {
    const colour = blocks[at] ?? {};
    const pairs = [
      ...['ink', 'quiet', 'accent', 'warn'].flatMap((ink) =>
        ['paper', 'sheet'].map((ground) => [ink, ground]),
      ),
      ['ink', 'soft'],
      ['on-accent', 'accent'],
      ['on-mark', 'mark'],
    ] as const;
    for (const [ink = '', ground = ''] of pairs)
      expect(
        contrast(colour[ink] ?? '#000', colour[ground] ?? '#000'),
        `${ink} on ${ground}`,
      ).toBeGreaterThanOrEqual(4.5);
  });
});
