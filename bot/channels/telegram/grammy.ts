import { Api, Bot, GrammyError, HttpError, InputFile, webhookCallback } from 'grammy';
import { request } from './http.ts';

export type { Api };
export { GrammyError, HttpError };

/** The bot as getMe tells it. https://core.telegram.org/bots/api#getme */
export type Me = Awaited<ReturnType<Api['getMe']>>;

/** https://core.telegram.org/bots/api#webhookinfo */
export type WebhookInfo = Awaited<ReturnType<Api['getWebhookInfo']>>;

/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
export type InlineButton = { readonly text: string } & (
  | { readonly callback_data: string }
  | { readonly url: string }
);

export type Account = { readonly token: string; readonly apiRoot: string };

/** Above every time-out of ours, so that ours is the one that ends a call and tells why. */
const NEVER_FIRST_S = 600;

/**
 * The Bot API for calls that end when `signal` aborts. A fresh one for each signal, because grammY's own signals are those of
 * a polyfill that Node's are not assignable to; making one costs microseconds.
 */
export function createApi({ token, apiRoot }: Account, signal: AbortSignal): Api {
  return new Api(token, {
    apiRoot,
    timeoutSeconds: NEVER_FIRST_S,
    fetch: (url: string | URL, { method, headers, body, duplex }: RequestInit) =>
      request(url, { signal, ...given({ method, headers, body, duplex }) }),
  });
}

/** What is there of the request that grammY makes; its agent and signal are of another fetch. */
function given(init: { [K in keyof RequestInit]: RequestInit[K] | undefined }): RequestInit {
  const { method, headers, body, duplex } = init;
  return {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    ...(duplex !== undefined && { duplex }),
  };
}

/** grammY writes the name into a header as it is, and does not send the type: Telegram goes by the name's ending. */
export function createInputFile(base64: string, name: string): InputFile {
  return new InputFile(Buffer.from(base64, 'base64'), name.replaceAll(/[\r\n";]/g, ' '));
}

/**
 * Answers Telegram's calls: 401 on a wrong secret before the body is read, 200 when `handle` has resolved; rejects when it
 * rejects. `handle` gets the update as it came. https://grammy.dev/guide/deployment-types
 */
export function createWebhook(
  account: Account,
  me: Me,
  secret: string,
  handle: (update: unknown) => Promise<void>,
): (request: Request) => Promise<Response> {
  const bot = new Bot(account.token, { botInfo: me, client: { apiRoot: account.apiRoot } });
  bot.use((ctx) => handle(ctx.update));
  return webhookCallback(bot, 'std/http', {
    secretToken: secret,
    // Telegram has a limit of its own and repeats. grammY's leaves a rejection behind that nobody catches, which would end
    // the process.
    timeoutMilliseconds: Number.POSITIVE_INFINITY,
  });
}
