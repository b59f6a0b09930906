import { citationHead } from '#knowledge';
import type { Button } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { deskCopy as copy } from '../copy/desk.ts';
import { parseTicketId, TICKET_ID } from '../desk/ticket-id.ts';
import type { DueClause, TicketSummary, WorkerOutcome } from '../desk/worker-tickets.ts';
import { formatAction, type TicketOp } from './actions.ts';
import { DESK_WINDOW, handoffTyped, onlyInPrivate } from './handoff.ts';
import { sayLines, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** Tickets that are over and still listed. */
const MOST_OVER = 3;
const OVER: readonly TicketSummary['state'][] = ['closed', 'merged', 'withdrawn'];

/** /进度: the state of each ticket, what is due next, and what that stands on. */
export async function progressCommand(turn: Turn): Promise<Reply> {
  if (turn.inbound.kind === 'group') return inGroup(turn);
  const all = await turn.records.tickets.mine();
  if (all.length === 0) return replyTo(turn, { say: [sayText(copy.progress.none)] });
  const live = all.filter(({ state }) => !OVER.includes(state));
  const over = all.filter(({ state }) => OVER.includes(state));
  const lines = [...live, ...over.slice(0, MOST_OVER)].flatMap((ticket) => ['', ...describe(turn, ticket)]);
  const left = over.length - MOST_OVER;
  const held = (await turn.records.tickets.held()) !== null;
  return replyTo(turn, {
    say: [
      sayLines([
        copy.progress.head,
        ...lines,
        ...(left > 0 ? ['', copy.progress.more(left)] : []),
        ...(held ? ['', copy.held.now] : []),
        ...(live.length > 0 ? ['', copy.progress.how] : []),
      ]),
    ],
  });
}

function describe(turn: Turn, { id, kind, topic, state, due }: TicketSummary): readonly string[] {
  const head = [copy.progress.title(id, copy.kind[kind], topic), copy.progress.state[state]];
  if (due === null) return head;
  const say = due.at < turn.now ? copy.progress.overdue : copy.progress.due;
  const basis = due.clause === null ? copy.progress.own : clauseLine(turn, due.clause);
  return [...head, say(due.what, formatChinaTime(due.at)), ...(basis === null ? [] : [basis])];
}

/** null when the texts in force do not have the article any more. */
function clauseLine({ library: { pages } }: Turn, { article, quote, binds }: DueClause): string | null {
  const found = pages.article(article);
  const text = found === undefined ? undefined : pages.instrument(found.instrument);
  if (found === undefined || text === undefined || pages.locate(article, quote).length === 0) return null;
  const head = citationHead({ title: text.title, number: text.number?.value ?? null, label: found.label });
  return copy.progress.clause(binds, quote, head);
}

/** The ticket that words behind /补充 are for: the one they name, the one in hand, the only one, the only one that waits for them. */
export async function addressee(
  turn: Turn,
  rest: string,
): Promise<{ readonly ticket: string | undefined; readonly words: string; readonly none: boolean }> {
  const { id, words } = splitId(rest);
  const live = (await turn.records.tickets.mine()).filter(({ state }) => !OVER.includes(state));
  const waiting = live.filter(({ state }) => state === 'waiting-worker');
  const only = live.length === 1 ? live[0] : waiting.length === 1 ? waiting[0] : undefined;
  const ticket = id ?? (await turn.records.tickets.held())?.id ?? only?.id;
  return { ticket, words, none: id === undefined && live.length === 0 };
}

/** /撤回 编号 */
export async function withdrawCommand(turn: Turn, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return inGroup(turn);
  const { id } = splitId(rest);
  if (id === undefined) return replyTo(turn, { say: [sayText(copy.withdraw.usage)] });
  return said(turn, await turn.records.tickets.withdraw(id), copy.withdraw.done(id));
}

/** Words that 转人工 waits for, and 解决了. */
export async function deskTyped(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (kind !== 'private' || content.kind !== 'text') return undefined;
  const words = content.text.trim();
  if (copy.progress.words.includes(words.replace(/[。！!？?.，,\s]+$/u, ''))) return progressCommand(turn);
  // A guide that was begun since then has the word.
  if (words === '' || turn.person.guide !== null) return undefined;
  return (await handoffTyped(turn, words)) ?? (await judged(turn, words, null));
}

const SOLVED: readonly string[] = ['解决了', '已解决', '已经解决了'];
const UNSOLVED: readonly string[] = ['没解决', '没有解决', '还没解决'];

/** 解决了, typed as it is while a ticket waits for it. @param ticket that was quoted; null for the one that waits longest */
export async function judged(turn: Turn, words: string, ticket: string | null): Promise<Reply | undefined> {
  const bare = words.replace(/[。！!.，,\s]+$/u, '');
  const solved = SOLVED.includes(bare);
  if (!solved && !UNSOLVED.includes(bare)) return undefined;
  const resolved = (await turn.records.tickets.mine()).filter(({ state }) => state === 'resolved');
  const one = ticket === null ? resolved.at(-1) : resolved.find(({ id }) => id === ticket);
  return one === undefined ? undefined : confirm(turn, one.id, solved);
}

export async function ticketPressed(
  turn: Turn,
  op: Exclude<TicketOp, 'tell' | 'untold'>,
  id: string,
): Promise<Reply> {
  if (op === 'solved' || op === 'unsolved') return confirm(turn, id, op === 'solved');
  if (op !== 'answer') return rate(turn, id, Number(op));
  const mine = (await turn.records.tickets.mine()).find((ticket) => ticket.id === id);
  if (mine === undefined) return replyTo(turn, { say: [sayText(copy.say.unknown)] });
  if (OVER.includes(mine.state)) return replyTo(turn, { say: [sayText(copy.letter.notWaiting)] });
  return listenFor(turn, id, copy.say.now);
}

async function confirm(turn: Turn, id: string, solved: boolean): Promise<Reply> {
  const outcome = await turn.records.tickets.confirm(id, solved);
  if (outcome.kind !== 'done') return said(turn, outcome, '');
  if (solved) return askForStars(turn, id);
  return listenFor(turn, id, [copy.letter.again(id), copy.letter.againHow].join('\n'));
}

/** Asked once, and nobody has to. */
function askForStars(turn: Turn, id: string): Reply {
  const row = copy.rate.stars.map((label, at): Button => {
    const op = STARS[at] ?? '5';
    return { label, does: { kind: 'action', action: formatAction({ kind: 'ticket', op, id }) } };
  });
  const desk = { kind: 'stars' as const, ticket: id, until: turn.now + DESK_WINDOW };
  return replyTo(turn, {
    person: { ...turn.person, desk },
    say: [sayLines([copy.letter.thanks, copy.rate.ask], [row])],
  });
}

const STARS = ['1', '2', '3', '4', '5'] as const;

/** A number from 1 to 5, typed while it is asked for. */
export function starsTyped(turn: Turn, words: string): Promise<Reply> | undefined {
  const { desk } = turn.person;
  if (desk?.kind !== 'stars' || desk.until < turn.now) return undefined;
  const found = /^([1-5１-５])\s*[分星]?[。.]?$/u.exec(words)?.[1];
  return found === undefined ? undefined : rate(turn, desk.ticket, Number(found.normalize('NFKC')));
}

async function rate(turn: Turn, id: string, stars: number): Promise<Reply> {
  const outcome = await turn.records.tickets.rate(id, stars);
  return said({ ...turn, person: { ...turn.person, desk: null } }, outcome, copy.rate.thanks);
}

/** The next words belong to the ticket. */
export function listenFor(turn: Turn, ticket: string, text: string): Reply {
  const desk = { kind: 'answer' as const, ticket, until: turn.now + DESK_WINDOW };
  return replyTo(turn, { person: { ...turn.person, desk }, say: [sayText(text)] });
}

export function said(turn: Turn, outcome: WorkerOutcome, done: string): Reply {
  const text = outcome.kind === 'done' ? done : outcome.kind === 'unknown' ? copy.say.unknown : outcome.why;
  return replyTo(turn, { say: [sayText(text)] });
}

function splitId(rest: string): { readonly id: string | undefined; readonly words: string } {
  const found = new RegExp(String.raw`^(${TICKET_ID})(?![0-9A-Za-z])[\s，,：:]*(.*)$`, 'su').exec(
    rest.trim(),
  );
  const id = found === null ? undefined : parseTicketId(found[1] ?? '');
  return id === undefined ? { id, words: rest.trim() } : { id, words: (found?.[2] ?? '').trim() };
}

/** For the file of 导出我的数据. */
export async function describeTickets(turn: Turn): Promise<readonly unknown[]> {
  const { keys, who } = copy.export;
  const time = (at: number) => new Date(at).toISOString();
  return (await turn.records.tickets.exported()).map(({ id, kind, state, openedAt, draft, events }) => ({
    [keys.id]: id,
    [keys.kind]: copy.kind[kind],
    [keys.state]: copy.progress.state[state],
    [keys.opened]: time(openedAt),
    [keys.topic]: draft?.topic ?? null,
    [keys.answers]: (draft?.answers ?? []).map(({ label, value }) => ({ [label]: value })),
    [keys.shared]: (draft?.transcript ?? []).map(({ words }) => words),
    [keys.contact]: draft?.contact ?? null,
    [keys.events]: events.map(({ at, by, kind: what, words }) => ({
      [keys.at]: time(at),
      [keys.who]: who[by],
      [keys.what]: copy.event[what],
      [keys.words]: words,
    })),
  }));
}

export const inGroup = (turn: Turn): Reply =>
  onlyInPrivate(turn, copy.handoff.onlyPrivate, copy.handoff.onlyPrivateTyped);
