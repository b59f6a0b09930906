import type { BotShelf } from '../channels/wecom/bot/socket-transport.ts';
import { type Diary, formatEntry, LAST_CALLBACK, LAST_ERROR, LAST_REFUSAL } from '../channels/wecom/diary.ts';
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

/** How often it is written down that somebody calls. */
const CALLED_EVERY_MS = 60_000;

export function createDiary(store: Store, clock: Clock): Diary {
  const written = new Map<string, number>();
  const isDue = (what: string) => {
    const now = clock.now();
    if (now - (written.get(what) ?? 0) < CALLED_EVERY_MS) return false;
    written.set(what, now);
    return true;
  };
  const write = (channel: string, name: string, word?: string) => {
    const now = clock.now();
    store
      .transaction((tx) => saveCheckpoint(tx, channel, { name, value: formatEntry(now, word) }, now))
      // Who cannot keep this cannot keep messages either, and that is told elsewhere.
      .catch(() => {});
  };
  return {
    called: (channel) => {
      if (isDue(`${channel}/${LAST_CALLBACK}`)) write(channel, LAST_CALLBACK);
    },
    refused: (channel, reason) => {
      if (isDue(`${channel}/${LAST_REFUSAL}`)) write(channel, LAST_REFUSAL, reason);
    },
    failed: (channel, reason) => write(channel, LAST_ERROR, reason),
  };
}
