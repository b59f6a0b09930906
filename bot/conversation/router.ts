import { conversationCopy as copy } from '../copy/conversation.ts';
import { parseAction } from './actions.ts';
import { ask } from './ask.ts';
import { parseCommand, runCommand, welcome } from './commands.ts';
import { eraseConfirmed, isEraseTyped } from './own-data.ts';
import { parsePayload } from './payload.ts';
import { regionNamed, regionPressed } from './region.ts';
import { sayText } from './say.ts';
import { type Handler, type Reply, replyTo, type Turn } from './turn.ts';

/** The order in which a message is understood; the first step that has a reply ends it. */
const CHAIN: readonly Handler[] = [enter, pressed, media, feedback, confirmed, command, place, question];

export async function route(turn: Turn): Promise<Reply> {
  for (const handler of CHAIN) {
    const reply = await handler(turn);
    if (reply !== undefined) return reply;
  }
  return replyTo(turn, {});
}

/** Opening the chat; a link may bring a question from a group along. */
async function enter(turn: Turn): Promise<Reply | undefined> {
  if (turn.inbound.content.kind !== 'enter') return undefined;
  const payload = parsePayload(turn.inbound.content.payload);
  const words = payload === undefined ? null : await turn.records.carried(payload.token);
  return words === null ? welcome(turn) : ask(turn, words);
}

/** A button means the same after a restart, and nothing the second time. */
const REMEMBERED_PRESSES = 20;

async function pressed(turn: Turn): Promise<Reply | undefined> {
  const { content, message } = turn.inbound;
  if (content.kind !== 'button') return undefined;
  // A platform that does not say which message bears the button offers the same one again and again.
  const press = message === null ? null : `${message}:${content.action}`;
  if (press !== null && turn.person.pressed.includes(press))
    return replyTo(turn, { say: [sayText(copy.button.again)] });
  const reply = await act(turn, content.action);
  if (reply.person === null || press === null) return reply;
  const presses = [...reply.person.pressed, press].slice(-REMEMBERED_PRESSES);
  return { ...reply, person: { ...reply.person, pressed: presses } };
}

async function act(turn: Turn, text: string): Promise<Reply> {
  const action = parseAction(text);
  switch (action?.kind) {
    case 'region':
      return regionPressed(turn, action.id, action.for);
    case 'erase':
      return eraseConfirmed(turn, action.yes);
    case 'command':
      return runCommand(turn, action.name, '');
    case undefined:
      return replyTo(turn, { say: [sayText(copy.button.unknown)] });
  }
}

/** A picture with words under it is taken by its words. */
async function media(turn: Turn): Promise<Reply | undefined> {
  const { content } = turn.inbound;
  if (content.kind !== 'media') return undefined;
  if (content.caption.trim() !== '') return ask(turn, content.caption);
  const text = content.media === 'location' ? copy.media.location : copy.media.other;
  return replyTo(turn, { say: [sayText(text)] });
}

function feedback(turn: Turn): Reply | undefined {
  return turn.inbound.content.kind === 'feedback'
    ? replyTo(turn, { say: [sayText(copy.thanks)] })
    : undefined;
}

const wordsOf = ({ inbound: { content } }: Turn) => (content.kind === 'text' ? content.text.trim() : '');

function confirmed(turn: Turn): Promise<Reply> | undefined {
  return isEraseTyped(turn, wordsOf(turn)) ? eraseConfirmed(turn, true) : undefined;
}

function command(turn: Turn): Promise<Reply> | undefined {
  const found = parseCommand(wordsOf(turn));
  return found === undefined ? undefined : runCommand(turn, found.name, found.rest);
}

function place(turn: Turn): Promise<Reply | undefined> {
  return regionNamed(turn, wordsOf(turn));
}

function question(turn: Turn): Promise<Reply> | undefined {
  return turn.inbound.content.kind === 'text' ? ask(turn, wordsOf(turn)) : undefined;
}
