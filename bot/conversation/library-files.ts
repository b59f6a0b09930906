import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import { filesCopy } from '../copy/files.ts';
import type { GivenFile } from '../library/intake.ts';
import { formatAction } from './actions.ts';
import { isHere } from './files-list.ts';
import { libraryButton, sayFiles } from './library-say.ts';
import { adminTurn, type LibraryTurn, outcome, shown } from './library-turn.ts';
import { sayLines, sayText } from './say.ts';
import { type KeptFile, type Reply, replyTo, type Turn } from './turn.ts';

const POLICY = /\.(?:docx|pdf|txt|md|html?|zip)$/i;

/** A document that an admin sends outside a guide: whether it is a policy text. Everything else goes the way of every file. */
export async function libraryFiles(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (content.kind !== 'media' || content.media !== 'file' || kind !== 'private') return undefined;
  // Some platforms tell the name only with the contents.
  if ((await adminTurn(turn)) === undefined) return undefined;
  const [first, ...rest] = (await turn.records.files.ofMessage()).filter(isText);
  if (first === undefined) return undefined;
  const cause = String(first.cause);
  const lines = [copy.file.ask(rest.length + 1)];
  if (!turn.channel.capabilities.buttons) lines.push(copy.file.typed);
  const row = [libraryButton(copy.file.take, 'take', cause), libraryButton(copy.file.not, 'not', cause)];
  return replyTo(turn, { person: shown(turn, { kind: 'files', cause }), say: [sayLines(lines, [row])] });
}

const isText = (file: KeptFile) => isHere(file) && POLICY.test(file.name);

/** @param cause the message that brought them */
export async function takeFiles({ turn, act }: LibraryTurn, cause: string): Promise<Reply> {
  const { files } = turn.records;
  const sent = (await files.all()).filter((file) => isText(file) && String(file.cause) === cause);
  const given: GivenFile[] = [];
  for (const { id, name } of sent) {
    const bytes = await files.contents(id);
    if (bytes !== null) given.push({ name: named(name), bytes });
  }
  const person = shown(turn, null);
  if (given.length === 0) return replyTo(turn, { person, say: [sayText(copy.file.gone)] });
  const told = act({ kind: 'files', files: given });
  // They are with the sources now, and nobody's evidence.
  if (told.kind === 'files') await files.drop(sent.map(({ id }) => id));
  return outcome(turn, told, 'files', (taken) =>
    replyTo(turn, { person, say: [sayFiles(taken.files, taken.version)] }),
  );
}

/** Text of any kind is kept under a name that ends in .txt; how it is marked up stands in its own name. */
const named = (name: string) => name.replace(/(\.(?:md|html?))\.txt$/i, '$1');

/** Then it is what anybody's file is. */
export function refuseFiles({ turn }: LibraryTurn, cause: string): Reply {
  const button = (label: string, op: 'keep' | 'drop') => ({
    label,
    does: { kind: 'action' as const, action: formatAction({ kind: 'files', op, of: cause }) },
  });
  const lines = [copy.file.notTaken, ...(turn.channel.capabilities.buttons ? [] : [filesCopy.typed])];
  const row = [button(filesCopy.keep, 'keep'), button(filesCopy.drop, 'drop')];
  return replyTo(turn, { person: shown(turn, null), say: [sayLines(lines, [row])] });
}
