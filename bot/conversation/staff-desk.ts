import { z } from 'zod';
import { wecomDeskCopy } from '../copy/desk-wecom.ts';
import { parsePress } from '../desk/wecom/card.ts';
import { readOrder } from '../desk/wecom/order.ts';
import { sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

const copy = wecomDeskCopy.say;
/** Chats in which staff work on tickets by words. */
const CHATS: readonly string[] = ['wecom-app', 'wecom-bot'];
/** What a press on a card of WeCom's app brings along. */
const pressHandle = z.object({ task: z.string(), code: z.string() });

/**
 * What staff do with tickets in WeCom: presses on cards, orders, and words for the worker whose ticket they have at hand.
 * Everybody else is a worker here as anywhere, but in a group they are told for whom the orders are.
 */
export async function staffDesk(turn: Turn): Promise<Reply | undefined> {
  const { inbound, channel, records } = turn;
  if (!CHATS.includes(channel.name)) return undefined;
  const { content } = inbound;
  const say = (text: string) => replyTo(turn, { say: [sayText(text)] });
  if (content.kind === 'button') {
    const press = parsePress(content.action);
    if (press === undefined) return undefined;
    const staff = await records.staff.me();
    const handle = pressHandle.safeParse(inbound.handle);
    if (handle.success) await records.staffChat.keepCode(handle.data.task, handle.data.code);
    return say(staff === null ? copy.notStaff : await records.staffChat.press(press, staff));
  }
  if (content.kind !== 'text' && content.kind !== 'media') return undefined;
  const words = content.kind === 'text' ? content.text.trim() : '';
  // The bot's own commands are the bot's, whoever has a ticket at hand.
  if (/^[/／]/.test(words)) return undefined;
  const order = words === '' ? undefined : readOrder(words);
  if (inbound.kind === 'group') {
    if (order === undefined) return undefined;
    const staff = await records.staff.me();
    return say(staff === null ? copy.notStaff : await records.staffChat.obey(order, staff, 'group'));
  }
  const staff = await records.staff.me();
  if (staff === null) return undefined;
  if (order !== undefined) return say(await records.staffChat.obey(order, staff, 'private'));
  if (channel.name !== 'wecom-app') return undefined;
  if (content.kind === 'media')
    return (await records.staffChat.isBusy(staff)) ? say(copy.wordsOnly) : undefined;
  const said = words === '' ? undefined : await records.staffChat.say(words, staff);
  return said === undefined ? undefined : say(said);
}
