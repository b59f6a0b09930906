import { consoleCopy } from '../copy/console.ts';
import { type Html, html } from '../http/html.ts';

const copy = consoleCopy.keys;

/** What the keys do; the script opens it, and lets single letters be switched off. */
export function keysHtml(which: 'queue' | 'ticket'): Html {
  const keys = [...copy[which], ['?', copy.help] as const];
  return html`<button type="button" class="plain keys-open" id="keys-open" hidden>${copy.open}</button>
<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">${copy.title}</h2>
<dl class="keys">${keys.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>
<p><label class="check"><input type="checkbox" id="keys-off"> ${copy.off}</label></p>
<form method="dialog"><button class="primary">${copy.close}</button></form></dialog>`;
}
