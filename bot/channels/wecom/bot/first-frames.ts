import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import { streamIdOf, type WSClient, type WsFrameHeaders } from '../sdk/index.ts';

/** Whoever waits longer is told that somebody is looking. */
const LOOKING_AFTER_MS = 2_500;
/** A stream takes frames for six minutes. https://developer.work.weixin.qq.com/document/path/101463 */
export const STREAM_MS = 360_000;
const END_AFTER_MS = STREAM_MS - 30_000;

/** Streams of answers that take their time, over the long connection. */
export type FirstFrames = {
  /** A message came: unless it is answered in time, a stream is opened for it, and ended before WeCom ends it. */
  readonly expect: (frame: WsFrameHeaders) => Promise<void>;
  /** The answer is about to be sent. @returns whether its stream was ended without it */
  readonly answered: (reqId: string) => boolean;
  /** Resolves when nobody waits, or after `ms`. */
  readonly idle: (ms: number) => Promise<void>;
};

export function createFirstFrames(
  client: Pick<WSClient, 'replyStream'>,
  clock: Clock,
  stopping: AbortSignal,
): FirstFrames {
  const waiting = new Map<string, AbortController>();
  const ended = new Set<string>();
  let tell = () => {};

  const done = (reqId: string) => {
    waiting.get(reqId)?.abort();
    waiting.delete(reqId);
    if (waiting.size === 0) tell();
  };

  return {
    expect: async (frame) => {
      const { req_id } = frame.headers;
      const answered = new AbortController();
      const over = AbortSignal.any([answered.signal, stopping]);
      waiting.set(req_id, answered);
      // A frame that does not get through is no loss: the answer opens its stream itself.
      const say = (text: string, finish: boolean) =>
        client.replyStream(frame, streamIdOf(frame), text, finish).then(
          () => true,
          () => false,
        );
      await clock.sleep(LOOKING_AFTER_MS, over);
      if (over.aborted || !(await say(copy.looking, false))) return;
      await clock.sleep(END_AFTER_MS - LOOKING_AFTER_MS, over);
      if (over.aborted) return;
      ended.add(req_id);
      done(req_id);
      await say(copy.late, true);
      // From then on WeCom says itself that the stream is over.
      await clock.sleep(STREAM_MS - END_AFTER_MS, stopping);
      ended.delete(req_id);
    },
    answered: (reqId) => {
      done(reqId);
      return ended.has(reqId);
    },
    idle: async (ms) => {
      if (waiting.size === 0) return;
      const nobody = new AbortController();
      tell = () => nobody.abort();
      await clock.sleep(ms, nobody.signal);
    },
  };
}
