import { formatChinaTime } from '../../china-time.ts';
import type { Config, TelegramConfig } from '../../config.ts';
import { doctorCopy } from '../../copy/doctor.ts';
import { bad, type Finding, ok, warn } from '../../doctor/finding.ts';
import { createApi, GrammyError, HttpError, type Me, type WebhookInfo } from './grammy.ts';
import { GatewayAnswer, NeverSent } from './http.ts';
import { withoutWords } from './outcome.ts';
import { conditionOf } from './reports.ts';
import { WEBHOOK_PATH } from './webhook.ts';

const copy = doctorCopy.telegram;
/** For both calls together. */
const TIMEOUT_MS = 5_000;
/** From here on it is worth a look that messages wait. */
const MANY = 20;

/** Asks Telegram who the bot is and how its updates are fetched; both calls only read. */
export async function checkTelegram({ telegram }: Pick<Config, 'telegram'>): Promise<readonly Finding[]> {
  if (telegram === undefined) return [ok(copy.off)];
  const api = createApi(telegram, AbortSignal.timeout(TIMEOUT_MS));
  try {
    // https://core.telegram.org/bots/api#getme
    const me = await api.getMe();
    // https://core.telegram.org/bots/api#getwebhookinfo
    const info = await api.getWebhookInfo();
    return [...checkBot(me), ...checkReceiving(telegram, info), ...checkWaiting(info), ...checkError(info)];
  } catch (error) {
    return [failure(error, new URL(telegram.apiRoot).origin)];
  }
}

function failure(error: unknown, root: string): Finding {
  if (conditionOf(error) === 'badToken') return bad(copy.badToken, copy.badTokenAdvice);
  if (error instanceof GrammyError) return bad(copy.refused(error.error_code), copy.refusedAdvice);
  if (!(error instanceof HttpError)) throw error;
  if (error.error instanceof GatewayAnswer) return bad(copy.notTelegram(root), copy.notTelegramAdvice);
  return bad(
    error.error instanceof NeverSent ? copy.unreachable(root) : copy.slow(root),
    copy.unreachableAdvice,
  );
}

/** https://core.telegram.org/bots/features#privacy-mode */
function checkBot(me: Me): readonly Finding[] {
  return [
    ok(copy.me(me.username, me.first_name)),
    ...(me.can_join_groups ? [] : [warn(copy.groupsOff, copy.groupsOffAdvice)]),
    me.can_read_all_group_messages ? warn(copy.privacyOff, copy.privacyOffAdvice) : ok(copy.privacyOn),
  ];
}

function checkReceiving({ receive }: TelegramConfig, { url = '' }: WebhookInfo): readonly Finding[] {
  if (receive.kind === 'polling')
    return [url === '' ? ok(copy.polling) : bad(copy.strayWebhook(hostOf(url)), copy.strayWebhookAdvice)];
  if (url === '') return [bad(copy.webhookMissing, copy.webhookAdvice)];
  return [
    url === `${receive.url}${WEBHOOK_PATH}`
      ? ok(copy.webhookSet(hostOf(url)))
      : bad(copy.webhookElsewhere(hostOf(url)), copy.webhookAdvice),
  ];
}

/** Never the path: many programs put a secret, or the token itself, into it. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '?';
}

function checkWaiting({ pending_update_count: count }: WebhookInfo): readonly Finding[] {
  if (count === 0) return [];
  return [count < MANY ? ok(copy.pending(count)) : warn(copy.pending(count), copy.pendingAdvice)];
}

/** Telegram keeps the last error until another webhook is set, so it may be long mended. */
function checkError({ url = '', last_error_message: words, last_error_date: at }: WebhookInfo) {
  if (url === '' || (words === undefined && at === undefined)) return [];
  const said = withoutWords(words ?? '') || copy.unsaid;
  return [
    warn(copy.lastError(said, at === undefined ? '' : formatChinaTime(at * 1000)), copy.lastErrorAdvice),
  ];
}
