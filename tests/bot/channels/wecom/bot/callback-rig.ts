import type { Inbound, Outbound } from '../../../../../bot/channels/message.ts';
import { createCallbackTransport } from '../../../../../bot/channels/wecom/bot/callback-transport.ts';
import { createBotChannel } from '../../../../../bot/channels/wecom/bot/channel.ts';
import type { StreamStore } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createVault } from '../../../../../bot/privacy/vault.ts';
import { openStore } from '../../../../../bot/store/open-store.ts';
import { createStreamStore } from '../../../../../bot/store/streams.ts';
import { KEY } from '../../../../core.ts';
import { type CallbackRequest, createAibotCaller } from '../../../../fakes/aibot-callback/caller.ts';
import { createManualClock } from '../../../../fakes/manual-clock.ts';
import { createFakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { listen, TO } from '../rig.ts';

export const BOT = {
  kind: 'callback',
  id: 'aibRig_1',
  token: 'rigTokenOfTheBot',
  encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
} as const;

/** Callbacks to one bot in several processes that share a database, with a clock moved by hand. */
export async function createCallbackRig() {
  const clock = createManualClock();
  const fake = createFakeQyapi({ corpId: 'ww', apps: [], now: clock.now });
  await fake.start();
  const store = await openStore({ kind: 'memory' });
  const kept = createStreamStore(store, createVault(KEY), 'wecom-bot', clock);

  /** @param given the streams, spoilt as a test likes it */
  const launch = async (given: StreamStore = kept) => {
    const { telemetry, received, notes } = listen();
    const { transport, hook } = createCallbackTransport({
      ...{ bot: BOT, http: { baseURL: fake.url() }, streams: given, clock, telemetry },
    });
    const channel = createBotChannel(transport, undefined);
    const accepted: Inbound[] = [];
    const rig = {
      ...{ channel, accepted, received, notes },
      /** What is done before a message is kept; it may throw. */
      onAccept: async (_: Inbound): Promise<void> => {},
      caller: createAibotCaller({
        ...{ token: BOT.token, encodingAESKey: BOT.encodingAESKey, botId: BOT.id, now: clock.now },
        deliver: (request) => deliver(request),
        responseUrl: () => `${fake.url()}/cgi-bin/aibot/response?response_code=${fake.aibot.issue()}`,
      }),
      get: (query: URLSearchParams) => hook(new Request(`http://bot/hook?${query}`)),
      start: () =>
        channel.start(async (inbounds) => {
          for (const inbound of inbounds) {
            await rig.onAccept(inbound);
            accepted.push(inbound);
          }
        }),
      /** One try to answer, as the outbox makes it. */
      answer: (inbound: Inbound | undefined, words: string, key = 'k') =>
        rig.say(inbound, { parts: [{ kind: 'text', text: words, style: 'plain' }], buttons: [] }, key),
      say: (inbound: Inbound | undefined, outbound: Outbound, key = 'k') => {
        if (inbound === undefined) throw new Error('nothing was accepted');
        const [payload = null] = channel.encode(outbound, { ...TO, handle: inbound.handle });
        return channel.send(
          { chat: inbound.chat, payload, edits: null, key, repeat: false },
          new AbortController().signal,
        );
      },
    };
    const deliver = async ({ query, body }: CallbackRequest) => {
      const response = await hook(new Request(`http://bot/hook?${query}`, { method: 'POST', body }));
      return { status: response.status, body: await response.text() };
    };
    await rig.start();
    return { ...rig, deliver, rig };
  };

  return {
    clock,
    fake,
    store,
    streams: kept,
    launch,
    end: async () => {
      await store.close();
      await fake.stop();
    },
  };
}
export type CallbackRig = Awaited<ReturnType<typeof createCallbackRig>>;
export type CallbackProcess = Awaited<ReturnType<CallbackRig['launch']>>;

/** Lets everything go on that waits for nothing but its turn. */
export async function breathe(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}
