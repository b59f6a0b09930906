import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversationCopy as copy } from '../../../bot/copy/conversation.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const DEPOSIT = '入职收押金合法吗';
/** What each place's text says of it. */
const SAYS = { 甲川: '不得收取押金', 戊原: '应当退还本人' };

let core: Core;
beforeEach(async () => {
  core = createCore({ store: await openStore({ kind: 'memory' }), library });
});
afterEach(() => core.store.close());

const text = (shown: readonly { readonly text: string }[]) => shown.map((message) => message.text).join('\n');

describe('the place that somebody works in', () => {
  it('is asked for once, and remembered', async () => {
    const rider = core.person('r');
    const [asked] = await rider.say(DEPOSIT);
    expect(asked?.buttons.flat().map((button) => button.label)).toEqual(['甲川', '戊原']);
    expect(text(await rider.press('戊原'))).toContain(SAYS.戊原);
    expect(text(await rider.say(DEPOSIT))).toContain(SAYS.戊原);
  });

  it.each([
    ['by saying nothing else', '戊原'],
    ['by saying so', '我在戊原跑单'],
    ['by the command', '/地区 戊原省'],
    ['by the command of a menu', '/region 戊原'],
  ])('answers the question that waited for it: %s', async (_, words) => {
    const rider = core.person('r');
    await rider.say(DEPOSIT);
    expect(text(await rider.say(words))).toContain(SAYS.戊原);
  });

  it('answers a follow-up that waited for it together with what it followed', async () => {
    const rider = core.person('r');
    await rider.say('站点让交押金对不对');
    await rider.say('那罚多少');
    const answer = text(await rider.say('甲川'));
    expect(answer).toContain('五百元罚款');
  });

  it('may be told before anything is asked', async () => {
    const rider = core.person('r');
    await rider.enter();
    expect(text(await rider.press('甲川'))).toBe(copy.region.set('甲川'));
    expect(text(await rider.say(DEPOSIT))).toContain(SAYS.甲川);
  });

  it('is not changed by asking about another, and a follow-up stays with what it follows', async () => {
    const rider = core.person('r');
    await rider.say('/地区 甲川');
    expect(text(await rider.say(`戊原${DEPOSIT}`))).toContain(SAYS.戊原);
    expect(text(await rider.say('那怎么规定的'))).toContain(SAYS.戊原);
    expect(text(await rider.say(DEPOSIT))).toContain(SAYS.甲川);
  });

  it.each(['我换到戊原了', '我现在在戊原跑单', '戊原', `我在戊原送餐，${DEPOSIT}`])(
    'is changed by saying so: %s',
    async (words) => {
      const rider = core.person('r');
      await rider.say('/地区 甲川');
      await rider.say(words);
      expect(text(await rider.say(DEPOSIT))).toContain(SAYS.戊原);
    },
  );

  it('is not changed by asking about two at once', async () => {
    const rider = core.person('r');
    await rider.say('/地区 甲川');
    await rider.say('甲川和戊原收押金有什么不同');
    expect(text(await rider.say('/地区'))).toBe(copy.region.now('甲川'));
  });

  it('that nobody knows, or that has no text, leads to those that have', async () => {
    const rider = core.person('r');
    expect(text(await rider.say('/地区 火星'))).toBe(copy.region.unknown('甲川、戊原'));
    expect(text(await rider.say('/地区'))).toBe(copy.region.none);
  });
});

