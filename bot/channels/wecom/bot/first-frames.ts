import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import { streamIdOf, WeComOutcomeUnknown, type WSClient, type WsFrameHeaders } from '../sdk/index.ts';

/** Whoever waits longer is told that somebody is looking. */
const LOOKING_AFTER_MS = 2_500;
/** A stream takes frames for six minutes. https://developer.work.weixin.qq.com/document/path/101463 */
export const STREAM_MS = 360_000;
const END_AFTER_MS = STREAM_MS - 30_000;

/** Streams of answers that take their time, over the long connection. */
export type FirstFrames = {
  /** A message came: unless it is answered in time, a stream is opened for it, and ended before WeCom ends it. */
  readonly expect: (frame: WsFrameHeaders) => Promise<void>;
  /** Nobody will answer this one: another of the same message is answered. */
  readonly withdraw: (reqId: string) => void;
  /** Carries out a try to answer. @param answer is told whether the stream was ended without it */
  readonly during: <T>(reqId: string, answer: (ended: boolean) => Promise<T>) => Promise<T>;
  /** Resolves when nobody waits for an answer, or after `ms`. */
  readonly idle: (ms: number) => Promise<void>;
};

export function createFirstFrames(
  client: Pick<WSClient, 'replyStream'>,
  clock: Clock,
  stopping: AbortSignal,
): FirstFrames {
  const waiting = new Map<string, AbortController>();
  const withdrawn = new Set<string>();
  const ended = new Set<string>();
  let tell = () => {};

  const forget = (reqId: string) => {
    waiting.delete(reqId);
    if (waiting.size === 0) tell();
  };

  /** Whether it may have got through. Where not, nothing is lost: the answer opens its stream itself. */
  const say = (frame: WsFrameHeaders, text: string, finish: boolean) =>
    client.replyStream(frame, streamIdOf(frame), text, finish).then(
      () => true,
      (error: unknown) => error instanceof WeComOutcomeUnknown,
    );

  return {
    expect: async (frame) => {
      const { req_id } = frame.headers;
      const answered = new AbortController();
      const over = AbortSignal.any([answered.signal, stopping]);
      waiting.set(req_id, answered);
      await clock.sleep(LOOKING_AFTER_MS, over);
      const open = !over.aborted && (await say(frame, copy.looking, false));
      await clock.sleep(END_AFTER_MS - LOOKING_AFTER_MS, over);
      if (withdrawn.delete(req_id) && open) await say(frame, copy.twice, true);
      if (over.aborted) return;
      forget(req_id);
      if (!open) return;
      ended.add(req_id);
      await say(frame, copy.late, true);
      // From then on WeCom says itself that the stream is over.
      await clock.sleep(STREAM_MS - END_AFTER_MS, stopping);
      ended.delete(req_id);
    },
    withdraw: (reqId) => {
      const answered = waiting.get(reqId);
      if (answered === undefined) return;
      withdrawn.add(reqId);
      answered.abort();
      forget(reqId);
    },
    during: async (reqId, answer) => {
      waiting.get(reqId)?.abort();
      try {
        return await answer(ended.has(reqId));
      } finally {
        forget(reqId);
      }
    },
    idle: async (ms) => {
      if (waiting.size === 0) return;
      const nobody = new AbortController();
      tell = () => nobody.abort();
      await clock.sleep(ms, nobody.signal);
    },
  };
}
