import type { PreparedSummary } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';

const copy = consoleLibraryCopy.gate;
const SHARES = ['hit1', 'hit3', 'quote', 'abstain'] as const;
type Set = PreparedSummary['figures'][number];

/** What the gate counted, before and after. */
export function figuresHtml(sets: readonly Set[]): Html {
  const lines = sets
    .filter(({ after, before }) => after.questions > 0 || (before?.questions ?? 0) > 0)
    .flatMap(({ name, before, after }) => [
      ...(before === null ? [] : [lineHtml(`${copy.set[name]}（${copy.before}）`, before)]),
      lineHtml(`${copy.set[name]}（${copy.after}）`, after),
    ]);
  if (lines.length === 0) return html``;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${consoleLibraryCopy.nav.gate}"><table class="figures">
<thead><tr>${copy.columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

function lineHtml(name: string, figures: Set['after']): Html {
  return html`<tr><th scope="row">${name}</th><td>${figures.questions}</td>${SHARES.map((share) => {
    const value = figures[share];
    return html`<td>${value === null ? copy.none : copy.percent(value)}</td>`;
  })}</tr>`;
}
