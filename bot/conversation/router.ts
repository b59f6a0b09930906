import { conversationCopy as copy } from '../copy/conversation.ts';
import { guideByCode, guideById } from '../guides/catalogue.ts';
import { parseAction } from './actions.ts';
import { ask } from './ask.ts';
import { parseCommand, runCommand, welcome } from './commands.ts';
import { filesPressed, filesTyped, mediaSent } from './files.ts';
import { guided, guidePressed, guideWanted } from './guide.ts';
import { beginGuide, beginOffered } from './guide-begin.ts';
import { handoffPressed, handoffWanted } from './handoff.ts';
import { libraryPressed, libraryTyped } from './library.ts';
import { libraryFiles } from './library-files.ts';
import { meantForStaff, meantPressed } from './meant-for-staff.ts';
import { eraseConfirmed, isEraseTyped } from './own-data.ts';
import { parsePayload } from './payload.ts';
import { quiet } from './quiet.ts';
import { regionNamed, regionPressed } from './region.ts';
import { sayText } from './say.ts';
import { movedShift, shiftPressed, shiftTyped } from './shift.ts';
import { staffDesk } from './staff-desk.ts';
import { deskTyped, ticketPressed } from './tickets.ts';
import { toStaff } from './to-staff.ts';
import { type Handler, type Reply, replyTo, type Turn } from './turn.ts';
import { callPerson, urgent } from './urgent.ts';

/** The order in which a message is understood; the first step that has a reply ends it. */
const CHAIN: readonly Handler[] = [
  quiet,
  enter,
  libraryTyped,
  staffDesk,
  pressed,
  feedback,
  confirmed,
  command,
  toStaff,
  urgent,
  deskTyped,
  shiftTyped,
  guided,
  handoffWanted,
  libraryFiles,
  mediaSent,
  filesTyped,
  place,
  guideWanted,
  meantForStaff,
  question,
];

export async function route(turn: Turn): Promise<Reply> {
  for (const handler of CHAIN) {
    const reply = await handler(turn);
    if (reply !== undefined) return movedShift(turn, reply);
  }
  return replyTo(turn, {});
}

/** Opening the chat; a link may bring a question from a group along. */
async function enter(turn: Turn): Promise<Reply | undefined> {
  if (turn.inbound.content.kind !== 'enter') return undefined;
  const payload = parsePayload(turn.inbound.content.payload);
  if (payload === undefined) return welcome(turn);
  const words = payload.token === '' ? null : await turn.records.carried(payload.token);
  if (payload.kind === 'guide') {
    const guide = guideByCode(payload.code);
    return guide === undefined ? welcome(turn) : beginGuide(turn, guide, words ?? '');
  }
  return words === null ? welcome(turn) : ask(turn, words);
}

/** A button means the same after a restart, and nothing the second time. */
const REMEMBERED_PRESSES = 20;

async function pressed(turn: Turn): Promise<Reply | undefined> {
  const { content, message } = turn.inbound;
  if (content.kind !== 'button') return undefined;
  // A platform that does not say which message bears the button offers the same one again and again.
  const press = message === null || isForOffice(content.action) ? null : `${message}:${content.action}`;
  if (press !== null && turn.person.pressed.includes(press))
    return replyTo(turn, { say: [sayText(copy.button.again)] });
  const reply = await act(turn, content.action);
  // What changed nothing, such as a press on somebody else's button, may be pressed again.
  if (reply.person === null || press === null || reply.person === turn.person) return reply;
  const presses = [...reply.person.pressed, press].slice(-REMEMBERED_PRESSES);
  return { ...reply, person: { ...reply.person, pressed: presses } };
}

/** What was done to the library already, and by whom, the office itself says. */
const isForOffice = (action: string) => parseAction(action)?.kind === 'library';

async function act(turn: Turn, text: string): Promise<Reply> {
  const action = parseAction(text);
  switch (action?.kind) {
    case 'region':
      return regionPressed(turn, action.id, action.for);
    case 'erase':
      return eraseConfirmed(turn, action.yes);
    case 'command':
      return runCommand(turn, action.name, '');
    case 'ticket':
      if (action.op === 'tell' || action.op === 'untold') return meantPressed(turn, action.op === 'tell');
      return ticketPressed(turn, action.op, action.id);
    case 'shift':
      return shiftPressed(turn, action.op);
    case 'handoff':
      return handoffPressed(turn, action.op);
    case 'files':
      return filesPressed(turn, action.op, action.of);
    case 'urgent':
      return callPerson(turn);
    case 'begin': {
      const guide = guideById(action.guide);
      return guide === undefined ? noSuchButton(turn) : beginOffered(turn, guide);
    }
    case 'library':
      return (await libraryPressed(turn, action.op, action.args)) ?? noSuchButton(turn);
    case 'guide':
      return (await guidePressed(turn, action)) ?? noSuchButton(turn);
    case undefined:
      return noSuchButton(turn);
  }
}

const noSuchButton = (turn: Turn) => replyTo(turn, { say: [sayText(copy.button.unknown)] });

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
