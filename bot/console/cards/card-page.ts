import { formatPolicyPath } from '#knowledge';
import { CARD_FORMS, type CardJob } from '../../cards/card.ts';
import { CARD_TYPE, formatBookName, formatCardName } from '../../cards/card-file.ts';
import type { KeptCard } from '../../cards/kept-cards.ts';
import { cardsCopy } from '../../copy/cards.ts';
import { type Html, html } from '../../http/html.ts';
import { PaperNotMade } from '../../papers/press.ts';
import { EVERY_ROLE } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { CARDS_PATH, makeFields, stateOf } from './cards-page.ts';
import type { CardDesk } from './pages.ts';

const copy = cardsCopy.console;

/** /console/cards/:id: one card or book as it looks, and its files. What no text says any more is shown, not printed. */
export function addCardFiles(console: Console, desk: CardDesk): void {
  console.page({
    method: 'get',
    path: `${CARDS_PATH}/:id`,
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const one = await desk.kept.find(visit.c.req.param('id') ?? '');
      return one === undefined ? missing(visit) : showOne(desk, visit, one);
    },
  });
  console.page({
    method: 'get',
    path: `${CARDS_PATH}/:id/:form`,
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const one = await desk.kept.find(visit.c.req.param('id') ?? '');
      const file = one && fileOf(one, visit.c.req.param('form') ?? '');
      return one === undefined || file === undefined ? missing(visit) : await send(desk, visit, one, file);
    },
  });
}

const missing = (visit: Visit) => say(visit, copy.gone, 404);

function say(visit: Visit, words: string, status: 404 | 409): Response {
  const body = html`<p class="notice" role="alert">${words}</p><p><a href="${CARDS_PATH}">${copy.back}</a></p>`;
  return visit.page({ title: copy.title, body }, status);
}

type File = { readonly job: CardJob; readonly name: string; readonly mime: string };

function fileOf(one: KeptCard, wanted: string): File | undefined {
  if (one.kind === 'book')
    return wanted === 'book'
      ? { job: { form: 'book', book: one.book }, name: formatBookName(one.book), mime: 'application/pdf' }
      : undefined;
  const form = CARD_FORMS.find((known) => known === wanted);
  return (
    form && { job: { form, card: one.card }, name: formatCardName(one.card, form), mime: CARD_TYPE[form] }
  );
}

async function send(
  desk: CardDesk,
  visit: Visit,
  one: KeptCard,
  { job, name, mime }: File,
): Promise<Response> {
  const state = stateOf(desk, one);
  if (state !== undefined) return say(visit, cardsCopy.outdated[state], 409);
  const wait = desk.limit.take(visit.staff.name);
  if (wait > 0) return say(visit, copy.tooFast(wait), 409);
  try {
    const bytes = await desk.cardPress.renderCard(job, visit.c.req.raw.signal);
    const isShown = visit.c.req.query('show') !== undefined;
    if (!isShown) await visit.audit({ action: 'export', fields: ['card', one.id, job.form] });
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': mime,
        // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Disposition
        'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="card"; filename*=UTF-8''${encodeURIComponent(name)}`,
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    if (error instanceof PaperNotMade) return say(visit, cardsCopy.notMade, 409);
    throw error;
  }
}

function showOne(desk: CardDesk, visit: Visit, one: KeptCard): Response {
  const state = stateOf(desk, one);
  const path = `${CARDS_PATH}/${one.id}`;
  const warning =
    state === undefined ? '' : html`<p class="notice" role="alert">${cardsCopy.outdated[state]}</p>`;
  const forms = one.kind === 'book' ? (['book'] as const) : CARD_FORMS;
  const links = forms.map(
    (form) =>
      html`<li><a href="${path}/${form}" download>${copy.download}：${cardsCopy.forms[form]}</a></li>`,
  );
  const body = html`<div class="plain">${warning}
${state === undefined ? html`<ul>${links}</ul>` : one.kind === 'card' ? again(visit, one) : ''}
${one.kind === 'card' ? cardHtml(one, { clause: clausePath(desk, one, state), picture: state === undefined ? `${path}/png?show` : undefined }) : bookHtml(one)}
<p><a href="${CARDS_PATH}">${copy.back}</a></p></div>`;
  return visit.page({ title: one.kind === 'card' ? one.card.title : one.book.title, body });
}

function again({ csrf }: Visit, { card }: Extract<KeptCard, { kind: 'card' }>): Html {
  return html`<form method="post" action="${CARDS_PATH}">${makeFields(csrf, card)}<button>${copy.again}</button></form>`;
}

/** Opens the clause as it was on the card; where it is another by now, its page says so. */
function clausePath(
  { library }: CardDesk,
  { card }: Extract<KeptCard, { kind: 'card' }>,
  state: ReturnType<typeof stateOf>,
): string {
  const { article, quote, release, sums } = card;
  return state === undefined
    ? library().pages.pathOf(article, quote)
    : formatPolicyPath(article, [], { release, sum: sums[article] });
}

/** The words beside the picture, for who does not see it. */
function cardHtml(
  { card }: Extract<KeptCard, { kind: 'card' }>,
  { clause, picture }: { readonly clause: string; readonly picture: string | undefined },
): Html {
  return html`<section class="card"><ol>${card.lines.map((line) => html`<li>${line}</li>`)}</ol>
${card.quote.split('\n').map((piece) => html`<blockquote>“${piece}”</blockquote>`)}
<p>——${card.head}<br>${card.note}</p><p><a href="${clause}">${cardsCopy.codes.page}</a></p><p class="small">${copy.version(card.release)}</p></section>
${picture === undefined ? '' : html`<h2>${copy.preview}</h2><p><img src="${picture}" alt="${card.title}" width="360"></p>`}`;
}

function bookHtml({ book }: Extract<KeptCard, { kind: 'book' }>): Html {
  return html`<section class="card"><h2>${copy.contents}</h2>
<ol>${book.cards.map(({ title, place }) => html`<li>${title} · ${place}</li>`)}</ol>
<p class="small">${copy.version(book.release)}</p></section>`;
}
