import type { Button, Outbound, Part } from '../channels/message.ts';
import { conversationCopy } from '../copy/conversation.ts';
import { filesCopy as copy } from '../copy/files.ts';
import { type FilesOp, formatAction } from './actions.ts';
import { ask } from './ask.ts';
import { dropAll, giveBack, isHere, sayDropped } from './files-list.ts';
import { onlyInPrivate, toPrivate } from './only-in-private.ts';
import { sayLines, sayText } from './say.ts';
import { type KeptFile, type Reply, replyTo, type Turn } from './turn.ts';

/** What can be evidence; stickers and places on the map cannot. */
const EVIDENCE: readonly string[] = ['photo', 'file', 'voice', 'video'];

/**
 * A picture, recording or document outside a guide: what became of it, and whether it is to be kept. Words under it are
 * answered as a question as well. In a group nothing is taken.
 */
export async function mediaSent(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (content.kind !== 'media') return undefined;
  const about = kind === 'group' ? notInGroup(turn, content.media) : await becameOf(turn);
  if (content.caption.trim() === '') {
    if (about !== undefined) return replyTo(turn, { say: [about] });
    if (content.media === 'location')
      return replyTo(turn, { say: [sayText(conversationCopy.media.location)] });
    return replyTo(turn, { say: [sayText(conversationCopy.media.other)] });
  }
  const reply = await ask(turn, content.caption);
  return about === undefined ? reply : { ...reply, say: together(about, reply.say, kind === 'group') };
}

/** One message: a platform may allow one answer. What was sent goes first in private; in a group the question does. */
function together(about: Outbound, say: readonly Outbound[], after: boolean): readonly Outbound[] {
  const [first, ...rest] = say;
  if (first === undefined) return after ? [] : [about];
  const quiet = about.parts.map((part): Part => (part.kind === 'text' ? { ...part, style: 'quiet' } : part));
  return [
    after
      ? { ...first, parts: [...first.parts, ...quiet] }
      : { ...first, parts: [...about.parts, ...first.parts], buttons: [...first.buttons, ...about.buttons] },
    ...rest,
  ];
}

/** undefined: what was sent is nothing that a group would be told of. */
function notInGroup(turn: Turn, media: string): Outbound | undefined {
  const { capabilities } = turn.channel;
  if (!capabilities.files.taken || !EVIDENCE.includes(media)) return undefined;
  if (turn.inbound.content.kind === 'media' && turn.inbound.content.caption.trim() !== '')
    return sayText(copy.inGroupToo);
  return sayText(copy.inGroup, toPrivate(turn));
}

async function becameOf(turn: Turn): Promise<Outbound | undefined> {
  const files = await turn.records.files.ofMessage();
  const [first] = files;
  if (first === undefined) return undefined;
  const held = files.filter(({ state }) => state === 'held');
  const lines = [...receivedLines(held), ...lostLines(turn, files)];
  if (files.some(({ media }) => media === 'voice')) lines.push(copy.voice);
  if (held.length === 0) return sayLines(lines);
  lines.push(copy.ask);
  if (!turn.channel.capabilities.buttons) lines.push(copy.typed);
  const button = (label: string, op: 'keep' | 'drop'): Button => ({
    label,
    does: { kind: 'action', action: formatAction({ kind: 'files', op, of: String(first.cause) }) },
  });
  return sayLines(lines, [[button(copy.keep, 'keep'), button(copy.drop, 'drop')]]);
}

function receivedLines(held: readonly KeptFile[]): string[] {
  return [...Map.groupBy(held, ({ media }) => media)].map(([media, all]) => copy.received(media, all.length));
}

/** What could not be had of what was sent, and why. */
export function lostLines({ settings }: Turn, files: readonly KeptFile[]): string[] {
  const lost = files.filter(({ state }) => state === 'lost');
  return [...Map.groupBy(lost, ({ media, reason }) => `${media}/${reason}`).values()].flatMap((all) => {
    const [{ media, reason } = { media: '', reason: null }] = all;
    return copy.lost(media, all.length, reason ?? 'gone', settings.files.maxBytes);
  });
}

/**
 * A press under what was sent, or in the list.
 * @param of for keep and drop the message that brought the files; for delete and get one file
 */
export async function filesPressed(turn: Turn, op: FilesOp, of: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  const all = await turn.records.files.all();
  const together = all.filter((file) => String(file.cause) === of && isHere(file)).map(({ id }) => id);
  switch (op) {
    case 'keep':
      return kept(turn, await turn.records.files.keep(together, null));
    case 'drop':
      return sayDropped(turn, await turn.records.files.drop(together));
    case 'delete':
      return sayDropped(turn, await turn.records.files.drop([of]));
    case 'get':
      return giveBack(
        turn,
        all.find(({ id }) => id === of),
      );
    case 'clear':
      return dropAll(turn);
  }
}

/** 留作证据 and 删掉, typed where there are no buttons: about what is here and undecided. */
export async function filesTyped(turn: Turn): Promise<Reply | undefined> {
  const { content, kind } = turn.inbound;
  if (content.kind !== 'text' || kind === 'group') return undefined;
  const words = content.text.trim().replace(/[。！!.]$/, '');
  if (words !== copy.keep && words !== copy.drop) return undefined;
  const all = await turn.records.files.all();
  const held = all.filter(({ state }) => state === 'held').map(({ id }) => id);
  if (held.length === 0) return undefined;
  return words === copy.keep
    ? kept(turn, await turn.records.files.keep(held, null))
    : sayDropped(turn, await turn.records.files.drop(held));
}

const kept = (turn: Turn, count: number) =>
  replyTo(turn, {
    say: [sayText(count === 0 ? copy.gone : copy.kept(count, turn.settings.retain.evidence))],
  });
