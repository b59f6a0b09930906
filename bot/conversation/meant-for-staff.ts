import type { Button } from '../channels/message.ts';
import { deskCopy } from '../copy/desk.ts';
import type { TicketSummary } from '../desk/worker-tickets.ts';
import { formatAction } from './actions.ts';
import { ask } from './ask.ts';
import { isQuestion } from './guide-words.ts';
import { DESK_WINDOW } from './handoff.ts';
import { sayLines, sayText } from './say.ts';
import { said } from './tickets.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

const copy = deskCopy.meant;
const MOST_WORDS = 2_000;
const AWAITED: readonly TicketSummary['state'][] = ['waiting-worker', 'resolved'];

/**
 * Staff asked something, and the worker types the answer as anybody would, without the button: it would be looked up in
 * the texts and never reach them. So it is offered; nothing goes to a person without a yes.
 */
export async function meantForStaff(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (kind !== 'private' || content.kind !== 'text') return undefined;
  const typed = content.text.trim();
  const offer = offered(turn);
  const bare = typed.replace(/[。！!.，,\s]+$/u, '');
  if (offer !== undefined && offer.words !== '') {
    if (copy.yes.includes(bare)) return meantPressed(turn, true);
    if (copy.no.includes(bare)) return meantPressed(turn, false);
  }
  if (typed === '' || isQuestion(typed) || offer?.words === '') return undefined;
  const ticket = offer?.ticket ?? (await awaited(turn));
  if (ticket === undefined) return undefined;
  // Who is not done yet writes on: 凯旋路网点, 在宽城.
  const words = [offer?.words ?? '', typed].filter((one) => one !== '').join('\n');
  const desk = {
    kind: 'offer' as const,
    ticket,
    words: words.slice(0, MOST_WORDS),
    until: turn.now + DESK_WINDOW,
  };
  const button = (label: string, op: 'tell' | 'untold'): Button => ({
    label,
    does: { kind: 'action', action: formatAction({ kind: 'ticket', op, id: ticket }) },
  });
  const lines = [copy.offer(ticket), ...(turn.channel.capabilities.buttons ? [] : [copy.typed])];
  return replyTo(turn, {
    person: { ...turn.person, desk },
    say: [sayLines(lines, [[button(copy.tell, 'tell'), button(copy.untold, 'untold')]])],
  });
}

/** @param yes whether the words go into the ticket; otherwise they are a question, and for a while nobody asks again */
export async function meantPressed(turn: Turn, yes: boolean): Promise<Reply> {
  const offer = offered(turn);
  if (offer === undefined || offer.words === '') return replyTo(turn, { say: [sayText(copy.expired)] });
  const { ticket, words } = offer;
  if (yes) {
    const calm = { ...turn, person: { ...turn.person, desk: null } };
    return said(calm, await turn.records.tickets.say(ticket, words), deskCopy.say.done(ticket));
  }
  const desk = { ...offer, words: '', until: turn.now + DESK_WINDOW };
  const inbound = { ...turn.inbound, quoted: null };
  return ask({ ...turn, inbound, person: { ...turn.person, desk } }, words);
}

function offered({ person: { desk }, now }: Turn) {
  return desk?.kind === 'offer' && desk.until >= now ? desk : undefined;
}

/** The ticket whose staff wait for the worker; undefined for none, and for two of which neither was named. */
async function awaited(turn: Turn): Promise<string | undefined> {
  const waiting = (await turn.records.tickets.mine()).filter(({ state }) => AWAITED.includes(state));
  return waiting.length === 1 ? waiting[0]?.id : undefined;
}
