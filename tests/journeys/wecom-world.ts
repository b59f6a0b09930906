import { z } from 'zod';
import { APP_HOOK } from '../../bot/channels/wecom/connect.ts';
import { type Config, parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import type { LiveLibrary } from '../../bot/library/live.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { realTexts } from '../core.ts';
import type { CallbackOutcome } from '../fakes/qyapi/callbacks.ts';
import { createFakeQyapi, type FakeQyapi } from '../fakes/qyapi/server.ts';
import { temporaryFolder } from '../fixtures.ts';
import { PUBLIC_URL, type Quoted } from './telegram-world.ts';

export const CORP = 'ww1436e0e65a779aee';
export const AGENT = '1000002';
export const SECRET = 'secret-of-the-app-that-nobody-sees';
export const CALLBACK = {
  token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
  encodingAESKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
};
export const KF = 'wkJourneyAccount';
const SETTLED_WITHIN_MS = 30_000;

/** What a server needs to be the app of this corp, and to answer for 微信客服. */
export const wecomEnv = (apiRoot: string) => ({
  ...{ WECOM_CORP_ID: CORP, WECOM_APP_AGENT_ID: AGENT, WECOM_APP_SECRET: SECRET, WECOM_KF: 'on' },
  ...{ WECOM_APP_TOKEN: CALLBACK.token, WECOM_APP_AES_KEY: CALLBACK.encodingAESKey },
  WECOM_API_ROOT: apiRoot,
});

const saidSchema = z.discriminatedUnion('msgtype', [
  z.looseObject({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) }),
  z.looseObject({
    msgtype: z.literal('msgmenu'),
    msgmenu: z.object({
      head_content: z.string(),
      list: z.array(
        z.object({ type: z.literal('click'), click: z.object({ id: z.string(), content: z.string() }) }),
      ),
      tail_content: z.string().exactOptional(),
    }),
  }),
  z.looseObject({
    msgtype: z.literal('template_card'),
    template_card: z.looseObject({ main_title: z.object({ title: z.string() }) }),
  }),
  z.looseObject({ msgtype: z.literal('file'), file: z.object({ media_id: z.string() }) }),
]);

/** One message as somebody sees it. */
export type Shown = {
  /** The text, or the words above a menu; '' for a file. */
  readonly text: string;
  /** The words below a menu; '' for none. */
  readonly below: string;
  readonly menu: readonly { readonly id: string; readonly content: string }[];
  /** What stands in the file. */
  readonly file: string | undefined;
  /** By the code of a welcome. */
  readonly onEvent: boolean;
};

