import type { CheckedQuestion } from '#ingest/office';
import { consoleLibraryCopy } from '../../copy/console-library.ts';
import { type Html, html } from '../../http/html.ts';
import { LEADERS } from '../access.ts';
import type { Console } from '../console.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { figuresHtml } from './figures-html.ts';
import { HOME, libraryPage } from './library-page.ts';
import { fallsHtml } from './prepared-html.ts';
import { createNames, type Names, noReportHtml, reportOf } from './report-of.ts';

const copy = consoleLibraryCopy.gate;
const MOST = 100;

/** /console/library/gate: whether answers got worse, and which; both answers beside one another. */
export function addGate(console: Console, deps: LibraryPagesDeps): void {
  console.page({
    method: 'get',
    path: `${HOME}/gate`,
    roles: LEADERS,
    handle: async (visit) => {
      const report = await reportOf(deps, visit);
      const part = 'gate';
      if (report === undefined)
        return libraryPage(console, visit, {
          part,
          title: copy.title,
          body: noReportHtml(visit),
        });
      const { gate } = report;
      const names = createNames(report, deps);
      const body = html`<div class="library"><section>${gate.fell ? html`<p class="notice">${consoleLibraryCopy.prepared.fell}</p>${fallsHtml(gate.falls)}` : html`<p>${consoleLibraryCopy.prepared.fine}</p>`}
<p class="small">${copy.how(gate.margin)}</p>${figuresHtml(gate.sets)}</section>
${gate.missed.length === 0 ? '' : listHtml(copy.missed(gate.missed.length), gate.missed, names)}
${listHtml(copy.worse(gate.worse.length), gate.worse, names)}${listHtml(copy.better(gate.better.length), gate.better, names)}</div>`;
      return libraryPage(console, visit, { part, title: copy.title, body });
    },
  });
}

function listHtml(head: string, questions: readonly CheckedQuestion[], names: Names): Html {
  const items = questions.slice(0, MOST).map((one) => questionHtml(one, names));
  const rest = questions.length - items.length;
  return html`<section><h2>${head}</h2>${items.length === 0 ? '' : html`<ul class="texts">${items}</ul>`}
${rest > 0 ? html`<p>${consoleLibraryCopy.changes.more(rest)}</p>` : ''}</section>`;
}

function questionHtml(
  { set, question, region, expect, gold, before, after }: CheckedQuestion,
  { article: name }: Names,
): Html {
  return html`<li class="card"><h3>${question}</h3>
<p class="small">${copy.set[set]}${region === null ? '' : ` · ${region.replaceAll('/', '')}`} · ${copy.expect[expect]}${gold.length === 0 ? '' : ` · ${copy.gold(gold.map(name).join('、'))}`}</p>
<div class="pair">${before === null ? '' : answerHtml(copy.before, before, name)}${answerHtml(copy.after, after, name)}</div></li>`;
}

function answerHtml(
  head: string,
  { status, cited, text }: CheckedQuestion['after'],
  name: (article: string) => string,
): Html {
  return html`<div><h4>${head}：${copy.status[status]}</h4>
${cited.length === 0 ? '' : html`<p class="small">${copy.cited(cited.map(name).join('、'))}</p>`}
<details><summary>${copy.text}</summary><p class="answer" tabindex="0">${text}</p></details></div>`;
}
