import type { FactName, InstrumentChange, Prepared } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { pathOfText } from './text-path.ts';

const { changes: copy, ...words } = consoleLibraryCopy;

type Names = {
  readonly title: (instrument: string) => string;
  readonly report: Pick<Prepared, 'instruments'>;
};

/** One text that is other than before, and which others perhaps end with it. */
export function instrumentChangeHtml(change: InstrumentChange, { title, report }: Names): Html {
  const { kind, id, was, facts, beside } = change;
  const linked = (one: string) => {
    const found = report.instruments.find((instrument) => instrument.id === one);
    return found === undefined
      ? html`《${title(one)}》`
      : html`<a href="${pathOfText(found)}">《${title(one)}》</a>`;
  };
  return html`<li><h3><span class="tag">${copy.kind[kind]}</span> ${kind === 'removed' ? html`<del>《${change.title}》</del>` : linked(id)}</h3>
${kind === 'replaced' && was !== null ? html`<p>${copy.instead} 《${title(was)}》</p>` : ''}
${facts.length === 0 ? '' : html`<dl class="facts">${facts.map(({ fact, was: before, now }) => html`<div><dt>${words.fact[fact]}</dt><dd>${before === null ? '' : html`<del>${shownFact(fact, before)}</del> `}${now === null ? '' : html`<ins>${shownFact(fact, now)}</ins>`}</dd></div>`)}</dl>`}
${beside.length === 0 ? '' : html`<p class="notice">${copy.beside}</p><ul class="plainly">${beside.map((one) => html`<li>${linked(one)}</li>`)}</ul>`}</li>`;
}

/** Names of ours in words; what a text prints as it stands. */
export function shownFact(fact: FactName, value: string | null): string {
  if (value === null) return words.unknown;
  const names = fact === 'level' ? words.level : fact === 'status' ? words.status : undefined;
  const known = Object.entries(names ?? {}).find(([name]) => name === value);
  if (known !== undefined) return known[1];
  return fact === 'region' ? value.replaceAll('/', '') : value;
}
