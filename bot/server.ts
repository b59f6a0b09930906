import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app.ts';
import type { Channel } from './channels/channel.ts';
import { WEBHOOK_PATH } from './channels/telegram/webhook.ts';
import { createWebChannel } from './channels/web/channel.ts';
import { connectWecom, createWecomAlerts, createWecomTell } from './channels/wecom/connect.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createWholeConsole } from './console/whole.ts';
import { createLibraryDesk } from './conversation/library-desk.ts';
import { sayOver } from './conversation/library-say.ts';
import type { Library } from './conversation/turn.ts';
import { createDeskAlerts, tellBesideTopics } from './desk/alerts.ts';
import { createDeskFeed } from './desk/feed.ts';
import { followRules } from './desk/live-rules.ts';
import { loadDeskRules } from './desk/load-rules.ts';
import { createStaffAlerts, createTellStaff } from './desk/staff-alerts.ts';
import { connectTelegram } from './desk/telegram/connect.ts';
import { createHttpServer } from './http/server.ts';
import { createSite } from './http/site.ts';
import { createInsightAlerts } from './insight/alert-drafts.ts';
import type { LiveLibrary } from './library/live.ts';
import { createOlderTexts } from './library/older.ts';
import { openOffice } from './library/open-office.ts';
import { createLibrarySweep } from './library/sweep.ts';
import { openMailbox } from './outbox/open-mailbox.ts';
import { createPaperPress } from './papers/press.ts';
import { storeLocation } from './paths.ts';
import { openVault } from './privacy/open-vault.ts';
import { randomHex, randomId, randomToken } from './random-id.ts';
import { endAllLeases } from './store/conversations.ts';
import { countWaiting } from './store/count-waiting.ts';
import { lockFolder } from './store/one-process.ts';
import { openStore } from './store/open-store.ts';
import { createStreamStore } from './store/streams.ts';
import { createBotShelf, createDiary, createKfShelf } from './store/wecom-shelves.ts';
import { createLog } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { joinTelemetry } from './telemetry/telemetry.ts';

export type RunningServer = {
  /** Address of the chat page on this machine. */
  readonly url: string;
  readonly channels: readonly Channel[];
  /** Takes nothing more, finishes what was accepted, closes. */
  readonly stop: () => Promise<void>;
};

/** Beyond the time of one try: what is not done by then waits on disk. ms */
const DRAIN_MARGIN = 3_000;

/**
 * The whole server: store, channels, pages, work.
 * @param live what exchanges the library while the server runs
 * @param onBroken the disk failed: nothing more is taken, and only a new start can read what was kept
 * @throws AlreadyRunning, StoreUnavailable, UnknownSchema, UnusableKey, WrongKey, CannotListen
 */
