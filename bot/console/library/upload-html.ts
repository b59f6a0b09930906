import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Visit } from '../console.ts';
import { HOME } from './library-page.ts';

const copy = consoleLibraryCopy.upload;

/** Bytes of all files of one press, and room for what stands between them. */
export const MOST_AT_ONCE = 60 * 1024 * 1024;
export const UPLOAD = `${HOME}/files`;

/** @param most bytes of one file */
export function uploadHtml(visit: Visit, most: number): Html {
  return html`<h2>${copy.title}</h2>
<p class="small">${copy.how}${copy.most(most, MOST_AT_ONCE)}</p>
<form method="post" action="${UPLOAD}" enctype="multipart/form-data" class="write" id="upload" data-most="${MOST_AT_ONCE}" data-one="${most}" data-words="${JSON.stringify({ busy: copy.busy, large: copy.tooLarge, one: copy.oneTooLarge(most) })}">
<input type="hidden" name="csrf" value="${visit.csrf}">
<label class="drop" for="files">${copy.drop}<input id="files" type="file" name="files" multiple required accept=".txt,.md,.html,.htm,.docx,.pdf,.zip"></label>
<p id="chosen" class="small" role="status"></p>
<div class="send"><button class="primary">${copy.go}</button></div></form>`;
}