describe('memory', () => {
  it('is of one person in one chat: nothing crosses', async () => {
    const private_ = core.person('r');
    const here = core.person('r', { group: 'g1' });
    const there = core.person('r', { group: 'g2' });
    await private_.say('/地区 甲川');
    await here.say('/地区 戊原');
    expect(text(await here.say(DEPOSIT))).toContain(SAYS.戊原);
    expect(text(await private_.say(DEPOSIT))).toContain(SAYS.甲川);
    // Never told in this group, so it is asked for here.
    expect((await there.say(DEPOSIT))[0]?.buttons.flat()).toHaveLength(2);
  });

  it('of a private chat never shows in a group, not even its topic', async () => {
    const private_ = core.person('r');
    await private_.say(`甲川${DEPOSIT}`);
    const group = core.person('r', { group: 'g' });
    const said = text(await group.say('那罚多少'));
    expect(said).not.toContain('甲川省骑手办法');
    expect(said).toContain('你在哪儿干活');
  });

  it('of one is not another’s, in one group', async () => {
    const one = core.person('one', { group: 'g' });
    const two = core.person('two', { group: 'g' });
    await one.say('/地区 甲川');
    await two.say('/地区 戊原');
    expect(text(await one.say(DEPOSIT))).toContain(SAYS.甲川);
    expect(text(await two.say(DEPOSIT))).toContain(SAYS.戊原);
  });

  it('is of one channel: the same ids elsewhere are somebody else', async () => {
    const [a, b] = [createScriptedChannel({ name: 'a' }), createScriptedChannel({ name: 'b' })];
    const both = createCore({ store: core.store, library, channels: [a, b] });
    await both.person('r', { channel: a }).say('/地区 甲川');
    expect(text(await both.person('r', { channel: b }).say('/地区'))).toBe(copy.region.none);
  });

  it('outlives the program', async () => {
    await core.person('r').say('/地区 戊原');
    const next = createCore({ store: core.store, library });
    expect(text(await next.person('r').say(DEPOSIT))).toContain(SAYS.戊原);
  });

  it.each(['people', 'conversations'] as const)(
    'that cannot be read begins anew, and is not guessed at: %s',
    async (table) => {
      const rider = core.person('r');
      await rider.say('/地区 甲川');
      const sealed = core.vault.sealJson({ version: 99, home: '甲川省' }, `${table}/sealed`);
      await core.store.transaction((tx) => tx.updateTable(table).set({ sealed }).execute());
      const answered = await rider.say(DEPOSIT);
      expect(text(answered)).toContain(table === 'people' ? copy.region.ask : SAYS.甲川);
      await rider.say('/删除我的数据');
      await rider.press(copy.erase.yes);
      expect(await core.rows('people')).toEqual([]);
    },
  );
});

describe('the place of a group', () => {
  it('is set by whoever runs it, and holds for all who have not said another', async () => {
    const admin = core.person('站长', { group: 'g', admin: true });
    expect(text(await admin.say('/地区 甲川'))).toBe(copy.region.setForGroup('甲川'));
    expect(text(await core.person('a', { group: 'g' }).say(DEPOSIT))).toContain(SAYS.甲川);
    const other = core.person('b', { group: 'g' });
    await other.say('/地区 戊原');
    expect(text(await other.say(DEPOSIT))).toContain(SAYS.戊原);
    expect(text(await core.person('a', { group: 'g' }).say(DEPOSIT))).toContain(SAYS.甲川);
  });

  it('is not set by anybody else', async () => {
    await core.person('a', { group: 'g' }).say('/地区 甲川');
    expect((await core.person('b', { group: 'g' }).say(DEPOSIT))[0]?.buttons.flat()).toHaveLength(2);
  });

  it('is nobody’s own: when it changes, it changes for those who asked under the old one', async () => {
    const admin = core.person('站长', { group: 'g', admin: true });
    const rider = core.person('r', { group: 'g' });
    await admin.say('/地区 甲川');
    await rider.say(DEPOSIT);
    await admin.say('/地区 戊原');
    expect(text(await rider.say(DEPOSIT))).toContain(SAYS.戊原);
  });

  it('does not reach into private chats', async () => {
    await core.person('站长', { group: 'g', admin: true }).say('/地区 甲川');
    await core.person('r', { group: 'g' }).say(DEPOSIT);
    expect(text(await core.person('r').say('/地区'))).toBe(copy.region.none);
  });
});
