import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBucket } from '../../../../../bot/channels/wecom/sdk/bucket.ts';
import { GroupRobot, TemplateCardType } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createManualClock } from '../../../../fakes/manual-clock.ts';
import { createRig, createSleepyClock, failureOf } from './qyapi-rig.ts';

const KEY = '693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa';

async function createRobot(options: { perMinute?: number } = {}) {
  const rig = await createRig();
  rig.fake.robots.add(KEY);
  const robot = new GroupRobot({
    ...options,
    url: `${rig.fake.url()}/cgi-bin/webhook/send?key=${KEY}`,
    clock: rig.clock,
  });
  return { ...rig, robot };
}

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);

describe('what a robot says', () => {
  it.each<[string, (robot: GroupRobot) => Promise<unknown>, object]>([
    [
      'text',
      (robot) => robot.sendText('好', { users: ['zhangsan', '@all'], mobiles: ['@all'] }),
      { text: { content: '好', mentioned_list: ['zhangsan', '@all'], mentioned_mobile_list: ['@all'] } },
    ],
    [
      'markdown',
      (robot) => robot.sendMarkdown('**好** <@zhangsan>'),
      { markdown: { content: '**好** <@zhangsan>' } },
    ],
    ['markdown_v2', (robot) => robot.sendMarkdownV2('|a|'), { markdown_v2: { content: '|a|' } }],
    ['image', (robot) => robot.sendImage(PNG), { image: { bytes: PNG.length } }],
    [
      'news',
      (robot) => robot.sendNews([{ title: '题', url: 'https://a.example' }]),
      { news: { articles: [{ title: '题', url: 'https://a.example' }] } },
    ],
    [
      'template_card',
      (robot) =>
        robot.sendTemplateCard({
          ...{ card_type: TemplateCardType.TextNotice, main_title: { title: '题' } },
          card_action: { type: 1, url: 'https://a.example' },
        }),
      { template_card: { main_title: { title: '题' } } },
    ],
  ])('%s arrives', async (msgtype, send, content) => {
    const { fake, robot } = await createRobot();
    await send(robot);
    expect(fake.delivered('robot')).toMatchObject([{ key: KEY, message: { msgtype, ...content } }]);
  });

  it('a file of its own', async () => {
    const { fake, robot, client } = await createRobot();
    const { media_id } = await robot.uploadMedia('file', {
      filename: '日报.csv',
      bytes: Buffer.from('一,二,三'),
    });
    await robot.sendFile(media_id);
    expect(fake.delivered('robot')).toMatchObject([{ message: { file: { media_id } } }]);
    fake.robots.add('other');
    const other = new GroupRobot({ ...client, key: 'other' });
    expect(await failureOf(other.sendFile(media_id))).toMatchObject({ errcode: 40007 });
  });

  it.each<[string, (robot: GroupRobot) => Promise<unknown>]>([
    ['text.content', (robot) => robot.sendText('字'.repeat(683))],
    ['markdown.content', (robot) => robot.sendMarkdown('字'.repeat(1366))],
    ['markdown_v2.content', (robot) => robot.sendMarkdownV2('字'.repeat(1366))],
    ['image', (robot) => robot.sendImage(Buffer.alloc(2 * 1024 * 1024 + 1))],
    [
      'template_card.horizontal_content_list',
      (robot) =>
        robot.sendTemplateCard({
          ...{ card_type: 'text_notice', card_action: { type: 0 } },
          horizontal_content_list: Array.from({ length: 7 }, () => ({ keyname: '平台' })),
        }),
    ],
    ['news.articles', (robot) => robot.sendNews(Array.from({ length: 9 }, () => ({ title: '题', url: '' })))],
  ])('%s has a limit', async (field, send) => {
    const { robot } = await createRobot();
    expect(await failureOf(send(robot))).toMatchObject({ name: 'WeComLimitError', field });
  });

  it.each([
    ['was removed', 93000, async () => new GroupRobot({ ...(await createRig()).client, key: 'gone' })],
    [
      'was switched off',
      93004,
      async () => {
        const { fake, robot } = await createRobot();
        fake.robots.disable(KEY);
        return robot;
      },
    ],
  ])('nothing, when it %s', async (_, errcode, make) => {
    expect(await failureOf((await make()).sendText('好'))).toMatchObject({ errcode, retryable: false });
  });
});

describe('twenty a minute', () => {
  it('are sent at once, the next waits until the first is a minute old', async () => {
    const { fake, robot, clock } = await createRobot();
    for (let n = 0; n < 20; n++) await robot.sendText(`第${n}条`);
    expect(robot.left).toBe(0);
    expect(clock.slept).toEqual([]);
    await robot.sendText('第20条');
    expect(clock.slept).toEqual([60_000]);
    expect(fake.delivered('robot')).toHaveLength(21);
  });

  it('count what is tried again too', async () => {
    const { fake, robot } = await createRobot();
    fake.faults.add({ endpoint: 'webhook/send', times: 2, does: { kind: 'errcode', errcode: -1 } });
    await robot.sendText('好');
    expect(robot.left).toBe(17);
  });

  it('that others used up are said', async () => {
    const { fake, robot } = await createRobot();
    fake.robots.perMinute = 0;
    expect(await failureOf(robot.sendText('好'))).toMatchObject({ errcode: 45009, retryAfterMs: 60_000 });
  });

  it('whoever stops waiting has sent nothing, and the next is sent', async () => {
    const { fake, client } = await createRig();
    fake.robots.add(KEY);
    const clock = createManualClock();
    const robot = new GroupRobot({ ...client, clock, key: KEY, perMinute: 1 });
    await robot.sendText('一');
    const stop = new AbortController();
    const waiting = failureOf(robot.sendText('二', { signal: stop.signal }));
    const next = robot.sendText('三');
    stop.abort();
    expect(await waiting).toMatchObject({ name: 'WeComNetworkError', fault: 'aborted', sent: false });
    clock.advance(120_000);
    await next;
    expect(fake.delivered('robot').map(({ message }) => message.text)).toMatchObject([
      { content: '一' },
      { content: '三' },
    ]);
  });
});

describe('the bucket', () => {
  it('gives the place of one who stopped waiting to the next', async () => {
    const clock = createManualClock();
    const bucket = createBucket({ capacity: 1, periodMs: 60_000, clock });
    await bucket.take();
    const stop = new AbortController();
    const waiting = bucket.take(stop.signal);
    stop.abort();
    expect(await waiting).toBe(false);
    const next = bucket.take();
    clock.advance(60_000);
    expect(await next).toBe(true);
  });

  it('never gives more than its capacity within a period, and never holds back what it could give', async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 90_000 }),
      takes: fc.integer({ min: 0, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        async (steps, capacity) => {
          const clock = createSleepyClock(0);
          const bucket = createBucket({ capacity, periodMs: 60_000, clock });
          const taken: number[] = [];
          for (const { wait, takes } of steps) {
            clock.advance(wait);
            for (let n = 0; n < takes; n++) {
              const within = taken.filter((at) => clock.now() - at < 60_000).length;
              expect(bucket.left()).toBe(capacity - within);
              const asked = clock.now();
              await bucket.take();
              if (within < capacity) expect(clock.now()).toBe(asked);
              taken.push(clock.now());
            }
          }
          for (const at of taken)
            expect(taken.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(
              capacity,
            );
        },
      ),
    );
  });
});
