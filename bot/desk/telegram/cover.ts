import { telegramDeskCopy } from '../../copy/desk-telegram.ts';
import { redact } from '../../privacy/redact.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/** What somebody calls themselves, up to where the sentence goes on. */
const CALLED =
  /((?:我的?|本人)(?:大名|名字|姓名)?(?:叫做?|是叫)|(?:名字|姓名)[叫是:：]?\s*|叫我|免贵姓|我姓)\s*(?![了他她它不您你])([\p{Script=Han}·]{1,4})/gu;
/** Accounts elsewhere, mail. */
const ACCOUNT = /((?:微信|VX|wx|QQ|抖音|支付宝|账号)号?\s*[是为:：]?\s*)([\w@.-]{4,})/giu;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

export type Covered = { readonly text: string; readonly whole: boolean };

/**
 * Words as a whole group may read them: numbers, what the worker gave of themselves, how they call themselves and accounts
 * are covered. A name that stands nowhere else and is not introduced is not known for one: see decision 0017.
 * @returns `whole`: nothing had to be covered
 */
export function coverWords(words: string, draft: TicketDraft | null): Covered {
  const own = [draft?.contact?.name, draft?.contact?.phone]
    .concat(draft?.answers.flatMap(({ personal, value }) => (personal ? [value] : [])))
    .flatMap((value) => (value === null || value === undefined ? [] : [value.trim()]))
    // The whole story is an answer, too; only what is short can stand in other words.
    .filter((value) => value.length >= 2 && value.length <= 30)
    .sort((a, b) => b.length - a.length);
  const name = telegramDeskCopy.coveredName;
  let text = own.reduce((left, value) => left.replaceAll(value, name), words);
  text = text
    .replace(MAIL, name)
    .replace(ACCOUNT, (_, before: string) => before + name)
    .replace(CALLED, (_, before: string) => before + name);
  text = redact(text).text;
  return { text, whole: text === words };
}
