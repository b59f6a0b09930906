import type { Delivery } from '../../../../bot/channels/channel.ts';
import type { Destination, Inbound, Outbound, Part } from '../../../../bot/channels/message.ts';
import { createTelegramChannel, type TelegramOptions } from '../../../../bot/channels/telegram/channel.ts';
import { silentTelemetry, type Telemetry } from '../../../../bot/telemetry/telemetry.ts';
import { createFakeBotApi, type FakeBotApi } from '../../../fakes/bot-api/server.ts';

export const TOKEN = '7001:test-token';

export type Told = { readonly received: string[]; readonly notes: string[] };

/** Telemetry that can be read: "ignored kind", "error telegram-bad-html". */
export function listen(): { telemetry: Telemetry; told: Told } {
  const told: Told = { received: [], notes: [] };
  return {
    told,
    telemetry: {
      ...silentTelemetry,
      received: (_, what, reason) => told.received.push(`${what} ${reason ?? ''}`),
      note: (level, event) => told.notes.push(`${level} ${event}`),
    },
  };
}

export type Rig = Told & {
  readonly fake: FakeBotApi;
  readonly channel: ReturnType<typeof createTelegramChannel>['channel'];
  readonly webhook: ReturnType<typeof createTelegramChannel>['webhook'];
  readonly accepted: Inbound[];
  /** What `accept` does before it keeps; it may throw. */
  onAccept: (inbounds: readonly Inbound[]) => Promise<void>;
  /** Resolves when that many have been accepted. */
  readonly acceptedAtLeast: (count: number) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** The real channel against a fake that has started; the channel has not. Waits of the channel are short. */
export async function createRig(more: Partial<TelegramOptions> = {}): Promise<Rig> {
  const fake = createFakeBotApi({ token: TOKEN });
  await fake.start();
  const { telemetry, told } = listen();
  const { channel, webhook } = createTelegramChannel({
    token: TOKEN,
    apiRoot: fake.url(),
    mode: { kind: 'polling' },
    publicUrl: undefined,
    telemetry,
    sleep: (_, signal) => new Promise((resolve) => (signal?.aborted ? resolve() : setTimeout(resolve, 2))),
    ...more,
  });
  const accepted: Inbound[] = [];
  const watchers = new Set<() => void>();
  const rig: Rig = {
    ...told,
    fake,
    channel,
    webhook,
    accepted,
    onAccept: async () => {},
    acceptedAtLeast: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (accepted.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    start: () =>
      channel.start(async (inbounds) => {
        await rig.onAccept(inbounds);
        accepted.push(...inbounds);
        for (const look of watchers) look();
      }),
    async end() {
      await channel.stop();
      await fake.stop();
    },
  };
  return rig;
}

export const PRIVATE: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };

export function text(words: string, style: 'plain' | 'strong' | 'quiet' = 'plain'): Part {
  return { kind: 'text', text: words, style };
}

export function saying(...parts: readonly Part[]): Outbound {
  return { parts: [...parts], buttons: [] };
}

/** The first message of what is said, to a chat. */
export function deliveryOf(
  { channel }: Pick<Rig, 'channel'>,
  outbound: Outbound,
  to: Partial<Destination> & { readonly chat: string; readonly edits?: string; readonly repeat?: boolean },
): Delivery {
  const { chat, edits = null, repeat = false, ...rest } = to;
  const [payload = null] = channel.encode(outbound, { ...PRIVATE, ...rest });
  return { chat, payload, edits, key: 'k', repeat };
}

export const forever = new AbortController().signal;
