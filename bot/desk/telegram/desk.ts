import type { Account } from '../../channels/telegram/grammy.ts';
import type { Identity } from '../../channels/telegram/identity.ts';
import { createBudget } from './budget.ts';
import { createGroupCalls } from './calls.ts';
import { readHeard } from './hear.ts';
import { type ObeyDeps, obey } from './obey.ts';
import { createSender, type SenderDeps } from './sender.ts';

const EVERY = 1_000;

export type TelegramDeskDeps = ObeyDeps &
  Pick<
    SenderDeps,
    'store' | 'vault' | 'clock' | 'rules' | 'channel' | 'randomId' | 'telemetry' | 'publicUrl' | 'holder'
  > & {
    readonly account: Account;
    /** Telegram's id of the group. */
    readonly chat: string;
    readonly timeoutMs: number;
  };

export type TelegramDesk = {
  /** Telegram's id of the group. */
  readonly chat: string;
  /** Carries out an update of the group; resolves when what came of it is on disk. @throws StoreUnavailable */
  readonly accept: (update: unknown, me: Identity) => Promise<void>;
  /** One round of telling; how many steps it took. */
  readonly flush: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Into the group itself; rejects when it could not be said now. */
  readonly tell: (text: string) => Promise<void>;
};

/** The staff's group: a topic for each ticket, in which they read and write. */
export function createTelegramDesk(deps: TelegramDeskDeps): TelegramDesk {
  const { account, chat, timeoutMs, clock, telemetry } = deps;
  const stopping = new AbortController();
  const calls = createGroupCalls(account, { chat, timeoutMs, signal: stopping.signal });
  const budget = createBudget();
  const send = createSender({ ...deps, calls, budget });
  let wake = new AbortController();
  const quietly = (what: string, work: Promise<void>) =>
    void work.catch(() => telemetry.note('info', `desk-${what}-not-shown`));
  return {
    chat,
    accept: async (update, me) => {
      const heard = readHeard(update, me);
      if (heard === undefined) return telemetry.received('telegram', 'ignored', 'desk');
      const { toast, nod } = await obey(deps, heard);
      telemetry.received('telegram', 'accepted');
      wake.abort();
      if (heard.what.kind === 'press') quietly('toast', calls.toast(heard.what.callback, toast ?? ''));
      if (nod !== null) quietly('nod', calls.nod(nod));
    },
    flush: send,
    run: async (signal) => {
      signal.addEventListener('abort', () => stopping.abort(), { once: true });
      while (!signal.aborted) {
        wake = new AbortController();
        try {
          await send();
        } catch (error) {
          telemetry.note('error', 'desk-telegram-stopped', {
            error: error instanceof Error ? error.name : 'error',
          });
        }
        await clock.sleep(EVERY, AbortSignal.any([signal, wake.signal]));
      }
    },
    tell: async (text) => {
      const now = clock.now();
      if (budget.left(now) <= 0) throw new GroupBusy('the group takes no more this minute');
      budget.spend(now);
      const called = await calls.post(null, { text, replyTo: null, buttons: [] });
      if (called.kind !== 'done') throw new GroupBusy(`the group was not told: ${called.kind}`);
    },
  };
}

/** Nothing can be said in the group now; it may be tried again. */
class GroupBusy extends Error {
  override readonly name = 'GroupBusy';
}
