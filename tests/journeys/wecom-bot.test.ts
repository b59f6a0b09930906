import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import { filesCopy as files } from '../../bot/copy/files.ts';
import { showMarkdown } from '../bot/channels/wecom/bot/markdown.ts';
import { checkQuotes } from './telegram-world.ts';
import {
  type BotPerson,
  labelsOn,
  quotesIn,
  startCallbackWorld,
  startSocketWorld,
  type WecomBotWorld,
} from './wecom-bot-world.ts';

const PATIENCE = 400_000;
/** What a group can read without scrolling a phone for long. */
const SHORT = 900;
const GROUP = 'wrGroupOfRiders_Aa1';

/** One conversation from the first word to the last: each step stands on those before it. */
describe.each([
  ['by callbacks over HTTP', startCallbackWorld],
  ['by the long connection', startSocketWorld],
])('a worker with the AI bot of WeCom, %s', (_, startWorld) => {
  let world: WecomBotWorld;
  let li: BotPerson;
  beforeAll(async () => {
    world = await startWorld({ MAX_FILE_MB: '1' });
    li = world.person('li.si');
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const cited = (markdown: string) => checkQuotes(world, quotesIn(markdown));
  const shown = (markdown: string) => showMarkdown(markdown).text;
  const places = () => world.library.assistant.places.length;
  const placesIn = (text: string) =>
    world.library.assistant.places.filter(({ short }) => text.includes(short));

  describe('in a single chat', () => {
    it('is greeted when the chat is opened, and asked where they work', async () => {
      const greeting = await li.enter();
      expect(greeting).toContain(copy.whereQuestion);
      expect(placesIn(greeting)).toHaveLength(places());
      expect(labelsOn(await li.card())).toHaveLength(places());
    });

    it('asks before saying where, names a place, and gets the answer to that very question', async () => {
      expect(shown(await li.say('平台改了派单规则，也没问过我们，行吗'))).toContain(copy.region.ask);
      const asked = await li.card();
      expect(labelsOn(asked)).toHaveLength(places());
      const ids = await cited(await li.press('南昌', asked));
      expect(ids.length).toBeGreaterThan(0);
      expect(ids.every((id) => id.startsWith('nanchang-plan/'))).toBe(true);
      expect(shown(await li.press('南昌', asked))).toBe(copy.button.again);
    });

    it('names the place by typing as well', async () => {
      const sun = world.person('sun.qi');
      await sun.say('平台改了派单规则，也没问过我们，行吗');
      expect((await cited(await sun.say('南昌')))[0]).toMatch(/^nanchang-plan\//);
    });

    it('asks two more things, one of them by voice', async () => {
      expect(await cited(await li.say('我们老板拖了两个月的钱没给'))).toContain('nanchang-plan/5');
      expect(await cited(await li.voice('一口气跑了五个小时，能不能让我歇一歇'))).toContain(
        'nanchang-plan/6',
      );
    });

    it('follows up with another place', async () => {
      const ids = await cited(await li.say('那吉林呢'));
      expect(ids[0]).toBe('jilin-measures/29');
    });

    it('moves by saying so', async () => {
      await li.say('我换到云南干了');
      expect((await cited(await li.say('入职要先交五百块保证金，能收吗')))[0]).toBe('yunnan-opinions/5');
    });

    it('sends pictures: each is fetched at once, and words beside it are answered', async () => {
      // In a chat of its own: WeCom takes thirty messages a minute in one.
      const sun = world.person('sun');
      expect(shown(await sun.picture())).toContain(files.received('photo', 1));
      expect(shown(await sun.press(files.keep))).toBe(files.kept(1, 180));
      expect(world.fetched()).toBe(1);
      const mixed = await sun.mixed('在云南，这个押金条上写着离职不退');
      expect(shown(mixed)).toContain(files.received('photo', 1));
      expect(await cited(mixed)).toContain('yunnan-opinions/5');
      expect(shown(await sun.say(files.drop))).toBe(files.dropped(1));
      expect(world.fetched()).toBe(2);
      expect(shown(await sun.picture(Buffer.alloc(3 * 1024 * 1024)))).toBe(
        files.lost('photo', 1, 'too-large', 1024 * 1024),
      );
      expect(shown(await sun.say('/我的材料'))).toContain('IMG.png.jpg');
      const all = shown(await sun.say('/导出我的数据'));
      expect(world.handed() ?? all).toContain('IMG.png.jpg');
    });

    it('goes on after a restart where it was', async () => {
      await world.restart();
      await until(() => world.server().channels.every((channel) => channel.state().state === 'ready'));
      expect((await cited(await li.say('站点收了我五百押金，走了不退')))[0]).toBe('yunnan-opinions/5');
    });

    it('presses a card from before that restart, and one that nobody has pressed', async () => {
      const qian = world.person('qian');
      await qian.say('平台改了派单规则，也没问过我们，行吗');
      const old = await qian.card();
      await world.restart();
      await until(() => world.server().channels.every((channel) => channel.state().state === 'ready'));
      expect((await cited(await qian.press('吉林', old)))[0]).toMatch(/^jilin-measures\//);
      expect(shown(await qian.press('吉林', old))).toBe(copy.button.again);
      expect(shown(await qian.press('云南', old))).toContain('云南');
    });

    it('takes everything away, as a file where one can be sent, else shown as text', async () => {
      const text = shown(await li.say('/导出我的数据'));
      const file: unknown = JSON.parse(
        world.handed() ?? text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1),
      );
      for (const said of ['入职要先交五百块保证金，能收吗', '我们老板拖了两个月的钱没给', '云南省'])
        expect(JSON.stringify(file)).toContain(said);
    });

    it('is forgotten after a second word, and not by that word alone', async () => {
      expect(shown(await li.say(copy.erase.typed))).not.toContain(copy.erase.done('|').split('|')[0]);
      await li.say('/删除我的数据');
      expect(shown(await li.press(copy.erase.no))).toBe(copy.erase.kept);
      expect(shown(await li.say('/删除我的数据'))).toBe(copy.erase.ask);
      const [before, after] = copy.erase.done('|').split('|');
      const done = shown(await li.press(copy.erase.yes));
      expect(done.startsWith(before ?? '-') && done.endsWith(after ?? '-')).toBe(true);
      expect(quotesIn(await li.say('那罚多少'))).toEqual([]);
      expect(quotesIn(await li.say('入职要先交五百块保证金，能收吗'))).toEqual([]);
    });
  });

  describe('in a group', () => {
    let zhou: BotPerson;
    let wu: BotPerson;
    beforeAll(() => {
      zhou = world.person('zhou', { chat: GROUP });
      wu = world.person('wu', { chat: GROUP });
    });
    const short = (markdown: string) => {
      expect(shown(markdown).length).toBeLessThan(SHORT);
      return markdown;
    };

    it('is asked where they work, and answered short, with the clause and the way into a single chat', async () => {
      expect(shown(short(await zhou.say('@工友\u2005一口气跑了五个小时，能让我歇一歇吗')))).toContain(
        copy.region.ask,
      );
      const asked = await zhou.card();
      expect(labelsOn(asked)).toHaveLength(places());
      // Somebody else of the group cannot answer for the one who asked.
      expect(shown(await wu.press('云南', asked))).toBe(copy.region.notYours);
      const answer = short(await zhou.press('吉林', asked));
      expect(await cited(answer)).toEqual([expect.stringMatching(/^jilin-measures\//)]);
      expect(shown(answer)).toContain(copy.group.private);
      expect(shown(await zhou.press('吉林', asked))).toBe(copy.button.again);
    });

    it('names the place by typing as well', async () => {
      const zheng = world.person('zheng', { chat: GROUP });
      await zheng.say('@工友 一口气跑了五个小时，能让我歇一歇吗');
      expect(await cited(await zheng.say('@工友\u2005吉林'))).toEqual([
        expect.stringMatching(/^jilin-measures\//),
      ]);
    });

    it('asks two more things and follows up', async () => {
      expect(await cited(short(await zhou.say('@工友 老板拖了两个月的钱没给')))).toHaveLength(1);
      expect(await cited(short(await zhou.say('站里收押金合法吗 @工友')))).toEqual(['jilin-measures/5']);
      expect((await cited(short(await zhou.say('@工友 那云南呢'))))[0]).toMatch(/^yunnan-opinions\//);
    });

    it('knows of each person only what that person said here', async () => {
      expect(quotesIn(short(await wu.say('@工友 那罚多少')))).toEqual([]);
      const alone = world.person('zhou');
      expect(quotesIn(await alone.say('入职要先交五百块保证金，能收吗'))).toEqual([]);
    });

    it('moves by saying so', async () => {
      await zhou.say('@工友 我换到南昌干了');
      expect((await cited(short(await zhou.say('@工友 老板拖着工资不发'))))[0]).toMatch(/^nanchang-plan\//);
    });

    it('does not repeat a number that somebody posts, and says that it should not stand there', async () => {
      const answer = short(await zhou.say('@工友 站长13800138000说押金不退'));
      expect(answer).not.toContain('13800138000');
      expect(shown(answer)).toContain(copy.group.redacted);
    });

    it('does what is one person’s own only in a single chat', async () => {
      for (const command of ['/导出我的数据', '/删除我的数据'])
        expect(shown(await zhou.say(`@工友\u2005${command}`))).toBe(copy.group.onlyPrivate);
      expect(shown(await zhou.say('@工友 /隐私'))).toContain('加了密');
    });

    it('answers a picture with words by its words, and fetches nothing', async () => {
      const before = world.fetched();
      expect((await cited(short(await zhou.mixed('@工友 这个押金条上写着离职不退')))).length).toBe(1);
      expect(shown(await zhou.picture())).toBe(files.inGroup);
      expect(world.fetched()).toBe(before);
    });

    it('is forgotten here too when the person erases in a single chat', async () => {
      const alone = world.person('zhou');
      await alone.say('/删除我的数据');
      await alone.say(copy.erase.typed);
      expect(quotesIn(await zhou.say('@工友 站里收押金合法吗'))).toEqual([]);
    });
  });

  it('left nothing behind that could not be delivered', async () => {
    const health = async () => (await fetch(`${world.server().url}/health`)).json();
    const nothing = { pending: 0, sending: 0, failed: 0, dead: 0 };
    // The last message may still be on its way.
    await expect.poll(health, { timeout: 120_000 }).toMatchObject({ inbox: 0, outbox: nothing });
  });
});

async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
