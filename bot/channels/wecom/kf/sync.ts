import type { Clock } from '../../../clock.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Accept } from '../../channel.ts';
import type { WeComKfClient } from '../sdk/index.ts';
import { decodeKfItem } from './decode.ts';

/** What the store keeps for a channel that fetches. */
export type KfShelf = {
  /** The cursor of an account; undefined before the first. */
  readonly cursor: (account: string) => Promise<string | undefined>;
  /** One process at a time fetches for an account. */
  readonly hold: (account: string, ms: number) => Promise<boolean>;
  readonly release: (account: string) => Promise<void>;
};

export type KfSyncDeps = {
  readonly client: Pick<WeComKfClient, 'syncMsg'>;
  readonly shelf: KfShelf;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly accept: Accept;
  readonly signal: AbortSignal;
};

const HOLD_MS = 30_000;
const HELD_PAUSE_MS = 500;
/** Before the first cursor WeCom gives three days; nobody waits for an answer to those. */
const FIRST_LOOK_BACK_MS = 10 * 60_000;
const AT_ONCE = 200;

/**
 * Fetches everything of an account since its cursor. Messages and the cursor behind them are kept in one transaction, so
 * a death between two of them loses and doubles nothing. Rejects when WeCom or the store does not answer; the next ping or
 * the next round goes on from the same cursor.
 * @param token of the ping, by which WeCom allows more calls
 */
export async function syncAccount(
  deps: KfSyncDeps,
  account: string,
  token: string | undefined,
): Promise<void> {
  const { client, shelf, clock, telemetry, accept, signal } = deps;
  // Whoever holds it may have asked just before this ping's message: so this waits, and asks again.
  while (!(await shelf.hold(account, HOLD_MS))) {
    if (signal.aborted) return;
    await clock.sleep(HELD_PAUSE_MS, signal);
  }
  try {
    for (let more = true; more && !signal.aborted; ) {
      const cursor = await shelf.cursor(account);
      const synced = await client.syncMsg(
        {
          open_kfid: account,
          limit: AT_ONCE,
          ...(cursor !== undefined && { cursor }),
          ...(token !== undefined && { token }),
        },
        { signal },
      );
      const oldest = cursor === undefined ? clock.now() - FIRST_LOOK_BACK_MS : 0;
      const inbounds = synced.msg_list.flatMap((item) => {
        if (item.kind === 'event' && item.event.event_type === 'msg_send_fail')
          telemetry.note('warn', 'wecom-kf-not-delivered', { type: item.event.fail_type });
        const inbound = item.send_time * 1000 < oldest ? undefined : decodeKfItem(item);
        return inbound === undefined ? [] : [inbound];
      });
      const next = synced.next_cursor;
      await accept(inbounds, next === '' || next === cursor ? undefined : { name: account, value: next });
      more = synced.has_more && next !== '' && next !== cursor;
      if (more) await shelf.hold(account, HOLD_MS);
    }
  } finally {
    await shelf.release(account);
  }
}
