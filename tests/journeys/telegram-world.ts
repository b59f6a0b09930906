import { z } from 'zod';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import type { LiveLibrary } from '../../bot/library/live.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { realTexts } from '../core.ts';
import { createFakeBotApi, type FakeBotApi } from '../fakes/bot-api/server.ts';
import type { Say } from '../fakes/bot-api/users.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import { temporaryFolder } from '../fixtures.ts';

const TOKEN = '7001:journey-token';
/** What a worker's phone opens; nothing listens there, the server of the test has the same pages. */
export const PUBLIC_URL = 'https://gongyou.example';
const SETTLED_WITHIN_MS = 30_000;

/** The whole server as `npm start` runs it, over the real texts, with a Bot API server of the test's own. */
export type TelegramWorld = {
  readonly fake: FakeBotApi;
  readonly library: Library;
  readonly server: () => RunningServer;
  /** Somebody in their own chat with the bot, or in `chat`. */
  readonly person: (id: number, where?: { readonly chat?: number; readonly topic?: number }) => Person;
  /** Carries `act` out and waits until nothing is left to be done. @returns what the bot did meanwhile, in all chats */
  readonly after: (act: () => unknown) => Promise<readonly Delivery[]>;
  /** Stops the server and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Each returns what the bot then did, wherever it did it. */
export type Person = {
  readonly say: (text: string, more?: Partial<Say>) => Promise<readonly Delivery[]>;
  /** Presses the newest button of this name. @throws when no message bears one */
  readonly press: (label: string) => Promise<readonly Delivery[]>;
  /** Corrects the last message. */
  readonly edit: (text: string) => Promise<readonly Delivery[]>;
  /** Follows a link of the bot's into a private chat: its t.me address. */
  readonly follow: (link: string) => Promise<readonly Delivery[]>;
};

/** @param live a library that is exchanged while the server runs; the texts of this repository without it */
export async function startTelegramWorld(
  env: Readonly<Record<string, string>> = {},
  live?: LiveLibrary,
): Promise<TelegramWorld> {
  const library = live?.library() ?? (await realTexts());
  const folder = temporaryFolder();
  const fake = createFakeBotApi({ token: TOKEN, reach: (url) => url.replace(PUBLIC_URL, server.url) });
  await fake.start();
  const config = parseConfig({
    DATA_DIR: folder.path,
    PORT: '0',
    LOG_LEVEL: 'silent',
    PUBLIC_URL,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: fake.url(),
    ...env,
  });
  const start = () => startServer(config, live?.library ?? (() => library), live);
  let server = await start();

  const settled = async () => {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    await fake.until(() => fake.pending() === 0, SETTLED_WITHIN_MS);
    while (await isBusy(server.url)) {
      if (Date.now() > deadline) throw new Error('the server did not come to rest');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const after = async (act: () => unknown) => {
    const before = fake.sent().length;
    await act();
    await settled();
    return fake.sent().slice(before);
  };

  const person: TelegramWorld['person'] = (from, { chat = from, topic } = {}) => {
    let said = 0;
    const place = { from, chat, ...(topic !== undefined && { topic }) };
    return {
      say: (text, more) =>
        after(() => {
          said = fake.users.say({ ...place, text, ...more });
        }),
      edit: (text) => after(() => fake.users.edit({ ...place, message: said, text })),
      press: (label) => after(() => fake.users.press({ from, chat, ...findButton(fake, chat, label) })),
      follow: (link) =>
        after(() =>
          fake.users.say({ from, text: `/start ${new URL(link).searchParams.get('start') ?? ''}` }),
        ),
    };
  };

  return {
    fake,
    library,
    server: () => server,
    person,
    after,
    restart: async () => {
      await server.stop();
      server = await start();
    },
    end: async () => {
      await server.stop();
      await fake.stop();
      folder.dispose();
    },
  };
}

const healthSchema = z.object({
  ok: z.literal(true),
  inbox: z.number(),
  outbox: z.object({ pending: z.number(), sending: z.number(), failed: z.number(), dead: z.number() }),
});

/** Whether anything accepted waits; what failed or died is no rest either. @throws when something did */
async function isBusy(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health`);
  const { inbox, outbox } = healthSchema.parse(await response.json());
  if (outbox.failed + outbox.dead > 0) throw new Error('a message could not be delivered');
  return inbox + outbox.pending + outbox.sending > 0;
}

/** The newest button of this name that comes back to the bot. */
function findButton(fake: FakeBotApi, chat: number, label: string): { message: number; data: string } {
  for (const delivery of fake.sent().toReversed()) {
    if (delivery.chat !== chat) continue;
    const button = delivery.buttons.flat().find(({ text }) => text === label);
    if (button?.callback_data !== undefined) return { message: delivery.message, data: button.callback_data };
  }
  throw new Error(`no message in chat ${chat} bears a button ${label}`);
}

/** The address behind a button. @throws when the message bears none of that name */
export function linkOf(delivery: Delivery | undefined, label: string): string {
  const url = delivery?.buttons.flat().find(({ text }) => text === label)?.url;
  if (url === undefined) throw new Error(`the message bears no link ${label}`);
  return url;
}

export const labels = (delivery: Delivery | undefined) =>
  delivery?.buttons.flat().map(({ text }) => text) ?? [];

/** A quote with its source, as a reader sees the message. */
export type Quoted = { readonly quote: string; readonly head: string; readonly url: URL };

/** The quotes of messages: each quotation with the link that follows it. */
export function quotesOf(deliveries: readonly Delivery[]): readonly Quoted[] {
  return deliveries.flatMap(({ text, entities }) => {
    const of = (kind: string) => entities.filter(({ type }) => type === kind);
    return of('blockquote').map(({ offset, length }) => {
      const link = of('text_link').find((one) => one.offset >= offset + length);
      if (link?.url === undefined) throw new Error('a quote without a link to its source');
      return {
        quote: text.slice(offset, offset + length),
        head: text.slice(link.offset, link.offset + link.length),
        url: new URL(link.url),
      };
    });
  });
}

/**
 * The page that a quote leads to must mark these very words in the article as published.
 * @returns ids of the articles, in order
 */
export async function checkQuotes(
  world: Pick<TelegramWorld, 'library' | 'server'>,
  quotes: readonly Quoted[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { quote, head, url } of quotes) {
    const id = decodeURIComponent(url.pathname.replace('/policies/', ''));
    const article = world.library.pages.article(id);
    const document = article && world.library.pages.instrument(article.instrument);
    if (article === undefined || document === undefined) throw new Error(`no article ${id}`);
    if (url.origin !== PUBLIC_URL) throw new Error(`a link to another site: ${url.origin}`);
    for (const piece of quote.split('\n'))
      if (piece === '' || !article.text.includes(piece)) throw new Error(`${id} does not say: ${piece}`);
    if (!head.includes(document.title) || !head.includes(article.label))
      throw new Error(`${head} is not the name of ${id}`);
    const page = await (await fetch(`${world.server().url}${url.pathname}${url.search}`)).text();
    const marked = [...page.matchAll(/<mark[^>]*>([^<]*)<\/mark>/g)].map(([, words]) => words).join('');
    if (unescaped(marked) !== quote.replaceAll('\n', ''))
      throw new Error(`the page of ${id} marks other words than the quote`);
    ids.push(id);
  }
  return ids;
}

function unescaped(markup: string): string {
  return markup.replace(/&(?:lt|gt|quot|#39|amp);/g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
