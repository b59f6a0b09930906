import type { Answer, Previous } from '#knowledge';
import type { Outbound } from '../channels/message.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import { guideCopy } from '../copy/guide.ts';
import { guideAbout } from '../guides/catalogue.ts';
import type { GuideId } from '../guides/guide.ts';
import { redact, withoutCovers } from '../privacy/redact.ts';
import { formatAction } from './actions.ts';
import type { PersonMemory } from './memory.ts';
import { countQuestion } from './pace.ts';
import { formatCarried } from './payload.ts';
import { sayAnswer, sayBriefly, sayText } from './say.ts';
import { awaitsAnswer, type Reply, replyTo, type Turn } from './turn.ts';

const MINUTE = 60_000;
/** As much of a message is read; characters. What stands behind is said to be left out. */
const MOST_READ = 2_000;
/** As much of a quoted message is read with the question that stands under it; characters. */
const MOST_QUOTED = 400;

/** Answers a question: in full in private, briefly in a group. */
export async function ask(turn: Turn, words: string): Promise<Reply> {
  const quoted = searchable(turn.inbound.quoted?.text ?? '').slice(0, MOST_QUOTED);
  // Nothing but the bot's name under somebody's message: that message is the question.
  const question = searchable(words) || quoted;
  const before = previousOf(turn, quoted);
  const region = turn.person.region ?? turn.chat.region;
  const { answer, previous, own, matters } = turn.library.assistant.ask({
    question,
    region,
    previous: before,
  });
  const slow = slowDown(turn, answer);
  if (slow.reply !== undefined) return slow.reply;
  // Somebody else's words are answered and not kept: that person never spoke to the bot, and could not have them erased.
  const others = quoted !== '' && turn.about === null;
  const kept = others ? { question: searchable(words), region: previous.region } : previous;
  const person: PersonMemory = {
    ...remember(turn, answer, kept.question, { own, assumed: region ?? before?.region ?? null }),
    previous: kept.question === '' ? turn.person.previous : kept,
    pace: slow.turn.person.pace,
  };
  // What 那罚多少 asks is known here and not in another chat.
  const whole = answer.status === 'abstain' && !others ? question : kept.question;
  const shared = { person, chat: slow.turn.chat, about: others ? null : { previous } };
  const said =
    turn.inbound.kind === 'private'
      ? sayAnswer(turn, answer)
      : sayBriefly(turn, answer, await carry(turn, answer, whole));
  const offered = offerGuide(turn, said, matters);
  if (words.length > MOST_READ) said.parts.push({ kind: 'text', text: copy.tooLong, style: 'quiet' });
  if (turn.inbound.redacted) said.parts.push({ kind: 'text', text: copy.group.redacted, style: 'quiet' });
  const reply = { ...shared, person: { ...shared.person, offered }, say: [said] };
  // A corrected question takes the place of one that was counted.
  if (turn.inbound.content.kind === 'text' && turn.inbound.content.edited) return reply;
  return { ...reply, asked: { words: others ? '' : question, answer, matters } };
}

/** The way from knowing to doing, where no guide is under way already. @returns the guide that was offered */
function offerGuide(turn: Turn, said: Outbound, matters: readonly string[]): GuideId | null {
  const guide = guideAbout(matters);
  if (guide === undefined || turn.inbound.kind === 'group' || turn.person.guide !== null) return null;
  said.parts.push({ kind: 'text', text: guideCopy.offer(guide.name), style: 'quiet' });
  const action = formatAction({ kind: 'begin', guide: guide.id });
  said.buttons.push([{ label: guideCopy.offerLabel(guide.name), does: { kind: 'action', action } }]);
  return guide.id;
}

/** What the link into a private chat brings along; '' for none. Kept only where such a link is shown. */
async function carry(turn: Turn, answer: Answer, words: string): Promise<string> {
  const shown = turn.channel.capabilities.privateLinks && answer.status !== 'ask_region';
  return shown && words !== '' ? formatCarried(await turn.records.carry(words)) : '';
}

const searchable = (words: string) => withoutCovers(redact(words).text).trim();

/** A reply to an answer asks about that answer, and under a person's message about that; otherwise about one's own last. */
function previousOf(turn: Turn, quoted: string): Previous | undefined {
  if (turn.about !== null) return turn.about.previous;
  if (quoted !== '') return { question: quoted, region: null };
  return turn.person.previous ?? undefined;
}

/**
 * The place that counts from now on: the one the person says is theirs, or, while none is known, the one they name. To ask
 * about another place is not to move there.
 * @param assumed the place that the question was read with
 */
function remember(
  { person, inbound }: Turn,
  answer: Answer,
  question: string,
  { own, assumed }: { own: string | null; assumed: string | null },
): PersonMemory {
  if (answer.status === 'ask_region') return { ...person, pending: { question, message: inbound.message } };
  const [place, other] = answer.region;
  const named = place !== undefined && other === undefined && place !== assumed ? place : null;
  return { ...person, pending: null, region: own ?? person.region ?? named };
}

/** Counts the question against the person and the group. Nobody in danger is asked to wait. */
function slowDown(turn: Turn, answer: Answer): { turn: Turn; reply?: Reply } {
  if (answer.reason === 'crisis') return { turn };
  const { content } = turn.inbound;
  // A corrected question takes the place of one that was counted; a word to slow down must not stand in its answer's place.
  if (content.kind === 'text' && content.edited) return { turn };
  const own = countQuestion(turn.person.pace, turn.now, turn.settings.slowDown.person);
  const all =
    turn.inbound.kind === 'group'
      ? countQuestion(turn.chat.pace, turn.now, turn.settings.slowDown.group)
      : undefined;
  // Alone with the bot everybody hears what became of each message.
  const alone = turn.inbound.kind === 'private';
  const paced: Turn = {
    ...turn,
    person: { ...turn.person, pace: own.pace },
    chat: { ...turn.chat, pace: all?.pace ?? turn.chat.pace },
  };
  if (own.waitSeconds > 0)
    return {
      turn: paced,
      reply: replyTo(paced, {
        say: own.tell || alone || awaitsAnswer(turn) ? [sayText(copy.slowDown(own.waitSeconds))] : [],
      }),
    };
  if (all !== undefined && all.waitSeconds > 0) {
    // Each person is told once a minute, though the group has heard it: who gets no word thinks the bot is broken.
    const tell = all.tell || turn.now - own.pace.told >= MINUTE;
    const person = { ...paced.person, pace: { ...own.pace, told: tell ? turn.now : own.pace.told } };
    const say = tell || awaitsAnswer(turn) ? [sayText(copy.slowDownGroup(all.waitSeconds))] : [];
    return { turn: paced, reply: replyTo(paced, { person, say }) };
  }
  return { turn: paced };
}
