import { createApi, GrammyError, type Me } from '../../channels/telegram/grammy.ts';
import type { Config } from '../../config.ts';
import { telegramDeskCopy } from '../../copy/desk-telegram.ts';
import { bad, type Finding, ok, warn } from '../../doctor/finding.ts';

const copy = telegramDeskCopy.doctor;
const TIMEOUT_MS = 5_000;

/** Asks Telegram whether the staff's group can be worked in; the calls only read. Silent where checkTelegram has told why. */
export async function checkDeskGroup({
  telegram,
  desk,
}: Pick<Config, 'telegram' | 'desk'>): Promise<readonly Finding[]> {
  const { telegramChat } = desk;
  if (telegram === undefined || telegramChat === undefined) return [];
  const api = createApi(telegram, AbortSignal.timeout(TIMEOUT_MS));
  const me = await api.getMe().catch(() => undefined);
  if (me === undefined) return [];
  try {
    return await look(api, telegramChat, me);
  } catch (error) {
    if (!(error instanceof GrammyError)) return [];
    return [bad(copy.notFound, copy.notFoundAdvice)];
  }
}

async function look(api: ReturnType<typeof createApi>, id: string, me: Me): Promise<readonly Finding[]> {
  // https://core.telegram.org/bots/api#getchat
  const chat = await api.getChat(id);
  const title = 'title' in chat ? (chat.title ?? '') : '';
  const open = 'username' in chat && chat.username !== undefined;
  // https://core.telegram.org/bots/api#getchatmember
  const member = await api.getChatMember(id, me.id);
  const rights = member.status === 'administrator' ? member : undefined;
  const faults: Finding[] = [
    ...('is_forum' in chat && chat.is_forum === true ? [] : [bad(copy.notForum, copy.notForumAdvice)]),
    ...(rights === undefined ? [bad(copy.notAdmin, copy.notAdminAdvice)] : []),
    ...(rights !== undefined && rights.can_manage_topics !== true
      ? [bad(copy.noTopics, copy.rightsAdvice)]
      : []),
    ...(rights !== undefined && !rights.can_delete_messages ? [warn(copy.noDelete, copy.rightsAdvice)] : []),
    ...(open ? [warn(copy.public, copy.publicAdvice)] : []),
  ];
  return faults.length === 0 ? [ok(copy.good(title))] : faults;
}
