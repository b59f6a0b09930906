import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Alerts, createAlerts } from '../../../../bot/channels/wecom/alerts.ts';
import { GroupRobot } from '../../../../bot/channels/wecom/sdk/index.ts';
import { wecomCopy } from '../../../../bot/copy/wecom.ts';
import { joinTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../fakes/qyapi/server.ts';
import { listen } from './rig.ts';

const KEY = 'robot-key-that-nobody-may-see';
const MINUTE = 60_000;
const copy = wecomCopy.alert;

let fake: FakeQyapi;
let clock: ManualClock;
let heard: ReturnType<typeof listen>;
let alerts: Alerts;
let failures: string[];
beforeEach(async () => {
  clock = createManualClock();
  heard = listen();
  fake = createFakeQyapi({ corpId: 'ww01', apps: [], now: clock.now });
  fake.robots.add(KEY);
  await fake.start();
  const robot = new GroupRobot({ key: KEY, baseURL: fake.url(), clock });
  failures = [];
  const diary = { failed: (...words: string[]) => void failures.push(words.join(' ')) };
  alerts = createAlerts(robot, clock, heard.telemetry, diary);
});
afterEach(() => fake.stop());

const told = () =>
  fake.delivered('robot').map(({ message }) => (message as { text: { content: string } }).text.content);
/** As the server joins them: whatever is noted is heard by the alerts too. */
const everybody = () => joinTelemetry(heard.telemetry, alerts.telemetry);
const trouble = (event: string, times = 1) => {
  for (let i = 0; i < times; i++) everybody().note('error', event, { fact: 'x' });
};

describe('what staff are told of trouble', () => {
  it('is one message for all of it, each kind once with its count, the most frequent first', async () => {
    trouble('turn-threw');
    trouble('wecom-app-state', 3);
    await alerts.flush();
    expect(told()).toEqual([
      [copy.head, copy.line('wecom-app-state', 3), copy.line('turn-threw', 1)].join('\n'),
    ]);
    await alerts.flush();
    expect(told()).toHaveLength(1);
  });

  it('is of errors alone, and nothing of what was received or said', async () => {
    const { note, received, turned, delivered } = everybody();
    note('warn', 'slow');
    note('info', 'started');
    received('wecom-app', 'refused', 'signature');
    turned('wecom-app', 'failed', 5);
    delivered('wecom-app', 'unknown', 5, 'timeout');
    await alerts.flush();
    expect(told()).toEqual([]);
  });

  it('is also of answers that were given up, unless that is the people’s own doing', async () => {
    const { delivered } = everybody();
    delivered('wecom-kf', 'refused', 5, '40058');
    delivered('wecom-kf', 'dead', 5, '40058');
    delivered('wecom-kf', 'dead', 5, 'budget');
    delivered('wecom-app', 'dead', 5, 'unlicensed-member');
    for (const reason of ['human', 'session-ended', 'window', 'unknown-customer', 'unknown-member', 'late'])
      delivered('wecom-kf', 'dead', 5, reason);
    delivered('telegram', 'dead', 5, '403 Forbidden: bot was blocked by the user');
    await alerts.flush();
    expect(told()).toEqual([
      [copy.head, copy.line('wecom-kf-dead-letter', 2), copy.line('wecom-app-dead-letter', 1)].join('\n'),
    ]);
  });

  it('fits in a message however many kinds there are, and says how many more', async () => {
    for (let kind = 0; kind < 40; kind++)
      trouble(`a-rather-long-name-of-a-kind-of-trouble-${kind}`, 40 - kind);
    await alerts.flush();
    expect(told()).toHaveLength(1);
    expect(Buffer.byteLength(told()[0] ?? '')).toBeLessThanOrEqual(2048);
    expect(told()[0]).toContain(copy.rest(28));
  });

  it('is never of the robot itself, and what it could not tell comes with the next', async () => {
    trouble('database-lost', 2);
    fake.robots.disable(KEY);
    for (let i = 0; i < 3; i++) await alerts.flush();
    expect(told()).toEqual([]);
    expect(heard.notes.slice(2)).toEqual(Array(3).fill('warn wecom-robot {"error":"WeComApiError"}'));
    // The doctor tells of it.
    expect(failures).toEqual(Array(3).fill('wecom-robot 93004'));
    fake.robots.add(KEY);
    trouble('database-lost');
    await alerts.flush();
    expect(told()).toEqual([[copy.head, copy.line('database-lost', 3)].join('\n')]);
    expect(JSON.stringify(heard)).not.toContain(KEY);
  });

  it('keeps to twenty messages in any minute', async () => {
    for (let i = 0; i < 20; i++) {
      trouble('one');
      await alerts.flush();
    }
    expect(told()).toHaveLength(20);
    trouble('one');
    const late = alerts.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect([told().length, fake.calls('webhook/send')]).toEqual([20, 20]);
    clock.advance(MINUTE);
    await late;
    expect(told()).toHaveLength(21);
  });

  it('comes once a minute at most, and once more at the end', async () => {
    const ending = new AbortController();
    const running = alerts.run(ending.signal);
    trouble('one', 5);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told()).toEqual([]);
    await expect
      .poll(() => {
        clock.advance(MINUTE);
        return told().length;
      })
      .toBe(1);
    trouble('two');
    ending.abort();
    await running;
    expect(told().at(-1)).toBe([copy.head, copy.line('two', 1)].join('\n'));
  });
});
