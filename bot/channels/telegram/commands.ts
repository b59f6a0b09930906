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

const OURS =
  /^[/／]\s*(?:start|help|region|source|files|privacy|export|delete|开始|帮助|地区|原文|我的材料|隐私|导出我的数据|删除我的数据)(?=\s|$)/i;

/** In a group a bare command may be another bot's: only a name of ours (bot/conversation/commands.ts) is meant for us. */
export function isOwnCommand(text: string): boolean {
  return OURS.test(text);
}

const SETS_REGION = /^[/／]\s*(?:region|地区)(?=\s|$)/i;

/** What only an admin may do in a group, so that the platform has to be asked who the sender is. */
export function isRegionCommand(text: string): boolean {
  return SETS_REGION.test(text);
}
