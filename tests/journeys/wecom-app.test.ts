import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_HOOK } from '../../bot/channels/wecom/connect.ts';
import { conversationCopy as copy } from '../../bot/copy/conversation.ts';
import { filesCopy as files } from '../../bot/copy/files.ts';
import { checkQuotes } from './telegram-world.ts';
import {
  AGENT,
  CALLBACK,
  CORP,
  type Member,
  quotesIn,
  type Shown,
  startWecomWorld,
  type WecomWorld,
} from './wecom-world.ts';

const PATIENCE = 400_000;

/** One conversation from the first word to the last: each step stands on those before it. */
describe('a member of the corp, in the chat with the self-built app', () => {
  let world: WecomWorld;
  let wang: Member;
  beforeAll(async () => {
    world = await startWecomWorld();
    wang = world.member('wangwu');
  }, PATIENCE);
  afterAll(() => world.end(), PATIENCE);

  const cited = (shown: readonly Shown[]) => checkQuotes(world, quotesIn(shown));
  const textOf = (shown: readonly Shown[]) => shown.map(({ text }) => text).join('\n');
  const media = (fields: string) => wang.post(`${fields}<MsgId>${++ids}</MsgId>`);
  let ids = 800;

  it('is greeted when the app comes into view, and the address proves itself to the console', async () => {
    const target = { url: `${world.server().url}${APP_HOOK}`, ...CALLBACK, receiveId: CORP };
    expect(await world.fake.callbacks.verify(target)).toEqual({ passed: true, status: 200 });
    const { shown } = await wang.post('<MsgType>event</MsgType><Event>subscribe</Event>');
    expect(textOf(shown)).toContain(copy.whereTyped);
  });

  it('says where by a word, there being no buttons, and gets the answer to the question before it', async () => {
    const asked = await wang.say('平台改了派单规则，也没问过我们，行吗');
    expect(quotesIn(asked)).toEqual([]);
    for (const { short } of world.library.assistant.places) expect(textOf(asked)).toContain(short);
    const ids = await cited(await wang.say('南昌'));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id.startsWith('nanchang-plan/'))).toBe(true);
  });

  it('asks two more things, follows up with another place, and moves there', async () => {
    expect(await cited(await wang.say('我们老板拖了两个月的钱没给'))).toContain('nanchang-plan/5');
    expect(await cited(await wang.say('一口气跑了五个小时，能不能让我歇一歇'))).toContain('nanchang-plan/6');
    expect((await cited(await wang.say('那吉林呢')))[0]).toBe('jilin-measures/29');
    await wang.say('我换到云南干了');
    expect((await cited(await wang.say('入职要先交五百块保证金，能收吗')))[0]).toBe('yunnan-opinions/5');
  });

  it('gets every message within its length, and no more than they were answered with', async () => {
    const shown = await wang.say('送餐摔伤了谁管');
    for (const { text } of shown) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    const { outcome } = await wang.post('<MsgType>event</MsgType><Event>enter_agent</Event>');
    expect(outcome).toEqual({ attempts: [{ status: 200 }], reply: '' });
  });

  it.each([
    [
      'a picture that WeCom does not have any more',
      '<MsgType>image</MsgType><PicUrl>http://x.example</PicUrl><MediaId>M</MediaId>',
      files.lost('photo', 1, 'gone', 0),
    ],
    [
      'a place',
      '<MsgType>location</MsgType><Location_X>1</Location_X><Location_Y>2</Location_Y>',
      copy.media.location,
    ],
  ])('is told plainly what becomes of %s', async (_, fields, words) => {
    expect(textOf((await media(fields)).shown)).toBe(words);
  });

  it('sends evidence: it is fetched at once, kept by a word, and given back', async () => {
    const { media_id } = world.fake.media.add('corp', 'voice', {
      filename: 'a.amr',
      bytes: Buffer.from('#!AMR and a voice'),
    });
    const sent = await media(`<MsgType>voice</MsgType><MediaId>${media_id}</MediaId><Format>amr</Format>`);
    expect(textOf(sent.shown)).toBe(
      [files.received('voice', 1), files.voice, files.ask, files.typed].join('\n'),
    );
    expect(textOf(await wang.say(files.keep))).toBe(files.kept(1, 180));
    expect(textOf(await wang.say('/我的材料'))).toContain('a.amr');
    const given = await wang.say('/我的材料 取回 1');
    expect(given.find(({ file }) => file !== undefined)?.file).toBe('#!AMR and a voice');
  });

  it('hears that words are wanted when nobody knows the kind of a message', async () => {
    const { outcome, shown } = await media('<MsgType>hologram</MsgType>');
    expect(outcome.attempts).toEqual([{ status: 200 }]);
    expect(textOf(shown)).toBe(copy.media.other);
  });

  it('gets no word for an event of the future, and WeCom is told that it came', async () => {
    const { outcome, shown } = await media('<MsgType>event</MsgType><Event>telepathy</Event>');
    expect(outcome.attempts).toEqual([{ status: 200 }]);
    expect(shown).toEqual([]);
  });

  it('gets one answer although WeCom calls three times more: the same callback, and the same message anew', async () => {
    const said =
      '<MsgType>text</MsgType><Content>站里要收我五百块押金，行吗</Content><MsgId>9007199254740993</MsgId>';
    const plain =
      `<xml><ToUserName>${CORP}</ToUserName><FromUserName>wangwu</FromUserName><CreateTime>1700000000</CreateTime>` +
      `${said}<AgentID>${AGENT}</AgentID></xml>`;
    const before = world.fake.delivered('app').length;
    const target = { url: `${world.server().url}${APP_HOOK}`, ...CALLBACK, receiveId: CORP };
    const { query, ciphertext } = world.fake.callbacks.seal(target, plain);
    const body = `<xml><Encrypt>${ciphertext}</Encrypt></xml>`;
    const same = () => fetch(`${target.url}?${new URLSearchParams(query)}`, { method: 'POST', body });
    const statuses = (await Promise.all([same(), same(), same(), same()])).map(({ status }) => status);
    for (let again = 0; again < 3; again++) await world.fake.callbacks.postXml(target, plain, AGENT);
    await world.settled();
    expect(statuses).toEqual([200, 200, 200, 200]);
    const answers = world.fake.delivered('app').slice(before);
    expect(answers).toHaveLength(1);
    expect(JSON.stringify(answers)).toContain('押金');
  });

  it('takes everything away, and is forgotten after typing the words', async () => {
    const exported = await wang.say('/导出我的数据');
    expect(exported.find(({ file }) => file !== undefined)?.file).toContain('入职要先交五百块保证金，能收吗');
    expect(textOf(await wang.say('/删除我的数据'))).toContain(copy.erase.type);
    const [before = '-'] = copy.erase.done('|').split('|');
    expect(textOf(await wang.say(copy.erase.typed))).toContain(before);
    expect(quotesIn(await wang.say('那罚多少'))).toEqual([]);
    expect(textOf(await wang.say('入职要先交五百块保证金，能收吗'))).toContain('吉林');
  });

  it('does not wait for a colleague who has left the corp', async () => {
    const gone = world.member('zhaoliu');
    world.fake.messages.members.delete('zhaoliu');
    await expect(gone.say('我在吉林，站里收了押金')).rejects.toThrow('could not be delivered');
    expect(world.server().channels.map((channel) => channel.state().state)).toEqual([
      'ready',
      'ready',
      'ready',
    ]);
  });
});

describe('a member while WeCom is busy', () => {
  it(
    'gets the answer through too many calls at once and through a token that ends early, with one new token',
    async () => {
      const world = await startWecomWorld();
      try {
        const said = world.member('sunqi');
        world.fake.faults.add({ endpoint: 'message/send', does: { kind: 'errcode', errcode: 45033 } });
        expect(await checkQuotes(world, quotesIn(await said.say('我在吉林，站里收了押金不退')))).toContain(
          'jilin-measures/5',
        );
        world.fake.tokens.invalidate();
        expect(quotesIn(await said.say('那罚多少')).length).toBeGreaterThan(0);
        expect(world.fake.calls('gettoken')).toBe(2);
      } finally {
        await world.end();
      }
    },
    PATIENCE,
  );
});
