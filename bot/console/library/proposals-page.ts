import { z } from 'zod';
import type { Prepared, Proposal } from '#ingest/office';
import type { LibrarySources } from '#knowledge';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import { isRefused } from '../../library/refused.ts';
import { ADMINS, LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { versionSchema } from './acts.ts';
import type { LibraryPagesDeps } from './deps.ts';
import type { Editing } from './facts-html.ts';
import { answer, byOf, formHtml, HOME, isAdmin, libraryPage } from './library-page.ts';
import { linesOf } from './places.ts';
import { createNames, type Names, reportOf } from './report-of.ts';
import { unaskedHtml } from './unasked-html.ts';

const copy = consoleLibraryCopy.proposals;
const PATH = `${HOME}/proposals`;
const MOST = 100;

const article = z.string();
const ofDraft = { version: versionSchema, article };
const ownSchema = z.object({
  do: z.literal('own'),
  ...ofDraft,
  words: z.string().default(''),
  questions: z.string().default(''),
});
const bodySchema = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['approve', 'drop', 'withdraw']), ...ofDraft, matter: z.string() }),
  ownSchema,
]);
type Own = Pick<z.infer<typeof ownSchema>, 'article' | 'words' | 'questions'>;

/** /console/library/proposals: as workers would ask for new articles; a person says which of them fit. */
export function addProposals(console: Console, deps: LibraryPagesDeps): void {
  const { office } = deps;
  console.page({
    method: 'get',
    path: PATH,
    roles: LEADERS,
    handle: (visit) =>
      show(console, deps, visit, { article: visit.c.req.query('article') ?? '', words: '', questions: '' }),
  });
  console.page({
    method: 'post',
    path: PATH,
    roles: ADMINS,
    handle: async (visit) => {
      const parsed = bodySchema.safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(PATH, 303);
      const [wish, by] = [parsed.data, byOf(visit)];
      if (wish.do === 'own') {
        const given = {
          article: wish.article.trim(),
          words: linesOf(wish.words),
          questions: linesOf(wish.questions),
        };
        const added = await office.addQuestions(by, wish.version, given);
        if (!isRefused(added)) return answer(visit, added, 'kept', PATH);
        return await show(console, deps, visit, wish, libraryOfficeCopy.refused(added.refused));
      }
      const { version, ...pair } = wish;
      const which = { article: pair.article, matter: pair.matter };
      if (wish.do === 'approve')
        return answer(visit, await office.approveAnswer(by, version, which), 'kept', PATH);
      if (wish.do === 'drop')
        return answer(visit, await office.dropProposal(by, version, which), 'dropped', PATH);
      return answer(visit, await office.withdrawAnswer(by, version, which), 'kept', PATH);
    },
  });
}

async function show(
  console: Console,
  deps: LibraryPagesDeps,
  visit: Visit,
  given: Own,
  fault?: string,
): Promise<Response> {
  const { office, release } = deps;
  const { draft } = await office.state();
  const report = await reportOf(deps, visit);
  const names = createNames(report, deps);
  const name = names.article;
  const matters = new Map(release().matters.map(({ matter, name: own }) => [matter, own]));
  const editing = { visit, may: isAdmin(visit), version: draft.version };
  const proposals = report?.proposals ?? [];
  const { answers, questions } = draft.sources;
  const lost = (report?.broken ?? []).filter(({ own }) => own);
  const isLost = (id: string, isIt: (matter: string) => boolean) =>
    lost.some((one) => one.article === id && isIt(one.matter));
  const body = html`<div class="library"><p>${copy.about}</p>
<section><h2>${copy.open(proposals.length)}</h2>${proposals.length === 0 ? html`<p>${report === undefined ? copy.unchecked : copy.none}</p>` : ''}<ul class="texts">${proposals.slice(0, MOST).map((one) => proposalHtml(one, name, editing))}</ul>
${proposals.length > MOST ? html`<p>${consoleLibraryCopy.changes.more(proposals.length - MOST)}</p>` : ''}</section>
${answers.length === 0 ? '' : html`<section><h2>${copy.approved(answers.length)}</h2><ul class="texts">${answers.map((one) => answerHtml(one, { name, matter: matters.get(one.matter) ?? one.matter, isLost: isLost(one.article, (matter) => matter === one.matter) }, editing))}</ul></section>`}
${questions.length === 0 ? '' : html`<section><h2>${copy.own(questions.length)}</h2><ul class="texts">${questions.map((one) => ownHtml(one, { name, isLost: isLost(one.article, isOwnMatter) }, editing))}</ul></section>`}
${unaskedHtml(report, draft.sources, names)}
${editing.may ? html`<section id="own"><h2>${copy.add}</h2>${given.article === '' ? html`<p>${copy.choose} <a href="${HOME}/texts">${consoleLibraryCopy.nav.texts}</a></p>` : addHtml(given, { name, text: textOf(given.article, report, deps) }, editing)}</section>` : ''}</div>`;
  return libraryPage(
    console,
    visit,
    { part: 'proposals', title: copy.title, body, fault },
    fault === undefined ? 200 : 409,
  );
}

