import { z } from 'zod';
import { BOT_HOOK } from '../../bot/channels/wecom/connect.ts';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { showMarkdown } from '../bot/channels/wecom/bot/markdown.ts';
import { realTexts } from '../core.ts';
import { createAibotCaller, postTo } from '../fakes/aibot-callback/caller.ts';
import { createFakeOpenWs, type FakeOpenWs } from '../fakes/openws/server.ts';
import type { CallbackTarget } from '../fakes/qyapi/callbacks.ts';
import { createFakeQyapi, type FakeQyapi } from '../fakes/qyapi/server.ts';
import { temporaryFolder } from '../fixtures.ts';
import { PUBLIC_URL, type Quoted } from './telegram-world.ts';

const BOT_ID = 'aibJourney_1';
const BOT_TOKEN = 'journeyToken1';
const BOT_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const BOT_SECRET = 'journey-secret-of-the-bot';

/** The whole server as `npm start` runs it, over the real texts, with the AI bot in one of its two ways. */
export type WecomBotWorld = {
  readonly library: Library;
  readonly server: () => RunningServer;
  readonly person: (userid: string, where?: { readonly chat?: string }) => BotPerson;
  /** Addresses of files that were fetched. */
  readonly fetched: () => number;
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Each gives the one answer, as markdown. */
export type BotPerson = {
  readonly say: (text: string) => Promise<string>;
  readonly enter: () => Promise<string>;
  readonly picture: () => Promise<string>;
  /** Words with a picture. */
  readonly mixed: (text: string) => Promise<string>;
  readonly voice: (transcript: string) => Promise<string>;
};

const streamSchema = z.object({
  msgtype: z.literal('stream'),
  stream: z.object({ id: z.string(), finish: z.boolean(), content: z.string() }),
});
const welcomeSchema = z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) });

type Env = Readonly<Record<string, string>>;

async function serve(env: Env, library: Library) {
  const folder = temporaryFolder();
  const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent', PUBLIC_URL, ...env });
  const start = () => startServer(config, () => library);
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
): Promise<
  WecomBotWorld & {
    readonly fake: FakeQyapi;
    readonly botId: string;
    /** Where WeCom calls, without the address. */
    readonly target: Omit<CallbackTarget, 'url'>;
  }
> {
  let fetched = 0;
  const fake = createFakeQyapi({
    corpId: 'wwJourney',
    apps: [],
    beside: async (_, response) => {
      fetched++;
      response.end();
      return true;
    },
  });
  await fake.start();
  const served = await serve(
    {
      WECOM_BOT_ID: BOT_ID,
      WECOM_BOT_TOKEN: BOT_TOKEN,
      WECOM_BOT_AES_KEY: BOT_KEY,
      WECOM_API_ROOT: fake.url(),
      ...env,
    },
    library ?? (await realTexts()),
  );
  const caller = createAibotCaller({
    token: BOT_TOKEN,
    encodingAESKey: BOT_KEY,
    botId: BOT_ID,
    deliver: (request) => postTo(`${served.server().url}${BOT_HOOK}`)(request),
    responseUrl: () => `${fake.url()}/cgi-bin/aibot/response?response_code=${fake.aibot.issue()}`,
  });
  const send = async (user: string, body: Record<string, unknown>, where: { readonly chat?: string }) => {
    let { reply } = await caller.post(caller.messageOf(user, body, where));
    for (;;) {
      const { stream } = streamSchema.parse(reply);
      if (stream.finish) return stream.content;
      ({ reply } = await caller.poll(stream.id, user));
    }
  };
  const image = () => ({ url: `${fake.url()}/media/secret-${Math.random()}` });
  return {
    ...served,
    ...{ fake, botId: BOT_ID },
    target: { token: BOT_TOKEN, encodingAESKey: BOT_KEY, receiveId: '' },
    fetched: () => fetched,
    person: (user, where = {}) => ({
      say: (content) => send(user, { msgtype: 'text', text: { content } }, where),
      voice: (content) => send(user, { msgtype: 'voice', voice: { content } }, where),
      picture: () => send(user, { msgtype: 'image', image: image() }, where),
      mixed: (content) => send(user, mixedOf(content, image()), where),
      enter: async () => welcomeSchema.parse((await caller.enterChat(user)).reply).text.content,
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
): Promise<WecomBotWorld & { readonly fake: FakeOpenWs }> {
  let fetched = 0;
  const fake = createFakeOpenWs({
    botId: BOT_ID,
    secret: BOT_SECRET,
    beside: async () => {
      fetched++;
      return false;
    },
  });
  await fake.start();
  const served = await serve(
    {
      WECOM_BOT_MODE: 'websocket',
      WECOM_BOT_ID: BOT_ID,
      WECOM_BOT_SECRET: BOT_SECRET,
      WECOM_WS_URL: fake.url(),
      ...env,
    },
    library ?? (await realTexts()),
  );
  await fake.until(() => fake.connections().live);
  const answerTo = async (reqId: string) => {
    const last = () => fake.sent().findLast((delivery) => delivery.reqId === reqId);
    await fake.until(() => streamSchema.safeParse(last()?.body).data?.stream.finish === true);
    return streamSchema.parse(last()?.body).stream.content;
  };
  const image = () => ({ url: `${fake.origin()}/media/never`, aeskey: 'x'.repeat(43) });
  return {
    ...served,
    fake,
    fetched: () => fetched,
    person: (user, where = {}) => ({
      say: (content) => answerTo(fake.people.text(user, content, where)),
      voice: (content) => answerTo(fake.people.voice(user, content, where)),
      picture: () => answerTo(fake.people.message(user, { msgtype: 'image', image: image() }, where)),
      mixed: (content) => answerTo(fake.people.message(user, mixedOf(content, image()), where)),
      enter: async () => {
        const reqId = fake.people.enterChat(user);
        await fake.until(() => fake.sent().some((delivery) => delivery.reqId === reqId));
        return welcomeSchema.parse(fake.sent().find((delivery) => delivery.reqId === reqId)?.body).text
          .content;
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
