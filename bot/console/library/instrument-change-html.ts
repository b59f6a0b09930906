import type { FactName, InstrumentChange, Prepared } from '#ingest/office';
import { citationHead } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Names } from './report-of.ts';
import { pathOfText } from './text-path.ts';

const { changes: copy, ...words } = consoleLibraryCopy;

type Shown = { readonly names: Pick<Names, 'text'>; readonly report: Pick<Prepared, 'instruments'> };

/** One text that is other than before, and which others perhaps end with it. */
export function instrumentChangeHtml(change: InstrumentChange, shown: Shown): Html {
  const { kind, id, was, facts, title } = change;
  const { names } = shown;
  const values = facts.map(({ fact, was: before, now }) => {
    const [old, next] = [before, now].map((value) => value && shownFact(fact, value, names));
    return html`<div><dt>${words.fact[fact]}</dt><dd>${old ? html`<del>${old}</del> ` : ''}${next ? html`<ins>${next}</ins>` : ''}</dd></div>`;
  });
  return html`<li><h3><span class="tag">${copy.kind[kind]}</span> ${kind === 'removed' ? html`<del>《${title}》</del>` : linkedHtml(id, shown)}</h3>
${kind === 'replaced' && was !== null ? html`<p>${copy.instead}${nameBefore(change, shown.report)}</p>` : ''}
${values.length === 0 ? '' : html`<dl class="facts">${values}</dl>`}
${besideHtml(change, shown)}</li>`;
}

/** A text that another took the place of, as it was called: the other one may have its id by now. */
export function nameBefore(
  { id, title, facts }: InstrumentChange,
  { instruments }: Pick<Prepared, 'instruments'>,
): string {
  const number = instruments.find((one) => one.id === id)?.facts.number?.value ?? null;
  const before = new Map(facts.map(({ fact, was }) => [fact, was]));
  return citationHead({
    title: before.get('title') ?? title,
    number: before.has('number') ? (before.get('number') ?? null) : number,
    label: '',
  });
}

/** Texts of the same place that stay in force beside a new one. */
export function besideHtml({ beside }: Pick<InstrumentChange, 'beside'>, shown: Shown): Html {
  if (beside.length === 0) return html``;
  return html`<p class="notice">${copy.beside}</p><ul class="plainly">${beside.map((one) => html`<li>${linkedHtml(one, shown)}</li>`)}</ul>`;
}

function linkedHtml(id: string, { names, report }: Shown): Html {
  const found = report.instruments.find((instrument) => instrument.id === id);
  return found === undefined
    ? html`${names.text(id)}`
    : html`<a href="${pathOfText(found)}">${names.text(id)}</a>`;
}

/** Names of ours in words; what a text prints as it stands. */
export function shownFact(fact: FactName, value: string, names: Pick<Names, 'text'>): string {
  if (fact === 'ended') {
    const [on = '', how = '', instead] = value.split(' ');
    if (instead !== undefined) return words.end.shownBy(on, names.text(instead));
    return words.end.shown(on, Object.entries(words.end.how).find(([name]) => name === how)?.[1] ?? how);
  }
  const known: Readonly<Record<string, string>> =
    fact === 'level' ? words.level : fact === 'status' ? words.status : {};
  const named = Object.entries(known).find(([name]) => name === value);
  if (named !== undefined) return named[1];
  return fact === 'region' ? value.replaceAll('/', '') : value;
}
