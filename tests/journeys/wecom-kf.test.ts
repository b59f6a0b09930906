import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCarried } from '../../bot/conversation/payload.ts';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import { filesCopy as files } from '../../bot/copy/files.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { insertCarried } from '../../bot/store/carried.ts';
import { personKey } from '../../bot/store/keys.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { PNG } from '../bot/files/samples.ts';
import { checkQuotes } from './telegram-world.ts';
import { type Customer, KF, quotesIn, type Shown, startWecomWorld, type WecomWorld } from './wecom-world.ts';

const PATIENCE = 400_000;

/** One conversation from the first word to the last: each step stands on those before it. */
describe('a worker in WeChat, by 微信客服', () => {
  let world: WecomWorld;
  let li: Customer;
  beforeAll(async () => {
    world = await startWecomWorld();
    li = world.customer('wmLi');
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const cited = (shown: readonly Shown[]) => checkQuotes(world, quotesIn(shown));
  const onlyText = (shown: readonly Shown[]) => {
    expect(shown).toHaveLength(1);
    return shown[0]?.text ?? '';
  };
  const labels = (shown: readonly Shown[]) => shown.flatMap(({ menu }) => menu.map(({ content }) => content));

  it('is welcomed at the door by the one message that is allowed there, with the places to choose from', async () => {
    const greeting = await li.enter();
    expect(onlyText(greeting)).toContain(copy.whereQuestion);
    expect(greeting[0]?.onEvent).toBe(true);
    expect(labels(greeting)).toEqual(world.library.assistant.places.map(({ short }) => short));
  });

  it('is not welcomed again when the chat is opened again', async () => {
    expect(await li.enter()).toEqual([]);
  });

  it('asks before saying where, chooses the place in a menu, and gets the answer to that very question', async () => {
    const asked = await li.say('平台改了派单规则，也没问过我们，行吗');
    expect(quotesIn(asked)).toEqual([]);
    expect(labels(asked)).toContain('南昌');
    const ids = await cited(await li.press('南昌'));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id.startsWith('nanchang-plan/'))).toBe(true);
  });

  it('asks two more things of the same place, without being asked where again', async () => {
    expect(await cited(await li.say('我们老板拖了两个月的钱没给'))).toContain('nanchang-plan/5');
    expect(await cited(await li.say('一口气跑了五个小时，能不能让我歇一歇'))).toContain('nanchang-plan/6');
  });

  it('follows up with another place, and moves by saying so', async () => {
    const ids = await cited(await li.say('那吉林呢'));
    expect(ids[0]).toBe('jilin-measures/29');
    expect((await li.say('我换到云南干了')).length).toBeGreaterThan(0);
    const moved = await cited(await li.say('入职要先交五百块保证金，能收吗'));
    expect(moved[0]).toBe('yunnan-opinions/5');
  });

  it('never gets more than four messages for one of theirs, and none that is too long', async () => {
    for (const words of ['各地对休息都怎么写的', '/原文 （五）', '送餐摔伤了谁管']) {
      const shown = await li.say(words);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.length).toBeLessThanOrEqual(4);
      for (const { text, menu } of shown)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(menu.length > 0 ? 1024 : 2048);
    }
  });

  it.each([
    ['a picture', { msgtype: 'image', image: { media_id: 'M1' } }, files.lost('photo', 1, 'gone', 0)],
    ['a place', { msgtype: 'location', location: { latitude: 1, longitude: 1 } }, copy.media.location],
    ['a kind of the future', { msgtype: 'hologram', hologram: {} }, copy.media.other],
  ])('is told plainly what becomes of %s', async (_, message, words) => {
    expect(onlyText(await li.send(message))).toBe(words);
  });

  it('sends evidence: it is fetched at once, kept by a press, and given back', async () => {
    const { media_id } = world.fake.media.add('corp', 'image', { filename: 'a.png', bytes: PNG });
    const sent = await li.send({ msgtype: 'image', image: { media_id } });
    expect(sent[0]?.text).toBe(`${files.received('photo', 1)}\n${files.ask}`);
    expect(onlyText(await li.press(files.keep))).toBe(files.kept(1, 180));
    await li.say('/我的材料');
    const given = await li.press(files.list.get(1));
    expect(given.find(({ file }) => file !== undefined)?.file).toBe(PNG.toString('utf8'));
  });

  it('takes everything away as a file', async () => {
    const shown = await li.say('/导出我的数据');
    const file = shown.find((each) => each.file !== undefined)?.file ?? '';
    for (const said of ['入职要先交五百块保证金，能收吗', '我们老板拖了两个月的钱没给', '云南省'])
      expect(file).toContain(said);
  });

  it('is forgotten only after a second word, and then wholly', async () => {
    expect(labels(await li.say('/删除我的数据'))).toEqual([copy.erase.yes, copy.erase.no]);
    expect(onlyText(await li.press(copy.erase.no))).toBe(copy.erase.kept);
    await li.say('/删除我的数据');
    const [before = '-', after = '-'] = copy.erase.done('|').split('|');
    const done = onlyText(await li.press(copy.erase.yes));
    expect(done.startsWith(before) && done.endsWith(after)).toBe(true);
    expect(quotesIn(await li.say('那罚多少'))).toEqual([]);
    expect(quotesIn(await li.say('入职要先交五百块保证金，能收吗'))).toEqual([]);
  });

  it('brings a question along by a link, and gets its answer at the door', async () => {
    const token = 'carriedTokenOfTheJourney01';
    const store = await openStore(storeLocation(world.config));
    try {
      const vault = await openVault(store, world.config);
      const row = { token, channel: 'wecom-kf', person: personKey(vault, 'wecom-kf', 'wmZhou') };
      const words = '我在吉林，站里收了押金不退';
      await store.transaction((tx) =>
        insertCarried(tx, vault, { ...row, words, expiresAt: Date.now() + 3_600_000 }),
      );
    } finally {
      await store.close();
    }
    const answer = await world.customer('wmZhou').enter(formatCarried(token));
    expect(await cited(answer)).toContain('jilin-measures/5');
    expect(answer[0]?.onEvent).toBe(true);
  });

  it('is greeted by a link whose payload nobody here made', async () => {
    expect(onlyText(await world.customer('wmWu').enter('somebody-elses'))).toContain(copy.whereQuestion);
  });

  it('leaves others alone: what one person said is nothing to another', async () => {
    await li.say('我在吉林，站里收了押金');
    expect(quotesIn(await world.customer('wmQian').say('那罚多少'))).toEqual([]);
  });

  it('is left to the person at the desk who took the conversation over, and answered again after that', async () => {
    const conversation = { open_kfid: KF, customer: 'wmSun', servicer: 'wang' };
    const sun = world.customer('wmSun');
    await sun.say('我在吉林，站里收了押金');
    world.fake.kf.servicerMoves({ ...conversation, how: 'take' });
    world.fake.kf.servicerSays({ ...conversation, text: '您好，我来帮您' });
    // What a servicer says is nobody's question.
    await world.settled();
    world.fake.kf.servicerMoves({ ...conversation, how: 'end' });
    expect(await cited(await sun.say('那罚多少'))).toContain('jilin-measures/43');
  });

  it('goes on after a restart where it was, with what was said while the server was away', async () => {
    await li.say('我在吉林，站里收了押金');
    const stopped = world.server().stop();
    world.fake.kf.say({
      open_kfid: KF,
      customer: 'wmLi',
      message: { msgtype: 'text', text: { content: '那罚多少' } },
    });
    await stopped;
    const before = world.fake.delivered('kf').length;
    await world.restart();
    await world.settled();
    const got = world.fake.delivered('kf').slice(before);
    expect(new Set(got.map(({ customer }) => customer))).toEqual(new Set(['wmLi']));
    // The answer once, and under it the menu that offers to go on.
    expect(got.filter((message) => JSON.stringify(message).includes('第四十三条'))).toHaveLength(1);
  });
});
