import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryCopy } from '../../copy/library.ts';
import { libraryOfficeCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import type { FileOutcome, GivenFile } from '../../library/intake.ts';
import { isRefused } from '../../library/refused.ts';
import { ADMINS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { byOf, formHtml, HOME, libraryPage } from './library-page.ts';
import { pathOfText } from './text-path.ts';
import { MOST_AT_ONCE, UPLOAD } from './upload-html.ts';

const { upload: copy, ...words } = consoleLibraryCopy;
const ROOM = 64 * 1024;

/** /console/library/files: what came of each file, and what to do next. */
export function addUpload(console: Console, { office, release }: LibraryPagesDeps): void {
  console.page({
    method: 'post',
    path: UPLOAD,
    roles: ADMINS,
    maxBody: MOST_AT_ONCE + ROOM,
    handle: async (visit) => {
      const files = await filesOf(visit);
      const show = (body: Html, fault?: string) =>
        libraryPage(
          console,
          visit,
          { part: null, title: copy.result, body, fault },
          fault === undefined ? 200 : 409,
        );
      if (files.length === 0) return show(html`<p><a href="${HOME}">${words.back}</a></p>`, copy.none);
      const added = await office.addFiles(byOf(visit), files, visit.c.req.raw.signal);
      if (isRefused(added))
        return show(
          html`<p><a href="${HOME}">${words.back}</a></p>`,
          libraryOfficeCopy.refused(added.refused),
        );
      const { regions } = release();
      const placeOf = (id: string) => regions.byId.get(id)?.id.replaceAll('/', '') ?? id;
      const isAny = added.files.some(isThere);
      const isAll = added.files.every(isThere);
      const check = formHtml(
        visit,
        HOME,
        { do: 'check', version: added.version },
        html`<p>${copy.next}</p><div class="send"><button class="primary">${words.draft.check}</button></div>`,
      );
      return show(html`<ul class="texts">${added.files.map((one) => outcomeHtml(one, placeOf))}</ul>
${isAll ? '' : html`<p>${copy.again}</p>`}${isAny ? check : ''}
<p><a href="${HOME}">${copy.more}</a></p>`);
    },
  });
}

/** All files of the form: the frame's fields keep one of a name only. */
async function filesOf({ c }: Visit): Promise<readonly GivenFile[]> {
  const form = await c.req.formData().catch(() => undefined);
  const files = (form?.getAll('files') ?? []).filter((one) => one instanceof File);
  const given = files.filter(({ name, size }) => name !== '' || size > 0);
  return await Promise.all(
    given.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

/** Now or from before: there is nothing to hand over again. */
const isThere = (one: FileOutcome): boolean => one.kind === 'added' || one.code === 'already-there';

function outcomeHtml(outcome: FileOutcome, placeOf: (id: string) => string): Html {
  if (outcome.kind === 'refused')
    return html`<li class="card refused"><p class="notice${isThere(outcome) ? ' soft' : ''}">${libraryOfficeCopy.file(outcome)}</p></li>`;
  const { file, notes, understood } = outcome;
  return html`<li class="card"><p>${copy.added(file)}</p>
${notes.map(({ code, detail }) => html`<p class="notice soft">${libraryCopy.reader.note(code, detail)}</p>`)}
${understood.length === 0 ? html`<p class="notice">${copy.nothing}</p>` : understood.map((one) => understoodHtml(file, one, placeOf))}</li>`;
}

type Understood = Extract<FileOutcome, { kind: 'added' }>['understood'][number];

function understoodHtml(file: string, one: Understood, placeOf: (id: string) => string): Html {
  const { kind, nth, title, number, issuers, date, region, level, articles, warnings } = one;
  const where = region === null ? (level === 'national' ? words.national : null) : placeOf(region);
  const facts = [
    [words.fact.number, number],
    [words.fact.issuers, issuers.length === 0 ? null : issuers.join('、')],
    [words.fact.date, date],
    [words.fact.region, where],
  ] as const;
  return html`<h2>${title}</h2>
<p class="small">${words.articles(articles)}${warnings === 0 ? '' : html` · <b>${words.warnings(warnings)}</b>`}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? html`<span class="late">${words.unknown}</span>`}</dd></div>`)}</dl>
<p><a href="${pathOfText({ file, kind, nth })}">${copy.facts}</a></p>`;
}
