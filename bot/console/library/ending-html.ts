import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Editing } from './facts-html.ts';
import { formHtml } from './library-page.ts';
import { entryOf } from './shown-facts.ts';
import { TEXT } from './text-path.ts';
import type { NamedText, TextRow } from './texts.ts';

const copy = consoleLibraryCopy.end;

type Shown = Editing & {
  /** Those that may stand in its place. */
  readonly standing: readonly NamedText[];
};

/** Until when the text holds, and the ways to say that it does not, or does again. */
export function endingHtml(row: TextRow, { visit, may, version, standing }: Shown): Html {
  const { file, kind, nth } = row;
  const entry = entryOf(row);
  const place = { version, file, kind, nth };
  if (entry?.ended !== undefined) {
    const { on, how, instead, why } = entry.ended;
    const name = standing.find(({ id }) => id === instead)?.name ?? instead;
    const back = formHtml(
      visit,
      TEXT,
      { do: 'reinstate', ...place },
      html`<div class="send"><button>${copy.reinstate}</button></div>`,
    );
    return html`<p class="notice">${copy.ended(on, copy.how[how])}</p>
${name === null ? '' : html`<p>${copy.by(name)}</p>`}<p class="small">${copy.why(why, entry.by ?? '')}</p>${may ? back : ''}`;
  }
  if (!may) return html`<p>${copy.holds}</p>`;
  const others = standing.filter(({ id }) => id !== row.id);
  const form = formHtml(
    visit,
    TEXT,
    { do: 'end', ...place },
    html`<p class="small">${copy.stays}</p>
<label for="end-on">${copy.on}</label><input id="end-on" type="date" name="on" required>
<label for="end-how">${copy.what}</label><select id="end-how" name="how"><option value="withdrawn">${copy.how.withdrawn}</option><option value="superseded">${copy.how.superseded}</option></select>
<label for="end-instead">${copy.instead}</label><select id="end-instead" name="instead"><option value="">${copy.nothing}</option>${others.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select>
<p class="small">${copy.insteadHow}</p>
<label for="end-why">${copy.reason}</label><input id="end-why" name="why" maxlength="200" required autocomplete="off">
<div class="send"><button>${copy.go}</button></div>`,
  );
  return html`<p>${copy.holds}</p><details><summary>${copy.open}</summary>${form}</details>`;
}
