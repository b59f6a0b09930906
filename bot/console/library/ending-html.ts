import type { Instrument } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Editing } from './facts-html.ts';
import { formHtml } from './library-page.ts';
import { entryOf } from './shown-facts.ts';
import { TEXT } from './text-path.ts';
import type { TextRow } from './texts.ts';

const copy = consoleLibraryCopy.end;

type Shown = Editing & { readonly instruments: readonly Pick<Instrument, 'id' | 'title'>[] };

/** Until when the text holds, and the ways to say that it does not, or does again. */
export function endingHtml(row: TextRow, { visit, may, version, instruments }: Shown): Html {
  const { file, kind, nth } = row;
  const entry = entryOf(row);
  const place = { version, file, kind, nth };
  if (entry?.ended !== undefined) {
    const { on, how, instead, why } = entry.ended;
    const title = instruments.find(({ id }) => id === instead)?.title ?? instead;
    const back = formHtml(
      visit,
      TEXT,
      { do: 'reinstate', ...place },
      html`<div class="send"><button>${copy.reinstate}</button></div>`,
    );
    return html`<p class="notice">${copy.ended(on, copy.how[how])}</p>
${title === null ? '' : html`<p>${copy.by(title)}</p>`}<p class="small">${copy.why(why, entry.by ?? '')}</p>${may ? back : ''}`;
  }
  if (!may) return html`<p>${copy.holds}</p>`;
  const others = instruments.filter(({ id }) => id !== row.id);
  const form = formHtml(
    visit,
    TEXT,
    { do: 'end', ...place },
    html`<p class="small">${copy.stays}</p>
<label for="end-on">${copy.on}</label><input id="end-on" type="date" name="on" required>
<label for="end-how">${copy.what}</label><select id="end-how" name="how"><option value="withdrawn">${copy.how.withdrawn}</option><option value="superseded">${copy.how.superseded}</option></select>
<label for="end-instead">${copy.instead}</label><select id="end-instead" name="instead"><option value="">${copy.nothing}</option>${others.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</select>
<label for="end-why">${copy.reason}</label><input id="end-why" name="why" maxlength="200" required autocomplete="off">
<div class="send"><button>${copy.go}</button></div>`,
  );
  return html`<p>${copy.holds}</p><details><summary>${copy.open}</summary>${form}</details>`;
}
