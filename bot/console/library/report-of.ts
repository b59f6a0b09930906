import type { Prepared } from '#ingest/office';
import { citationHead } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import type { Visit } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { HOME } from './library-page.ts';

/** The report that a page is about: of the release in its address, else of what is prepared, else of what is in force. */
export async function reportOf(
  { office }: Pick<LibraryPagesDeps, 'office'>,
  visit: Visit,
): Promise<Prepared | undefined> {
  const asked = visit.c.req.query('release') ?? '';
  const { prepared, inForce } = await office.state();
  return await office.report(asked === '' ? (prepared?.release ?? inForce.release) : asked);
}

/** Where there is none, and what to do. */
export function noReportHtml({ c }: Pick<Visit, 'c'>): Html {
  const { gone, none } = consoleLibraryCopy.changes;
  return html`<p>${(c.req.query('release') ?? '') === '' ? none : gone}</p><p><a href="${HOME}">${consoleLibraryCopy.back}</a></p>`;
}

/** The instrument of an article's id. */
export const instrumentOf = (article: string): string => article.slice(0, article.lastIndexOf('/'));

/** Names for ids, of a release that is prepared and of the one in force: what neither has is called by its id. */
export type Names = {
  /** By title and number: several texts of one office often have the same title. */
  readonly text: (instrument: string) => string;
  readonly label: (article: string) => string;
  readonly article: (article: string) => string;
};

export function createNames(
  report: Pick<Prepared, 'instruments'> | undefined,
  { release, policies }: Pick<LibraryPagesDeps, 'release' | 'policies'>,
): Names {
  const pages = policies();
  const texts = new Map(
    release().instruments.map(({ id, title, number }) => [id, { title, number: number?.value ?? null }]),
  );
  const labels = new Map<string, string>();
  for (const { id, title, facts, outline } of report?.instruments ?? []) {
    texts.set(id, { title, number: facts.number?.value ?? null });
    for (const article of outline) labels.set(article.id, article.label);
  }
  const head = (instrument: string, label: string) => {
    const known = texts.get(instrument);
    return known === undefined ? `${instrument} ${label}`.trim() : citationHead({ ...known, label });
  };
  const label = (article: string) =>
    labels.get(article) ?? pages.article(article)?.label ?? article.slice(article.lastIndexOf('/') + 1);
  return {
    text: (instrument) => head(instrument, ''),
    label,
    article: (article) => head(instrumentOf(article), label(article)),
  };
}
