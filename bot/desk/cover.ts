import { telegramDeskCopy } from '../copy/desk-telegram.ts';
import { redact } from '../privacy/redact.ts';
import type { TicketDraft } from './ticket-draft.ts';
import type { TicketEvent } from './ticket-event.ts';

/** What somebody calls themselves, up to where the sentence goes on. */
const CALLED =
  /((?:我的?|本人)(?:大名|名字|姓名)?(?:叫做?|是叫)|(?:名字|姓名)[叫是:：]?\s*|叫我|免贵姓|我姓)\s*(?![了他她它不您你])([\p{Script=Han}·]{1,4})/gu;
/** The names that nine in ten people bear; not 白, 车 and others that are words first. */
const SURNAME =
  '(?:欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧肖冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚])';
/** 老苏, 小林, 阿芳 without more; not 小程序, 老毛病. */
const FAMILIAR = new RegExp(
  `(?<![大缩最更很较])(?:老|阿|小(?!程序|任务|毛病|龙虾|牛(?:电|车|牌)|金额|金库|石头|方面|方便|于|段|常识|马路|马甲|田|江|万|夏天|史|任))(?!毛病|石头)${SURNAME}`,
  'gu',
);
/** 苏师傅, 林女士. */
const TITLED = new RegExp(
  `(?<!任)(?!任何)(?:${SURNAME}(?:师傅|大哥|大姐|阿姨)|${SURNAME}[哥姐叔姨](?!\\p{Script=Han}?(?:妹|弟|伯))|${SURNAME}\\p{Script=Han}{0,2}(?:先生|女士))`,
  'gu',
);
/** A whole name before a telephone number, as a signature, and in 找…就行. */
const SIGNED = [
  `(?<!\\p{Script=Han})(${SURNAME}\\p{Script=Han}{1,2})(?=[\\s,，:：、的]*(?:电话|手机|号码)?[\\s:：是]*(?:\\+?86)?1[3-9]\\d{9})`,
  `(?<=(?:—|--)\\s*)(${SURNAME}\\p{Script=Han}{1,2})(?=\\s*$)`,
  `(?<=找)(${SURNAME}\\p{Script=Han}{1,2}?)(?=就行|就好|就可以|即可)`,
].map((pattern) => new RegExp(pattern, 'gu'));
/** Accounts elsewhere, mail. */
const ACCOUNT = /((?:微信|VX|wx|QQ|抖音|支付宝|账号)号?\s*[是为:：]?\s*)([\w@.-]{4,})/giu;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

export type Covered = { readonly text: string; readonly whole: boolean };

/**
 * Words as a whole group may read them: numbers, what the worker gave of themselves, how they call themselves anywhere in
 * the ticket, and accounts are covered, and what looks like a person's name by what stands around it. A name that nothing marks
 * is not known for one: see decision 0019.
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
    const signed = SIGNED.reduce((left, pattern) => left.replace(pattern, cover), known);
    const said = signed
      .replace(MAIL, cover)
      .replace(ACCOUNT, (_, before: string) => before + cover)
      .replace(CALLED, (_, before: string) => before + cover)
      .replace(TITLED, cover)
      .replace(FAMILIAR, cover);
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
  return told.flatMap((words) => [
    ...[...words.matchAll(CALLED)].flatMap(([, , name = '']) => [name, name.slice(0, 3), name.slice(0, 2)]),
    ...SIGNED.flatMap((pattern) => [...words.matchAll(pattern)].map(([name]) => name)),
  ]);
}
