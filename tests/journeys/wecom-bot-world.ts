import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { BOT_HOOK } from '../../bot/channels/wecom/connect.ts';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import type { LiveLibrary } from '../../bot/library/live.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { showMarkdown } from '../bot/channels/wecom/bot/markdown.ts';
import { JPEG } from '../bot/files/samples.ts';
import { realTexts } from '../core.ts';
import { createAibotCaller, postTo } from '../fakes/aibot-callback/caller.ts';
import { createFakeOpenWs, type FakeOpenWs } from '../fakes/openws/server.ts';
import type { CallbackTarget } from '../fakes/qyapi/callbacks.ts';
import { createFakeQyapi, type FakeQyapi } from '../fakes/qyapi/server.ts';
import { createSealedFiles } from '../fakes/sealed-files.ts';
import { temporaryFolder } from '../fixtures.ts';
import { PUBLIC_URL, type Quoted } from './telegram-world.ts';
import { isBusy } from './wecom-world.ts';

const BOT_ID = 'aibJourney_1';
const BOT_TOKEN = 'journeyToken1';
const BOT_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const BOT_SECRET = 'journey-secret-of-the-bot';
const SETTLED_WITHIN_MS = 30_000;

/** The whole server as `npm start` runs it, over the real texts, with the AI bot in one of its two ways. */
export type WecomBotWorld = {
  readonly library: Library;
  readonly server: () => RunningServer;
  readonly person: (userid: string, where?: { readonly chat?: string }) => BotPerson;
  /** The file that was handed over last, as text; undefined where none can be. */
  readonly handed: () => string | undefined;
  /** How many files were fetched. */
  readonly fetched: () => number;
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Each gives the one answer, as markdown. */
export type BotPerson = {
  readonly say: (text: string) => Promise<string>;
  readonly enter: () => Promise<string>;
  /** @param bytes a picture's when left out */
  readonly picture: (bytes?: Buffer) => Promise<string>;
  /** A document. */
  readonly file: (bytes: Buffer) => Promise<string>;
  /** Words with a picture. */
  readonly mixed: (text: string) => Promise<string>;
  readonly voice: (transcript: string) => Promise<string>;
  /** The card that was shown last in this chat; it stays there to be pressed later. */
  readonly card: () => Promise<unknown>;
  /** What a button says on that card, or on one from before. */
  readonly press: (label: string, card?: unknown) => Promise<string>;
};

const streamSchema = z.looseObject({
  msgtype: z.enum(['stream', 'stream_with_template_card']),
  stream: z.object({ id: z.string(), finish: z.boolean(), content: z.string() }),
});
const bearerSchema = z.looseObject({ template_card: z.unknown() });
const saidSchema = z.union([
  z.looseObject({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) }),
  z.looseObject({ msgtype: z.literal('markdown'), markdown: z.object({ content: z.string() }) }),
  z.looseObject({
    msgtype: z.literal('template_card'),
    template_card: z.looseObject({
      main_title: z.looseObject({ title: z.string(), desc: z.string().exactOptional() }).exactOptional(),
      sub_title_text: z.string().exactOptional(),
    }),
  }),
]);

/** The words of a message that is no stream. */
function wordsOf(message: unknown): string {
  const said = saidSchema.parse(message);
  if (said.msgtype === 'text') return said.text.content;
  if (said.msgtype === 'markdown') return said.markdown.content;
  const { main_title, sub_title_text } = said.template_card;
  return [main_title?.title, main_title?.desc, sub_title_text]
    .filter((line) => line !== undefined)
    .join('\n');
}

const cardOf = (message: unknown): unknown => bearerSchema.safeParse(message).data?.template_card;

/** What buttons of a card say. */
export function labelsOn(card: unknown): readonly string[] {
  const button = z.looseObject({ text: z.string() });
  const { button_list, checkbox } = z
    .looseObject({
      button_list: z.array(button).exactOptional(),
      checkbox: z.looseObject({ option_list: z.array(button) }).exactOptional(),
    })
    .parse(card);
  return (button_list ?? checkbox?.option_list ?? []).map(({ text }) => text);
}

type Env = Readonly<Record<string, string>>;

async function serve(env: Env, library: Library, live?: LiveLibrary) {
  const folder = temporaryFolder();
  const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent', PUBLIC_URL, ...env });
  const start = () => startServer(config, live?.library ?? (() => library), live);
  let server = await start();
  return {
    library,
    folder,
    server: () => server,
    restart: async () => {
      await server.stop();
      server = await start();
    },
    end: async () => {
      await server.stop();
      folder.dispose();
    },
  };
}

