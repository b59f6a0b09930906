import type { FileFault, Outcome } from '../channels/channel.ts';

/**
 * What the core reports of its work: counts and times, never a person's words or ids. One implementation counts and logs
 * (./metrics.ts, ./log.ts), one does nothing.
 */
export type Telemetry = {
  /** ignored: not for the bot · refused: broken or forged, with the reason. */
  readonly received: (
    channel: string,
    what: 'accepted' | 'repeated' | 'ignored' | 'refused',
    reason?: string,
  ) => void;
  /** One turn, from its claim to its commit. */
  readonly turned: (channel: string, how: 'done' | 'retried' | 'failed', ms: number) => void;
  /** One try to deliver; `dead`: the last one. */
  readonly delivered: (channel: string, how: Outcome['kind'] | 'dead', ms: number, reason?: string) => void;
  /** One try to fetch what a person sent; with the reason for what was not had. */
  readonly fetched: (channel: string, how: 'held' | 'lost' | 'later', reason?: FileFault) => void;
  /** Somebody worked four hours without a rest. By region and month (2026-01), and by nothing that tells whom. */
  readonly longStretch: (region: string, month: string) => void;
  /** Something a person at the union should know of: a channel down, a store that cannot write, a sweep. No personal data. */
  readonly note: (
    level: 'info' | 'warn' | 'error',
    event: string,
    facts?: Readonly<Record<string, string | number>>,
  ) => void;
};

export const silentTelemetry: Telemetry = {
  received: () => {},
  turned: () => {},
  delivered: () => {},
  fetched: () => {},
  longStretch: () => {},
  note: () => {},
};

/** Tells each in turn. */
export function joinTelemetry(...all: readonly Telemetry[]): Telemetry {
  return {
    received: (...facts) => all.forEach((one) => void one.received(...facts)),
    turned: (...facts) => all.forEach((one) => void one.turned(...facts)),
    delivered: (...facts) => all.forEach((one) => void one.delivered(...facts)),
    fetched: (...facts) => all.forEach((one) => void one.fetched(...facts)),
    longStretch: (...facts) => all.forEach((one) => void one.longStretch(...facts)),
    note: (...facts) => all.forEach((one) => void one.note(...facts)),
  };
}
