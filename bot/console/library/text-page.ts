import { z } from 'zod';
import { instrumentKindSchema } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy } from '../../copy/library-office.ts';
import { html } from '../../http/html.ts';
import { isRefused, type Refused } from '../../library/refused.ts';
import type { OfficeState } from '../../library/state.ts';
import { ADMINS, LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { versionSchema } from './acts.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { removeHtml } from './draft-html.ts';
import { endingHtml } from './ending-html.ts';
import { enteredOf, factsHtml, factsSchema } from './facts-html.ts';
import { answer, byOf, HOME, isAdmin, libraryPage } from './library-page.ts';
import { outlineHtml } from './outline-html.ts';
import { createNames } from './report-of.ts';
import { pathOfReadText, pathOfText, TEXT } from './text-path.ts';
import { type Reports, readReports, standingTexts, type TextRow, textsOf } from './texts.ts';

const copy = consoleLibraryCopy.text;
const placeSchema = z.object({
  file: z.string(),
  kind: instrumentKindSchema,
  nth: z.coerce.number().int().positive(),
});
const bodySchema = z.discriminatedUnion('do', [
  factsSchema.extend({ do: z.literal('facts'), version: versionSchema }),
  z.object({
    do: z.literal('end'),
    version: versionSchema,
    on: z.string(),
    how: z.enum(['withdrawn', 'superseded']),
    instead: z.string().default(''),
    why: z.string().default(''),
  }),
  z.object({ do: z.literal('reinstate'), version: versionSchema }),
]);

/** /console/library/text: one text, what is known of it and from where, its articles, and whether it still holds. */
export function addText(console: Console, deps: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: TEXT,
    roles: LEADERS,
    handle: (visit) => show(console, deps, visit, visit.c.req.query()),
  });
  console.page({
    method: 'post',
    path: TEXT,
    roles: ADMINS,
    handle: async (visit) => {
      const row = (await lookFor(deps, visit.body))?.row;
      const parsed = bodySchema.safeParse(visit.body);
      if (row === undefined || !parsed.success) return visit.c.redirect(HOME, 303);
      const outcome = await act(deps, visit, row, parsed.data);
      // What was typed and not taken stays in the form.
      if (isRefused(outcome)) return await show(console, deps, visit, visit.body, outcome);
      return answer(visit, outcome, 'kept', pathOfText(row));
    },
  });
}

async function act(
  { office, release }: LibraryPagesDeps,
  visit: Visit,
  row: TextRow,
  wish: z.infer<typeof bodySchema>,
): Promise<Refused | object> {
  const [by, { version }] = [byOf(visit), wish];
  if (wish.do === 'facts') {
    const facts = enteredOf(row, wish, release().regions);
    if (isRefused(facts)) return facts;
    if (Object.keys(facts).length === 0) return { refused: 'unchanged' };
    const { file, kind, nth } = row;
    return await office.enterFacts(by, version, { file, kind, nth }, facts);
  }
  if (row.id === null) return { refused: 'no-such-instrument' };
  if (wish.do === 'reinstate') return await office.reinstate(by, version, row.id);
  const { on, how, why, instead } = wish;
  return await office.endInstrument(by, version, row.id, {
    on,
    how,
    why,
    instead: instead === '' ? null : instead,
  });
}

type Found = { readonly row: TextRow; readonly state: OfficeState; readonly reports: Reports };

/** A text of the draft. */
async function lookFor(
  deps: LibraryPagesDeps,
  fields: Readonly<Record<string, unknown>>,
): Promise<Found | undefined> {
  const place = placeSchema.safeParse(fields);
  if (!place.success) return undefined;
  const { file, kind, nth } = place.data;
  const state = await deps.office.state();
  const source = state.draft.sources.files.find((one) => one.file === file);
  if (source === undefined) return undefined;
  const reports = await readReports(deps, state);
  const texts = textsOf(source, reports, deps.release().instruments);
  const row = texts.find((one) => one.kind === kind && one.nth === nth);
  return row && { row, state, reports };
}

async function show(
  console: Console,
  deps: LibraryPagesDeps,
  visit: Visit,
  fields: Readonly<Record<string, unknown>>,
  refused?: Refused,
): Promise<Response> {
  const found = await lookFor(deps, fields);
  if (found === undefined) {
    const body = html`<p><a href="${HOME}/texts">${copy.back}</a></p>`;
    return libraryPage(console, visit, { part: null, title: copy.title, body, fault: copy.none }, 404);
  }
  const { row, state, reports } = found;
  const { version, sources } = state.draft;
  const editing = { visit, may: isAdmin(visit), version };
  const names = createNames(reports.prepared ?? reports.inForce, deps);
  const standing = standingTexts(row, sources.files, reports, deps.release().instruments);
  const body = html`<div class="library"><p class="small">${row.file} · <a href="${pathOfReadText(row)}">${copy.read}</a></p>
${row.id === null ? html`<p class="notice soft">${copy.unread}</p>` : ''}
<section><h2>${copy.facts}</h2>${factsHtml(row, { ...editing, names, typed: refused === undefined ? {} : fields })}</section>
${row.id === null ? '' : html`<section><h2>${copy.ending}</h2>${endingHtml(row, { ...editing, standing })}</section>`}
${outlineHtml(row, deps.policies())}
${editing.may ? html`<section>${removeHtml(visit, version, row)}</section>` : ''}</div>`;
  const fault = refused && libraryOfficeCopy.refused(refused.refused);
  return libraryPage(
    console,
    visit,
    { part: null, title: row.title, body, fault },
    refused === undefined ? 200 : 409,
  );
}
