import { wecomCopy } from '../../copy/wecom.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { ChannelState } from '../channel.ts';
import { WeComApiError, WeComNetworkError, WeComOutcomeUnknown } from './sdk/index.ts';

const copy = wecomCopy.state;

/** How a channel stands, by what its calls came to; said once for each change. */
export type Condition = {
  readonly works: () => void;
  readonly fails: (error: unknown) => void;
  readonly state: () => ChannelState;
};

export function createCondition(channel: string, telemetry: Telemetry): Condition {
  let now: ChannelState = { state: 'ready', detail: '' };
  const set = (next: ChannelState, facts: Record<string, string | number>) => {
    if (next.detail === now.detail) return;
    now = next;
    telemetry.note(next.state === 'ready' ? 'info' : 'error', `${channel}-state`, facts);
  };
  return {
    works: () => set({ state: 'ready', detail: '' }, { state: 'ready' }),
    fails: (error) => {
      const reason =
        error instanceof WeComApiError ? error.errcode : error instanceof Error ? error.name : 'error';
      set({ state: 'down', detail: detailOf(error) }, { state: 'down', reason });
    },
    state: () => now,
  };
}

/** What to do about it. https://developer.work.weixin.qq.com/document/path/90313 */
export function detailOf(error: unknown): string {
  if (error instanceof WeComNetworkError || error instanceof WeComOutcomeUnknown) return copy.network;
  // The database, or a mistake of ours.
  if (!(error instanceof WeComApiError)) return copy.inside;
  if (error.errcode === 60020) return copy.ip;
  if ([40001, 40013, 40056, 40091, 301002].includes(error.errcode)) return copy.credentials;
  if ([95011, 95012, 95017].includes(error.errcode)) return copy.kfMode;
  if ([48002, 60011].includes(error.errcode)) return copy.privilege;
  if ([93000, 93004].includes(error.errcode)) return copy.robotGone;
  return copy.refused(error.errcode);
}
