import { z } from 'zod';
import type { PolicyPages } from '#knowledge';
import type { Clock } from '../../clock.ts';
import { consoleCopy } from '../../copy/console.ts';
import { deskCopy } from '../../copy/desk.ts';
import { type CannedReplies, isCannedFault } from '../../desk/canned.ts';
import type { DeskDrafts } from '../../desk/drafts.ts';
import { isWithinReach } from '../../desk/reach.ts';
import type { Desk } from '../../desk/staff.ts';
import { type Html, html } from '../../http/html.ts';
import type { Staff } from '../../staff/staff.ts';
import { placedTickets } from '../../store/queue.ts';
import { allStaff } from '../../store/staff.ts';
import type { Store, Tx } from '../../store/store.ts';
import { lettersOf } from '../../store/ticket-letters.ts';
import { EVERY_ROLE } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { keysHtml } from '../keys-html.ts';
import type { Live } from '../live/live.ts';
import { liveHtml } from '../live/live-html.ts';
import { actOn, parseWish } from './act.ts';
import { answersHtml, citationsHtml, filesHtml, historyHtml, statusHtml } from './aside-html.ts';
import { barHtml, closeHtml, DRAFT_KINDS, type FormParts, wordHtml, writeHtml } from './forms-html.ts';
import { talkHtml } from './talk-html.ts';
import { fileAnswer, type TicketFiles } from './ticket-files.ts';

const copy = consoleCopy.ticket;
const PATH = '/console/tickets/:id';

export type TicketDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly files: TicketFiles;
  readonly live: Live;
  readonly pages: () => PolicyPages;
  readonly canned: Pick<CannedReplies, 'list' | 'expand'>;
  readonly drafts: Pick<DeskDrafts, 'save'>;
};

/** /console/tickets/T-…: one ticket, its files, and what is done with it. */
export function addTicket(console: Console, deps: TicketDeps): void {
  console.page({
    method: 'get',
    path: PATH,
    roles: EVERY_ROLE,
    handle: async (visit) => showTicket(deps, visit, await withCanned(deps, visit)),
  });
  console.page({
    method: 'post',
    path: PATH,
    roles: EVERY_ROLE,
    handle: (visit) => actOnTicket(deps, visit),
  });
  console.page({
    method: 'get',
    path: `${PATH}/letters`,
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const id = idOf(visit);
      if (!(await isHere(deps, visit, id))) return visit.c.json({ say: copy.notFound }, 404);
      const letters = await deps.store.transaction((tx) => lettersOf(tx, id), 'own');
      return visit.c.json(
        Object.fromEntries([...letters].map(([seq, state]) => [seq, { state, say: copy.letter[state] }])),
      );
    },
  });
  console.page({
    method: 'post',
    path: `${PATH}/drafts`,
    roles: EVERY_ROLE,
    handle: (visit) => saveDraft(deps, visit),
  });
  console.page({
    method: 'get',
    path: `${PATH}/files/:file`,
    roles: EVERY_ROLE,
    handle: async (visit) => {
      const read = await deps.files.read(idOf(visit), visit.c.req.param('file') ?? '', visit);
      return read === undefined ? notFound(visit) : fileAnswer(read);
    },
  });
}

const idOf = (visit: Visit) => visit.c.req.param('id') ?? '';

const notFound = (visit: Visit) =>
  visit.page(
    {
      title: consoleCopy.queue.title,
      body: html`<p class="notice" role="alert">${copy.notFound}</p><p><a href="/console">${copy.back}</a></p>`,
    },
    404,
  );

/** Asked before anything of the ticket is read. */
function isHere({ store }: TicketDeps, { staff }: Visit, id: string): Promise<boolean> {
  return store.transaction((tx) => mayOpen(tx, staff, id), 'own');
}

async function mayOpen(tx: Tx, staff: Staff, id: string): Promise<boolean> {
  const placed = (await placedTickets(tx, [id])).get(id);
  return placed !== undefined && isWithinReach(staff, placed);
}

type Said = {
  readonly status: 200 | 404 | 409;
  readonly say: string | null;
  /** What was written and not taken, by form. */
  readonly kept: FormParts['kept'];
};

/** The page with a reply put into its box, where the address names one. */
async function withCanned({ canned }: TicketDeps, visit: Visit): Promise<Said> {
  const id = visit.c.req.query('canned') ?? '';
  const nothing = { status: 200, say: null, kept: {} } as const;
  if (id === '') return nothing;
  const found = await canned.expand(id);
  if (found === undefined) return { ...nothing, say: consoleCopy.canned.gone };
  if (isCannedFault(found)) return { ...nothing, say: consoleCopy.canned.fault[found.fault](found.article) };
  const say = found.changed.length === 0 ? null : consoleCopy.canned.changed(found.changed.join('、'));
  return { status: 200, say, kept: { reply: found.text } };
}

const draftSchema = z.object({
  kind: z.enum(DRAFT_KINDS),
  words: z.string().trim().min(1).max(4000),
  cites: z.string().optional(),
});

