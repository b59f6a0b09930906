import type { Clock } from '../../../clock.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Accept, Checkpoint } from '../../channel.ts';
import type { Inbound } from '../../message.ts';
import { KF_FAIL_TYPES, type KfItem, WeComApiError, type WeComKfClient } from '../sdk/index.ts';
import { decodeKfItem } from './decode.ts';
import type { KfPeople } from './people.ts';

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
  readonly people: Pick<KfPeople, 'noticed' | 'hasTheWord'>;
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
/** Pages in a row that say there is more and move no cursor, until the rest is left to the next fetch. */
const MOST_STANDING = 10;

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
  const { client, shelf, clock, accept, signal } = deps;
  // Whoever holds it may have asked just before this ping's message: so this waits, and asks again.
  while (!(await shelf.hold(account, HOLD_MS))) {
    if (signal.aborted) return;
    await clock.sleep(HELD_PAUSE_MS, signal);
  }
  try {
    let ask = token;
    const first = (await shelf.cursor(account)) === undefined;
    const oldest = first ? clock.now() - FIRST_LOOK_BACK_MS : 0;
    /** Of the first look all at its end: a death in the middle of three old days must not make the rest of them new. */
    const held: Inbound[] = [];
    let heldCursor: string | undefined;
    let standing = 0;
    for (let more = true; more && !signal.aborted; ) {
      const cursor = first ? heldCursor : await shelf.cursor(account);
      const request = { open_kfid: account, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const synced = await client
        .syncMsg({ ...request, ...(ask !== undefined && { token: ask }) }, { signal })
        .catch((error: unknown) => {
          if (!isTokenOver(error) || ask === undefined) throw error;
          // It says only that we may ask often; without it we may ask all the same.
          ask = undefined;
          return client.syncMsg(request, { signal });
        });
      const inbounds = await inboundsOf(deps, synced.msg_list, oldest);
      const { next_cursor: next } = synced;
      const isNew = next !== '' && next !== cursor;
      standing = isNew ? 0 : standing + 1;
      more = synced.has_more && standing < MOST_STANDING;
      if (first) {
        held.push(...inbounds);
        heldCursor = isNew ? next : cursor;
        if (!more) await accept(held, heldCursor === undefined ? undefined : at(account, heldCursor));
      } else await accept(inbounds, isNew ? at(account, next) : undefined);
      if (more) await shelf.hold(account, HOLD_MS);
    }
  } finally {
    await shelf.release(account);
  }
}

const at = (account: string, cursor: string): Checkpoint => ({ name: account, value: cursor });

/** @param oldest ms; what was sent before is left alone */
async function inboundsOf(
  { people, telemetry, signal }: KfSyncDeps,
  items: readonly KfItem[],
  oldest: number,
): Promise<Inbound[]> {
  const inbounds: Inbound[] = [];
  for (const item of items) {
    if (item.send_time * 1000 < oldest) continue;
    if (item.kind === 'event' && item.event.event_type === 'msg_send_fail')
      tellOfLoss(item.event.fail_type, telemetry);
    const inbound = decodeKfItem(item);
    if (inbound === undefined) await people.noticed(item);
    else {
      const quiet = await people.hasTheWord(item.open_kfid, item.external_userid, signal);
      inbounds.push(quiet ? { ...inbound, quiet } : inbound);
    }
  }
  return inbounds;
}

/** WeCom took a message and did not deliver it. What the customer did is theirs; the rest somebody at the desk can mend. */
function tellOfLoss(type: number, telemetry: Telemetry): void {
  const reason: string =
    Object.entries(KF_FAIL_TYPES).find(([known]) => Number(known) === type)?.[1] ?? `type-${type}`;
  telemetry.note(CUSTOMERS_DOING.has(reason) ? 'warn' : 'error', 'wecom-kf-undelivered', { reason });
}

const CUSTOMERS_DOING: ReadonlySet<string> = new Set([
  'over-48-hours',
  'session-closed',
  'over-5-messages',
  'customer-rejects',
]);

/** The token of a ping lives for 10 minutes. https://developer.work.weixin.qq.com/document/path/90313 */
function isTokenOver(error: unknown): boolean {
  return error instanceof WeComApiError && error.errcode === 95007;
}
