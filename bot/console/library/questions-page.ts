import { z } from 'zod';
import { formatChinaDay } from '../../china-time.ts';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { libraryOfficeCopy } from '../../copy/library-office.ts';
import { type Html, html } from '../../http/html.ts';
import type { OwnQuestion } from '../../library/own-questions.ts';
import { isRefused } from '../../library/refused.ts';
import { ADMINS, LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { answer, byOf, formHtml, HOME, isAdmin, libraryPage } from './library-page.ts';
import { linesOf, placeOf } from './places.ts';
import { createNames, type Names, reportOf } from './report-of.ts';

const copy = consoleLibraryCopy.questions;
const PATH = `${HOME}/questions`;
const EXPECTS = ['answer', 'abstain', 'ask_region'] as const;

const addSchema = z.object({
  do: z.literal('add'),
  question: z.string(),
  region: z.string().default(''),
  expect: z.enum(EXPECTS),
  gold: z.string().default(''),
  quote: z.string().default(''),
});
type Given = Omit<z.infer<typeof addSchema>, 'do'>;
const bodySchema = z.discriminatedUnion('do', [
  addSchema,
  z.object({ do: z.literal('remove'), id: z.string() }),
]);
const EMPTY: Given = { question: '', region: '', expect: 'answer', gold: '', quote: '' };

/** /console/library/questions: what the union itself asks of every release before it is published. */
export function addOwnQuestionPages(console: Console, deps: LibraryPagesDeps): void {
  const { office, release } = deps;
  console.page({
    method: 'get',
    path: PATH,
    roles: LEADERS,
    handle: (visit) => show(console, deps, visit, { ...EMPTY, gold: visit.c.req.query('article') ?? '' }),
  });
  console.page({
    method: 'post',
    path: PATH,
    roles: ADMINS,
    handle: async (visit) => {
      const parsed = bodySchema.safeParse(visit.body);
      if (!parsed.success) return visit.c.redirect(PATH, 303);
      const wish = parsed.data;
      if (wish.do === 'remove')
        return answer(visit, await office.removeOwnQuestion(byOf(visit), wish.id), 'question-gone', PATH);
      const typed = wish.region.trim();
      const region = typed === '' ? null : placeOf(release().regions, typed);
      const added =
        region === undefined
          ? { refused: 'no-such-place' as const }
          : await office.addOwnQuestion(byOf(visit), {
              ...{ question: wish.question, region, expect: wish.expect },
              gold: linesOf(wish.gold),
              mustQuote: linesOf(wish.quote),
            });
      if (isRefused(added))
        return await show(console, deps, visit, wish, libraryOfficeCopy.refused(added.refused));
      return answer(visit, added, 'question-added', PATH);
    },
  });
}

async function show(
  console: Console,
  deps: LibraryPagesDeps,
  visit: Visit,
  given: Given,
  fault?: string,
): Promise<Response> {
  const questions = await deps.office.ownQuestions();
  const names = createNames(await reportOf(deps, visit), deps);
  const may = isAdmin(visit);
  const body = html`<div class="library"><p>${copy.about}</p>
${may ? html`<section><h2>${copy.add}</h2>${addHtml(visit, given)}</section>` : ''}
<section><h2>${copy.all(questions.length)}</h2><ul class="texts">${questions.map((one) => questionHtml(visit, one, { names, may }))}</ul></section></div>`;
  return libraryPage(
    console,
    visit,
    { part: 'questions', title: copy.title, body, fault },
    fault === undefined ? 200 : 409,
  );
}

function questionHtml(
  visit: Visit,
  one: OwnQuestion,
  { names, may }: { readonly names: Names; readonly may: boolean },
): Html {
  const { id, question, region, expect, gold, mustQuote, by, at } = one;
  const gate = consoleLibraryCopy.gate;
  return html`<li class="card"><h3>${question}</h3>
<p class="small">${region === null ? '' : `${region.replaceAll('/', '')} · `}${gate.expect[expect]}${gold.length === 0 ? '' : ` · ${gate.gold(gold.map(names.article).join('、'))}`}${mustQuote.length === 0 ? '' : ` · ${copy.mustQuote(mustQuote.join('；'))}`}</p>
<p class="small">${copy.by(by, formatChinaDay(at))}</p>
${may ? formHtml(visit, PATH, { do: 'remove', id }, html`<div class="send"><button class="plain">${copy.remove}<span class="aside"> ${question}</span></button></div>`) : ''}</li>`;
}

function addHtml(visit: Visit, { question, region, expect, gold, quote }: Given): Html {
  const options = EXPECTS.map(
    (one) =>
      html`<option value="${one}"${one === expect ? html` selected` : ''}>${consoleLibraryCopy.gate.expect[one]}</option>`,
  );
  return formHtml(
    visit,
    PATH,
    { do: 'add' },
    html`<label for="question">${copy.question}</label><input id="question" name="question" value="${question}" maxlength="200" required autocomplete="off">
<label for="region">${copy.region}</label><input id="region" name="region" value="${region}" maxlength="60" autocomplete="off" placeholder="${copy.regionHint}">
<label for="expect">${copy.expect}</label><select id="expect" name="expect">${options}</select>
<label for="gold">${copy.gold}</label><textarea id="gold" name="gold" rows="2">${gold}</textarea>
<label for="quote">${copy.quote}</label><textarea id="quote" name="quote" rows="2">${quote}</textarea>
<div class="send"><button class="primary">${copy.save}</button></div>`,
  );
}
