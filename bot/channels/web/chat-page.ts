import { formatAction } from '../../conversation/actions.ts';
import { webCopy as copy } from '../../copy/web.ts';
import { type Html, html } from '../../http/html.ts';
import type { Assets } from './assets.ts';
import { MAX_TEXT } from './decode.ts';
import { type BotLetter, botLetter, type FormKeys, type PersonLetter, personLetter } from './page/letter.js';
import { page } from './shell.ts';
import { treeHtml } from './tree-html.ts';

export type Place = { readonly id: string; readonly name: string };

export type ChatPage = {
  readonly letters: readonly (BotLetter | PersonLetter)[];
  /** Id of the newest letter of the bot's, shown or not. */
  readonly since: number;
  readonly places: readonly Place[];
  readonly keys: FormKeys;
  /** Why the last thing was not taken, '' for nothing, and the words that are still to be sent. */
  readonly notice: string;
  readonly draft: string;
  readonly maxFileBytes: number;
};

/** The chat as it stands now. Everything on it works by forms; the script makes it live. */
export function chatPage(
  assets: Assets,
  { letters, since, places, keys, notice, draft, maxFileBytes }: ChatPage,
): string {
  const shown = letters.map((letter) =>
    treeHtml(letter.from === 'bot' ? botLetter(letter, copy.page, keys) : personLetter(letter, copy.page)),
  );
  const body = html`<a class="skip" href="#text">${copy.skip}</a>
<header class="top">
<div class="brand"><h1>${copy.name}</h1><p>${copy.tagline}</p></div>
${regionPicker(places, keys, letters.findLast((letter) => letter.from === 'bot')?.place ?? '')}
${menu(keys)}
</header>
<main id="chat" data-csrf="${keys.csrf}" data-since="${since}" data-max-file="${maxFileBytes}" data-words="${JSON.stringify(copy.page)}">
<div id="log" role="log" aria-live="polite" aria-label="${copy.log}">${shown}</div>
${letters.length === 0 ? empty(places, keys) : ''}
<p id="working" role="status"></p>
</main>
<footer class="compose">
${notice === '' ? '' : html`<p class="notice" role="alert">${notice}</p>`}
<form id="composer" method="post" action="/chat/messages">
${hidden(keys)}
<label for="text" class="aside">${copy.compose.label}</label>
<textarea id="text" name="text" rows="1" maxlength="${MAX_TEXT}" required enterkeyhint="send" autocomplete="off" placeholder="${copy.compose.label}" aria-describedby="hint">${draft}</textarea>
<button class="send">${copy.compose.send}</button>
</form>
<form id="attach" class="attach" method="post" action="/chat/files" enctype="multipart/form-data">
${hidden(keys)}
<label for="file">${copy.attach.label}</label>
<input id="file" name="file" type="file" required>
<button id="attach-send" class="button">${copy.attach.send}</button>
</form>
<p class="small"><span id="status" role="status"></span><span id="hint">${copy.compose.hint}</span></p>
<noscript><p class="small">${copy.compose.noScript}</p></noscript>
</footer>`;
  return page(assets, { title: `${copy.name} · ${copy.tagline}`, body, kind: 'chat', scripts: ['main.js'] });
}

function hidden({ csrf, id }: FormKeys): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="id" value="${id}">`;
}

/** @param place the one that counts now, as the newest letter tells it; '' for none. A city shows as its listed province. */
function regionPicker(places: readonly Place[], keys: FormKeys, place: string): Html {
  const shown = places
    .filter(({ id }) => id === place || place.startsWith(`${id}/`))
    .reduce((best, { id }) => (id.length > best.length ? id : best), '');
  const options = places.map(({ id, name }) => {
    const value = formatAction({ kind: 'region', id, for: '' });
    return id === shown
      ? html`<option value="${value}" selected>${name}</option>`
      : html`<option value="${value}">${name}</option>`;
  });
  return html`<form class="region" method="post" action="/chat/actions">
${hidden(keys)}
<label for="region" class="aside">${copy.region.label}</label>
<select id="region" name="action" required><option value="">${copy.region.choose}</option>${options}</select>
<button class="button">${copy.region.set}</button>
</form>`;
}

function menu(keys: FormKeys): Html {
  return html`<details class="menu">
<summary>${copy.menu.label}</summary>
<div class="sheet">
<form method="post" action="/chat/messages">
${hidden(keys)}
${copy.commands.map(([label, command]) => html`<button name="text" value="${command}">${label}</button>`)}
</form>
<a href="/policies">${copy.menu.policies}</a>
</div>
</details>`;
}

function empty(places: readonly Place[], keys: FormKeys): Html {
  return html`<section id="empty">
<h2>${copy.empty.title}</h2>
<p>${copy.empty.lines(places.map(({ name }) => name).join('、'))}</p>
<form class="examples" method="post" action="/chat/messages">
${hidden(keys)}
<p>${copy.empty.examples}</p>
${copy.examples.map((question) => html`<button class="chip" name="text" value="${question}">${question}</button>`)}
</form>
</section>`;
}
