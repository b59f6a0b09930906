import type { PreparedSummary } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';

const copy = consoleLibraryCopy.gate;
const SHARES = ['hit1', 'hit3', 'quote', 'abstain'] as const;
type Set = PreparedSummary['figures'][number];

/** What the gate counted, before and after: one table for each set, narrow enough for a phone. */
export function figuresHtml(sets: readonly Set[]): Html {
  return html`${sets.filter(({ after, before }) => after.questions > 0 || (before?.questions ?? 0) > 0).map(setHtml)}`;
}

function setHtml({ name, before, after }: Set): Html {
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? copy.none : copy.percent(value);
  const lines = SHARES.filter((share) => after[share] !== null || (before?.[share] ?? null) !== null).map(
    (share) =>
      html`<tr><th scope="row">${copy.figure[share]}</th><td>${shown(before?.[share])}</td><td>${shown(after[share])}</td></tr>`,
  );
  return html`<table class="figures"><thead><tr><th scope="col">${copy.asked(copy.set[name], after.questions)}</th><th scope="col">${copy.before}</th><th scope="col">${copy.after}</th></tr></thead><tbody>${lines}</tbody></table>`;
}
