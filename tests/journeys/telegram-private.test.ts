import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import { filesCopy as files } from '../../bot/copy/files.ts';
import { JPEG, PDF } from '../bot/files/samples.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import {
  checkQuotes,
  labels,
  type Person,
  quotesOf,
  startTelegramWorld,
  type TelegramWorld,
} from './telegram-world.ts';

const PATIENCE = 400_000;
const lost = (media: string, reason: 'gone' | 'too-large') => files.lost(media, 1, reason, 20 * 1024 * 1024);
const LI = 4201;
const ZHOU = 4202;

/** One conversation from the first word to the last: each step stands on those before it. */
describe('a worker in a private chat on Telegram', () => {
  let world: TelegramWorld;
  let li: Person;
  beforeAll(async () => {
    world = await startTelegramWorld();
    li = world.person(LI);
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const onlyText = (deliveries: readonly Delivery[]) => {
    expect(deliveries).toHaveLength(1);
    return deliveries[0]?.text ?? '';
  };
  /** Ids of the articles that were quoted, each quote compared with the article as it is published. */
  const cited = (deliveries: readonly Delivery[]) => checkQuotes(world, quotesOf(deliveries));

  it('is greeted and asked once where they work', async () => {
    const greeting = await li.say('/start');
    expect(onlyText(greeting)).toContain(copy.whereQuestion);
    expect(labels(greeting[0])).toEqual(world.library.assistant.places.map(({ short }) => short));
  });

  it('asks before saying where, chooses a place by a button, and gets the answer to that very question', async () => {
    const asked = await li.say('平台改了派单规则，也没问过我们，行吗');
    expect(quotesOf(asked)).toEqual([]);
    const answer = await li.press('南昌');
    const ids = await cited(answer);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id.startsWith('nanchang-plan/'))).toBe(true);
    expect(world.fake.answered()).toHaveLength(1);
  });

  it('asks two more things of the same place, without being asked where again', async () => {
    expect(await cited(await li.say('我们老板拖了两个月的钱没给'))).toContain('nanchang-plan/5');
    expect(await cited(await li.say('一口气跑了五个小时，能不能让我歇一歇'))).toContain('nanchang-plan/6');
  });

  it('follows up with another place, and the other place’s text answers', async () => {
    const ids = await cited(await li.say('那吉林呢'));
    expect(ids[0]).toBe('jilin-measures/29');
    expect(ids.every((id) => id.startsWith('jilin-'))).toBe(true);
  });

  it('moves by saying so: from then on the new place’s texts answer', async () => {
    const moved = await li.say('我换到云南干了');
    expect(moved.length).toBeGreaterThan(0);
    const ids = await cited(await li.say('入职要先交五百块保证金，能收吗'));
    expect(ids[0]).toBe('yunnan-opinions/5');
    expect(ids.every((id) => id.startsWith('yunnan-'))).toBe(true);
  });

  it('corrects a question, and the answer that stands is corrected', async () => {
    const [first] = await li.say('站里不让我去别的平台接单');
    const edited = await li.edit('站里要收走我的健康证和身份证原件');
    expect(edited.map(({ kind, message }) => [kind, message])).toEqual([['edit', first?.message]]);
    expect(edited[0]?.text).not.toBe(first?.text);
    await cited(edited);
  });

  it.each([
    ['a photo that Telegram does not have any more', { photo: [{ file_id: 'x' }] }, lost('photo', 'gone')],
    [
      'a film too long for a bot',
      { video: { file_id: 'x', file_size: 30 << 20 } },
      lost('video', 'too-large'),
    ],
    ['a sticker', { sticker: { file_id: 'x' } }, copy.media.other],
    ['a place on the map', { location: { latitude: 1, longitude: 1 } }, copy.media.location],
  ])('is told plainly what becomes of %s', async (_, fields, words) => {
    expect(onlyText(await li.say('', { fields: { text: undefined, ...fields } }))).toBe(words);
  });

  it('sends evidence: it is fetched at once, kept, found again and given back', async () => {
    const photo = [world.fake.files.keep(JPEG)];
    expect(onlyText(await li.say('', { fields: { text: undefined, photo } }))).toBe(
      `${files.received('photo', 1)}\n${files.ask}`,
    );
    expect(onlyText(await li.press(files.keep))).toBe(files.kept(1, 180));
    const document = world.fake.files.keep(PDF, { name: '合同.pdf' });
    await li.say('', { fields: { text: undefined, document } });
    expect(onlyText(await li.press(files.drop))).toBe(files.dropped(1));
    const voice = world.fake.files.keep(Buffer.from('OggS and a voice'));
    expect(onlyText(await li.say('', { fields: { text: undefined, voice } }))).toContain(files.voice);
    await li.press(files.keep);
    expect(onlyText(await li.say('/我的材料'))).toContain('照片.jpg');
    const [given] = await li.press(files.list.get(1));
    expect(given).toMatchObject({ kind: 'document', file: { name: '照片.jpg' } });
    expect(given?.file?.text).toBe(JPEG.toString('utf8'));
    expect(onlyText(await li.press(files.list.drop(2)))).toBe(files.dropped(1));
  });

  it('gets an answer to the words under a photo', async () => {
    const answer = await li.say('', {
      fields: { text: undefined, photo: [{ file_id: 'x' }], caption: '这个押金条上写着离职不退' },
    });
    expect(await cited(answer)).toContain('yunnan-opinions/5');
  });

  it('is led back from a command that does not exist', async () => {
    expect(onlyText(await li.say('/suanming'))).toBe(copy.unknownCommand);
    expect(onlyText(await li.say('/帮助'))).toContain(copy.help.private[0]);
  });

  it('reads an article by its number', async () => {
    expect(await cited(await li.say('/原文 （五）'))).toContain('yunnan-opinions/5');
  });

  it('says a telephone number in the question, and the question is still answered', async () => {
    const answer = await li.say('我被站点开除了，站长电话13800138000，说押金不退');
    expect(await cited(answer)).toContain('yunnan-opinions/5');
    expect(answer.map(({ text }) => text).join()).not.toContain('13800138000');
  });

  it('takes everything away as a file', async () => {
    const [file] = await li.say('/导出我的数据');
    expect(file).toMatchObject({ kind: 'document', file: { name: copy.export.name } });
    for (const said of ['入职要先交五百块保证金，能收吗', '我们老板拖了两个月的钱没给', '云南省'])
      expect(file?.file?.text).toContain(said);
  });

  it('is forgotten only after a second word, and then wholly', async () => {
    expect(labels((await li.say('/删除我的数据'))[0])).toEqual([copy.erase.yes, copy.erase.no]);
    expect(onlyText(await li.press(copy.erase.no))).toBe(copy.erase.kept);
    await li.say('/delete');
    const done = onlyText(await li.press(copy.erase.yes));
    const [before, after] = copy.erase.done('|').split('|');
    expect(done.startsWith(before ?? '-') && done.endsWith(after ?? '-')).toBe(true);
    // The last question is gone, and the place with it.
    const followUp = await li.say('那罚多少');
    expect(quotesOf(followUp)).toEqual([]);
    expect(quotesOf(await li.say('入职要先交五百块保证金，能收吗'))).toEqual([]);
    expect(labels((await li.say('/start'))[0])).toHaveLength(world.library.assistant.places.length);
  });

  it('leaves others alone: what one person said is nothing to another', async () => {
    const zhou = world.person(ZHOU);
    await li.say('我在吉林，站里收了押金');
    const stranger = await zhou.say('那罚多少');
    expect(stranger.every(({ chat }) => chat === ZHOU)).toBe(true);
    expect(quotesOf(stranger)).toEqual([]);
  });

  it('goes on after a restart where it was', async () => {
    await world.restart();
    expect(await cited(await li.say('那罚多少'))).toContain('jilin-measures/43');
  });

  it('comes back after blocking the bot, and is greeted once', async () => {
    await world.after(() => world.fake.users.block(LI));
    const back = await world.after(() => {
      world.fake.users.unblock(LI);
      world.fake.users.say({ from: LI, text: '/start' });
    });
    expect(back).toHaveLength(1);
    expect(await cited(await li.say('站里收押金合法吗'))).toContain('jilin-measures/5');
  });
});
