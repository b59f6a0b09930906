import { fileURLToPath } from 'node:url';
import { type Assets, createAssets } from '../channels/web/assets.ts';
import { accessCopy as copy } from '../copy/console-access.ts';
import { type Html, html } from '../http/html.ts';
import type { Staff } from '../staff/staff.ts';

export const createConsoleAssets = (): Assets =>
  createAssets({ folder: fileURLToPath(new URL('./page', import.meta.url)), base: '/console/assets' });

/** Where the menu leads; those that somebody may not use are not shown. */
export type MenuItem = { readonly path: string; readonly label: string };

export type ConsolePage = {
  readonly title: string;
  readonly body: Html;
  /** Modules of ./page to run. */
  readonly scripts?: readonly string[];
  /** Who looks; null before sign-in. */
  readonly visitor: {
    readonly staff: Staff;
    readonly csrf: string;
    readonly menu: readonly MenuItem[];
  } | null;
};

/** A whole document around its body. */
export function consolePage(assets: Assets, { title, body, scripts = [], visitor }: ConsolePage): string {
  return `${html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${copy.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.path('console.css')}">
${scripts.map((name) => html`<script type="module" src="${assets.path(name)}"></script>`)}
</head>
<body>
${visitor === null ? '' : top(visitor)}
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`}`;
}

function top({ staff, csrf, menu }: NonNullable<ConsolePage['visitor']>): Html {
  return html`<header class="top">
<nav>${menu.map(({ path, label }) => html`<a href="${path}">${label}</a> `)}</nav>
<form method="post" action="/console/sign-out"><input type="hidden" name="csrf" value="${csrf}">
<span>${staff.name}（${copy.role[staff.role]}）</span> <button>${copy.menu.out}</button></form>
</header>`;
}

/** Loads the same path again as our own link: a strict cookie stays away when another site's link leads here. */
export function consoleDetour(path: string): string {
  return `${html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0;url=${path}">
<title>${copy.name}</title>
</head>
<body><p><a href="${path}">${copy.opening}</a></p></body>
</html>`}`;
}