async function saveDraft(deps: TicketDeps, visit: Visit): Promise<Response> {
  const { c, viewer, body } = visit;
  const id = idOf(visit);
  const script = c.req.header('accept')?.includes('application/json') === true;
  if (!(await isHere(deps, visit, id)))
    return script ? c.json({ ok: false, say: copy.notFound }, 404) : notFound(visit);
  const parsed = draftSchema.safeParse(body);
  if (!parsed.success) {
    const say = consoleCopy.draft.empty;
    return script
      ? c.json({ ok: false, say }, 409)
      : await showTicket(deps, visit, { status: 409, say, kept: {} });
  }
  const { kind, words, cites } = parsed.data;
  const shown = cites === undefined ? undefined : await deps.desk.show(id, viewer);
  const articles = [...new Set(shown?.view.draft?.citations.map((citation) => citation.id) ?? [])];
  if ((await deps.drafts.save({ kind, text: words, articles, by: viewer.name, ticket: id })) === undefined) {
    const say = deskCopy.illegal['is-withdrawn'];
    return script
      ? c.json({ ok: false, say }, 409)
      : await showTicket(deps, visit, { status: 409, say, kept: {} });
  }
  return script
    ? c.json({ ok: true, say: consoleCopy.draft.saved })
    : c.redirect(`/console/tickets/${id}`, 303);
}

async function showTicket(deps: TicketDeps, visit: Visit, { status, say, kept }: Said): Promise<Response> {
  const { store, clock, desk, files, live } = deps;
  const { viewer, csrf } = visit;
  const id = idOf(visit);
  // Before the ticket is read: what comes in between is told twice, and nothing is passed over.
  const here = await store.transaction(
    async (tx) =>
      (await mayOpen(tx, visit.staff, id))
        ? { since: await live.end(tx), staff: await allStaff(tx) }
        : undefined,
    'own',
  );
  if (here === undefined) return notFound(visit);
  const { since, staff } = here;
  const shown = await desk.show(id, viewer);
  if (shown === undefined) return notFound(visit);
  const { view } = shown;
  const attached = await files.list(id, view);
  const colleagues = staff.map(({ name }) => name).filter((name) => name !== view.ticket.holder);
  const forms: FormParts = { id, shown, viewer, csrf, colleagues, kept, canned: await deps.canned.list() };
  const pages = deps.pages();
  const act = consoleCopy.act;
  const body = html`<div class="back"><a href="/console" id="back">${copy.back}</a><p class="status" id="live" role="status"></p></div>
<nav class="bar" aria-label="${act.bar}" data-live="bar">${barHtml(forms)}</nav>
${say === null ? '' : html`<p class="notice" role="alert">${say}</p>`}
<div class="ticket" id="ticket" data-seq="${view.ticket.seq}">
<div class="middle">
${section('status-top', consoleCopy.ticket.status, statusHtml(shown, pages, clock.now()))}
${section('talk', copy.talk, talkHtml(shown, id, attached))}
<section aria-labelledby="to-more" class="writing"><h2 id="to-more">${act.heading}</h2>
<div data-live="write" data-keep>${writeHtml(forms)}</div>
<div data-live="word">${wordHtml(forms)}</div>
<div data-live="close" data-keep>${closeHtml(forms)}</div></section>
</div>
<aside class="beside" aria-label="${copy.answers}">
${section('answers', copy.answers, answersHtml(view.draft, shown))}
${section('citations', copy.citations, citationsHtml(view.draft?.citations ?? [], pages))}
${section('files', copy.files, filesHtml(id, view.draft, attached))}
<details class="more"><summary>${copy.history}</summary><div data-live="history">${historyHtml(shown)}</div></details>
</aside></div>
${liveHtml({ since, ticket: id, csrf })}${keysHtml('ticket')}`;
  const title = `${deskCopy.kind[shown.kind]} ${id} ${view.alias}`;
  return visit.page({ title, body, scripts: ['ticket.js'] }, status);
}

function section(name: string, head: string, body: Html): Html {
  return html`<section class="${name}" aria-labelledby="head-${name}"><h2 id="head-${name}">${head}</h2><div data-live="${name}">${body}</div></section>`;
}

async function actOnTicket(deps: TicketDeps, visit: Visit): Promise<Response> {
  const { c, viewer, body } = visit;
  const id = idOf(visit);
  const script = c.req.header('accept')?.includes('application/json') === true;
  if (!(await isHere(deps, visit, id)))
    return script ? c.json({ ok: false, say: copy.notFound }, 404) : notFound(visit);
  const wish = parseWish(body);
  const acted =
    typeof wish === 'string'
      ? { ok: false as const, status: 409 as const, say: wish }
      : ((await refusedTarget(deps, visit, wish.command)) ?? (await actOn(deps.desk, id, wish, viewer)));
  if (acted.ok) {
    deps.live.nudge();
    const say = typeof wish === 'string' ? '' : consoleCopy.act.done[wish.act];
    return script ? c.json({ ok: true, say }) : c.redirect(`/console/tickets/${id}`, 303);
  }
  if (script) return c.json({ ok: false, say: acted.say }, acted.status);
  const words = typeof body.words === 'string' ? body.words : '';
  const kept = typeof body.do === 'string' && words !== '' ? { [body.do]: words } : {};
  const say = words === '' ? acted.say : `${acted.say}${consoleCopy.refused.kept}`;
  return await showTicket(deps, visit, { status: acted.status, say, kept });
}

/** Whom it is handed to must be of the staff, and what it is merged into must be one they may open. */
async function refusedTarget(
  deps: TicketDeps,
  visit: Visit,
  command: Parameters<Desk['act']>[1],
): Promise<{ readonly ok: false; readonly status: 409; readonly say: string } | undefined> {
  const { refused } = consoleCopy;
  if (command.kind === 'merge' && command.into !== idOf(visit) && !(await isHere(deps, visit, command.into)))
    return { ok: false, status: 409, say: refused.noTarget };
  if ((command.kind === 'transfer' || command.kind === 'reassign') && command.to !== null) {
    const { to } = command;
    const staff = await deps.store.transaction(allStaff);
    if (!staff.some(({ name }) => name === to)) return { ok: false, status: 409, say: refused.noColleague };
  }
  return undefined;
}
