import { conversationLibraryCopy as copy } from '../copy/conversation-library.ts';
import { filesCopy } from '../copy/files.ts';
import type { GivenFile } from '../library/intake.ts';
import { formatAction } from './actions.ts';
import { isHere } from './files-list.ts';
import { libraryButton, sayFiles } from './library-say.ts';
import { adminTurn, type LibraryTurn, outcome, pendingOf, shown } from './library-turn.ts';
import { sayLines, sayText } from './say.ts';
import { type KeptFile, type Reply, replyTo, type Turn } from './turn.ts';

/** What is read, and what offices send though it is not: whoever sends that hears why, and what to send instead. */
const POLICY = /\.(?:docx?|pdf|txt|md|html?|zip|wps|rtf|odt|ofd|et|xlsx?|pptx?|rar|7z|jpe?g|png|tiff?)$/i;
/** Files that are named in the question. */
const MOST_NAMES = 5;

/**
 * A document that an admin sends outside a guide: whether it is a policy text. Everything else goes the way of every file.
 * Several files sent together come as a message each: each is asked about together with those before it.
 */
export async function libraryFiles(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (content.kind !== 'media' || content.media !== 'file' || kind !== 'private') return undefined;
  // Some platforms tell the name only with the contents.
  if ((await adminTurn(turn)) === undefined) return undefined;
  const [first] = (await turn.records.files.ofMessage()).filter(isText);
  if (first === undefined) return undefined;
  return await askAbout(turn, undecidedCauses(turn), String(first.cause));
}

/**
 * 当政策资料收下, typed after its time or after something else was shown: asked anew, so that they see which files it is about.
 * undefined: none is here
 */
export async function askAgain(turn: Turn): Promise<Reply | undefined> {
  const held = (await turn.records.files.all()).filter((file) => file.state === 'held' && isText(file));
  const causes = [...new Set(held.map(({ cause }) => String(cause)))];
  const last = causes.at(-1);
  return last === undefined ? undefined : await askAbout(turn, causes.slice(0, -1), last);
}

/** @param before messages that brought files earlier and are undecided, oldest first */
async function askAbout(turn: Turn, before: readonly string[], cause: string): Promise<Reply> {
  const files = await broughtBy(turn, [...before, cause]);
  const names = files.slice(0, MOST_NAMES).map(({ name }) => name);
  const lines = [copy.file.got(names, files.length), copy.file.ask];
  if (!turn.channel.capabilities.buttons) lines.push(copy.file.typed);
  const row = [libraryButton(copy.file.take, 'take', cause), libraryButton(copy.file.not, 'not', cause)];
  const person = shown(turn, { kind: 'files', cause, with: [...before] });
  return replyTo(turn, { person, say: [sayLines(lines, [row])] });
}

const isText = (file: KeptFile) => isHere(file) && POLICY.test(file.name);

function undecidedCauses(turn: Turn): string[] {
  const pending = pendingOf(turn);
  return pending?.kind === 'files' ? [...pending.with, pending.cause] : [];
}

async function broughtBy({ records }: Turn, causes: readonly string[]): Promise<KeptFile[]> {
  return (await records.files.all()).filter((file) => isText(file) && causes.includes(String(file.cause)));
}

/** What a question about files was about: its own message and those before it; what came after it stays undecided. */
function decided(turn: Turn, cause: string) {
  const causes = undecidedCauses(turn);
  const at = causes.indexOf(cause);
  if (at < 0) return { causes: [cause], person: turn.person };
  const later = causes.slice(at + 1);
  const last = later.at(-1);
  const rest = last === undefined ? null : { kind: 'files' as const, cause: last, with: later.slice(0, -1) };
  return { causes: causes.slice(0, at + 1), person: shown(turn, rest) };
}

/** @param cause the message whose question is answered */
export async function takeFiles({ turn, act }: LibraryTurn, cause: string): Promise<Reply> {
  const { files } = turn.records;
  const { causes, person } = decided(turn, cause);
  const sent = await broughtBy(turn, causes);
  const given: GivenFile[] = [];
  for (const { id, name } of sent) {
    const bytes = await files.contents(id);
    if (bytes !== null) given.push({ name: named(name), bytes });
  }
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
  const { causes, person } = decided(turn, cause);
  const button = (label: string, op: 'keep' | 'drop') => ({
    label,
    does: { kind: 'action' as const, action: formatAction({ kind: 'files', op, of: cause }) },
  });
  // A press is about one message; what is typed is about all.
  const isPressed = turn.channel.capabilities.buttons && causes.length === 1;
  const lines = [copy.file.notTaken, ...(isPressed ? [] : [filesCopy.typed])];
  const row = isPressed ? [button(filesCopy.keep, 'keep'), button(filesCopy.drop, 'drop')] : [];
  return replyTo(turn, {
    person,
    say: [
      sayLines(
        lines,
        [row].filter((one) => one.length > 0),
      ),
    ],
  });
}
