import type { ChannelState, Outcome } from '../../channel.ts';
import type { Inbound } from '../../message.ts';
import type { Offer } from './card.ts';
import type { BotHandle } from './decode.ts';

export type BotFile = { readonly name: string; readonly base64: string };

export type BotAnswer = {
  /** Markdown, at most ANSWER_BYTES. */
  readonly content: string;
  /** What can be chosen under it. */
  readonly offer: Offer | null;
  /** Instead of `content`, where files can be sent. */
  readonly files: { readonly content: string; readonly list: readonly BotFile[] } | null;
  /** The same at every try. */
  readonly key: string;
  /** Of the callback that is answered; null to write to the chat without one. */
  readonly handle: BotHandle | null;
  /** Where it goes when its callback can no longer be answered. */
  readonly chat: { readonly type: 'single' | 'group'; readonly id: string };
  /** An earlier try may have arrived; only where the transport is not idempotent. */
  readonly repeat: boolean;
};

/** Keeps what was heard; false when it had been kept before. Rejects when nothing could be kept. */
export type Receive = (inbound: Inbound) => Promise<boolean>;

/** How the AI bot hears and answers: by callbacks over HTTP, or by its long connection. */
export type BotTransport = {
  readonly idempotent: boolean;
  /** It can send files. */
  readonly files: boolean;
  readonly start: (receive: Receive) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly state: () => ChannelState;
  /** One try. */
  readonly answer: (answer: BotAnswer) => Promise<Outcome>;
};
