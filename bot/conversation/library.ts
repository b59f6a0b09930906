import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import type { LibraryOp } from './actions.ts';
import { askAgain, refuseFiles, takeFiles } from './library-files.ts';
import {
  agree,
  agreePressed,
  offerAgree,
  offerPublish,
  offerReleases,
  offerRollback,
  publish,
  rollback,
} from './library-publish.ts';
import { sayState } from './library-say.ts';
import { adminTurn, type LibraryTurn, looked, pendingOf, sayTold, shown } from './library-turn.ts';
import type { LibraryMemory } from './memory.ts';
import { isEraseTyped } from './own-data.ts';
import { sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

type Command = (at: LibraryTurn, rest: string) => Reply;

const state: Command = (at) => looked(at, (view) => replyTo(at.turn, { say: [sayState(view)] }));
const reindex: Command = ({ turn, act }) => sayTold(turn, act({ kind: 'reindex' }));

/** What stands between the slash and a reason. */
const COMMANDS: Readonly<Record<string, Command>> = {
  状态: state,
  发布: offerPublish,
  同意: offerAgree,
  回滚: offerReleases,
  reindex,
};
const COMMAND = new RegExp(`^[/／]\\s*(${Object.keys(COMMANDS).join('|')})(?![a-z])(.*)$`, 'isu');
/** Between a command and its reason, and behind what is typed back. */
const MARKS_BEFORE = /^[\s，,、。.：:]+/u;
const MARKS_BEHIND = /[\s。.！!]+$/u;
/** Typed too late, or about something else than was shown, they are no questions. */
const CONFIRMING: readonly string[] = [
  copy.publish.typed,
  copy.agree.typed,
  copy.rollback.typedYes,
  copy.file.take,
];

/**
 * What admins type about the library in private: commands, and answers to what was shown. Whoever is none finds that there
 * is no such command.
 */
export async function libraryTyped(turn: Turn): Promise<Reply | undefined> {
  const { content } = turn.inbound;
  if (content.kind !== 'text') return undefined;
  const words = content.text.trim();
  const [, name = '', rest = ''] = COMMAND.exec(words) ?? [];
  const command = COMMANDS[name.toLowerCase()];
  const pending = pendingOf(turn);
  const bare = words.replace(MARKS_BEHIND, '');
  const isMeant = pending !== null || CONFIRMING.includes(bare);
  if (command === undefined && (!isMeant || content.edited || /^[/／]/.test(words))) return undefined;
  const at = await adminTurn(turn);
  if (at === undefined) return undefined;
  if (command !== undefined) return command(at, rest.replace(MARKS_BEFORE, '').trim());
  if (isEraseTyped(turn, words)) return undefined;
  const reply = pending === null ? undefined : await answered(at, bare, pending);
  if (reply !== undefined || !CONFIRMING.includes(bare)) return reply;
  if (bare === copy.file.take)
    return (await askAgain(turn)) ?? replyTo(turn, { say: [sayText(copy.file.gone)] });
  return replyTo(turn, { say: [sayText(copy.nothingShown)] });
}

/** undefined: the words are not about what was shown. */
async function answered(at: LibraryTurn, words: string, pending: LibraryMemory): Promise<Reply | undefined> {
  const { turn } = at;
  if (words === copy.cancel)
    return replyTo(turn, { person: shown(turn, null), say: [sayText(copy.cancelled)] });
  switch (pending.kind) {
    case 'publish':
      return words === copy.publish.typed ? publish(at, pressedOf(pending)) : undefined;
    case 'agree':
      return words === copy.agree.typed ? agree(at, pressedOf(pending), pending.why) : undefined;
    case 'choose': {
      const release = /^\d{1,2}$/.test(words) ? pending.releases[Number(words) - 1] : undefined;
      return release === undefined ? undefined : offerRollback(at, release, pending.inForce);
    }
    case 'rollback':
      return words === copy.rollback.typedYes ? rollback(at, pending.release, pending.inForce) : undefined;
    case 'files':
      if (words === copy.file.take) return takeFiles(at, pending.cause);
      return words === copy.file.not ? refuseFiles(at, pending.cause) : undefined;
  }
}

const pressedOf = ({ version, release }: { version: number; release: string }) => ({ version, release });

/** A press on something that an admin was shown; undefined for everybody who is none, and for what nobody ever offered. */
export async function libraryPressed(
  turn: Turn,
  op: LibraryOp,
  [first = '', second = '']: readonly string[],
): Promise<Reply | undefined> {
  const at = await adminTurn(turn);
  if (at === undefined) return undefined;
  switch (op) {
    case 'state':
      return state(at, '');
    case 'show':
      return offerPublish(at, '');
    case 'check':
      return sayTold(turn, at.act({ kind: 'prepare', version: Number(first) }));
    case 'publish':
      return publish(at, { version: Number(first), release: second });
    case 'agree':
      return agreePressed(at, { version: Number(first), release: second });
    case 'back':
      return offerRollback(at, first, Number(second));
    case 'backYes':
      return rollback(at, first, Number(second));
    case 'take':
      return takeFiles(at, first);
    case 'not':
      return refuseFiles(at, first);
  }
}
