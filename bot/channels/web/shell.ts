import { webCopy as copy } from '../../copy/web.ts';
import { type Html, html } from '../../http/html.ts';
import type { Assets } from './assets.ts';

/** A mark for the browser's tab, so that it asks for none: a round with 工 in it. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230f5f57'/%3E%3Cpath d='M8 9h16M16 9v14M7 23h18' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

export type PageParts = {
  readonly title: string;
  readonly body: Html;
  /** Names the look of the page: chat or policy. */
  readonly kind: 'chat' | 'policy';
  /** Modules of ./page to run. */
  readonly scripts?: readonly string[];
  /** The one address of this page, when the site knows its own. */
  readonly canonical?: string | undefined;
};

/** A whole document around its body. */
export function page(assets: Assets, { title, body, kind, scripts = [], canonical }: PageParts): string {
  return `${html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${assets.path('style.css')}">
${canonical === undefined ? '' : html`<link rel="canonical" href="${canonical}">`}
${scripts.map((name) => html`<script type="module" src="${assets.path(name)}"></script>`)}
</head>
<body class="${kind}">
${body}
</body>
</html>`}`;
}

/** Loads `path` again as our own link, with nothing but markup. */
export function detour(assets: Assets, path: string): string {
  return `${html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0;url=${path}">
<title>${copy.name}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${assets.path('style.css')}">
</head>
<body class="policy"><main><p><a href="${path}">${copy.opening}</a></p></main></body>
</html>`}`;
}

/** What is shown where nothing is. */
export function notFoundPage(assets: Assets): string {
  return page(assets, {
    title: `${copy.notFound.title} · ${copy.name}`,
    kind: 'policy',
    body: html`<main><h1>${copy.notFound.title}</h1><p>${copy.notFound.text}</p>
<p class="links"><a class="button" href="/policies">${copy.policies.all}</a> <a class="button" href="/">${copy.policies.back}</a></p></main>`,
  });
}