export async function startServer(
  config: Config,
  library: () => Library,
  live?: Pick<LiveLibrary, 'release' | 'run' | 'state'>,
  onBroken: () => void = () => {},
): Promise<RunningServer> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const { databaseUrl: url, dataDir } = config;
    if (url === undefined) closing.push(lockFolder(join(dataDir, 'gongyou.lock')));
    const log = createLog({ level: config.logLevel });
    const store = await openStore(storeLocation(config), {
      lost: () => log.note('warn', 'database-connection-lost'),
      unkept: () => {
        log.note('error', 'disk-failed');
        onBroken();
      },
    });
    closing.push(store.close);
    if (url === undefined) await store.transaction(endAllLeases);
    const vault = await openVault(store, config);
    const { telemetry: counts, metrics } = createMetrics({
      waiting: () => countWaiting(store),
      ...(live === undefined ? {} : { library: live.state }),
    });
    const diary = createDiary(store, systemClock);
    const alerts =
      config.wecom && createWecomAlerts(config.wecom, systemClock, joinTelemetry(counts, log), diary);
    const telemetry = joinTelemetry(counts, log, ...(alerts === undefined ? [] : [alerts.telemetry]));

    const web = createWebChannel({
      mailbox: openMailbox(store, vault, 'web'),
      secret: vault.sign('web', 'secret'),
      publicUrl: config.publicUrl,
      maxFileBytes: config.files.maxBytes,
      clock: systemClock,
      randomHex,
      telemetry,
      library: () => ({
        pages: library().pages,
        places: library().assistant.places.map(({ id, short }) => ({ id, name: short })),
      }),
      older: createOlderTexts(config.libraryDir),
    });
    const desk = {
      ...config.desk,
      rules: followRules(library, ({ assistant }) =>
        loadDeskRules(config.desk, config.factsDir, assistant.articleOf),
      ),
    };
    const { telegram, desk: telegramDesk } =
      config.telegram === undefined
        ? { telegram: undefined, desk: undefined }
        : connectTelegram(
            {
              ...config.telegram,
              mode: telegramMode(config.telegram.receive),
              publicUrl: config.publicUrl,
              sendTimeoutMs: config.sendTimeoutMs,
              telemetry,
            },
            config.desk.telegramChat,
            { store, vault, clock: systemClock, rules: desk.rules, randomId, holder: randomId() },
          );
    // One robot for all that the desk says in the staff's group: WeCom counts its messages by the minute.
    const wecomTell = config.wecom && createWecomTell(config.wecom, systemClock);
    const wecom =
      config.wecom &&
      connectWecom(config.wecom, {
        tell: wecomTell,
        publicUrl: config.publicUrl,
        kfShelf: createKfShelf(store, systemClock, randomId()),
        botShelf: createBotShelf(store, systemClock, randomId()),
        diary,
        streams: createStreamStore(store, vault, 'wecom-bot', systemClock),
        clock: systemClock,
        random: Math.random,
        telemetry,
        desk: { store, vault, rules: desk.rules, chain: config.desk.chain, randomId, holder: randomId() },
      });
    const channels = [
      web.channel,
      ...(telegram === undefined ? [] : [telegram.channel]),
      ...(wecom?.channels ?? []),
    ];
    const toStaff = { vault, channels, randomId, publicUrl: config.publicUrl };
    const office =
      live &&
      openOffice(config, {
        ...{ store, vault, telemetry, release: live.release },
        clocks: desk.rules.clocks,
        tellStaff: createTellStaff(toStaff),
      });
    if (office !== undefined) closing.push(office.close);
    const press = createPaperPress();
    closing.push(press.close);
    const app = createApp({
      press: press.render,
      office:
        office &&
        createLibraryDesk({ office, store, vault, clock: systemClock, telemetry, randomId, sayOver }),
      store,
      vault,
      channels,
      library,
      clock: systemClock,
      random: Math.random,
      randomId,
      telemetry,
      settings: {
        slowDown: config.slowDown,
        retain: config.retain,
        files: config.files,
        urgent: config.urgent,
        publicUrl: config.publicUrl,
        desk,
      },
      sendTimeoutMs: config.sendTimeoutMs,
    });

    const deskFeed = createDeskFeed({ store, clock: systemClock, telemetry });
    const console = createWholeConsole(
      {
        proxies: config.proxies,
        store,
        vault,
        clock: systemClock,
        publicUrl: config.publicUrl,
        randomToken,
        telemetry,
        rules: desk.rules,
        feed: deskFeed,
        library,
        randomId,
        k: config.insightK,
        cardPress: press,
        cardWays: { publicUrl: config.publicUrl, ...config.cards },
      },
      office &&
        live && {
          office,
          release: live.release,
          serving: live.state,
          policies: () => library().pages,
        },
    );

    const site = createSite({
      check: async () => ({
        ok: true,
        facts: {
          release: library().pages.release,
          ...(live === undefined ? {} : { library: live.state() }),
          ...(await countWaiting(store)),
          channels: Object.fromEntries(channels.map((channel) => [channel.name, channel.state().state])),
        },
      }),
      metrics,
      telemetry,
      pages: [web.app, console.app],
      notFound: web.notFound,
    });
    if (telegram?.webhook !== undefined) site.mount(WEBHOOK_PATH, telegram.webhook);
    for (const { path, channel, handle } of wecom?.hooks ?? [])
      site.mount(path, handle, () => telemetry.received(channel, 'refused', 'too-large'));
    const http = createHttpServer({ host: config.host, port: config.port, app: site.app });
    const { port } = await http.start();
    closing.push(http.stop);

    const deskAlerts = createDeskAlerts({
      store,
      clock: systemClock,
      telemetry,
      tell: wecomTell ?? (telegramDesk && tellBesideTopics(telegramDesk.tell)),
      toStaff: createStaffAlerts(toStaff),
      rules: { ...config.desk, calendar: desk.rules.calendar },
      holder: randomId(),
    });
    const insightAlerts = createInsightAlerts({
      ...{ store, clock: systemClock, telemetry, library, randomId, k: config.insightK },
      tell: wecomTell ?? telegramDesk?.tell,
      holder: randomId(),
    });
    const working = new AbortController();
    const work = Promise.all([
      app.run(working.signal),
      alerts?.run(working.signal),
      deskAlerts.run(working.signal),
      insightAlerts.run(working.signal),
      telegramDesk?.run(working.signal),
      ...(wecom?.desks ?? []).map((run) => run(working.signal)),
      deskFeed.run(working.signal),
      live?.run(working.signal, telemetry),
      office?.run(working.signal),
      createLibrarySweep({ root: config.libraryDir, store, clock: systemClock, telemetry }).run(
        working.signal,
      ),
    ]);
    closing.push(async () => {
      working.abort();
      await Promise.race([work, systemClock.sleep(config.sendTimeoutMs + DRAIN_MARGIN)]);
    });
    for (const channel of channels) {
      closing.push(channel.stop);
      await channel.start(app.accept(channel.name));
    }
    return {
      url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
      channels,
      stop: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What can be known before the first start spends its time on the texts: the folder can be written, the
 * address is free.
 * @throws CannotListen, and the system's own error for the folder
 */
export async function checkGround({ dataDir, host, port }: Config): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  accessSync(dataDir, constants.W_OK);
  if (port === 0) return;
  const trial = createHttpServer({ host, port, app: { fetch: () => new Response(null, { status: 503 }) } });
  await trial.start();
  await trial.stop();
}

type Receive = NonNullable<Config['telegram']>['receive'];

function telegramMode(receive: Receive): Receive {
  return receive.kind === 'polling' ? receive : { ...receive, url: `${receive.url}${WEBHOOK_PATH}` };
}
