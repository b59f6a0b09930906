import type { Button, Outbound } from '../channels/message.ts';
import { formatChinaDay } from '../china-time.ts';
import { filesCopy as copy } from '../copy/files.ts';
import { formatAction } from './actions.ts';
import { onlyInPrivate } from './only-in-private.ts';
import { sayLines, sayText } from './say.ts';
import { type KeptFile, type Reply, replyTo, type Turn } from './turn.ts';

/** As many are listed with buttons of their own. */
const MOST_LISTED = 10;

/** /我的材料: the list; 取回 N, 删掉 N, 全删. */
export async function filesCommand(turn: Turn, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  const here = (await turn.records.files.all()).filter(isHere);
  const words = rest.replaceAll(/\s/g, '');
  if (words === '') return replyTo(turn, { say: [list(turn, here)] });
  if (words === '全删' || words === copy.list.dropAll) return dropAll(turn);
  const [, verb, number] = /^(取回|删掉)?(\d{1,4})$/.exec(words) ?? [];
  const file = here[Number(number ?? 0) - 1];
  if (file === undefined || verb === undefined) return replyTo(turn, { say: [sayText(copy.list.unknown)] });
  return verb === '取回' ? giveBack(turn, file) : sayDropped(turn, await turn.records.files.drop([file.id]));
}

export async function dropAll(turn: Turn): Promise<Reply> {
  const here = (await turn.records.files.all()).filter(isHere);
  const ids = here.map(({ id }) => id);
  return sayDropped(turn, await turn.records.files.drop(ids));
}

export const sayDropped = (turn: Turn, count: number) =>
  replyTo(turn, { say: [sayText(count === 0 ? copy.gone : copy.dropped(count))] });

export const isHere = ({ state }: KeptFile) => state === 'held' || state === 'kept';

function list({ channel }: Turn, here: readonly KeptFile[]): Outbound {
  if (here.length === 0) return sayText(copy.list.none);
  const shown = here.slice(0, MOST_LISTED);
  const { buttons, files } = channel.capabilities;
  const lines = [
    copy.list.heading(
      here.length,
      here.reduce((sum, { size }) => sum + size, 0),
    ),
    ...shown.map((file, at) =>
      copy.list.item(at + 1, file.name, file.size, formatChinaDay(file.at), file.state === 'kept'),
    ),
    ...(here.length > shown.length ? [copy.list.more(here.length - shown.length)] : []),
    ...(buttons ? [] : [copy.list.typed]),
    ...(files.private ? [] : [copy.list.cannotSend]),
  ];
  const button = (label: string, op: 'get' | 'delete' | 'clear', of: string): Button => ({
    label,
    does: { kind: 'action', action: formatAction({ kind: 'files', op, of }) },
  });
  const rows = shown.map((file, at) => [
    ...(files.private ? [button(copy.list.get(at + 1), 'get', file.id)] : []),
    button(copy.list.drop(at + 1), 'delete', file.id),
  ]);
  const clear = button(copy.list.dropAll, 'clear', 'all');
  return sayLines(lines, here.length > 1 ? [...rows, [clear]] : rows);
}

export async function giveBack(turn: Turn, file: KeptFile | undefined): Promise<Reply> {
  if (!turn.channel.capabilities.files.private)
    return replyTo(turn, { say: [sayText(copy.list.cannotSend)] });
  const contents = file === undefined ? null : await turn.records.files.contents(file.id);
  if (file === undefined || contents === null) return replyTo(turn, { say: [sayText(copy.gone)] });
  return replyTo(turn, { say: [sayFile(file, contents)] });
}

function sayFile({ name, mime }: KeptFile, contents: Uint8Array): Outbound {
  const base64 = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength).toString('base64');
  return { parts: [{ kind: 'file', name, mime, base64, caption: copy.list.sent(name) }], buttons: [] };
}

/** Bytes of files that go along with one export; each of the others can be had alone. */
const MOST_EXPORTED = 20 * 1024 * 1024;
const MOST_MESSAGES = 10;

/** What a person is given of their files with everything else that is kept: the contents as far as they go, and what not. */
export async function exportFiles(turn: Turn): Promise<readonly Outbound[]> {
  const here = (await turn.records.files.all()).filter(isHere);
  if (here.length === 0) return [];
  const { files, perTurn } = turn.channel.capabilities;
  if (!files.private) return [sayText(copy.export.cannot)];
  // Two are taken by the list of everything and the word about what is left; a single one may hold several files.
  const most = Math.min(MOST_MESSAGES, perTurn === null || perTurn === 1 ? MOST_MESSAGES : perTurn) - 2;
  const say: Outbound[] = [];
  let room = MOST_EXPORTED;
  for (const file of here) {
    if (say.length >= most || file.size > room) continue;
    const contents = await turn.records.files.contents(file.id);
    if (contents === null) continue;
    room -= file.size;
    say.push(sayFile(file, contents));
  }
  const left = here.length - say.length;
  return left === 0 ? say : [...say, sayText(copy.export.left(left))];
}

/** Files in the list of everything that is kept; contents go beside it. */
export async function describeFiles(turn: Turn): Promise<readonly Record<string, unknown>[]> {
  const { name, size, time, kept: isKept } = copy.export;
  return (await turn.records.files.all()).filter(isHere).map((file) => ({
    [name]: file.name,
    [size]: file.size,
    [time]: new Date(file.at).toISOString(),
    [isKept]: file.state === 'kept',
  }));
}
