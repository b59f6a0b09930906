import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import {
  checkQuotes,
  labels,
  linkOf,
  type Person,
  quotesOf,
  startTelegramWorld,
  type TelegramWorld,
} from './telegram-world.ts';

const PATIENCE = 400_000;
const GROUP = -1_002_200_000_000;
const TOPIC = 77;
const [LI, ZHOU, WU, ADMIN] = [5101, 5102, 5103, 5104];
/** What a group can read without scrolling a phone for long. */
const SHORT = 700;

/** One conversation from the first word to the last: each step stands on those before it. */
describe('workers in a Telegram group', () => {
  let world: TelegramWorld;
  let li: Person;
  let zhou: Person;
  let wu: Person;
  let admin: Person;
  beforeAll(async () => {
    world = await startTelegramWorld();
    world.fake.users.addGroup({ id: GROUP, forum: true });
    world.fake.users.addTopic(GROUP, TOPIC);
    world.fake.users.makeAdmin(GROUP, ADMIN);
    const inTopic = { chat: GROUP, topic: TOPIC };
    li = world.person(LI, inTopic);
    zhou = world.person(ZHOU, inTopic);
    wu = world.person(WU, inTopic);
    admin = world.person(ADMIN, inTopic);
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const cited = (deliveries: readonly Delivery[]) => checkQuotes(world, quotesOf(deliveries));
  /** The one message, which stands where it was asked. */
  const inTopic = (deliveries: readonly Delivery[]): Delivery => {
    const [only, ...more] = deliveries;
    if (only === undefined || more.length > 0) throw new Error(`${deliveries.length} messages, not one`);
    expect([only.chat, only.topic]).toEqual([GROUP, TOPIC]);
    expect(only.text.length).toBeLessThan(SHORT);
    return only;
  };
  let aboutRest: Delivery;

  it('greets the group once when it is invited', async () => {
    const greeting = await world.after(() => world.fake.users.invite(GROUP, ADMIN));
    expect(greeting.map(({ text, chat }) => [text, chat])).toEqual([[copy.groupWelcome, GROUP]]);
  });

  it('says nothing while people talk among themselves', async () => {
    await li.say('今天单子真少');
    await zhou.say('押金还没退给我呢');
    expect(await zhou.say('/help@another_bot')).toEqual([]);
    expect(await zhou.say('@another_bot 押金不退怎么办')).toEqual([]);
    expect(world.fake.sent()).toHaveLength(1);
  });

  it('asks who mentions it where they work, and takes the place from them alone', async () => {
    const asked = inTopic(await li.say('@gongyou_bot 一口气跑了五个小时，能让我歇一歇吗'));
    expect(asked.replyTo).not.toBeNull();
    expect(labels(asked)).toContain('吉林');
    expect(inTopic(await zhou.press('吉林')).text).toBe(copy.region.notYours);
    aboutRest = inTopic(await li.press('吉林'));
    expect(await cited([aboutRest])).toEqual(['jilin-measures/29']);
    expect(labels(aboutRest)).toEqual([copy.group.source, copy.group.more]);
  });

  it('opens the marked article from the group', async () => {
    const { pathname, search, hash } = new URL(linkOf(aboutRest, copy.group.source));
    const page = await fetch(`${world.server().url}${pathname}${search}`);
    expect([page.status, hash]).toEqual([200, '#mark']);
    expect(await page.text()).toContain('<mark id="mark">');
  });

  it('answers somebody else who replies to its answer, on what that answer was about', async () => {
    const follow = inTopic(await zhou.say('那云南呢', { replyTo: aboutRest.message }));
    const ids = await cited([follow]);
    expect(ids).toHaveLength(1);
    expect(ids[0]).toMatch(/^yunnan-opinions\//);
  });

  it('carries the question into a private chat, where the whole answer is', async () => {
    const asked = inTopic(await li.say('@gongyou_bot 站点收了我五百押金，走了不退'));
    const [brief] = await cited([asked]);
    const whole = await li.follow(linkOf(asked, copy.group.more));
    expect(whole.every(({ chat }) => chat === LI)).toBe(true);
    // A private chat knows nothing of the group, the place included: it asks, and answers that very question.
    expect(labels(whole[0])).toContain('吉林');
    const answer = await world.person(LI).press('吉林');
    const ids = await cited(answer);
    expect(ids).toContain(brief);
    expect(ids.length).toBeGreaterThan(1);
  });

  it('takes a command from anybody', async () => {
    expect(inTopic(await wu.say('/help@gongyou_bot')).text).toContain(copy.help.group[0]);
    expect(inTopic(await wu.say('/地区 云南')).text).toBe(copy.region.set('云南'));
  });

  it('covers the numbers that somebody posts, in what it says and in what it keeps', async () => {
    const answer = inTopic(await wu.say('@gongyou_bot 站点收我押金不退，找我联系13912345678，车是云A12345'));
    expect(answer.text).toContain(copy.group.redacted);
    expect(answer.text).not.toMatch(/13912345678|A12345/);
    expect(await cited([answer])).toEqual(['yunnan-opinions/5']);
    const carried = await wu.follow(linkOf(answer, copy.group.more));
    expect(carried.map(({ text }) => text).join()).not.toMatch(/13912345678|A12345/);
  });

  it('lets only whoever runs the group set its place, for all who have said none', async () => {
    expect(inTopic(await zhou.say('/地区 淄博')).text).toBe(copy.region.set('淄博'));
    expect(inTopic(await admin.say('/region@gongyou_bot 南昌')).text).toBe(copy.region.setForGroup('南昌'));
    const newcomer = world.person(5105, { chat: GROUP, topic: TOPIC });
    const answer = inTopic(await newcomer.say('@gongyou_bot 我们老板拖了两个月的钱没给'));
    expect(await cited([answer])).toEqual(['nanchang-plan/5']);
    // Who said their own place keeps it.
    expect((await cited([inTopic(await zhou.say('@gongyou_bot 入职要交押金，行吗'))]))[0]).toBe(
      'zibo-opinions/4',
    );
  });

  it('knows nothing in the group of what was said in private, and nothing in private of the group', async () => {
    const sun = 5106;
    const alone = world.person(sun);
    await alone.say('我在石家庄，干了三年，站点不给我签劳动合同');
    const inGroup = world.person(sun, { chat: GROUP, topic: TOPIC });
    const followUp = inTopic(await inGroup.say('@gongyou_bot 那罚多少'));
    expect(followUp.text).not.toMatch(/石家庄|河北|劳动合同/);
    const answer = inTopic(await inGroup.say('@gongyou_bot 入职要交押金，行吗'));
    expect(await cited([answer])).toEqual(['nanchang-plan/4']);
    expect((await cited(await alone.say('入职要交押金，行吗')))[0]).toBe('hebei-measures/10');
  });

  it('never says in a group what is one person’s own', async () => {
    for (const command of ['/导出我的数据', '/删除我的数据']) {
      const refused = inTopic(await li.say(command));
      expect(refused.text).toBe(copy.group.onlyPrivate);
      expect(refused.file).toBeNull();
      expect(labels(refused)).toEqual([copy.group.openPrivate]);
    }
    expect(inTopic(await li.say('/隐私')).text).toContain('加了密');
  });

  it('is forgotten in the group too when the person erases in private', async () => {
    const alone = world.person(ZHOU);
    await alone.say('/delete');
    await alone.press(copy.erase.yes);
    // The place that Zhou had said here is gone: the group's own holds.
    expect(await cited([inTopic(await zhou.say('@gongyou_bot 入职要交押金，行吗'))])).toEqual([
      'nanchang-plan/4',
    ]);
  });

  it('moves with the group when it becomes another chat', async () => {
    const moved = GROUP - 1;
    await world.after(() => world.fake.users.migrate(GROUP, moved, ADMIN));
    const there = world.person(5108, { chat: moved });
    const answer = await there.say('@gongyou_bot 我们老板拖了两个月的钱没给');
    expect(answer.map(({ chat }) => chat)).toEqual([moved]);
    expect(await cited(answer)).toEqual(['nanchang-plan/5']);
  });
});
