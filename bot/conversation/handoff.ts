import type { Button } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { deskCopy } from '../copy/desk.ts';
import type { TicketDraft } from '../desk/ticket-draft.ts';
import type { TicketSummary } from '../desk/worker-tickets.ts';
import { formatAction, type HandoffOp } from './actions.ts';
import { guided } from './guide.ts';
import { citedIn, sayLines, sayText } from './say.ts';
import { awaitsAnswer, type Reply, replyTo, type Turn } from './turn.ts';
import { urgent } from './urgent.ts';

const copy = deskCopy.handoff;

/** How long an unfinished 转人工 takes the next words for its own; ms. */
export const DESK_WINDOW = 30 * 60_000;
const OPS = ['give', 'only', 'cancel'] as const;
/** As much is handed over of one message; characters. */
const MOST_WORDS = 2_000;
const MOST_SHOWN = 60;

/** /转人工, with or without what it is about. Half-way through a guide the guide asks, because its answers are at stake. */
export async function handoffCommand(turn: Turn, words: string): Promise<Reply> {
  // Danger behind the command is danger, in a group as well.
  const danger = words === '' ? undefined : await urgent(withText(turn, words));
  if (danger !== undefined) return danger;
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn, copy.onlyPrivate, copy.onlyPrivateTyped);
  if (turn.person.guide !== null) {
    const reply = await guided(withText(turn, copy.words[0]));
    if (reply !== undefined) return reply;
  }
  if (words !== '') return askConsent(turn, words, comesIntoChat(turn));
  const desk = { kind: 'words' as const, until: turn.now + DESK_WINDOW };
  const say = [sayLines([copy.ask, ...(comesIntoChat(turn) ? [copy.inChat] : [])])];
  return replyTo(turn, { person: { ...turn.person, desk }, say });
}

/** Then they see more than what is handed over. */
const comesIntoChat = (turn: Turn) => turn.channel.capabilities.servicers === true;

const withText = (turn: Turn, text: string): Turn => ({
  ...turn,
  inbound: { ...turn.inbound, content: { kind: 'text', text, voice: false, edited: false } },
});

/** 转人工, typed as it is. */
export function handoffWanted(turn: Turn): Promise<Reply> | undefined {
  const { content } = turn.inbound;
  if (content.kind !== 'text' || !isHandoffWish(content.text)) return undefined;
  return handoffCommand(turn, '');
}

const wishes: readonly string[] = copy.words;

export function isHandoffWish(words: string): boolean {
  const bare = words.trim().replace(/[。！!.，,\s吧呗啊]+$/u, '');
  return (
    wishes.includes(bare.replace(/^(?:我|想|要|请|帮我|给我|能不能|可以)+/u, '')) || wishes.includes(bare)
  );
}

/** The words that an unfinished 转人工 waits for. */
export async function handoffTyped(turn: Turn, words: string): Promise<Reply | undefined> {
  const { desk } = turn.person;
  if (desk === null || desk.until < turn.now || words === '') return undefined;
  if (desk.kind === 'words')
    return words === copy.cancel ? handoffPressed(turn, 'cancel') : askConsent(turn, words, false);
  if (desk.kind !== 'consent') return undefined;
  const bare = words.replace(/[。！!.]+$/u, '');
  const op = OPS.find((name) => copy[name] === bare);
  return op === undefined ? undefined : handoffPressed(turn, op);
}

/** Nothing of what was said before goes along without a yes. @param untold who sees what has not been said yet */
async function askConsent(turn: Turn, words: string, untold: boolean): Promise<Reply> {
  const { previous } = turn.person;
  if (previous === null && !untold) return handOver(turn, words, null);
  // The question as it is shown now: another one may be asked before the yes.
  const desk = {
    kind: 'consent' as const,
    words: words.slice(0, MOST_WORDS),
    question: previous,
    until: turn.now + DESK_WINDOW,
  };
  const row = OPS.filter((op) => previous !== null || op !== 'only').map(
    (op): Button => ({
      label: copy[op],
      does: { kind: 'action', action: formatAction({ kind: 'handoff', op }) },
    }),
  );
  const lines = [
    ...(previous === null ? [] : [copy.consent(cut(previous.question))]),
    comesIntoChat(turn) ? copy.inChat : copy.seen,
  ];
  if (!turn.channel.capabilities.buttons) lines.push(previous === null ? copy.typedAlone : copy.typed);
  return replyTo(turn, { person: { ...turn.person, desk }, say: [sayLines(lines, [row])] });
}

export async function handoffPressed(turn: Turn, op: HandoffOp): Promise<Reply> {
  const { desk } = turn.person;
  const person = { ...turn.person, desk: null };
  if (op === 'cancel') return replyTo(turn, { person, say: [sayText(copy.cancelled)] });
  if (desk?.kind !== 'consent' || desk.until < turn.now)
    return replyTo(turn, { person, say: [sayText(copy.expired)] });
  return handOver(turn, desk.words, op === 'give' ? desk.question : null);
}

async function handOver(
  turn: Turn,
  words: string,
  shared: { readonly question: string; readonly region: string | null } | null,
): Promise<Reply> {
  const { tickets } = turn.records;
  const person = { ...turn.person, desk: null };
  const same = await tickets.findDuplicate('question', null);
  if (same !== null) {
    const said = shared === null ? words : copy.saidWith(words, shared.question);
    const outcome = await tickets.say(same.id, said.slice(0, MOST_WORDS));
    if (outcome.kind === 'done')
      return replyTo(turn, { person, say: [sayLines([copy.already(same.id), ...howItComes(turn)])] });
  }
  const ticket = await tickets.open(draftOf(turn, words, shared));
  return replyTo(turn, {
    person,
    say: [sayLines([copy.opened(ticket.id, dueOf(ticket)), ...howItComes(turn)])],
  });
}

function draftOf(
  turn: Turn,
  words: string,
  shared: { readonly question: string; readonly region: string | null } | null,
): TicketDraft {
  const { assistant } = turn.library;
  const region = shared?.region ?? turn.person.region;
  const answer = shared === null ? null : assistant.ask({ question: shared.question, region }).answer;
  return {
    kind: 'question',
    urgent: false,
    region,
    trade: null,
    topic: copy.topic,
    matters: [],
    answers: [{ label: copy.question, value: words.slice(0, MOST_WORDS), personal: true }],
    citations: (answer?.citations ?? []).map((citation) => citedIn(turn.library, citation)),
    transcript: shared === null ? [] : [{ from: 'worker', at: turn.now, words: shared.question }],
    files: [],
    anonymous: false,
    contact: null,
    consentAt: turn.now,
  };
}

const dueOf = ({ due }: TicketSummary) => (due === null ? '' : copy.dueBy(formatChinaTime(due.at)));

/** A channel that cannot speak first brings the answer only when it is asked. */
function howItComes(turn: Turn): readonly string[] {
  return [awaitsAnswer(turn) ? copy.pushless : copy.where];
}

function cut(words: string): string {
  const chars = [...words];
  return chars.length > MOST_SHOWN ? `${chars.slice(0, MOST_SHOWN).join('')}…` : words;
}

/** What is said in a group to whoever asks for something of their own; a button where the channel has links. */
export function onlyInPrivate(turn: Turn, text: string, typed: string): Reply {
  if (!turn.channel.capabilities.privateLinks) return replyTo(turn, { say: [sayText(typed)] });
  const row: Button[] = [{ label: copy.openPrivate, does: { kind: 'private', payload: '' } }];
  return replyTo(turn, { say: [sayText(text, [row])] });
}
