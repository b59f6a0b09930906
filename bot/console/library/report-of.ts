import type { Prepared } from '#ingest/office';
import type { Visit } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';

export type FoundReport = { readonly release: string; readonly report: Prepared | undefined };

/** The report that a page is about: of the release in its address, else of what is prepared, else of what is in force. */
export async function reportOf(
  { office }: Pick<LibraryPagesDeps, 'office'>,
  visit: Visit,
): Promise<FoundReport> {
  const asked = visit.c.req.query('release') ?? '';
  const { prepared, inForce } = await office.state();
  const release = asked === '' ? (prepared?.release ?? inForce.release) : asked;
  return { release, report: await office.report(release) };
}

/** The instrument of an article's id. */
export const instrumentOf = (article: string): string => article.slice(0, article.lastIndexOf('/'));

/** Titles by id, of a release that is prepared and of the one in force. */
export function titlesOf(
  report: Pick<Prepared, 'instruments'> | undefined,
  release: ReturnType<LibraryPagesDeps['release']>,
): (instrument: string) => string {
  const titles = new Map(release.instruments.map(({ id, title }) => [id, title]));
  for (const { id, title } of report?.instruments ?? []) titles.set(id, title);
  return (instrument) => titles.get(instrument) ?? instrument;
}
