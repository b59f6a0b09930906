import type { ChannelState, Outcome } from '../../channel.ts';
import type { Inbound } from '../../message.ts';
import type { BotHandle } from './decode.ts';

/** The chat that an answer goes to when its callback can no longer be answered. */
export type BotChat = { readonly type: 'single' | 'group'; readonly id: string };

/** How the AI bot hears and answers: by callbacks over HTTP, or by its long connection. */
export type BotTransport = {
  /** @param receive rejects when nothing could be kept */
  readonly start: (receive: (inbound: Inbound) => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly state: () => ChannelState;
  /** One try to answer a callback, or to write to a chat without one. */
  readonly answer: (
    content: string,
    handle: BotHandle | null,
    chat: BotChat,
    signal: AbortSignal,
  ) => Promise<Outcome>;
};
