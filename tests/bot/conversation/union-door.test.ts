import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Library } from '../../../bot/conversation/turn.ts';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { guideCopy as copy } from '../../../bot/copy/guide.ts';
import { createDesk, type Desk } from '../../../bot/desk/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { type Core, createCore, DESK, type Person, realTexts } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts';

const WANG = { name: '王主任', role: 'agent' as const };

let library: Library;
let store: Store;
let clock: ManualClock;
let channel: ScriptedChannel;
let core: Core;
let desk: Desk;
beforeAll(async () => {
  library = await realTexts();
}, 400_000);
const start = () => {
  core = createCore({ store, library, clock, channels: [channel] });
  desk = createDesk({ store, vault: core.vault, clock, rules: DESK.rules, via: 'terminal' });
};
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  channel = createScriptedChannel();
  start();
});
afterEach(() => store.close());

const words = (said: readonly { readonly text: string }[]) => said.map(({ text }) => text).join('\n');
const labels = (said: Awaited<ReturnType<Person['say']>>) =>
  said.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));
const idIn = (text: string) => /T-\d{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';

async function tell(worker: Person, ...answers: readonly string[]): Promise<string> {
  let said = '';
  for (const answer of answers) said = words(await worker.say(answer));
  return said;
}
const APPLICATION = ['没入过', '单干', '天天干，八小时上下', '跳过', '王小五'];
/** From the first word to the ticket. */
async function join(worker: Person, phone = '13800138000'): Promise<string> {
  await worker.say('/地区 南昌');
  await tell(worker, '/入会', '外卖', ...APPLICATION, phone, '没错');
  return idIn(words(await worker.press('交给工会')));
}

describe('joining the union in the chat', () => {
  it('goes from a wish to a ticket by presses and by words, and the desk reads it only once it is claimed', async () => {
    const worker = core.person('w');
    await worker.say('/地区 南昌');
    expect(words(await worker.say('我想加入工会'))).toContain(copy.start('入会'));
    await worker.press('外卖骑手');
    const organiser = await worker.press('没入过');
    expect(words(organiser)).toContain('无固定用人单位');
    await worker.press('没人管，自己干');
    await worker.press('天天干，十小时以上');
    await worker.say('想有人帮忙谈单价');
    await worker.say('我叫王小五');
    expect(words(await worker.say('138 0013 8000'))).toContain('王小五');
    const result = await worker.press('没错，就这样');
    expect(words(result)).toContain('没有固定单位，也能申请入会');
    expect(words(result)).toContain('就近申请加入区域或行业联合工会');
    expect(words(await worker.press('入会申请书'))).toContain('王小五');
    const id = idIn(words(await worker.press('交给工会')));

    const before = await desk.show(id, WANG);
    expect(JSON.stringify(before?.view.draft)).not.toMatch(/王小五|138|谈单价/);
    expect(before?.view.draft).toMatchObject({ topic: '申请入会', kind: 'membership' });
    await desk.act(id, { kind: 'claim' }, WANG);
    const draft = JSON.stringify((await desk.show(id, WANG))?.view.draft);
    for (const told of ['王小五', '138', '谈单价', '没人管，自己干', 'nanchang-plan/17'])
      expect(draft).toContain(told);
    expect(words(await worker.say('/进度'))).toContain('申请入会');
  });

  it('answers a question in between, goes back, edits, and goes on after a restart days later', async () => {
    const worker = core.person('w');
    await worker.say('/地区 南昌');
    await tell(worker, '/入会', '外卖', '没入过', '单干', '天天干，八小时上下');
    const aside = words(await worker.say('站里能收押金吗'));
    expect(aside).toContain('押金');
    expect(aside).toContain(copy.leadBack('入会'));
    expect(words(await worker.press('返回'))).toContain('一天大概干多久');
    await worker.press('不改了');
    await worker.press('稍后再说');
    start();
    clock.advance(3 * 24 * 3_600_000);
    expect(words(await worker.say('继续'))).toContain('有什么想让工会帮忙的');
    await tell(worker, '跳过', '王小五', '跳过');
    expect(words(await worker.say('改4'))).toContain('谁给你派活');
    expect(await tell(worker, '站点', '顺丰', '城东网点')).toContain('城东网点');
  });

  it('is shown the way into the private chat when it is begun in a group', async () => {
    const inGroup = core.person('w', { group: 'g' });
    const shown = await inGroup.say('我想加入工会');
    expect(labels(shown)).toEqual([copy.openPrivate]);
    expect(words(await inGroup.say('/困难帮扶'))).toContain(copy.onlyPrivate('困难帮扶'));
    expect(await core.rows('tickets')).toEqual([]);
  });

  it('does not say of a place without texts that its texts are silent', async () => {
    const worker = core.person('w');
    await worker.say('/困难帮扶');
    const said = await tell(
      worker,
      '成都',
      '病了',
      '跳过',
      '跳过',
      '没入过',
      '跳过',
      '快递',
      '跳过',
      '跳过',
      '没错',
    );
    expect(said).toContain('这里还没有成都的文件');
    expect(said).not.toContain('文件没写');
    expect(idIn(words(await worker.press('交给工会')))).not.toBe('');
  });

  it('says at the start that an application is under way, and takes a word for it', async () => {
    const worker = core.person('w');
    const id = await join(worker);
    const again = await worker.say('我想加入工会');
    expect(words(again)).toContain(copy.handedIn.text('入会', id));
    expect(words(again)).toContain(deskCopy.progress.state.open);
    expect(words(again)).not.toContain('你是干哪一行的');
    expect(labels(again)).toEqual([copy.handedIn.add, copy.handedIn.progress]);
    expect(words(await worker.press(copy.handedIn.progress))).toContain(id);
    await worker.press(copy.handedIn.add);
    expect(words(await worker.say('我换电话了'))).toContain(deskCopy.say.done(id));
    expect(await core.rows('tickets')).toHaveLength(1);
  });

  it('makes no second ticket of a second walk that was begun before the first was handed in', async () => {
    const worker = core.person('w');
    await worker.say('/地区 南昌');
    await tell(worker, '/入会', '外卖', ...APPLICATION, '跳过', '没错');
    const first = await worker.press('交给工会');
    const id = idIn(words(first));
    // The same button once more: what was delivered twice is one wish.
    await worker.press('交给工会');
    expect(await core.rows('tickets')).toHaveLength(1);
    expect(id).not.toBe('');
  });

  it('may be begun again once it was withdrawn, or is over', async () => {
    const worker = core.person('w');
    const id = await join(worker);
    await worker.say(`/撤回 ${id}`);
    expect(words(await worker.say('/入会'))).toContain(copy.start('入会'));
    await worker.say('退出');

    const other = core.person('x');
    const second = await join(other);
    await desk.act(second, { kind: 'claim' }, WANG);
    await desk.act(second, { kind: 'resolve', words: '批了，卡周五发。' }, WANG);
    await core.app.settle();
    expect(channel.texts('x').join('\n')).toContain('批了，卡周五发。');
    expect(words(await other.say('/入会'))).toContain(deskCopy.progress.state.resolved);
    await other.press(deskCopy.letter.solved);
    expect(words(await other.say('/入会'))).toContain(copy.start('入会'));
  });

  it('is not closed to somebody who only called a person half-way', async () => {
    const worker = core.person('w');
    await worker.say('/地区 南昌');
    await tell(worker, '/入会', '外卖');
    await worker.press('转人工');
    await worker.press(copy.buttons.withAnswers);
    expect(await core.rows('tickets')).toHaveLength(1);
    expect(words(await worker.say('/入会'))).toContain(copy.again('入会'));
  });

  it('tells staff, and nobody else, that two accounts gave the same telephone', async () => {
    const first = await join(core.person('w'), '138 0013 8000');
    const worker = core.person('x');
    const second = await join(worker, '+86 138-0013-8000');
    expect(second).not.toBe(first);
    expect((await desk.show(second, WANG))?.view.ticket.maybeSameAs).toEqual([first]);
    const seen = channel.texts('x').join('\n');
    expect(seen).not.toContain(first);
    expect(words(await worker.say('/进度'))).not.toContain(first);
    expect(await core.rows('tickets')).toHaveLength(2);
  });

  it.each(['🍜🍜🍜', '长'.repeat(5000), '12345', '\u202e\u0000', '<b>王</b>'])(
    'takes no %s for a name, and says so kindly',
    async (name) => {
      const worker = core.person('w');
      await worker.say('/地区 南昌');
      await tell(worker, '/入会', '外卖', '没入过', '单干', '跳过', '跳过');
      const said = words(await worker.say(name));
      expect(said).toContain('你叫什么名字');
      expect(words(await worker.say('欧阳小明'))).toContain('留个电话');
    },
  );
});

describe('asking the union for help in the chat', () => {
  it('goes from a need to a ticket, without a word of it where anybody may read', async () => {
    const worker = core.person('w');
    await worker.say('/地区 石家庄');
    expect(words(await worker.say('老婆住院，想找工会救助'))).toContain('不丢人');
    await worker.say('她上个月查出肾病，我停了半个月单');
    const household = await worker.say('三口人，靠我跑单');
    expect(words(household)).toContain('困难职工档案');
    await worker.press('没入过');
    await worker.say('城东站');
    await worker.press('外卖骑手');
    await tell(worker, '王小五', '不留');
    const result = await worker.press('没错，就这样');
    expect(words(result)).toContain('这一条写的是会员。你还没入会，也照样能交');
    expect(words(await worker.press('帮扶申请书'))).toContain('她上个月查出肾病');
    const id = idIn(words(await worker.press('交给工会')));
    expect(JSON.stringify((await desk.show(id, WANG))?.view.draft)).not.toMatch(/肾|三口人|王小五/);
    await desk.act(id, { kind: 'claim' }, WANG);
    expect(JSON.stringify((await desk.show(id, WANG))?.view.draft)).toContain('肾病');
    expect(JSON.stringify(await core.rows('tickets'))).not.toMatch(/肾|王小五/);
  });

  it('tells of the request that is under way, and takes another one', async () => {
    const worker = core.person('w');
    await worker.say('/地区 淄博');
    const ask = async (need: string) => {
      await worker.say('/困难帮扶');
      await tell(worker, need, '跳过', '跳过', '没入过', '跳过', '快递', '跳过', '跳过', '没错');
      return idIn(words(await worker.press('交给工会')));
    };
    const first = await ask('生病');
    expect(words(await worker.say('/困难帮扶'))).toContain(copy.another('困难帮扶', first));
    await worker.say('退出');
    const second = await ask('孩子上学');
    expect(second).not.toBe(first);
    // Whoever went through it again after reading of the first one means another: its story must not be lost.
    expect(await ask('生病')).not.toBe(first);
    expect(await core.rows('tickets')).toHaveLength(3);
  });

  it('hears 是 at a question as an answer, and a fire of the other day as what happened', async () => {
    const worker = core.person('w');
    await worker.say('/地区 淄博');
    await tell(worker, '/困难帮扶', '遭了灾');
    expect(words(await worker.say('前几天夜里电瓶着火，屋里烧了一半'))).toContain('家里几口人');
    await worker.say('跳过');
    expect(words(await worker.say('是'))).toContain('你入的是哪家工会');
  });

  it('is left at once by somebody who is in danger', async () => {
    const worker = core.person('w');
    await worker.say('/地区 南昌');
    await tell(worker, '/困难帮扶', '没收入');
    const said = words(await worker.say('欠了一屁股债，我不想活了'));
    expect(said).toContain('120');
    expect(said).not.toContain('家里几口人');
  });

  it('is no name of the help', async () => {
    const worker = core.person('w');
    expect(words(await worker.say('/help'))).not.toContain(copy.start('困难帮扶'));
    expect(words(await worker.say('/帮助'))).toBe(words(await core.person('x').say('/help')));
  });
});
