import { z } from 'zod';
import type { KeptCard } from '../../cards/kept-cards.ts';
import { makeBook } from '../../cards/make-book.ts';
import { isCardFault, makeCard } from '../../cards/make-card.ts';
import { findOutdated } from '../../cards/outdated.ts';
import { formatChinaDay, formatChinaTime } from '../../china-time.ts';
import { cardsCopy } from '../../copy/cards.ts';
import { type Html, html } from '../../http/html.ts';
import { EVERY_ROLE } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { findSubjects } from './find-subjects.ts';
import type { CardDesk } from './pages.ts';

const copy = cardsCopy.console;
export const CARDS_PATH = '/console/cards';
/** Cards in the list, and in a book. */
const LISTED = 60;

const makeSchema = z.object({
  kind: z.enum(['matter', 'article']),
  subject: z.string().min(1).max(200),
  region: z.string().max(200).default(''),
  q: z.string().max(200).default(''),
});
/** What was looked for stays on the page when nothing came of a press. */
type Sought = { readonly region: string; readonly q: string; readonly from: number };
const NOTHING: Sought = { region: '', q: '', from: 0 };
const bookSchema = z.object({ title: z.string().trim().min(1).max(40) });

/** /console/cards: find something, make a card of it, see those that were made, bind some to a book. */
export function addCardDesk(console: Console, desk: CardDesk): void {
  console.page({
    method: 'get',
    path: CARDS_PATH,
    roles: EVERY_ROLE,
    menu: { label: copy.menu, order: 45 },
    handle: (visit) => {
      const { region = '', q = '', from = '' } = visit.c.req.query();
      return showDesk(desk, visit, { region, q, from: /^\d{1,6}$/.test(from) ? Number(from) : 0 }, '');
    },
  });
  console.page({ method: 'post', path: CARDS_PATH, roles: EVERY_ROLE, handle: (visit) => make(desk, visit) });
  console.page({
    method: 'post',
    path: `${CARDS_PATH}/book`,
    roles: EVERY_ROLE,
    handle: (visit) => bind(desk, visit),
  });
}

async function make(desk: CardDesk, visit: Visit): Promise<Response> {
  const wait = desk.limit.take(visit.staff.name);
  if (wait > 0) return await showDesk(desk, visit, NOTHING, copy.tooFast(wait));
  const form = makeSchema.safeParse(visit.body);
  if (!form.success) return await showDesk(desk, visit, NOTHING, cardsCopy.notMade);
  const { kind, subject, region, q } = form.data;
  const wanted = { kind, subject, region: kind === 'article' || region === '' ? null : region };
  const card = makeCard(desk.library(), desk.cardWays, wanted, formatChinaDay(desk.clock.now()));
  if (isCardFault(card)) return await showDesk(desk, visit, { region, q, from: 0 }, cardsCopy.faults[card]);
  const id = await desk.kept.keep({ kind: 'card', card }, visit.staff.name);
  await visit.audit({ action: 'write', fields: ['card', id] });
  return visit.c.redirect(`${CARDS_PATH}/${id}`, 303);
}

/** Binds the ticked ones, from the oldest on; none of them may say what no text says any more. */
async function bind(desk: CardDesk, visit: Visit): Promise<Response> {
  const wait = desk.limit.take(visit.staff.name);
  if (wait > 0) return await showDesk(desk, visit, NOTHING, copy.tooFast(wait));
  const form = bookSchema.safeParse(visit.body);
  if (!form.success) return await showDesk(desk, visit, NOTHING, copy.noTitle);
  const library = desk.library();
  const ids = Object.entries(visit.body).flatMap(([name, value]) =>
    name.startsWith('card-') && value === 'on' ? [name.slice('card-'.length)] : [],
  );
  if (ids.length > LISTED) return await showDesk(desk, visit, NOTHING, copy.tooMany(LISTED));
  const found = await Promise.all(ids.map((id) => desk.kept.find(id)));
  const ticked = found
    .flatMap((one) => (one?.kind === 'card' ? [one] : []))
    .toSorted((a, b) => a.madeAt - b.madeAt)
    .map(({ card }) => card);
  if (ticked.length === 0) return await showDesk(desk, visit, NOTHING, copy.noTicks);
  if (ticked.some((card) => findOutdated(card, library) !== undefined))
    return await showDesk(desk, visit, NOTHING, copy.mixed);
  const { title } = form.data;
  const day = formatChinaDay(desk.clock.now());
  const book = makeBook({ title, cards: ticked, release: library.pages.release, day }, desk.cardWays);
  const id = await desk.kept.keep({ kind: 'book', book }, visit.staff.name);
  await visit.audit({ action: 'write', fields: ['card-book', id] });
  return visit.c.redirect(`${CARDS_PATH}/${id}`, 303);
}

