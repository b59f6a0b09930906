import { backoff } from '../../backoff.ts';
import type { Clock } from '../../clock.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { type Account, createApi } from './grammy.ts';
import type { Identity } from './identity.ts';
import type { Receive } from './receive.ts';
import type { Report } from './reports.ts';
import { ALLOWED_UPDATES } from './update.ts';
import { within } from './within.ts';

/** How long Telegram holds a call open while there is nothing; and how much longer we believe in the line. */
const HOLD_S = 30;
const MARGIN_S = 15;
const GOODBYE_MS = 3000;

export type Poll = {
  readonly account: Account;
  readonly receive: Receive;
  readonly report: Report;
  readonly telemetry: Telemetry;
  readonly sleep: Clock['sleep'];
  readonly signal: AbortSignal;
};

/**
 * Asks Telegram for updates until `signal` aborts. A batch is confirmed by asking for the next one, which happens only once
 * the core has stored it all, in one transaction. Rejects when Telegram does not give any; `next` then goes on where it was.
 *
 * grammY's own loop (`bot.start`) is not used, for three reasons that its code shows (1.46, out/bot.js): `bot.stop` confirms
 * the update that is being handled, stored or not; its waits at a lost network cannot be ended; and it hands over updates
 * one by one, each a transaction of its own. https://core.telegram.org/bots/api#getupdates
 */
export async function poll(
  { account, receive, report, telemetry, sleep, signal }: Poll,
  me: Identity,
  next: Next,
) {
  // The first answer comes at once: it tells that the line stands.
  let hold = 0;
  while (!signal.aborted) {
    const wanted = { offset: next.offset, limit: 100, timeout: hold, allowed_updates: ALLOWED_UPDATES };
    const updates = await within((hold + MARGIN_S) * 1000, signal, (bounded) =>
      createApi(account, bounded).getUpdates(wanted),
    );
    report('ready');
    hold = HOLD_S;
    for (let failures = 0; updates.length > 0; ) {
      try {
        await receive(updates, me);
        report('ready');
        break;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) telemetry.note('error', 'telegram-not-stored', { error: nameOf(error) });
        report('storeFull');
        await sleep(pauseAfter(++failures), signal);
        if (signal.aborted) return;
      }
    }
    const last = updates.at(-1);
    if (last !== undefined) next.offset = last.update_id + 1;
  }
}

/** 1, 2, 4 … 60 s: there is one program per bot, so nobody marches in step with it. @param failures in a row, 1 or more */
export function pauseAfter(failures: number): number {
  return backoff(failures, () => 0, 1_000, 60_000);
}

/** The first update that has not been stored; 0 before any. */
export type Next = { offset: number };

/** Tells Telegram what has been stored, so that it does not come again at the next start. It may fail: repeats are known. */
export async function sayGoodbye(account: Account, { offset }: Next): Promise<void> {
  if (offset === 0) return;
  const api = createApi(account, AbortSignal.timeout(GOODBYE_MS));
  await api.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => undefined);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
