import type { Button, Outbound } from '../channels/message.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import { deskCopy } from '../copy/desk.ts';
import { filesCopy } from '../copy/files.ts';
import { guideCopy } from '../copy/guide.ts';
import { shiftCopy } from '../copy/guides/shift.ts';
import { insightCopy } from '../copy/insight.ts';
import { formatAction } from './actions.ts';
import { describeFiles, exportFiles } from './files-list.ts';
import { describeRuns } from './guide-walk.ts';
import { NEW_PERSON } from './memory.ts';
import { onlyInPrivate, toPrivate } from './only-in-private.ts';
import { sayLines, sayText } from './say.ts';
import { describeShifts } from './shift.ts';
import { describeTickets } from './tickets.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** How long 全部删掉 counts after it was offered; ms. */
const ERASE_WINDOW = 10 * 60_000;

/** /隐私: what is kept, for how long, and how to take or erase it. */
export function privacyCommand(turn: Turn): Reply {
  const { messages, memory, evidence, misses } = turn.settings.retain;
  const lines = [
    ...copy.privacy.text(messages, memory, turn.channel.capabilities.privateLinks),
    guideCopy.privacy(memory),
    filesCopy.privacy(evidence),
    insightCopy.privacy(misses),
    deskCopy.privacy(turn.settings.desk.retainDays),
    ...(turn.person.shift === null ? [] : [shiftCopy.privacy(memory)]),
  ];
  if (turn.inbound.kind === 'group') return replyTo(turn, { say: [sayLines(lines, toPrivate(turn))] });
  const row: Button[] = [
    {
      label: copy.privacy.exportLabel,
      does: { kind: 'action', action: formatAction({ kind: 'command', name: 'export' }) },
    },
    {
      label: copy.privacy.eraseLabel,
      does: { kind: 'action', action: formatAction({ kind: 'command', name: 'delete' }) },
    },
  ];
  return replyTo(turn, { say: [sayLines(lines, [row])] });
}

/** /导出我的数据: a file with everything, only where nobody else reads along. */
export async function exportCommand(turn: Turn): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  const text = JSON.stringify(await describe(turn), null, 2);
  const file: Outbound = {
    parts: [
      {
        kind: 'file',
        name: copy.export.name,
        mime: 'application/json',
        base64: Buffer.from(text).toString('base64'),
        caption: copy.export.caption,
      },
    ],
    buttons: [],
  };
  const say = [file, ...(await exportFiles(turn))];
  // Where one message is all that may be said, it holds everything.
  const one: Outbound = { parts: say.flatMap(({ parts }) => parts), buttons: [] };
  return replyTo(turn, { say: turn.channel.capabilities.perTurn === 1 ? [one] : say });
}

/** /删除我的数据: asks once. */
export async function eraseCommand(turn: Turn): Promise<Reply> {
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  const row = [true, false].map(
    (yes): Button => ({
      label: yes ? copy.erase.yes : copy.erase.no,
      does: { kind: 'action', action: formatAction({ kind: 'erase', yes }) },
    }),
  );
  const { buttons } = turn.channel.capabilities;
  const tickets = (await turn.records.tickets.mine()).filter(({ state }) => state !== 'withdrawn').length;
  const text = [
    copy.erase.ask,
    ...(tickets === 0 ? [] : [deskCopy.erase(tickets)]),
    ...(buttons ? [] : [copy.erase.type]),
  ].join('\n');
  return replyTo(turn, {
    person: { ...turn.person, eraseUntil: turn.now + ERASE_WINDOW },
    say: [sayText(text, [row])],
  });
}

/** The second word: erases, or keeps. */
export async function eraseConfirmed(turn: Turn, yes: boolean): Promise<Reply> {
  if (!yes)
    return replyTo(turn, { person: { ...turn.person, eraseUntil: 0 }, say: [sayText(copy.erase.kept)] });
  if (turn.person.eraseUntil < turn.now) return replyTo(turn, { say: [sayText(copy.erase.expired)] });
  const proof = await turn.records.erase();
  return { person: null, chat: turn.chat, say: [sayText(copy.erase.done(proof))], about: null };
}

/** The label that was offered is as good as the words to be typed: somebody may otherwise believe that all is gone. */
export const isEraseTyped = (turn: Turn, words: string) =>
  (words === copy.erase.typed || words === copy.erase.yes) && turn.person.eraseUntil >= turn.now;

async function describe(turn: Turn): Promise<unknown> {
  const records = await turn.records.everything();
  const keys = copy.export.keys;
  const time = (at: number) => new Date(at).toISOString();
  return {
    [keys.at]: time(turn.now),
    [keys.channel]: turn.channel.name,
    [keys.chats]: records.chats.map(({ memory, said, replies }) => ({
      [keys.remembered]: {
        [keys.region]: (memory ?? NEW_PERSON).region,
        [keys.lastQuestion]: memory?.previous?.question ?? null,
      },
      [keys.said]: said.map(({ at, words }) => ({ [keys.time]: time(at), [keys.words]: words })),
      [keys.replies]: replies,
    })),
    [guideCopy.export.key]: await describeRuns(turn),
    [filesCopy.export.key]: await describeFiles(turn),
    [deskCopy.export.keys.tickets]: await describeTickets(turn),
    [shiftCopy.export.key]: await describeShifts(turn),
    [insightCopy.exportKey]: await turn.records.unanswered(),
  };
}
