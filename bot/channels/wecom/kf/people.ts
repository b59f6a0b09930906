import type { KfItem } from '../sdk/index.ts';

/** What the channel asks and tells of conversations that a person in WeCom has. */
export type KfPeople = {
  /**
   * A servicer took, passed on or ended a conversation, or wrote in one. Told in order, before what customers wrote behind
   * it; maybe twice.
   */
  readonly noticed: (item: KfItem) => Promise<void>;
  /** Whether a person has the word where a customer writes now: then nothing is to be said there. */
  readonly hasTheWord: (account: string, customer: string, signal: AbortSignal) => Promise<boolean>;
  /** WeCom lets the bot say nothing there, because a person has it. */
  readonly tookOver: (account: string, customer: string, state: 'pool' | 'human') => Promise<void>;
};
