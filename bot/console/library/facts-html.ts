import { z } from 'zod';
import type { ShownFact } from '#ingest/office';
import { NATIONAL, type RegionTable, statusSchema } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { EnteredFacts } from '../../library/edit-facts.ts';
import type { Refused } from '../../library/refused.ts';
import type { Looking } from './in-force-html.ts';
import { shownFact } from './instrument-change-html.ts';
import { formHtml } from './library-page.ts';
import { dayOf, placeOf } from './places.ts';
import type { Names } from './report-of.ts';
import { EDITABLE, type Editable, shownFactOf } from './shown-facts.ts';
import { TEXT } from './text-path.ts';
import type { TextRow } from './texts.ts';

const { text: copy, ...words } = consoleLibraryCopy;
const field = z.string().optional();
export const factsSchema = z.object({
  title: field,
  number: field,
  issuers: field,
  date: field,
  region: field,
  status: field,
  from: field,
  to: field,
});
type Typed = Readonly<Record<string, unknown>>;

export type Editing = Looking & { readonly version: number };

/** Each fact with where it comes from; an admin may write over what was printed. */
export function factsHtml(
  row: TextRow,
  {
    visit,
    may,
    version,
    names,
    typed,
  }: Editing & { readonly names: Pick<Names, 'text'>; readonly typed: Typed },
): Html {
  const { file, kind, nth } = row;
  const lines = EDITABLE.map((fact) => {
    const shown = shownFactOf(row, fact);
    const value = shown.value === null ? missingWords(row, fact) : shownFact(fact, shown.value, names);
    const isTold = shown.source !== 'unknown' && (row.understood === undefined || shown.source === 'entered');
    return html`<div><dt>${words.fact[fact]}</dt><dd>${value}${isTold ? html` <span class="tag">${sourceWords(shown)}</span>` : ''}</dd></div>`;
  });
  const fields = EDITABLE.map((fact) => fieldHtml(row, fact, typed));
  const isTyped = EDITABLE.some((fact) => typed[fact] !== undefined);
  const edit = formHtml(
    visit,
    TEXT,
    { do: 'facts', version, file, kind, nth },
    html`<p class="small">${copy.how}</p>${fields}<div class="send"><button class="primary">${copy.save}</button></div>`,
  );
  return html`<dl class="facts">${lines}</dl>
${may ? html`<details${isTyped ? html` open` : ''}><summary>${copy.edit}</summary>${edit}</details>` : ''}`;
}

/** Many texts print no day from or until which they hold; a place and a number should have been found. */
function missingWords({ understood }: TextRow, fact: Editable): string {
  const isOptional = fact === 'from' || fact === 'to';
  if (understood !== undefined && (isOptional || fact === 'status')) return copy.after;
  return isOptional ? copy.notSaid : words.unknown;
}

const sourceWords = ({ source, by }: ShownFact): string =>
  source === 'entered' && by !== null ? copy.by(by) : copy.source[source];

function fieldHtml(row: TextRow, fact: Editable, typed: Typed): Html {
  const given = typed[fact];
  const value = typeof given === 'string' ? given : boxValue(row, fact);
  const label = html`<label for="fact-${fact}">${words.fact[fact]}</label>`;
  if (fact === 'status') {
    const options = statusSchema.options.map(
      (one) =>
        html`<option value="${one}"${one === value ? html` selected` : ''}>${words.status[one]}</option>`,
    );
    return html`${label}<select id="fact-status" name="status"><option value="">${copy.asPrinted}</option>${options}</select>`;
  }
  const hint = copy.hint[fact];
  return html`${label}<input id="fact-${fact}" name="${fact}" value="${value}" maxlength="400" autocomplete="off" placeholder="${hint}">`;
}

/** What stands in the box: a place by its names. */
function boxValue(row: TextRow, fact: Editable): string {
  const { value } = shownFactOf(row, fact);
  return fact === 'region' ? (value ?? '').replaceAll('/', '') : (value ?? '');
}

/** What was written over; an emptied box takes back what was entered, so that the print speaks again. */
export function enteredOf(
  row: TextRow,
  typed: z.infer<typeof factsSchema>,
  regions: RegionTable,
): EnteredFacts | Refused {
  const changed = EDITABLE.flatMap((fact) => {
    const given = typed[fact]?.trim();
    return given === undefined || given === boxValue(row, fact) ? [] : [{ fact, given }];
  });
  const facts: { -readonly [fact in keyof EnteredFacts]: EnteredFacts[fact] } = {};
  for (const { fact, given } of changed) {
    if (given === '') facts[fact] = null;
    else if (fact === 'issuers')
      facts.issuers = given
        .split(/[、,，;；]/)
        .map((one) => one.trim())
        .filter((one) => one !== '');
    else if (fact === 'status') {
      const status = statusSchema.safeParse(given);
      if (!status.success) return { refused: 'bad-fact' };
      facts.status = status.data;
    } else if (fact === 'region') {
      const place = given === NATIONAL ? NATIONAL : placeOf(regions, given);
      if (place === undefined) return { refused: 'no-such-place' };
      facts.region = place;
    } else if (fact === 'date' || fact === 'from' || fact === 'to') facts[fact] = dayOf(given);
    else facts[fact] = given;
  }
  return facts;
}
