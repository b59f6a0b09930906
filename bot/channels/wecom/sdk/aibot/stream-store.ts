import type { Clock } from '../clock.ts';
import type { TemplateCard } from '../types.ts';
import type { ReplyMsgItem } from './bodies.ts';
import { BoundedMap } from './bounded.ts';

/** What has become of a stream; plain JSON. */
export type StreamState = {
  /** The whole text so far. */
  readonly content: string;
  readonly finished: boolean;
  /** When the person wrote, in ms since 1970: WeCom asks for six minutes from then. */
  readonly startedAt: number;
  readonly msgItem?: readonly ReplyMsgItem[];
  /** To be shown with the stream, once. */
  readonly card?: TemplateCard;
  readonly cardSent?: boolean;
};

/**
 * Streams by their ids, where every process can reach them: WeCom asks whichever process it likes what has become of
 * one. Each should be kept for ten minutes.
 */
export type StreamStore = {
  /** @returns undefined when it is not there (any longer); `version` counts up from 1 */
  readonly get: (
    id: string,
  ) => Promise<{ readonly state: StreamState; readonly version: number } | undefined>;
  /**
   * Writes only if nobody else did in between.
   * @param version the one that was read; 0: it is not there yet
   * @returns false: it has another version by now, and nothing was written
   */
  readonly put: (id: string, state: StreamState, version: number) => Promise<boolean>;
};

const KEEP_MS = 10 * 60_000;
const MAX_STREAMS = 10_000;

/** For one process. */
export function createMemoryStreamStore(clock: Pick<Clock, 'now'>): StreamStore {
  const streams = new BoundedMap<{ readonly state: StreamState; readonly version: number }>(
    MAX_STREAMS,
    KEEP_MS,
    clock.now,
  );
  return {
    get: async (id) => streams.get(id),
    put: async (id, state, version) => {
      if ((streams.get(id)?.version ?? 0) !== version) return false;
      streams.set(id, { state, version: version + 1 });
      return true;
    },
  };
}
