import type { Clock } from '../../clock.ts';
import { wecomCopy } from '../../copy/wecom.ts';
import { silentTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';
import type { Diary } from './diary.ts';
import { type GroupRobot, WeComApiError } from './sdk/index.ts';

export type Alerts = {
  /** Gathers what staff should know of. */
  readonly telemetry: Telemetry;
  /** Sends what was gathered, as one message. Resolves when it was sent; or when it was not, then it is kept. */
  readonly flush: () => Promise<void>;
  /** Flushes once a minute until `signal` aborts, and once more then. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const EVERY_MS = 60_000;
const SEND_MS = 15_000;
/** Kinds of trouble in one message: https://developer.work.weixin.qq.com/document/path/91770 allows 2048 bytes. */
const KINDS = 12;

/** Answers that nobody gets, and nobody at the desk can do anything about: the chat is closed, or a person has taken it. */
const PEOPLES_DOING =
  /^(?:403 |human$|session-ended$|window$|late$|answered$|unknown-(?:customer|member|chat)$)/;

/**
 * Trouble, told in the staff's group by a robot: one digest a minute at most, each kind of trouble once with its count.
 * Trouble is what is noted as an error, and an answer that is given up.
 */
export function createAlerts(
  robot: Pick<GroupRobot, 'sendText'>,
  clock: Clock,
  telemetry: Telemetry,
  diary: Pick<Diary, 'failed'>,
): Alerts {
  const counts = new Map<string, number>();
  const add = (event: string, count: number) => void counts.set(event, (counts.get(event) ?? 0) + count);
  const flush = async () => {
    const troubles = [...counts].sort((a, b) => b[1] - a[1]);
    counts.clear();
    if (troubles.length === 0) return;
    const lines = troubles.slice(0, KINDS).map(([event, count]) => wecomCopy.alert.line(event, count));
    const rest = troubles.length - lines.length;
    const text = [wecomCopy.alert.head, ...lines, ...(rest > 0 ? [wecomCopy.alert.rest(rest)] : [])].join(
      '\n',
    );
    await robot.sendText(text, { signal: AbortSignal.timeout(SEND_MS) }).catch((error: unknown) => {
      // A warning, which no alert is made of: a robot that does not work cannot tell of itself.
      const name = error instanceof Error ? error.name : 'error';
      telemetry.note('warn', 'wecom-robot', { error: name });
      diary.failed('wecom-robot', error instanceof WeComApiError ? String(error.errcode) : name);
      // What takes the line away is what staff should know of: told with what is gathered next.
      for (const [event, count] of troubles) add(event, count);
    });
  };
  return {
    telemetry: {
      ...silentTelemetry,
      delivered: (channel, how, _ms, reason = '') => {
        if (how === 'dead' && !PEOPLES_DOING.test(reason)) add(`${channel}-dead-letter`, 1);
      },
      note: (level, event) => {
        if (level === 'error') add(event, 1);
      },
    },
    flush,
    run: async (signal) => {
      while (!signal.aborted) {
        await clock.sleep(EVERY_MS, signal);
        await flush();
      }
    },
  };
}
