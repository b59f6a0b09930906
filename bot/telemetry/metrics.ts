import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OutboxRow } from '../store/schema.ts';
import type { Telemetry } from './telemetry.ts';

/** What waits, asked of the store at each scrape. */
export type Waiting = {
  readonly inbox: number;
  readonly outbox: Readonly<Partial<Record<OutboxRow['state'], number>>>;
};

export type Metrics = {
  readonly telemetry: Telemetry;
  /** In the text format of Prometheus; https://prometheus.io/docs/instrumenting/exposition_formats/ */
  readonly metrics: () => Promise<{ readonly text: string; readonly type: string }>;
};

/** Seconds, from a cached answer to a platform that does not answer. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Counts and times by channel. Labels are few and fixed: no reason but those of files, no id, so that the number of series stays small.
 * @param waiting when it fails, the scrape goes on without these figures: a store that is down must not hide the rest
 * @param library which publication answers, and whether a newer one could not be taken over
 * @param runtime also the figures of the process (memory, event loop)
 */
export function createMetrics({
  waiting,
  library,
  runtime = true,
}: {
  readonly waiting: () => Promise<Waiting>;
  readonly library?: () => { readonly publication: number; readonly behind: object | null };
  readonly runtime?: boolean;
}): Metrics {
  const register = new Registry();
  const registers = [register];
  if (runtime) collectDefaultMetrics({ register });
  const received = new Counter({
    name: 'gongyou_received_total',
    help: 'Events of the channels',
    labelNames: ['channel', 'what'],
    registers,
  });
  const turns = new Counter({
    name: 'gongyou_turns_total',
    help: 'Turns by how they ended',
    labelNames: ['channel', 'how'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'gongyou_turn_seconds',
    help: 'From claim to commit',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'gongyou_deliveries_total',
    help: 'Tries to deliver by their outcome',
    labelNames: ['channel', 'how'],
    registers,
  });
  const deliverySeconds = new Histogram({
    name: 'gongyou_delivery_seconds',
    help: 'One try to deliver',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers,
  });
  const files = new Counter({
    name: 'gongyou_files_total',
    help: 'Tries to fetch what people sent, by outcome and reason',
    labelNames: ['channel', 'how', 'reason'],
    registers,
  });
  const longStretches = new Counter({
    name: 'gongyou_long_stretches_total',
    help: 'Stretches of four hours of work without a rest',
    labelNames: ['region', 'month'],
    registers,
  });
  const notes = new Counter({
    name: 'gongyou_notes_total',
    help: 'What an operator should know of',
    labelNames: ['level'],
    registers,
  });
  const inbox = new Gauge({
    name: 'gongyou_inbox_waiting',
    help: 'Accepted, not yet answered',
    registers,
  });
  const outbox = new Gauge({
    name: 'gongyou_outbox',
    help: 'Messages by state',
    labelNames: ['state'],
    registers,
  });
  const publication = new Gauge({
    name: 'gongyou_library_publication',
    help: 'The publication that answers',
    registers: library === undefined ? [] : registers,
  });
  const behind = new Gauge({
    name: 'gongyou_library_behind',
    help: '1 while a newer publication could not be taken over',
    registers: library === undefined ? [] : registers,
  });
  const fill = async (): Promise<void> => {
    inbox.reset();
    outbox.reset();
    if (library !== undefined) {
      const state = library();
      publication.set(state.publication);
      behind.set(state.behind === null ? 0 : 1);
    }
    try {
      const now = await waiting();
      inbox.set(now.inbox);
      for (const [state, count] of Object.entries(now.outbox)) outbox.set({ state }, count);
    } catch {
      inbox.remove();
      notes.inc({ level: 'warn' });
    }
  };
  return {
    telemetry: {
      received: (channel, what) => received.inc({ channel, what }),
      turned: (channel, how, ms) => {
        turns.inc({ channel, how });
        turnSeconds.observe({ channel }, ms / 1000);
      },
      delivered: (channel, how, ms) => {
        deliveries.inc({ channel, how });
        deliverySeconds.observe({ channel }, ms / 1000);
      },
      fetched: (channel, how, reason) => files.inc({ channel, how, reason: reason ?? '' }),
      longStretch: (region, month) => longStretches.inc({ region, month }),
      note: (level) => notes.inc({ level }),
    },
    metrics: async () => {
      await fill();
      return { text: await register.metrics(), type: register.contentType };
    },
  };
}
