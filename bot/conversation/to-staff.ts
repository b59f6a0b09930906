import type { Outbound } from '../channels/message.ts';
import { deskCopy as copy } from '../copy/desk.ts';
import { urgentCopy } from '../copy/urgent.ts';
import { ask } from './ask.ts';
import { lostLines } from './files.ts';
import { sayLines, sayText } from './say.ts';
import { addressee, inGroup, judged, listenFor, said, starsTyped } from './tickets.ts';
import { awaitsAnswer, type Reply, replyTo, type Turn } from './turn.ts';
import { urgent } from './urgent.ts';

/** As much of one message is kept; characters. */
const MOST_WORDS = 2_000;

type Addressed = {
  readonly ticket: string;
  readonly words: string;
  /** What is said when it was added; null: nothing, where silence is no failure. */
  readonly done: ((id: string) => string) | null;
};

/**
 * What a worker sends that is for a ticket: a reply to what staff wrote, what a button or /补充 asked for, and everything
 * while staff speak with them. Words and files alike; danger is answered first, and told to staff as well.
 */
export async function toStaff(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (kind !== 'private' || (content.kind !== 'text' && content.kind !== 'media')) return undefined;
  const words = (content.kind === 'text' ? content.text : content.caption).trim();
  if (words === '' && content.kind === 'text') return undefined;
  // The way to a person out of danger is no word to be kept.
  if (turn.person.urgent !== null && words === urgentCopy.call) return undefined;
  const stars = starsTyped(turn, words);
  if (stars !== undefined) return stars;
  const quoted = await turn.records.tickets.quoted();
  if (quoted !== null)
    return (
      (await judged(turn, words, quoted)) ?? passOn(turn, { ticket: quoted, words, done: copy.say.done })
    );
  const added = await addedBelow(turn, words);
  if (added !== undefined) return passOn(turn, { ...added, done: copy.say.done });
  if (await guideHasTheWord(turn)) return undefined;
  const { desk } = turn.person;
  if (desk?.kind === 'answer' && desk.until >= turn.now)
    return passOn(turn, { ticket: desk.ticket, words, done: copy.say.done });
  const held = await turn.records.tickets.held();
  if (held === null) return undefined;
  const done = awaitsAnswer(turn) ? () => copy.held.passed : null;
  return (await judged(turn, words, null)) ?? passOn(turn, { ticket: held.id, words, done });
}

/** /补充 [编号] 内容 */
export async function addCommand(turn: Turn, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return inGroup(turn);
  const { ticket, words, none } = await addressee(turn, rest);
  if (none) return replyTo(turn, { say: [sayText(copy.say.none)] });
  if (words === '')
    return ticket === undefined
      ? replyTo(turn, { say: [sayText(copy.say.usage)] })
      : listenFor(turn, ticket, copy.say.now);
  if (ticket === undefined) return replyTo(turn, { say: [sayText(copy.say.which)] });
  return passOn(turn, { ticket, words, done: copy.say.done });
}

/** /补充 under a picture. */
async function addedBelow(
  turn: Turn,
  caption: string,
): Promise<{ readonly ticket: string; readonly words: string } | undefined> {
  const rest = /^[/／]\s*(?:补充|add)\s*(.*)$/isu.exec(caption)?.[1];
  if (turn.inbound.content.kind !== 'media' || rest === undefined) return undefined;
  const { ticket, words } = await addressee(turn, rest);
  return ticket === undefined ? undefined : { ticket, words };
}

/** A guide that was begun or gone on with since staff took the word, or since more was asked for. */
async function guideHasTheWord(turn: Turn): Promise<boolean> {
  const { guide } = turn.person;
  if (guide === null) return false;
  const held = await turn.records.tickets.held();
  if (held === null) return true;
  const run = await turn.records.guides.load(guide);
  return run !== undefined && run.updatedAt > held.since;
}

/** Adds words and the message's files to a ticket. What tells of danger is met first, as anywhere, and marked for staff. */
async function passOn(turn: Turn, { ticket, words, done }: Addressed): Promise<Reply> {
  const { tickets, files } = turn.records;
  const sent = turn.inbound.content.kind === 'media' ? await files.ofMessage() : [];
  const here = sent.filter(({ state }) => state === 'held' || state === 'kept').map(({ id }) => id);
  const lost = lostLines(turn, sent);
  const danger = await urgent(turn);
  const calm = { ...turn, person: { ...turn.person, desk: null } };
  if (words === '' && here.length === 0) {
    const lines = lost.length > 0 ? lost : [copy.held.unpassable];
    return replyTo(turn, { say: [sayLines(lines)] });
  }
  const outcome = await tickets.say(ticket, words.slice(0, MOST_WORDS), here, danger !== undefined);
  if (outcome.kind === 'done' && here.length > 0) await files.keep(here, null);
  if (danger !== undefined) {
    const person = danger.person === null ? null : { ...danger.person, desk: null };
    const line = outcome.kind === 'done' ? copy.say.done(outcome.ticket.id) : '';
    return withLine({ ...danger, person }, line);
  }
  if (outcome.kind !== 'done') return said(calm, outcome, '');
  const lines = [...(done === null ? [] : [done(outcome.ticket.id)]), ...lost];
  return replyTo(calm, { say: lines.length === 0 ? [] : [sayLines(lines)] });
}

function withLine(reply: Reply, text: string): Reply {
  const [first, ...rest] = reply.say;
  if (text === '') return reply;
  if (first === undefined) return { ...reply, say: [sayText(text)] };
  const more: Outbound = { ...first, parts: [...first.parts, { kind: 'text', text, style: 'quiet' }] };
  return { ...reply, say: [more, ...rest] };
}

/** /机器人: staff have the word no longer. What was begun with them goes on by /补充. */
export async function botCommand(turn: Turn, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return inGroup(turn);
  const count = await turn.records.tickets.handBack();
  // Called back with a question: the answer says that the bot is here.
  if (rest !== '') return ask(turn, rest);
  return replyTo(turn, { say: [sayText(count > 0 ? copy.held.back : copy.held.notHeld)] });
}
