import { z } from 'zod';
import { instrumentKindSchema } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy } from '../../copy/library-office.ts';
import { html } from '../../http/html.ts';
import { isRefused, type Refused } from '../../library/refused.ts';
import { ADMINS, LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { versionSchema } from './acts.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { removeHtml } from './draft-html.ts';
import { endingHtml } from './ending-html.ts';
import { enteredOf, factsHtml, factsSchema } from './facts-html.ts';
import { answer, byOf, HOME, isAdmin, libraryPage } from './library-page.ts';
import { outlineHtml } from './outline-html.ts';
import { pathOfText, TEXT } from './text-path.ts';
import { readReports, type TextRow, textsOf } from './texts.ts';

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
      const row = await rowAt(deps, visit.body);
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

/** A text of the draft; one that nobody has checked yet is known by its place alone. */
async function rowAt(
  deps: LibraryPagesDeps,
  fields: Readonly<Record<string, unknown>>,
): Promise<TextRow | undefined> {
  const place = placeSchema.safeParse(fields);
  if (!place.success) return undefined;
  const { file, kind, nth } = place.data;
  const state = await deps.office.state();
  const source = state.draft.sources.files.find((one) => one.file === file);
  if (source === undefined) return undefined;
  const texts = textsOf(source, await readReports(deps, state), deps.release().instruments);
  const unread = { id: null, report: undefined, coverage: undefined, instrument: undefined };
  return (
    texts.find((one) => one.kind === kind && one.nth === nth) ?? {
      file,
      kind,
      nth,
      source,
      title: file,
      ...unread,
    }
  );
}

async function show(
  console: Console,
  deps: LibraryPagesDeps,
  visit: Visit,
  fields: Readonly<Record<string, unknown>>,
  refused?: Refused,
): Promise<Response> {
  const row = await rowAt(deps, fields);
  if (row === undefined)
    return libraryPage(
      console,
      visit,
      {
        part: null,
        title: copy.title,
        body: html`<p><a href="${HOME}/texts">${copy.back}</a></p>`,
        fault: copy.none,
      },
      404,
    );
  const { draft } = await deps.office.state();
  const editing = { visit, may: isAdmin(visit), version: draft.version };
  const { instruments } = deps.release();
  const body = html`<div class="library"><p class="small">${row.file}</p>
${row.id === null ? html`<p class="notice soft">${copy.unread}</p>` : ''}
<section><h2>${copy.facts}</h2>${factsHtml(row, { ...editing, typed: refused === undefined ? {} : fields })}</section>
${row.id === null ? '' : html`<section><h2>${copy.ending}</h2>${endingHtml(row, { ...editing, instruments })}</section>`}
${outlineHtml(row, deps.policies())}
${editing.may ? html`<section>${removeHtml(visit, draft.version, row)}</section>` : ''}</div>`;
  const fault = refused && libraryOfficeCopy.refused(refused.refused);
  return libraryPage(
    console,
    visit,
    { part: null, title: row.title, body, fault },
    refused === undefined ? 200 : 409,
  );
}
