import { conversationCopy } from '../copy/conversation.ts';
import { staffChatCopy as copy } from '../copy/staff-chat.ts';
import { enterUrl } from '../staff/enter-url.ts';
import { onlyInPrivate } from './only-in-private.ts';
import { sayText } from './say.ts';
import { awaitsAnswer, type Reply, replyTo, type Turn } from './turn.ts';

/** /控制台: a link into the console. Who is not of the staff hears what they hear of any name that is no command. */
export async function consoleCommand(turn: Turn): Promise<Reply> {
  const staff = await turn.records.staff.me();
  if (staff === null) return noSuchCommand(turn);
  if (turn.inbound.kind === 'group') return onlyInPrivate(turn);
  const { publicUrl } = turn.settings;
  if (publicUrl === undefined) return replyTo(turn, { say: [sayText(copy.noAddress)] });
  const secret = await turn.records.staff.enter(staff.name);
  if (secret === null) return replyTo(turn, { say: [sayText(copy.often)] });
  return replyTo(turn, { say: [sayText(copy.link(staff.name, enterUrl(publicUrl, secret)))] });
}

/** /绑定 码: makes the account at hand one of the staff's. */
export async function bindCommand(turn: Turn, rest: string): Promise<Reply> {
  if (turn.inbound.kind === 'group') {
    await turn.records.staff.burn(rest);
    return replyTo(turn, { say: [sayText(copy.burnt)] });
  }
  if (rest === '') return replyTo(turn, { say: [sayText(copy.usage)] });
  const bound = await turn.records.staff.bind(rest);
  const say = {
    wrong: copy.wrong,
    often: copy.oftenCode,
    taken: copy.taken,
    channel: copy.channel,
    bound: bound.kind === 'bound' ? copy.bound(bound.name) : '',
  }[bound.kind];
  return replyTo(turn, { say: [sayText(say)] });
}

/** In a group it may be meant for another bot. */
function noSuchCommand(turn: Turn): Reply {
  const silent = turn.inbound.kind === 'group' && !awaitsAnswer(turn);
  return replyTo(turn, { say: silent ? [] : [sayText(conversationCopy.unknownCommand)] });
}
