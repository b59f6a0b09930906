import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEBHOOK_PATH } from '../../bot/channels/telegram/webhook.ts';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import { webCopy } from '../../bot/copy/web.ts';
import type { Delivery } from '../fakes/bot-api/world.ts';
import { checkQuotes, linkOf, quotesOf, startTelegramWorld, type TelegramWorld } from './telegram-world.ts';

const PATIENCE = 400_000;
const SECRET = 'a-secret-of-the-test-0123';
const GROUP = -1_003_300_000_000;
const MEGABYTE = 1024 * 1024;
const DEPOSIT = '我在吉林，站里收了押金不退';

/** The whole server takes what nobody should send, by webhook and by the page, and goes on. */
describe('input that is not what it should be', () => {
  let world: TelegramWorld;
  let from = 6000;
  beforeAll(async () => {
    world = await startTelegramWorld({
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      SLOW_DOWN_PERSON_PER_MINUTE: '1000',
      SLOW_DOWN_GROUP_PER_MINUTE: '1000',
    });
    world.fake.users.addGroup({ id: GROUP });
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const somebody = (chat?: number) => world.person(++from, chat === undefined ? {} : { chat });
  const cited = (deliveries: readonly Delivery[]) => checkQuotes(world, quotesOf(deliveries));
  const textOf = (deliveries: readonly Delivery[]) => deliveries.map(({ text }) => text).join('\n');
  /** The server still answers whoever asks properly. */
  const works = async () => expect(await cited(await somebody().say(DEPOSIT))).toContain('jilin-measures/5');

  describe('at the webhook', () => {
    const hook = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${world.server().url}${WEBHOOK_PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const signed = { 'x-telegram-bot-api-secret-token': SECRET };
    const forged = (id: number) =>
      JSON.stringify({
        update_id: id,
        message: {
          message_id: 9,
          date: 1,
          chat: { id: 6999, type: 'private' },
          from: { id: 6999, is_bot: false },
          text: DEPOSIT,
        },
      });

    it.each([
      ['no secret', {}],
      ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
      ['another secret', { 'x-telegram-bot-api-secret-token': `${SECRET}4` }],
      ['the beginning of the secret', { 'x-telegram-bot-api-secret-token': SECRET.slice(0, -1) }],
    ])('%s: refused, and nobody is answered', async (_, headers) => {
      const done = await world.after(async () => expect((await hook(forged(1), headers)).status).toBe(401));
      expect(done).toEqual([]);
    });

    it('two megabytes: refused, with the secret and without', async () => {
      const huge = JSON.stringify({ update_id: 2, message: { text: 'x'.repeat(2 * MEGABYTE) } });
      expect((await hook(huge, signed)).status).toBe(413);
      expect((await hook(huge)).status).toBe(413);
      await works();
    });

    it.each([
      ['no JSON', 'update'],
      ['half of one', '{"update_id": 3, "mess'],
      ['nothing', ''],
    ])('%s: refused, so that it shows in the webhook’s state', async (_, body) => {
      expect((await hook(body, signed)).status).toBe(400);
    });

    it('another method is refused', async () => {
      expect((await fetch(`${world.server().url}${WEBHOOK_PATH}`)).status).toBe(405);
    });

    it.each([
      ['a kind that nobody asked for', { poll_answer: { poll_id: '1', option_ids: [0] } }],
      ['a kind of the future', { telepathy: { thought: '押金' } }],
      ['a message of no known kind', { message: { message_id: 8, date: 1, chat: { id: 1, type: 'sauna' } } }],
      ['a message in the wrong shape', { message: 'hello' }],
      [
        'a channel post',
        { channel_post: { message_id: 8, date: 1, chat: { id: -5, type: 'channel' }, text: 'x' } },
      ],
    ])('%s: confirmed, passed over', async (_, update) => {
      const done = await world.after(async () => {
        expect((await hook(JSON.stringify({ update_id: 4, ...update }), signed)).status).toBe(200);
      });
      expect(done).toEqual([]);
      await works();
    });

    it('the same update again and again is answered once', async () => {
      const person = somebody();
      const answer = await world.after(async () => {
        world.fake.users.say({ from, text: DEPOSIT });
        for (let i = 0; i < 4; i++) world.fake.users.repeat(-1, i % 2 === 0);
      });
      expect(answer).toHaveLength(1);
      expect((await person.say('那罚多少')).length).toBe(1);
    });
  });

  describe('in words', () => {
    it.each([
      ['a family, flags and keycaps', '👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳 站里收了押金不退1️⃣，我在吉林 👩🏽‍❤️‍💋‍👨🏿'],
      ['right to left', '\u202e我在吉林，\u2067站里收了押金不退\u2069\u202c مرحبا'],
      ['invisible characters', '我\u200b在吉\u200d林\ufeff，站里收\u2060了押\u200b金不\u00ad退'],
      ['markup', '<b>我在吉林</b> & <script>alert(1)</script> 站里收了押金不退 &lt;/blockquote&gt;'],
      ['half a character', '\ud83d我在吉林，站里收了押金不退\udc00'],
      ['a zero', '我在吉林，站里收了押金\u0000不退'],
      ['traditional, full width', '我在吉林，站裡收了押金不退？？！！'],
    ])('%s do not keep the article from being found', async (_, words) => {
      const answer = await somebody().say(words);
      expect(answer).toHaveLength(1);
      expect(await cited(answer)).toContain('jilin-measures/5');
    });

    it('what is kept of them is the person’s own words, unit for unit', async () => {
      const words = '<i>👨‍👩‍👧‍👦</i> & 👩🏽‍❤️‍💋‍👨🏿 1️⃣🇨🇳 \u202e押金\u202c مرحبا \u200b?';
      const person = somebody();
      await person.say(words);
      const [file] = await person.say('/export');
      expect(JSON.parse(file?.file?.text ?? '{}')).toMatchObject({
        [copy.export.keys.chats]: [
          {
            [copy.export.keys.said]: [
              { [copy.export.keys.words]: words },
              { [copy.export.keys.words]: '/export' },
            ],
          },
        ],
      });
    });

    it.each([
      ['only blanks', ' \u3000\t\n '],
      ['only invisible characters', '\u200b\u2060\u200d'],
      ['only emoji', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦'],
      ['only signs', '？？？！！。。。'],
      ['noise', 'asdfghjkl qwertyuiop'],
    ])('%s: one plain word back, no article', async (_, words) => {
      const answer = await somebody().say(words);
      expect(answer).toHaveLength(1);
      expect(answer[0]?.text).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(quotesOf(answer)).toEqual([]);
    });

    it.each([4096, 20_000])('%i characters are read, and the answer fits', async (length) => {
      const words = `${DEPOSIT}，`.padEnd(length, '真的是没有办法了');
      const answer = await somebody().say(words);
      expect(answer.length).toBeGreaterThan(0);
      for (const { text } of answer) expect(text.length).toBeLessThanOrEqual(4096);
      await works();
    });

    it('a mention behind emoji is found where Telegram says it is', async () => {
      const answer = await somebody(GROUP).say('👨‍👩‍👧‍👦🇨🇳 @gongyou_bot 我在吉林，站里收了押金不退');
      expect(answer).toHaveLength(1);
      expect((await cited(answer))[0]).toMatch(/^jilin-measures\//);
    });
  });

  describe('at buttons and links', () => {
    it('pressed twice: answered once, and told so', async () => {
      const person = somebody();
      await person.say('站里收了押金不退');
      expect(await cited(await person.press('吉林'))).toContain('jilin-measures/5');
      expect(textOf(await person.press('吉林'))).toBe(copy.button.again);
    });

    it('pressed twice at once: answered once', async () => {
      const [asked] = await somebody().say('站里收了押金不退');
      const press = { from, message: asked?.message ?? 0, data: 'region::吉林省' };
      const answers = await world.after(() => {
        world.fake.users.press(press);
        world.fake.users.press(press);
      });
      expect(answers.map((one) => quotesOf([one]).length > 0)).toEqual([true, false]);
      expect(answers[1]?.text).toBe(copy.button.again);
    });

    it('from before a restart: means what it meant', async () => {
      const person = somebody();
      await person.say('站里收了押金不退');
      await world.restart();
      expect(await cited(await person.press('吉林'))).toContain('jilin-measures/5');
    });

    it.each([
      'erase:yes:now',
      'region::../../etc',
      'region:x:吉林省',
      'command:__proto__',
      'command:constructor',
      '🚀',
      '{"kind":"erase"}',
      'region::甲'.padEnd(64, 'x'),
    ])('a forged press %s does nothing', async (data) => {
      const person = somebody();
      const [greeting] = await person.say('/start');
      const done = await world.after(() => {
        world.fake.users.push({
          callback_query: {
            id: `forged-${data}`,
            from: { id: from, is_bot: false, first_name: 'x' },
            chat_instance: '1',
            data,
            message: { message_id: greeting?.message, date: 1, chat: { id: from, type: 'private' } },
          },
        });
      });
      expect(done).toHaveLength(1);
      expect(quotesOf(done)).toEqual([]);
      expect(done[0]?.text).toMatch(/[\u4e00-\u9fff]/);
      await works();
    });

    it('a press to erase that nobody was asked for erases nothing', async () => {
      const person = somebody();
      await person.say(DEPOSIT);
      const [greeting] = await person.say('/start');
      await world.after(() =>
        world.fake.users.push({
          callback_query: {
            id: 'forged-erase',
            from: { id: from, is_bot: false, first_name: 'x' },
            chat_instance: '1',
            data: 'erase:yes',
            message: { message_id: greeting?.message, date: 1, chat: { id: from, type: 'private' } },
          },
        }),
      );
      expect(await cited(await person.say('那罚多少'))).toContain('jilin-measures/43');
    });

    it.each(['q', `q${'A'.repeat(22)}`, '../../etc/passwd', '<b>', `${'x'.repeat(64)}`, '🚀', 'erase:yes'])(
      '/start with a forged payload %s greets',
      async (payload) => {
        const greeting = await somebody().say(`/start ${payload}`);
        expect(textOf(greeting)).toContain(copy.whereQuestion);
      },
    );

    it('one person’s link shows another the question and nothing of the person', async () => {
      const asker = somebody(GROUP);
      const [asked] = await asker.say('@gongyou_bot 我在吉林，站里收了押金不退，打13800138000');
      const answer = await somebody().follow(linkOf(asked, copy.group.more));
      expect(textOf(answer)).not.toContain('13800138000');
    });
  });

  describe('at the page', () => {
    const visit = async () => {
      const response = await fetch(`${world.server().url}/?here`);
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      const csrf = /data-csrf="([^"]+)"/.exec(await response.text())?.[1] ?? '';
      return { cookie, csrf };
    };
    let ids = 0;
    const id = () => (++ids).toString(16).padStart(32, '0');
    type Visit = Awaited<ReturnType<typeof visit>>;
    const post = (
      path: string,
      body: unknown,
      { cookie, csrf }: Visit,
      headers: Record<string, string> = {},
    ) =>
      fetch(`${world.server().url}${path}`, {
        method: 'POST',
        headers: { cookie, 'x-csrf': csrf, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    const page = async ({ cookie }: Visit) =>
      (await fetch(`${world.server().url}/?here`, { headers: { cookie } })).text();

    it.each<[string, (own: Visit) => Promise<Response>, number, string]>([
      [
        'two megabytes',
        (own) => post('/chat/messages', { id: id(), text: 'x'.repeat(2 * MEGABYTE) }, own),
        413,
        webCopy.refused.tooLarge,
      ],
      [
        'more characters than a question has',
        (own) => post('/chat/messages', { id: id(), text: '押'.repeat(2001) }, own),
        413,
        webCopy.refused.tooLong(2000),
      ],
      [
        'only blanks',
        (own) => post('/chat/messages', { id: id(), text: ' \u3000\n' }, own),
        400,
        webCopy.refused.empty,
      ],
      ['no JSON', (own) => post('/chat/messages', '{"id":', own), 400, webCopy.refused.form],
      ['no id', (own) => post('/chat/messages', { text: '押金' }, own), 400, webCopy.refused.form],
      [
        'a forged press',
        (own) => post('/chat/actions', { id: id(), action: 'command:a:b', message: null }, own),
        400,
        webCopy.refused.action,
      ],
      [
        'a forged token',
        (own) => post('/chat/messages', { id: id(), text: '押金' }, { ...own, csrf: 'x' }),
        403,
        webCopy.refused.expired,
      ],
      [
        'another site',
        (own) =>
          post('/chat/messages', { id: id(), text: '押金' }, own, {
            origin: 'https://elsewhere.example',
            'sec-fetch-site': 'cross-site',
          }),
        403,
        webCopy.refused.expired,
      ],
      [
        'a picture',
        (own) => post('/chat/messages', 'x', own, { 'content-type': 'image/png' }),
        415,
        webCopy.refused.type,
      ],
    ])('%s: refused in plain words, and nothing of it is kept', async (_, send, status, say) => {
      const own = await visit();
      const response = await send(own);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ ok: false, say });
      expect(await page(own)).not.toContain('letter person');
    });

    it('markup and emoji in a question come back as they were written, and do nothing', async () => {
      const own = await visit();
      const text = '</article><script>alert(1)</script> 👨‍👩‍👧‍👦 我在吉林，押金不退';
      const shown = await world.after(async () => {
        expect((await post('/chat/messages', { id: id(), text }, own)).status).toBe(202);
      });
      expect(shown).toEqual([]);
      const html = await page(own);
      expect(html).not.toContain('<script>alert');
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; 👨‍👩‍👧‍👦 我在吉林，押金不退');
      expect(html).toContain('/policies/jilin-measures/5');
    });

    it('posted again with the same id, it is one message with one answer', async () => {
      const own = await visit();
      const same = { id: id(), text: DEPOSIT };
      await world.after(async () => {
        for (let i = 0; i < 3; i++) expect((await post('/chat/messages', same, own)).status).toBe(202);
      });
      const html = await page(own);
      expect(html.match(/class="letter person"/g)).toHaveLength(1);
      expect(html.match(/class="letter bot"/g)).toHaveLength(1);
    });

    it('one visitor cannot read another’s stream, file or page', async () => {
      const own = await visit();
      await world.after(() => post('/chat/messages', { id: id(), text: '/导出我的数据' }, own));
      const path = /\/chat\/files\/\d+\?part=\d+/.exec(await page(own))?.[0] ?? '';
      expect(path).not.toBe('');
      const stranger = await visit();
      const status = async (cookie: string) =>
        (await fetch(`${world.server().url}${path}`, { headers: { cookie } })).status;
      expect([await status(own.cookie), await status(stranger.cookie), await status('')]).toEqual([
        200, 404, 404,
      ]);
      expect(await page(stranger)).not.toContain('letter');
    });
  });
});
