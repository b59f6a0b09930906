import { destination, type Level, pino } from 'pino';
import type { Telemetry } from './telemetry.ts';

/** Where lines go; process.stderr is one. */
export type LineSink = { readonly write: (line: string) => void };

/**
 * One JSON line for each thing an operator may need to look up: https://getpino.io/#/docs/api . Nothing needs to be
 * redacted, because nothing personal can come in: channels, outcomes, milliseconds, names of events.
 * @param level the least that is written; `debug` adds a line for every message that went well
 */
export function createLog({
  level = 'info',
  sink = destination({ dest: 2, sync: true }),
}: {
  readonly level?: Level | 'silent';
  readonly sink?: LineSink;
} = {}): Telemetry {
  const log = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, sink);
  return {
    received: (channel, what, reason) =>
      log[what === 'refused' ? 'warn' : 'debug']({ channel, what, reason }, 'received'),
    turned: (channel, how, ms) => log[LEVEL_OF_TURN[how]]({ channel, how, ms: Math.round(ms) }, 'turned'),
    delivered: (channel, how, ms, reason) =>
      log[LEVEL_OF_DELIVERY[how]]({ channel, how, ms: Math.round(ms), reason }, 'delivered'),
    fetched: (channel, how, reason) => log[LEVEL_OF_FETCH[how]]({ channel, how, reason }, 'fetched'),
    // Counted only: a line with its time would stand beside the turn of the person.
    longStretch: () => {},
    note: (severity, event, facts = {}) => log[severity]({ ...facts }, event),
  };
}

const LEVEL_OF_TURN = { done: 'debug', retried: 'warn', failed: 'error' } as const;
const LEVEL_OF_FETCH = { held: 'debug', later: 'info', lost: 'warn' } as const;
const LEVEL_OF_DELIVERY = {
  sent: 'debug',
  later: 'info',
  moved: 'info',
  unknown: 'warn',
  refused: 'warn',
  dead: 'error',
} as const;
