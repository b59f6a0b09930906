import { conversationCopy as copy } from '../copy/conversation.ts';
import { GUIDES } from '../guides/catalogue.ts';
import { ask } from './ask.ts';
import { filesCommand } from './files-list.ts';
import { beginGuide, guidesCommand, resumeCommand } from './guide-begin.ts';
import { handoffCommand } from './handoff.ts';
import { eraseCommand, exportCommand, privacyCommand } from './own-data.ts';
import { placeNames, regionCommand } from './region.ts';
import { regionButtons, sayLines, sayText } from './say.ts';
import { shiftCommand } from './shift.ts';
import { bindCommand, consoleCommand } from './staff.ts';
import { progressCommand, withdrawCommand } from './tickets.ts';
import { addCommand, botCommand } from './to-staff.ts';
import { awaitsAnswer, type Reply, replyTo, type Turn } from './turn.ts';

type Command = (turn: Turn, rest: string) => Promise<Reply> | Reply;

/** By the name that a platform's menu may hold (latin letters) and the one that people type. */
const COMMANDS: Readonly<Record<string, Command>> = withNames([
  // A guide takes the name of no command: /help is the help.
  ...GUIDES.map((guide): [string[], Command] => [
    [guide.id, guide.name, ...(guide.also === undefined ? [] : [guide.also])],
    (turn, rest) => beginGuide(turn, guide, rest),
  ]),
  [['start', '开始'], (turn) => welcome(turn)],
  [['help', '帮助'], (turn) => replyTo(turn, { say: [sayLines(copy.help[turn.inbound.kind])] })],
  [['region', '地区'], regionCommand],
  [['source', '原文'], (turn, rest) => source(turn, rest)],
  [['files', '我的材料'], (turn, rest) => filesCommand(turn, rest)],
  [['human', '转人工', '找人工', '人工'], (turn, rest) => handoffCommand(turn, rest)],
  [['progress', '进度', '我的进度'], (turn) => progressCommand(turn)],
  [['add', '补充'], (turn, rest) => addCommand(turn, rest)],
  [['bot', '机器人'], (turn, rest) => botCommand(turn, rest)],
  [['withdraw', '撤回'], (turn, rest) => withdrawCommand(turn, rest)],
  [['console', '控制台'], (turn) => consoleCommand(turn)],
  [['bind', '绑定'], (turn, rest) => bindCommand(turn, rest)],
  [['privacy', '隐私'], (turn) => privacyCommand(turn)],
  [['export', '导出我的数据'], (turn) => exportCommand(turn)],
  [['delete', '删除我的数据'], (turn) => eraseCommand(turn)],
  [['guides', '办事'], (turn) => guidesCommand(turn)],
  [['resume', '继续'], (turn) => resumeCommand(turn)],
  [['work', '开工'], (turn, rest) => shiftCommand(turn, 'start', rest)],
  [['off', '收工'], (turn, rest) => shiftCommand(turn, 'end', rest)],
  [['rest', '歇了'], (turn, rest) => shiftCommand(turn, 'rest', rest)],
  [['back', '接着跑'], (turn, rest) => shiftCommand(turn, 'back', rest)],
  [['worklog', '跑单记录'], (turn, rest) => shiftCommand(turn, 'log', rest)],
]);

/** Every name, so that a group can tell our commands from another bot's. */
export const commandNames = (): readonly string[] => Object.keys(COMMANDS);

/** Those that somebody may write on behind. */
const HAN_NAMES: readonly string[] = ['地区', '原文', '补充', '撤回', '转人工', '我的材料', '收工', '绑定'];

function withNames(list: readonly (readonly [readonly string[], Command])[]): Record<string, Command> {
  return Object.fromEntries(list.flatMap(([names, command]) => names.map((name) => [name, command])));
}

/** `/name rest`, in either slash; undefined when the words are no command. */
export function parseCommand(words: string): { readonly name: string; readonly rest: string } | undefined {
  const found = /^[/／]\s*(\S+)\s*(.*)$/su.exec(words.trim());
  if (found === null) return undefined;
  const name = (found[1] ?? '').toLowerCase();
  const rest = (found[2] ?? '').trim();
  if (Object.hasOwn(COMMANDS, name)) return { name, rest };
  // /地区云南: Chinese is written without blanks.
  const known = HAN_NAMES.find((one) => name.startsWith(one));
  return known === undefined
    ? { name, rest }
    : { name: known, rest: `${name.slice(known.length)} ${rest}`.trim() };
}

export async function runCommand(turn: Turn, name: string, rest: string): Promise<Reply> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command(turn, rest);
  // In a group it may be meant for another bot.
  const silent = turn.inbound.kind === 'group' && !awaitsAnswer(turn);
  return replyTo(turn, { say: silent ? [] : [sayText(copy.unknownCommand)] });
}

/** The first words of a chat, and the one question that is asked before any other. */
export function welcome(turn: Turn): Reply {
  if (turn.inbound.kind === 'group') return replyTo(turn, { say: [sayText(copy.groupWelcome)] });
  const places = placeNames(turn);
  const text = copy.welcome(places.join('、'));
  return replyTo(turn, {
    say: [
      turn.person.region === null
        ? sayLines(
            [text, turn.channel.capabilities.buttons ? copy.whereQuestion : copy.whereTyped],
            regionButtons(turn, places),
          )
        : sayText(text),
    ],
  });
}

async function source(turn: Turn, rest: string): Promise<Reply> {
  return rest === '' ? replyTo(turn, { say: [sayText(copy.sourceUsage)] }) : ask(turn, `${rest} 原文`);
}
