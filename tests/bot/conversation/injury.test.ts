import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../bot/conversation/turn.ts';
import { injuryCopy } from '../../../bot/copy/guides/injury.ts';
import { urgentCopy } from '../../../bot/copy/urgent.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { type Core, createCore, type Person, realTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

let store: Store;
let library: Library;
let core: Core;
const clock = createManualClock();
beforeAll(async () => {
  store = await openStore({ kind: 'memory' });
  library = await realTexts();
  core = createCore({ store, library, clock, channels: [createScriptedChannel()] });
}, 400_000);
afterAll(() => store.close());

const words = (said: readonly { readonly text: string }[]) => said.map(({ text }) => text).join('\n');
async function tell(rider: Person, ...answers: readonly string[]): Promise<string> {
  let said = '';
  for (const answer of answers) said = words(await rider.say(answer));
  return said;
}

describe('somebody who was hurt, in the chat', () => {
  it('goes from the first hour to the insurance, the papers and the union', async () => {
    const rider = core.person('straight');
    await rider.say('我在南昌跑单');
    expect(words(await rider.say('/受伤了'))).toContain(injuryCopy.hurt.prompt[0]);
    await rider.press('在医院');
    expect(words(await rider.press('交通事故'))).toContain('听医生的');
    await rider.press('知道了，接着说');
    await rider.press('送单、拉活路上');
    await rider.press('对方跑了');
    // Told to the form, and to nobody else: the urgent words do not tear it away.
    expect(await tell(rider, '昨天', '在人民路口被一辆轿车撞了，腿断了')).toContain('哪个平台');
    await tell(rider, '美团专送');
    await rider.press('没签，但天天管我');
    await rider.press('每天扣钱的意外险');
    await rider.press('选好了');
    await rider.press('病历、检查单');
    await rider.press('选好了');
    await rider.press('发完了');
    await tell(rider, '李小明');
    expect(words(await rider.press('跳过'))).toContain('交通事故');
    const result = words(await rider.press('没错，就这样'));
    expect(result).toContain('鼓励企业通过购买人身意外、雇主责任等商业保险');
    expect(result).toContain('因意外致困');
    expect(words(await rider.press('证据清单'))).toContain('病历、检查单');
    expect(words(await rider.press('交给工会'))).toMatch(/T-\d{4}-\w{4}/);
    const tickets = await core.rows('tickets');
    expect(tickets.at(-1)).toMatchObject({ kind: 'injury', urgent: 1, state: 'open' });
    expect(JSON.stringify(tickets)).not.toContain('李小明');
  });

  it('gets a person at once when they ask, and that is urgent', async () => {
    const rider = core.person('person');
    await rider.say('/受伤');
    await rider.press('伤得重，动不了');
    await rider.say('转人工');
    expect(words(await rider.press('连回答一起交'))).toMatch(/T-\d{4}-\w{4}/);
    const ticket = (await core.rows('tickets')).find(({ urgent, trade }) => urgent === 1 && trade === null);
    expect(ticket).toMatchObject({ kind: 'injury' });
  });

  it('is told that nobody was called yet, whatever they say before they chose how', async () => {
    const rider = core.person('tells');
    await rider.say('/受伤');
    await rider.press('轻伤，还能动');
    await rider.say('转人工');
    expect(words(await rider.say('我在站点门口摔了一跤，站长不管我'))).toContain('还没转给人');
    expect(words(await rider.press('只转人工'))).toMatch(/T-\d{4}-\w{4}/);
    await rider.say('继续');
    await rider.say('转人工');
    await rider.say('算了我自己填');
    expect(words(await rider.press('接着办'))).not.toContain('还没转给人');
    expect(words(await rider.say('今天'))).not.toContain('还没转给人');
  });

  it('is told so whatever it is that they say, and none of it is put into the form', async () => {
    const rider = core.person('waits');
    await rider.say('我在吉林跑单');
    await rider.say('/维权');
    await rider.press('工钱拖欠、少发');
    const [asked] = await rider.say('转人工');
    expect(asked?.text).toContain('要不要一起交');
    const waiting = ['有人吗？', '什么时候能回我呢', '怎么还没人来', '可以', '不知道', '3', '好了'];
    for (const one of waiting)
      expect([one, words(await rider.say(one))]).toEqual([one, expect.stringContaining('还没转给人')]);
    const answered = words(await rider.say('连续跑四小时要歇多久？'));
    expect(answered).toContain('20分钟内不得再行派单');
    expect(answered).toContain('还没转给人');
    clock.advance(2 * 24 * 3_600_000);
    expect(words(await rider.say('两天了没人理我'))).toContain('还没转给人');
    expect(words(await rider.press('接着办'))).toContain('哪个平台');
  });

  it('is led here from the urgent words', async () => {
    const rider = core.person('from-urgent');
    const said = words(await rider.say('我刚被车撞了'));
    expect(said).toContain('120');
    expect(said).toContain(urgentCopy.injury);
    expect(words(await rider.press('陪我办：受伤了'))).toContain('人现在怎么样');
    // How it came was said a moment ago.
    expect(words(await rider.press('轻伤，还能动'))).toContain('离开车道');
  });

  it('does not send an ambulance to the dead', async () => {
    const brother = core.person('brother');
    const said = words(await brother.say('我弟弟送外卖被车撞，没救过来'));
    expect(said).not.toContain('先救人');
    expect(said).toContain('节哀');
    // Another one lies there.
    expect(words(await core.person('there').say('刚撞死人了，还有一个在流血'))).toContain('120 急救');
    expect(said).toContain('转人工');
  });

  it('is heard as a new danger when they cry for help, and days later', async () => {
    const rider = core.person('cries');
    await rider.say('/受伤了');
    await rider.press('轻伤，还能动');
    expect(words(await rider.say('救命啊'))).toContain('120 急救');
    await rider.say('继续');
    clock.advance(3 * 24 * 3_600_000);
    expect(words(await rider.say('我又被车撞了，流血了'))).toContain('120 急救');
  });

  it('answers a question in between, goes back, and is there after a restart', async () => {
    const rider = core.person('detour');
    await rider.say('我在吉林跑单');
    await rider.say('/受伤了');
    await rider.press('在家养伤');
    await rider.press('自己摔的');
    const aside = words(await rider.say('连续跑四小时要歇多久？'));
    expect(aside).toContain('20分钟内不得再行派单');
    expect(aside).toContain('当时在做什么');
    expect(words(await rider.say('返回'))).toContain('怎么伤的');
    await rider.press('搬东西伤的');
    const later = createCore({ store, library, clock, channels: [createScriptedChannel()] });
    clock.advance(3_600_000);
    expect(words(await later.person('detour').say('取货'))).toContain('什么时候的事');
  });

  it('is shown the way into the private chat by somebody in a group', async () => {
    const inGroup = core.person('grouped', { group: 'g' });
    const [said] = await inGroup.say('/受伤了');
    expect(said?.text).toContain('私聊');
    expect(said?.text).not.toContain('人现在怎么样');
  });

  it('takes the log of shifts along when they say so', async () => {
    const rider = core.person('logged');
    await rider.say('我在吉林跑单');
    await rider.say('开工');
    clock.advance(2 * 3_600_000);
    await core.app.settle();
    await rider.say('收工');
    await rider.say('/受伤了');
    await rider.press('在家养伤');
    await rider.press('干活时发病');
    let said = '';
    for (let left = 20; left > 0 && !said.includes('跑单记录'); left--) said = words(await rider.say('跳过'));
    expect(said).toContain('你有跑单记录');
    await rider.press('一起交');
    for (let left = 5; left > 0 && !said.includes('看看对不对'); left--)
      said = words(await rider.say('跳过'));
    await rider.press('没错，就这样');
    await rider.press('匿名交');
    const file = (await rider.say('/导出我的数据')).find((one) => one.file !== null)?.file ?? '';
    expect(file).toContain('2小时（');
  });
});