/** By callbacks over HTTP. */
export async function startCallbackWorld(
  env: Env = {},
  library?: Library,
  live?: LiveLibrary,
): Promise<
  WecomBotWorld & {
    readonly fake: FakeQyapi;
    readonly botId: string;
    /** Where WeCom calls, without the address. */
    readonly target: Omit<CallbackTarget, 'url'>;
  }
> {
  const files = createSealedFiles();
  const fake = createFakeQyapi({
    corpId: 'wwJourney',
    apps: [],
    beside: async (request, response) => files.answer(request, response),
  });
  await fake.start();
  const served = await serve(
    {
      WECOM_BOT_ID: BOT_ID,
      WECOM_BOT_TOKEN: BOT_TOKEN,
      WECOM_BOT_AES_KEY: BOT_KEY,
      WECOM_API_ROOT: fake.url(),
      WECOM_FILE_ORIGIN: fake.url(),
      ...env,
    },
    library ?? live?.library() ?? (await realTexts()),
    live,
  );
  const caller = createAibotCaller({
    token: BOT_TOKEN,
    encodingAESKey: BOT_KEY,
    botId: BOT_ID,
    deliver: (request) => postTo(`${served.server().url}${BOT_HOOK}`)(request),
    responseUrl: () => {
      code = fake.aibot.issue();
      return `${fake.url()}/cgi-bin/aibot/response?response_code=${code}`;
    },
  });
  /** The address that was given out last. */
  let code = '';
  const cards = new Map<string, unknown>();
  const keep = (place: string, message: unknown) => {
    const card = cardOf(message);
    if (card !== undefined) cards.set(place, card);
  };
  const send = async (user: string, body: Record<string, unknown>, where: { readonly chat?: string }) => {
    let { reply } = await caller.post(caller.messageOf(user, body, where));
    for (;;) {
      const { stream } = streamSchema.parse(reply);
      if (stream.finish) {
        keep(where.chat ?? user, reply);
        return stream.content;
      }
      ({ reply } = await caller.poll(stream.id, user));
    }
  };
  const image = (bytes: Buffer = JPEG) => ({ url: `${fake.url()}${files.keep(bytes, BOT_KEY)}` });
  return {
    ...served,
    ...{ fake, botId: BOT_ID },
    target: { token: BOT_TOKEN, encodingAESKey: BOT_KEY, receiveId: '' },
    fetched: files.asked,
    handed: () => undefined,
    person: (user, where = {}) => ({
      card: async () => cards.get(where.chat ?? user),
      press: async (label, card = cards.get(where.chat ?? user)) => {
        const { reply } = await caller.press(user, card, label, where);
        // Its buttons cannot be pressed again unawares.
        if (labelsOn(cardOf(reply)).join() !== label) throw new Error('the card is not spent');
        const used = code;
        const answer = () => fake.delivered('aibot').find((one) => one.code === used)?.message;
        await fake.until(() => answer() !== undefined, SETTLED_WITHIN_MS);
        keep(where.chat ?? user, answer());
        return wordsOf(answer());
      },
      say: (content) => send(user, { msgtype: 'text', text: { content } }, where),
      voice: (content) => send(user, { msgtype: 'voice', voice: { content } }, where),
      picture: (bytes) => send(user, { msgtype: 'image', image: image(bytes) }, where),
      file: (bytes) => send(user, { msgtype: 'file', file: image(bytes) }, where),
      mixed: (content) => send(user, mixedOf(content, image()), where),
      enter: async () => {
        const { reply } = await caller.enterChat(user);
        keep(user, reply);
        return wordsOf(reply);
      },
    }),
    end: async () => {
      await served.end();
      await fake.stop();
    },
  };
}

/** By the long connection. */
export async function startSocketWorld(
  env: Env = {},
  library?: Library,
  now: () => number = Date.now,
): Promise<
  WecomBotWorld & {
    readonly fake: FakeOpenWs;
    /** Waits until nothing is left to be answered or sent. */
    readonly settled: () => Promise<void>;
  }