/** @param problem '' for none */
async function showDesk(
  desk: CardDesk,
  visit: Visit,
  { region, q, from }: Sought,
  problem: string,
): Promise<Response> {
  const { assistant } = desk.library();
  const words = q.slice(0, 200);
  const own = visit.staff.regions.find((id) => assistant.places.some((place) => place.id === id));
  const place = region === '' ? (own ?? '') : region;
  const kept = await desk.kept.list(LISTED + 1, from);
  const body = html`<div class="plain">${problem === '' ? '' : html`<p class="notice" role="alert">${problem}</p>`}
<p>${copy.how}</p>
${Object.values(desk.cardWays).every((way) => way === undefined) ? html`<p class="notice">${copy.noCode}</p>` : ''}
<form method="get" action="${CARDS_PATH}" class="find">
<label>${copy.place} <select name="region" required><option value="">${copy.anyPlace}</option>${assistant.places.map(
    ({ id, short }) => html`<option value="${id}"${id === place ? html` selected` : ''}>${short}</option>`,
  )}</select></label>
<label>${copy.search} <input name="q" value="${words}" maxlength="200" required></label>
<button>${copy.find}</button></form>
${words === '' ? '' : foundHtml(desk, visit, words, place)}
${keptHtml(desk, visit, kept.slice(0, LISTED))}
${kept.length > LISTED ? html`<p><a href="${CARDS_PATH}?from=${from + LISTED}">${copy.older}</a></p>` : ''}</div>`;
  return visit.page({ title: copy.title, body }, problem === '' ? 200 : 400);
}

function foundHtml(desk: CardDesk, { csrf }: Visit, words: string, region: string): Html {
  const library = desk.library();
  const place = region === '' ? null : region;
  const found = findSubjects(library.assistant, words, place);
  const { articles } = found;
  const day = formatChinaDay(desk.clock.now());
  // What the texts of the place do not say is not offered.
  const matters = found.matters.filter(
    ({ id }) =>
      place === null ||
      !isCardFault(makeCard(library, desk.cardWays, { kind: 'matter', subject: id, region: place }, day)),
  );
  if (matters.length + articles.length === 0) return html`<p class="notice">${copy.nothing}</p>`;
  const row = (kind: string, subject: string, name: string) => html`<li>
<form method="post" action="${CARDS_PATH}">${makeFields(csrf, { kind, subject, region })}<input type="hidden" name="q" value="${words}">
${name} <button>${copy.make}</button></form></li>`;
  const part = (title: string, rows: readonly Html[]) =>
    rows.length === 0 ? '' : html`<h2>${title}</h2><ul>${rows}</ul>`;
  return html`<section>${part(
    copy.matters,
    matters.map(({ id, name }) => row('matter', id, name)),
  )}${part(
    copy.articles,
    articles.map(({ id, head }) => row('article', id, head)),
  )}</section>`;
}

/** Hidden fields that make a card anew. */
export function makeFields(
  csrf: string,
  {
    kind,
    subject,
    region,
  }: { readonly kind: string; readonly subject: string; readonly region: string | null },
): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="kind" value="${kind}">
<input type="hidden" name="subject" value="${subject}"><input type="hidden" name="region" value="${region ?? ''}">`;
}

function keptHtml(desk: CardDesk, { csrf }: Visit, kept: readonly KeptCard[]): Html {
  if (kept.length === 0) return html`<h2>${copy.made}</h2><p>${copy.none}</p>`;
  const rows = kept.map((one) => {
    const by = html`<span class="small">${copy.by(one.staff, formatChinaTime(one.madeAt))}</span>`;
    const state = stateOf(desk, one);
    const mark = state === undefined ? '' : html` <b class="notice">${cardsCopy.outdated[state]}</b>`;
    const [title, release] =
      one.kind === 'card'
        ? [`${one.card.title} · ${one.card.place}`, one.card.release]
        : [`${cardsCopy.forms.book} · ${one.book.title}`, one.book.release];
    const tick =
      one.kind === 'card' && state === undefined
        ? html`<input type="checkbox" name="card-${one.id}" aria-label="${title}"> `
        : '';
    return html`<li>${tick}<a href="${CARDS_PATH}/${one.id}">${title}</a>${mark}<br>${by} <span class="small">${copy.version(release)}</span></li>`;
  });
  return html`<h2>${copy.made}</h2>
<form method="post" action="${CARDS_PATH}/book"><input type="hidden" name="csrf" value="${csrf}">
<p>${copy.tick}</p><ul>${rows}</ul>
<label>${copy.bookTitle} <input name="title" maxlength="40"></label> <button>${copy.makeBook}</button></form>`;
}

/** Of a book, what is worst in it. */
export function stateOf(
  { library }: Pick<CardDesk, 'library'>,
  one: KeptCard,
): keyof typeof cardsCopy.outdated | undefined {
  const cards = one.kind === 'card' ? [one.card] : one.book.cards;
  const states = cards.map((card) => findOutdated(card, library()));
  return (['gone', 'text', 'facts'] as const).find((state) => states.includes(state));
}
