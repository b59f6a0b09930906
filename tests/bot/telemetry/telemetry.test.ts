import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../../bot/telemetry/log.ts';
import { createMetrics } from '../../../bot/telemetry/metrics.ts';
import { joinTelemetry, silentTelemetry, type Telemetry } from '../../../bot/telemetry/telemetry.ts';

/** The samples of a scrape, without comments. */
const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

function tellAll(telemetry: Telemetry): void {
  telemetry.received('web', 'accepted');
  telemetry.received('web', 'accepted');
  telemetry.received('telegram', 'refused', 'secret');
  telemetry.turned('web', 'done', 40);
  telemetry.delivered('web', 'sent', 3);
  telemetry.delivered('telegram', 'dead', 900, 'blocked');
  telemetry.fetched('wecom-bot', 'lost', 'gone');
  telemetry.fetched('web', 'held');
  telemetry.longStretch('吉林省', '2026-01');
  telemetry.note('warn', 'channel down', { channel: 'telegram' });
}

describe('metrics', () => {
  it('count what happened, by channel, and never by reason', async () => {
    const { telemetry, metrics } = createMetrics({
      runtime: false,
      waiting: async () => ({ inbox: 4, outbox: { pending: 2, dead: 1 } }),
    });
    tellAll(telemetry);
    const { text, type } = await metrics();
    expect(type).toContain('text/plain');
    expect(samplesOf(text)).toEqual(
      expect.arrayContaining([
        'gongyou_received_total{channel="web",what="accepted"} 2',
        'gongyou_received_total{channel="telegram",what="refused"} 1',
        'gongyou_turns_total{channel="web",how="done"} 1',
        'gongyou_turn_seconds_bucket{le="0.05",channel="web"} 1',
        'gongyou_turn_seconds_bucket{le="0.025",channel="web"} 0',
        'gongyou_deliveries_total{channel="telegram",how="dead"} 1',
        'gongyou_files_total{channel="wecom-bot",how="lost",reason="gone"} 1',
        'gongyou_files_total{channel="web",how="held",reason=""} 1',
        'gongyou_long_stretches_total{region="吉林省",month="2026-01"} 1',
        'gongyou_notes_total{level="warn"} 1',
        'gongyou_inbox_waiting 4',
        'gongyou_outbox{state="pending"} 2',
        'gongyou_outbox{state="dead"} 1',
      ]),
    );
    expect(text).not.toContain('blocked');
  });

  it('leave out what waits when the store cannot say, and show the rest', async () => {
    let down = false;
    const { telemetry, metrics } = createMetrics({
      runtime: false,
      waiting: async () => {
        if (down) throw new Error('locked');
        return { inbox: 4, outbox: { pending: 2 } };
      },
    });
    telemetry.received('web', 'accepted');
    await metrics();
    down = true;
    const samples = samplesOf((await metrics()).text);
    expect(samples).toContain('gongyou_received_total{channel="web",what="accepted"} 1');
    expect(samples.filter((line) => /inbox_waiting|gongyou_outbox/.test(line))).toEqual([]);
    down = false;
    expect(samplesOf((await metrics()).text)).toContain('gongyou_inbox_waiting 4');
  });

  it('of two bots in one process are apart', async () => {
    const waiting = async () => ({ inbox: 0, outbox: {} });
    const one = createMetrics({ waiting });
    const two = createMetrics({ waiting });
    one.telemetry.received('web', 'accepted');
    expect((await one.metrics()).text).toContain('process_resident_memory_bytes');
    expect((await two.metrics()).text).not.toContain('what="accepted"');
  });
});

describe('the log', () => {
  const lineSchema = z.looseObject({ level: z.string(), time: z.number(), msg: z.string() });
  const linesOf = (level: 'debug' | 'info') => {
    const lines: z.infer<typeof lineSchema>[] = [];
    tellAll(createLog({ level, sink: { write: (line) => lines.push(lineSchema.parse(JSON.parse(line))) } }));
    return lines;
  };

  it('has one JSON line for what needs an eye', () => {
    expect(linesOf('info').map(({ level, msg }) => [level, msg])).toEqual([
      ['warn', 'received'],
      ['error', 'delivered'],
      ['warn', 'fetched'],
      ['warn', 'channel down'],
    ]);
  });

  it('has one for everything at debug, with outcomes and milliseconds and nothing else', () => {
    const lines = linesOf('debug');
    expect(lines).toHaveLength(9);
    expect(lines[3]).toMatchObject({ level: 'debug', channel: 'web', how: 'done', ms: 40, msg: 'turned' });
    const keys = new Set(lines.flatMap((line) => Object.keys(line)));
    expect([...keys].sort()).toEqual(['channel', 'how', 'level', 'ms', 'msg', 'reason', 'time', 'what']);
  });
});

it('joined telemetry tells each one everything', () => {
  const told: string[] = [];
  const teller = (name: string): Telemetry => ({
    ...silentTelemetry,
    received: (channel, what) => told.push(`${name} ${channel} ${what}`),
    note: (level, event, facts) => told.push(`${name} ${level} ${event} ${JSON.stringify(facts)}`),
  });
  const joined = joinTelemetry(teller('a'), teller('b'));
  joined.received('web', 'repeated');
  joined.note('info', 'swept', { rows: 3 });
  expect(told).toEqual([
    'a web repeated',
    'b web repeated',
    'a info swept {"rows":3}',
    'b info swept {"rows":3}',
  ]);
  expect(() => tellAll(joined)).not.toThrow();
});