function proposalHtml(
  { article: id, matter, matterName, words, questions }: Proposal,
  name: (article: string) => string,
  { visit, may, version }: Editing,
): Html {
  const which = { version, article: id, matter };
  return html`<li class="card"><h3>${name(id)}</h3><blockquote>${words}</blockquote>
<p>${copy.matter(matterName)}</p><ul class="plainly">${questions.map((one) => html`<li>${one}</li>`)}</ul>
${may ? html`<div class="send">${formHtml(visit, PATH, { do: 'drop', ...which }, html`<button class="plain">${copy.drop}<span class="aside"> ${name(id)} ${matterName}</span></button>`)}${formHtml(visit, PATH, { do: 'approve', ...which }, html`<button class="primary">${copy.approve}<span class="aside"> ${name(id)} ${matterName}</span></button>`)}</div>` : ''}</li>`;
}

/** isLost: its words do not stand in the article any more, and the release does without it. */
type Shown = { readonly name: (article: string) => string; readonly isLost: boolean };
const isOwnMatter = (matter: string): boolean => matter.startsWith('own-');

function answerHtml(
  { article: id, matter, words, by }: LibrarySources['answers'][number],
  names: Shown & { readonly matter: string },
  { visit, may, version }: Editing,
): Html {
  return html`<li class="card"><h3>${names.name(id)}</h3><p>${copy.matter(names.matter)}</p>${words.map((one) => html`<blockquote>${one}</blockquote>`)}
${names.isLost ? html`<p class="notice">${copy.lost}</p>` : ''}<p class="small">${copy.by(by)}</p>${may ? formHtml(visit, PATH, { do: 'withdraw', version, article: id, matter }, html`<div class="send"><button class="plain">${copy.withdraw}</button></div>`) : ''}</li>`;
}

function ownHtml(
  { article: id, words, questions, by }: LibrarySources['questions'][number],
  { name, isLost }: Shown,
  { visit, may, version }: Editing,
): Html {
  return html`<li class="card"><h3>${name(id)}</h3><ul class="plainly">${questions.map((one) => html`<li>${one}</li>`)}</ul>${words.map((one) => html`<blockquote>${one}</blockquote>`)}
${isLost ? html`<p class="notice">${copy.lost}</p>` : ''}<p class="small">${copy.by(by)}</p>${may ? formHtml(visit, PATH, { do: 'own', version, article: id }, html`<div class="send"><button class="plain">${copy.withdraw}</button></div>`) : ''}</li>`;
}

/** As much of an article's words as is known here: of one that is new, their beginning. */
function textOf(
  id: string,
  report: Prepared | undefined,
  { policies }: Pick<LibraryPagesDeps, 'policies'>,
): string {
  const found = report?.instruments.flatMap(({ outline }) => outline).find((one) => one.id === id);
  const inForce = policies().article(id)?.text;
  if (inForce !== undefined && (found === undefined || inForce.startsWith(found.opening))) return inForce;
  return found === undefined ? '' : `${found.opening}…`;
}

function addHtml(
  { article: id, words, questions }: Own,
  { name, text }: { readonly name: Names['article']; readonly text: string },
  { visit, version }: Editing,
): Html {
  return formHtml(
    visit,
    PATH,
    { do: 'own', version, article: id },
    html`<p><b>${name(id)}</b></p><blockquote class="diff">${text}</blockquote>
<label for="words">${copy.words}</label><textarea id="words" name="words" rows="2" required>${words}</textarea>
<label for="asked">${copy.questions}</label><textarea id="asked" name="questions" rows="4" required>${questions}</textarea>
<div class="send"><button class="primary">${copy.save}</button></div>`,
  );
}
