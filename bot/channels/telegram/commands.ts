import { telegramCopy } from '../../copy/telegram.ts';

/**
 * The menu of commands. Telegram allows only Latin names: a to z, 0 to 9 and _.
 * https://core.telegram.org/bots/api#setmycommands
 */
const MENU = Object.entries(telegramCopy.commands).map(([command, description]) => ({
  command,
  description,
}));

const IN_GROUPS = ['help', 'region'];

export const MENUS = [
  { scope: { type: 'default' }, commands: MENU },
  { scope: { type: 'all_private_chats' }, commands: MENU },
  { scope: { type: 'all_group_chats' }, commands: MENU.filter(({ command }) => IN_GROUPS.includes(command)) },
] as const;

/** Names of commands in the conversation (bot/conversation/commands.ts), which no channel imports; a test holds them equal. */
const OWN_NAMES = [
  ['start', '开始', 'help', '帮助', 'region', '地区', 'source', '原文', 'files', '我的材料'],
  [
    'human',
    '转人工',
    '找人工',
    '人工',
    'progress',
    '进度',
    '我的进度',
    'add',
    '补充',
    'bot',
    '机器人',
    'withdraw',
    '撤回',
  ],
  [
    'console',
    '控制台',
    'bind',
    '绑定',
    'privacy',
    '隐私',
    'export',
    '导出我的数据',
    'delete',
    '删除我的数据',
  ],
  [
    'guides',
    '办事',
    'resume',
    '继续',
    'work',
    '开工',
    'off',
    '收工',
    'rest',
    '歇了',
    'back',
    '接着跑',
    'worklog',
    '跑单记录',
  ],
  ['membership', '入会', 'complaint', '维权', '投诉', 'employment', '劳动关系', 'agreement', '协议体检'],
  ['injury', '受伤了', '受伤', '困难帮扶'],
].flat();

const OURS = new RegExp(`^[/／]\\s*(?:${OWN_NAMES.join('|')})(?=\\s|$)`, 'i');

/** In a group a bare command may be another bot's: only a name of ours (bot/conversation/commands.ts) is meant for us. */
export function isOwnCommand(text: string): boolean {
  return OURS.test(text);
}

const SETS_REGION = /^[/／]\s*(?:region|地区)(?=\s|$)/i;

/** What only an admin may do in a group, so that the platform has to be asked who the sender is. */
export function isRegionCommand(text: string): boolean {
  return SETS_REGION.test(text);
}
