import type { BotShelf } from '../channels/wecom/bot/socket-transport.ts';
import { type Diary, formatEntry, LAST_CALLBACK, LAST_ERROR } from '../channels/wecom/diary.ts';
import type { KfShelf } from '../channels/wecom/kf/sync.ts';
import type { Clock } from '../clock.ts';
import { readCheckpoint, saveCheckpoint } from './checkpoints.ts';
import { dropLease, takeLease } from './leases.ts';
import type { Store } from './store.ts';

/** What 微信客服 needs of the store: a cursor per account and a lock over it. @param holder this process */
export function createKfShelf(store: Store, clock: Clock, holder: string): KfShelf {
  const name = (account: string) => `wecom-kf/${account}`;
  return {
    cursor: (account) => readCheckpoint(store, 'wecom-kf', account),
    hold: (account, ms) => takeLease(store, { name: name(account), holder, ms, now: clock.now() }),
    release: (account) => dropLease(store, name(account), holder),
  };
}

/** One process at a time holds the AI bot's connection. */
export function createBotShelf(store: Store, clock: Clock, holder: string): BotShelf {
  const name = 'wecom-bot';
  return {
    hold: (ms) => takeLease(store, { name, holder, ms, now: clock.now() }),
    release: () => dropLease(store, name, holder),
  };
}

/** How often it is written down that WeCom calls. */
const CALLED_EVERY_MS = 60_000;

export function createDiary(store: Store, clock: Clock): Diary {
  const written = new Map<string, number>();
  const write = (channel: string, name: string, word?: string) => {
    const now = clock.now();
    store
      .transaction((tx) => saveCheckpoint(tx, channel, { name, value: formatEntry(now, word) }, now))
      // Who cannot keep this cannot keep messages either, and that is told elsewhere.
      .catch(() => {});
  };
  return {
    called: (channel) => {
      if (clock.now() - (written.get(channel) ?? 0) < CALLED_EVERY_MS) return;
      written.set(channel, clock.now());
      write(channel, LAST_CALLBACK);
    },
    failed: (channel, reason) => write(channel, LAST_ERROR, reason),
  };
}