/** The whole server as `npm start` runs it, over the real texts, with a qyapi of the test's own. */
export type WecomWorld = {
  readonly fake: FakeQyapi;
  readonly library: Library;
  readonly config: Config;
  readonly server: () => RunningServer;
  /** Somebody in WeChat. Each gives what they then got. */
  readonly customer: (id: string) => Customer;
  /** A member of the corp, in the chat with the app. */
  readonly member: (id: string) => Member;
  /** Waits until nothing is left to be fetched, answered or sent. */
  readonly settled: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

export type Customer = {
  readonly enter: (sceneParam?: string) => Promise<readonly Shown[]>;
  readonly say: (text: string) => Promise<readonly Shown[]>;
  readonly send: (message: Record<string, unknown>) => Promise<readonly Shown[]>;
  /** Presses the newest item of this name. @throws when there is none */
  readonly press: (label: string) => Promise<readonly Shown[]>;
};

export type Member = {
  readonly say: (text: string) => Promise<readonly Shown[]>;
  /** Whatever a callback says. @param body what stands behind the common fields, in XML */
  readonly post: (
    body: string,
  ) => Promise<{ readonly outcome: CallbackOutcome; readonly shown: readonly Shown[] }>;
};

/** @param live a library that is exchanged while the server runs; the texts of this repository without it */
export async function startWecomWorld(
  env: Readonly<Record<string, string>> = {},
  live?: LiveLibrary,
): Promise<WecomWorld> {
  const library = live?.library() ?? (await realTexts());
  const folder = temporaryFolder();
  const fake = createFakeQyapi({
    ...{ corpId: CORP, apps: [{ agentId: AGENT, secret: SECRET }], kfAgentId: AGENT },
  });
  fake.kf.addAccount({ open_kfid: KF });
  fake.kf.syncsWithoutToken = 100;
  await fake.start();
  const config = parseConfig({
    ...{ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent', PUBLIC_URL },
    ...{ SLOW_DOWN_PERSON_PER_MINUTE: '1000', ...wecomEnv(fake.url()), ...env },
  });
  const start = async () => {
    const started = await startServer(config, live?.library ?? (() => library), live);
    fake.setCallback(AGENT, { url: `${started.url}${APP_HOOK}`, ...CALLBACK });
    return started;
  };
  let server = await start();

  /** A fetch that was asked for after one that began later than now: what was there now has been kept. */
  const fetched = async () => {
    for (let fetches = 0; fetches < 2; fetches++) {
      const before = fake.calls('kf/sync_msg');
      fake.kf.pingAgain(KF);
      await fake.until(() => fake.calls('kf/sync_msg') > before, SETTLED_WITHIN_MS);
    }
  };
  const settled = async () => {
    await fetched();
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    while (await isBusy(server.url)) {
      if (Date.now() > deadline) throw new Error('the server did not come to rest');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  /** What `to` got while `act` was carried out, in order. */
  const after = async (to: string, act: () => unknown): Promise<readonly Shown[]> => {
    const before = fake.all().length;
    await act();
    await settled();
    return fake
      .all()
      .slice(before)
      .flatMap((each) => {
        if (each.kind === 'kf' && each.customer === to) return [shownOf(fake, each.message, each.onEvent)];
        if (each.kind === 'app' && each.users.includes(to)) return [shownOf(fake, each.message, false)];
        return [];
      });
  };

  return {
    ...{ fake, library, config, settled },
    server: () => server,
    customer: (customer) => {
      let menus: Shown['menu'] = [];
      const doing = async (act: () => unknown) => {
        const shown = await after(customer, act);
        menus = [...menus, ...shown.flatMap(({ menu }) => menu)];
        return shown;
      };
      const send = (message: Record<string, unknown>) =>
        doing(() => fake.kf.say({ open_kfid: KF, customer, message }));
      return {
        send,
        say: (content) => send({ msgtype: 'text', text: { content } }),
        enter: (scene_param = '') =>
          doing(() => fake.kf.enter({ open_kfid: KF, customer, scene: 'poster', scene_param })),
        press: (label) => {
          const item = menus.findLast(({ content }) => content === label);
          if (item === undefined) throw new Error(`no menu has ${label}`);
          return send({ msgtype: 'text', text: { content: label, menu_id: item.id } });
        },
      };
    },
    member: (from) => {
      fake.messages.members.add(from);
      return {
        say: (text) => after(from, () => fake.people.say({ agentId: AGENT, from, text })),
        post: async (body) => {
          let outcome: CallbackOutcome = { attempts: [] };
          const shown = await after(from, async () => {
            outcome = await fake.people.post(AGENT, from, body);
          });
          return { outcome, shown };
        },
      };
    },
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

function shownOf(fake: FakeQyapi, message: Record<string, unknown>, onEvent: boolean): Shown {
  const said = saidSchema.parse(message);
  const nothing = { text: '', below: '', menu: [], file: undefined, onEvent };
  switch (said.msgtype) {
    case 'text':
      return { ...nothing, text: said.text.content };
    case 'msgmenu':
      return {
        ...nothing,
        text: said.msgmenu.head_content,
        below: said.msgmenu.tail_content ?? '',
        menu: said.msgmenu.list.map(({ click }) => click),
      };
    case 'template_card':
      return { ...nothing, text: said.template_card.main_title.title };
    case 'file':
      return { ...nothing, file: fake.media.get('corp', said.file.media_id).bytes.toString('utf8') };
  }
}

const healthSchema = z.object({
  ok: z.literal(true),
  inbox: z.number(),
  outbox: z.object({ pending: z.number(), sending: z.number(), failed: z.number(), dead: z.number() }),
});

/** @throws when something could not be delivered */
export async function isBusy(url: string): Promise<boolean> {
  const { inbox, outbox } = healthSchema.parse(await (await fetch(`${url}/health`)).json());
  if (outbox.failed + outbox.dead > 0) throw new Error('a message could not be delivered');
  return inbox + outbox.pending + outbox.sending > 0;
}

/** The quotes of plain messages, each with the source and the address under it. */
export function quotesIn(shown: readonly Shown[]): readonly Quoted[] {
  return shown.flatMap(({ text }) => {
    const quotes: Quoted[] = [];
    let pieces: string[] = [];
    let head: string | undefined;
    for (const line of text.split('\n')) {
      const quoted = /^(?:【[^】]+】)?“(.*)”$/.exec(line)?.[1];
      if (quoted !== undefined) pieces.push(quoted);
      else if (line.startsWith('——')) head = line;
      else if (line.startsWith('看原文：') && head !== undefined) {
        quotes.push({ quote: pieces.join('\n'), head, url: new URL(line.slice(4)) });
        pieces = [];
        head = undefined;
      }
    }
    if (pieces.length > 0) throw new Error('a quote without its source');
    return quotes;
  });
}
