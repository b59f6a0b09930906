import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Accept, Channel, ChannelState } from '../../channel.ts';
import { createCondition } from '../condition.ts';
import { TEXT_BYTES } from '../plain.ts';
import type { WeComKfClient } from '../sdk/index.ts';
import { encodeForKf } from './encode.ts';
import { sendToKf } from './send.ts';
import { type KfShelf, syncAccount } from './sync.ts';

export type KfOptions = {
  readonly client: Pick<
    WeComKfClient,
    'syncMsg' | 'sendMsg' | 'sendMsgOnEvent' | 'getServiceState' | 'uploadMedia' | 'listAccounts'
  >;
  readonly shelf: KfShelf;
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

export type KfChannel = {
  readonly channel: Channel;
  /** A callback said that there is something to fetch. Resolves at once: the cursor remembers, not the ping. */
  readonly ping: (account: string, token: string) => void;
};

/** Without a ping WeCom allows few calls; this finds what a lost ping or a restart left behind. */
const ROUND_MS = 5 * 60_000;
const FIRST_ROUND_RETRY_MS = 15_000;

/** People in WeChat who are no members: 微信客服. https://developer.work.weixin.qq.com/document/path/94638 */
export function createKfChannel({ client, shelf, publicUrl, clock, telemetry }: KfOptions): KfChannel {
  const stopping = new AbortController();
  const { signal } = stopping;
  const condition = createCondition('wecom-kf', telemetry);
  let accept: Accept | undefined;
  let rounds: Promise<void> = Promise.resolve();
  /** One fetch per account in this process; a ping meanwhile asks for another. */
  const fetching = new Map<string, { again: string | undefined | null; done: Promise<void> }>();

  const sync = (account: string, token: string | undefined): Promise<void> => {
    const running = fetching.get(account);
    if (running !== undefined) {
      running.again = token;
      return running.done;
    }
    const entry: { again: string | undefined | null; done: Promise<void> } = {
      again: null,
      done: Promise.resolve(),
    };
    entry.done = (async () => {
      for (let next: string | undefined | null = token; next !== null; ) {
        entry.again = null;
        if (accept === undefined || signal.aborted) break;
        try {
          await syncAccount({ client, shelf, clock, telemetry, accept, signal }, account, next);
          condition.works();
        } catch (error) {
          if (!signal.aborted) condition.fails(error);
        }
        next = entry.again;
      }
      fetching.delete(account);
    })();
    fetching.set(account, entry);
    return entry.done;
  };

  const goRound = async () => {
    const accounts = await client.listAccounts({}, { signal });
    condition.works();
    await Promise.all(accounts.map(({ open_kfid }) => sync(open_kfid, undefined)));
  };

  return {
    ping: (account, token) => void sync(account, token),
    channel: {
      name: 'wecom-kf',
      capabilities: {
        text: { max: TEXT_BYTES, unit: 'bytes' },
        buttons: true,
        edits: false,
        idempotent: true,
        perTurn: 5,
        push: 'window',
        files: { private: true, group: false },
        privateLinks: false,
      },
      encode: (outbound, to) => encodeForKf(outbound, to, publicUrl),
      send: (delivery, ending) => sendToKf(client, delivery, ending),
      start: async (accepting) => {
        accept = accepting;
        const go = async () => {
          try {
            await goRound();
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
      state: (): ChannelState =>
        accept === undefined ? { state: 'connecting', detail: copy.state.connecting } : condition.state(),
    },
  };
}
