import { fileURLToPath } from 'node:url';
import { type Assets, createAssets } from '../channels/web/assets.ts';
import { consoleCopy } from '../copy/console.ts';
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

/** The same mark as on the workers' pages, in the colours of this one. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231f2522'/%3E%3Cpath d='M8 9h16M16 9v14M7 23h18' stroke='%237fd0c1' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

/** A whole document around its body. */
export function consolePage(assets: Assets, { title, body, scripts = [], visitor }: ConsolePage): string {
  return `${html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${copy.name}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${assets.path('console.css')}">
${scripts.map((name) => html`<script type="module" src="${assets.path(name)}"></script>`)}
</head>
<body>
<a class="skip" href="#main">${consoleCopy.skip}</a>
${visitor === null ? '' : top(visitor)}
<main id="main" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
</body>
</html>`}`;
}

function top({ staff, csrf, menu }: NonNullable<ConsolePage['visitor']>): Html {
  return html`<header class="top">
<nav aria-label="${consoleCopy.nav}">${menu.map(({ path, label }) => html`<a href="${path}">${label}</a> `)}</nav>
<form method="post" action="/console/sign-out"><input type="hidden" name="csrf" value="${csrf}">
<span class="who">${staff.name}<span class="role">${copy.role[staff.role]}</span></span> <button class="plain">${copy.menu.out}</button></form>
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
