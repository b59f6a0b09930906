import { telegramDeskCopy } from '../copy/desk-telegram.ts';
import { redact } from '../privacy/redact.ts';
import type { TicketDraft } from './ticket-draft.ts';
import type { TicketEvent } from './ticket-event.ts';

/** What somebody calls themselves, up to where the sentence goes on. */
const CALLED =
  /((?:我的?|本人)(?:大名|名字|姓名)?(?:叫做?|是叫)|(?:名字|姓名)[叫是:：]?\s*|叫我|免贵姓|我姓)\s*(?![了他她它不您你])([\p{Script=Han}·]{1,4})/gu;
/** Accounts elsewhere, mail. */
const ACCOUNT = /((?:微信|VX|wx|QQ|抖音|支付宝|账号)号?\s*[是为:：]?\s*)([\w@.-]{4,})/giu;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

export type Covered = { readonly text: string; readonly whole: boolean };

/**
 * Words as a whole group may read them: numbers, what the worker gave of themselves, how they call themselves anywhere in
 * the ticket, and accounts are covered. A name that is introduced nowhere is not known for one: see decision 0019.
 * @returns for words of the ticket; `whole`: nothing had to be covered
 */
export function createCover(
  draft: TicketDraft | null,
  events: readonly TicketEvent[],
): (words: string) => Covered {
  const given = [draft?.contact?.name, draft?.contact?.phone].concat(
    draft?.answers.flatMap(({ personal, value }) => (personal ? [value] : [])),
  );
  const own = [...given.flatMap((value) => value?.trim() ?? []), ...namesIn(draft, events)]
    // The whole story is an answer, too; only what is short can stand in other words.
    .filter((value) => value.length >= 2 && value.length <= 30)
    .sort((a, b) => b.length - a.length);
  const cover = telegramDeskCopy.coveredName;
  return (words) => {
    const known = own.reduce((left, value) => left.replaceAll(value, cover), words);
    const said = known
      .replace(MAIL, cover)
      .replace(ACCOUNT, (_, before: string) => before + cover)
      .replace(CALLED, (_, before: string) => before + cover);
    const { text } = redact(said);
    return { text, whole: text === words };
  };
}

/** Names by which the worker was introduced; where it ends is not marked in Chinese, so its beginnings count as well. */
function namesIn(draft: TicketDraft | null, events: readonly TicketEvent[]): readonly string[] {
  const told = [
    ...(draft?.answers.map(({ value }) => value) ?? []),
    ...(draft?.transcript.map(({ words }) => words) ?? []),
    ...events.flatMap(({ change }) => (change?.kind === 'said' ? [change.words] : [])),
  ];
  return told.flatMap((words) =>
    [...words.matchAll(CALLED)].flatMap(([, , name = '']) => [name, name.slice(0, 3), name.slice(0, 2)]),
  );
}
