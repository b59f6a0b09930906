import type { Inbound, Outbound } from '../../../../../bot/channels/message.ts';
import { createBotChannel } from '../../../../../bot/channels/wecom/bot/channel.ts';
import { createSocketTransport } from '../../../../../bot/channels/wecom/bot/socket-transport.ts';
import { openStore } from '../../../../../bot/store/open-store.ts';
import { createBotShelf } from '../../../../../bot/store/wecom-shelves.ts';
import { createManualClock } from '../../../../fakes/manual-clock.ts';
import { createFakeOpenWs } from '../../../../fakes/openws/server.ts';
import { listen, TO } from '../rig.ts';

export const BOT = { kind: 'websocket', id: 'aibRig_2', secret: 'secret-of-the-rig' } as const;

/** The long connection of one bot and the processes that want it, with a clock moved by hand. */
export async function createSocketRig() {
  const clock = createManualClock();
  const fake = createFakeOpenWs({ botId: BOT.id, secret: BOT.secret, now: clock.now });
  await fake.start();
  const store = await openStore({ kind: 'memory' });
  const running = new Set<() => Promise<void>>();

  const launch = async (name = 'one') => {
    const { telemetry, received, notes } = listen();
    const shelf = createBotShelf(store, clock, name);
    let dead = false;
    const transport = createSocketTransport({
      ...{ bot: BOT, wsUrl: fake.url(), clock, telemetry, random: () => 0 },
      shelf: { hold: shelf.hold, release: async () => (dead ? undefined : shelf.release()) },
    });
    const channel = createBotChannel(transport, undefined);
    const accepted: Inbound[] = [];
    const stop = async () => {
      running.delete(stop);
      let stopped = false;
      const stopping = channel.stop().then(() => {
        stopped = true;
      });
      // It waits a little for answers that are still to come.
      await eventually(() => {
        if (!stopped) clock.advance(100);
        return stopped;
      });
      await stopping;
    };
    running.add(stop);
    const rig = {
      ...{ channel, accepted, received, notes, stop },
      /** What is done before a message is kept; it may throw. */
      onAccept: async (_: Inbound): Promise<void> => {},
      /** Messages that another process has kept. */
      keptElsewhere: new Set<string>(),
      /** Gone without a word: the lease stays until its time is over. */
      die: () => {
        dead = true;
        return stop();
      },
      state: () => channel.state(),
      /** One try to answer, as the outbox makes it. */
      answer: (inbound: Inbound | undefined, words: string, repeat = false) =>
        rig.say(inbound, { parts: [{ kind: 'text', text: words, style: 'plain' }], buttons: [] }, repeat),
      say: (inbound: Inbound | undefined, outbound: Outbound, repeat = false) => {
        if (inbound === undefined) throw new Error('nothing was accepted');
        const [payload = null] = channel.encode(outbound, { ...TO, handle: inbound.handle });
        return channel.send(
          { chat: inbound.chat, payload, edits: null, key: `k_${inbound.event}`, repeat },
          new AbortController().signal,
        );
      },
      /** The message that somebody sends now. */
      heard: async (act: () => unknown): Promise<Inbound> => {
        const before = accepted.length;
        act();
        await eventually(() => accepted.length > before);
        const [inbound] = accepted.slice(before);
        if (inbound === undefined) throw new Error('nothing was accepted');
        return inbound;
      },
    };
    await channel.start(async ([inbound]) => {
      if (inbound === undefined) return undefined;
      await rig.onAccept(inbound);
      if (rig.keptElsewhere.has(inbound.event)) return new Set([inbound.event]);
      accepted.push(inbound);
      return undefined;
    });
    return rig;
  };

  return {
    clock,
    fake,
    launch,
    /** Moves the clock on in steps, as long as it takes; between them there is time for an answer to a ping. */
    until: async (check: () => boolean, step = 0) => {
      for (let steps = 0; !check(); steps++) {
        if (steps > 2_000) throw new Error('it did not happen in time');
        clock.advance(step);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    end: async () => {
      for (const stop of running) await stop();
      await store.close();
      await fake.stop();
    },
  };
}
export type SocketRig = Awaited<ReturnType<typeof createSocketRig>>;
export type SocketProcess = Awaited<ReturnType<SocketRig['launch']>>;

/** Looks again and again until it holds. @throws Error when it takes too long */
export async function eventually(check: () => boolean, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