> {
  const files = createSealedFiles();
  const fake = createFakeOpenWs({
    botId: BOT_ID,
    secret: BOT_SECRET,
    now,
    beside: async (request, response) => files.answer(request, response),
  });
  await fake.start();
  const served = await serve(
    {
      WECOM_BOT_MODE: 'websocket',
      WECOM_BOT_ID: BOT_ID,
      WECOM_BOT_SECRET: BOT_SECRET,
      WECOM_WS_URL: fake.url(),
      WECOM_FILE_ORIGIN: fake.origin(),
      ...env,
    },
    library ?? (await realTexts()),
  );
  await fake.until(() => fake.connections().live);
  const answerTo = async (reqId: string) => {
    const first = () =>
      fake
        .sent()
        .find(
          (delivery) =>
            delivery.reqId === reqId && streamSchema.safeParse(delivery.body).data?.stream.finish === true,
        );
    await fake.until(() => first() !== undefined);
    return streamSchema.parse(first()?.body).stream.content;
  };
  /** The newest that is not spent, and comes a moment after its words. */
  const cardIn = async (place: string) => {
    const newest = () =>
      fake
        .sent()
        .findLast(
          ({ conversation, body }) =>
            conversation === place && cardOf(body) !== undefined && body.msgtype === 'template_card',
        );
    const words = () =>
      fake.sent().findLast(({ conversation, body }) => conversation === place && body.msgtype === 'stream');
    await fake.until(() => (newest()?.seq ?? 0) > (words()?.seq ?? 0));
    return cardOf(newest()?.body);
  };
  const image = (bytes: Buffer = JPEG) => {
    const aeskey = randomBytes(32).toString('base64');
    return { url: `${fake.origin()}${files.keep(bytes, aeskey)}`, aeskey };
  };
  return {
    ...served,
    fake,
    settled: async () => {
      const deadline = Date.now() + SETTLED_WITHIN_MS;
      while (await isBusy(served.server().url)) {
        if (Date.now() > deadline) throw new Error('the server did not come to rest');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    fetched: files.asked,
    handed: () =>
      [...fake.uploaded().values()].findLast(({ filename }) => filename.endsWith('.json'))?.bytes.toString(),
    person: (user, where = {}) => ({
      card: () => cardIn(where.chat ?? user),
      press: async (label, given) => {
        const place = where.chat ?? user;
        const card = given ?? (await cardIn(place));
        const before = fake.sent().length;
        fake.people.press(user, card, label, where);
        const since = (cmd: string) =>
          fake.sent().find((one) => one.seq > before && one.cmd === cmd && one.conversation === place)?.body;
        await fake.until(() => since('aibot_send_msg') !== undefined);
        await fake.until(() => since('aibot_respond_update_msg') !== undefined);
        // Its buttons cannot be pressed again unawares.
        if (labelsOn(cardOf(since('aibot_respond_update_msg'))).join() !== label)
          throw new Error('the card is not spent');
        return wordsOf(since('aibot_send_msg'));
      },
      say: (content) => answerTo(fake.people.text(user, content, where)),
      voice: (content) => answerTo(fake.people.voice(user, content, where)),
      picture: (bytes) =>
        answerTo(fake.people.message(user, { msgtype: 'image', image: image(bytes) }, where)),
      file: (bytes) => answerTo(fake.people.message(user, { msgtype: 'file', file: image(bytes) }, where)),
      mixed: (content) => answerTo(fake.people.message(user, mixedOf(content, image()), where)),
      enter: async () => {
        const reqId = fake.people.enterChat(user);
        await fake.until(() => fake.sent().some((delivery) => delivery.reqId === reqId));
        return wordsOf(fake.sent().find((delivery) => delivery.reqId === reqId)?.body);
      },
    }),
    end: async () => {
      await served.end();
      await fake.stop();
    },
  };
}

function mixedOf(content: string, image: object) {
  const msg_item = [
    { msgtype: 'text', text: { content } },
    { msgtype: 'image', image },
  ];
  return { msgtype: 'mixed', mixed: { msg_item } };
}

/** The quotes of an answer, each with the link under it, as a reader sees them. */
export function quotesIn(markdown: string): readonly Quoted[] {
  const blocks = markdown.split('\n\n');
  return blocks.flatMap((block, at): Quoted[] => {
    if (!/^> /m.test(block)) return [];
    const source = showMarkdown(blocks[at + 1] ?? '');
    const [link] = source.links;
    if (link === undefined) throw new Error('a quote without a link to its source');
    const quote = showMarkdown(block)
      .quotes.map((piece) => piece.replace(/^“|”$/g, ''))
      .join('\n');
    return [{ quote, head: source.text.split('\n')[0] ?? '', url: new URL(link.url) }];
  });
}
