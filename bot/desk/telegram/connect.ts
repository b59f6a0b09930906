import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
} from '../../channels/telegram/channel.ts';
import { createTelegramDesk, type TelegramDesk, type TelegramDeskDeps } from './desk.ts';

/** Telegram for workers, and beside it the staff's group, whose messages never reach the conversation. */
export function connectTelegram(
  options: TelegramOptions,
  chat: string | undefined,
  deps: Omit<TelegramDeskDeps, 'channel' | 'account' | 'chat' | 'publicUrl' | 'telemetry' | 'timeoutMs'>,
): { readonly telegram: TelegramChannel; readonly desk: TelegramDesk | undefined } {
  if (chat === undefined) return { telegram: createTelegramChannel(options), desk: undefined };
  const telegram = createTelegramChannel({
    ...options,
    side: { chat, accept: (update, me) => desk.accept(update, me) },
  });
  const { token, publicUrl, telemetry, sendTimeoutMs = 20_000 } = options;
  const desk = createTelegramDesk({
    ...deps,
    account: { token, apiRoot: options.apiRoot ?? 'https://api.telegram.org' },
    chat,
    publicUrl,
    telemetry,
    timeoutMs: sendTimeoutMs,
    channel: telegram.channel,
  });
  return { telegram, desk };
}
