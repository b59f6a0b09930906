import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Accept, Channel, ChannelState } from '../../channel.ts';
import { createCondition } from '../condition.ts';
import { createMediaFetch } from '../fetch-media.ts';
import { TEXT_BYTES } from '../plain.ts';
import type { KfAccount, WeComKfClient } from '../sdk/index.ts';
import { encodeForKf } from './encode.ts';
import type { KfPeople } from './people.ts';
import { sendToKf } from './send.ts';
import { type KfShelf, syncAccount } from './sync.ts';

export type KfOptions = {
  readonly client: Pick<
    WeComKfClient,
    'syncMsg' | 'sendMsg' | 'sendMsgOnEvent' | 'getServiceState' | 'uploadMedia' | 'getMedia' | 'listAccounts'
  >;
  readonly shelf: KfShelf;
  readonly people: KfPeople;
  readonly publicUrl: string | undefined;
  /** Conversations are handed over to people in WeCom's own client. */
  readonly servicers: boolean;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

export type KfChannel = {
  readonly channel: Channel;
  /** A callback said that there is something to fetch. Resolves at once: the cursor remembers, not the ping. */
  readonly ping: (account: string, token: string) => void;
};

/** `again`: asked for while it runs. */
type Fetch = { again: { readonly token: string | undefined } | undefined };

/** Without a ping WeCom allows few calls; this finds what a lost ping or a restart left behind. */
const ROUND_MS = 5 * 60_000;
const FIRST_ROUND_RETRY_MS = 15_000;
/** After a fetch that failed. */
const RETRY_MS = [1_000, 5_000, 15_000, 30_000];
const ACCOUNTS_AT_ONCE = 100;

/** People in WeChat who are no members: 微信客服. https://developer.work.weixin.qq.com/document/path/94638 */
export function createKfChannel(options: KfOptions): KfChannel {
  const { client, shelf, people, publicUrl, servicers, clock, telemetry } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const condition = createCondition('wecom-kf', telemetry);
  let accept: Accept | undefined;
  /** The app may answer for none of the accounts. */
  let isMute = false;
  /** People answer for these, not the bot: nothing of theirs is fetched. */
  let unmanaged: ReadonlySet<string> = new Set();
  let rounds: Promise<void> = Promise.resolve();
  /** One fetch per account in this process; a ping meanwhile asks for another. */
  const fetching = new Map<string, Fetch & { done: Promise<void> }>();

  const sync = (account: string, token: string | undefined): Promise<void> => {
    const running = fetching.get(account);
    if (running !== undefined) {
      running.again = { token: token ?? running.again?.token };
      return running.done;
    }
    const entry: Fetch & { done: Promise<void> } = { again: undefined, done: Promise.resolve() };
    fetching.set(account, entry);
    entry.done = fetchAll(account, token, entry);
    return entry.done;
  };

  const fetchAll = async (account: string, token: string | undefined, entry: Fetch) => {
    let failed = 0;
    try {
      for (let next: Fetch['again'] = { token }; next !== undefined; next = entry.again) {
        if (accept === undefined || signal.aborted) return;
        entry.again = undefined;
        try {
          await syncAccount({ client, shelf, people, clock, telemetry, accept, signal }, account, next.token);
          condition.works();
          failed = 0;
        } catch (error) {
          if (signal.aborted) return;
          condition.fails(error);
          // Somebody waits for an answer to what is there: not until the next round, which comes in minutes.
          const pause = RETRY_MS[failed++];
          if (pause === undefined) return;
          await clock.sleep(pause, signal);
          entry.again = latest(entry, next);
        }
      }
    } finally {
      // In the same breath in which it was seen that nothing more is asked for.
      fetching.delete(account);
    }
  };

  const goRound = async () => {
    const accounts = await listAll(client, signal);
    condition.works();
    const ids = (managed: boolean) =>
      accounts.flatMap(({ open_kfid, manage_privilege }) =>
        (manage_privilege !== false) === managed ? [open_kfid] : [],
      );
    unmanaged = new Set(ids(false));
    const mute = accounts.length > 0 && unmanaged.size === accounts.length;
    if (mute && !isMute) telemetry.note('error', 'wecom-kf-state', { state: 'down', reason: 'privilege' });
    isMute = mute;
    return ids(true);
  };

  return {
    ping: (account, token) => {
      if (!unmanaged.has(account)) void sync(account, token);
      else telemetry.received('wecom-kf', 'ignored', 'unmanaged');
    },
    channel: {
      name: 'wecom-kf',
      capabilities: {
        text: { max: TEXT_BYTES, unit: 'bytes' },
        buttons: true,
        edits: false,
        idempotent: true,
        perTurn: 5,
        push: 'window',
        files: { private: true, group: false, taken: true },
        privateLinks: false,
        ...(servicers && { servicers }),
      },
      encode: (outbound, to) => encodeForKf(outbound, to, publicUrl),
      send: (delivery, ending) => sendToKf(client, people, delivery, ending),
      fetch: createMediaFetch(client),
      start: async (accepting) => {
        accept = accepting;
        const go = async () => {
          try {
            // What an account holds may be held by another process: nobody waits for that here.
            for (const account of await goRound()) void sync(account, undefined);
            return ROUND_MS;
          } catch (error) {
            if (!signal.aborted) condition.fails(error);
            return FIRST_ROUND_RETRY_MS;
          }
        };
        let pause = await go();
        rounds = (async () => {
          while (!signal.aborted) {
            await clock.sleep(pause, signal);
            if (!signal.aborted) pause = await go();
          }
        })();
      },
      stop: async () => {
        stopping.abort();
        await rounds;
        await Promise.all([...fetching.values()].map(({ done }) => done));
        accept = undefined;
      },
      state: (): ChannelState => {
        if (accept === undefined) return { state: 'connecting', detail: copy.state.connecting };
        const now = condition.state();
        return isMute && now.state === 'ready' ? { state: 'down', detail: copy.state.kfMode } : now;
      },
    },
  };
}

/** The newest token that there is. */
const latest = ({ again }: Fetch, before: NonNullable<Fetch['again']>) => ({
  token: again?.token ?? before.token,
});

/** https://developer.work.weixin.qq.com/document/path/94661 */
export async function listAll(
  client: Pick<WeComKfClient, 'listAccounts'>,
  signal: AbortSignal,
): Promise<readonly KfAccount[]> {
  const all: KfAccount[] = [];
  for (let more = true; more; ) {
    const page = await client.listAccounts({ offset: all.length, limit: ACCOUNTS_AT_ONCE }, { signal });
    all.push(...page);
    more = page.length === ACCOUNTS_AT_ONCE;
  }
  return all;
}
