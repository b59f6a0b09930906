import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../bot/conversation/turn.ts';
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
const labels = (said: Awaited<ReturnType<Person['say']>>) =>
  said.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));

/** From the trouble to the review, all in typed words. */
async function tell(rider: Person, ...answers: readonly string[]): Promise<string> {
  let said = '';
  for (const answer of answers) said = words(await rider.say(answer));
  return said;
}

describe('a complaint in the chat', () => {
  it('leads from what happened to the clause, the letter and the union, by presses and words', async () => {
    const rider = core.person('straight');
    await rider.say('我在长春跑单');
    const begun = await rider.say('/维权');
    expect(words(begun)).toContain('出了什么事');
    expect(labels(begun)).toContain('工钱拖欠、少发');
    await rider.press('工钱拖欠、少发');
    await rider.say('美团专送');
    const firm = words(await rider.say('城东站，在朝阳区'));
    expect(firm).toContain('你和他们是哪一种');
    await rider.press('没签，但天天管我');
    expect(words(await rider.say('上个月10号'))).toContain('一共多少钱');
    expect(words(await rider.say('两千来块'))).toContain('2000元左右');
    await rider.say('站长说没钱，让我等');
    await rider.press('收入流水');
    await rider.press('选好了');
    await rider.press('发完了');
    await rider.say('李小明');
    const review = words(await rider.press('跳过'));
    expect(review).toContain('工钱拖欠、少发');
    const result = await rider.press('没错，就这样');
    expect(words(result)).toContain('第四十四条');
    expect(words(result)).toContain('1000到2000元');
    expect(words(result)).toContain('硬性要求');
    expect(labels(result)).toContain('投诉信');
    const letter = words(await rider.press('投诉信'));
    expect(letter).toContain('劳动保障监察投诉书');
    expect(letter).toContain('站长说没钱，让我等');
    const handed = words(await rider.press('交给工会'));
    expect(handed).toMatch(/T-\d{4}-\w{4}/);
    const tickets = await core.rows('tickets');
    expect(tickets.at(-1)).toMatchObject({ kind: 'complaint', urgent: 0, state: 'open' });
    expect(JSON.stringify(tickets)).not.toContain('李小明');
  });

  it('is reached by its other name, and by asking for it, with what was said already', async () => {
    const one = core.person('other-name');
    await one.say('我在长春跑单');
    expect(words(await one.say('/投诉'))).toContain('出了什么事');
    const two = core.person('asked');
    await two.say('我在长春跑单');
    const said = words(await two.say('我要投诉美团专送站长拖欠工资'));
    expect(said).toContain('站点、公司叫什么');
    expect(said).not.toContain('出了什么事');
  });

  it('answers a question in between, and leads back', async () => {
    const rider = core.person('detour');
    await rider.say('我在长春跑单');
    await tell(rider, '/维权', '押金不退', '美团', '没有站点');
    const said = words(await rider.say('收押金公司会被罚多少钱？'));
    expect(said).toContain('500元以上2000元以下');
    expect(said).toContain('你和他们是哪一种');
  });

  it('goes back, and changes one answer from the review', async () => {
    const rider = core.person('edits');
    await rider.say('我在昆明跑单');
    await tell(rider, '/维权', '封号', '滴滴', '没有站点', '自己想跑就跑');
    expect(words(await rider.press('返回'))).toContain('现在记的是：自己想跑就跑');
    await tell(rider, '不改了', '昨天', '跳过', '都没有', '跳过', '跳过');
    const changed = words(await rider.say('改2'));
    expect(changed).toContain('出了什么事');
    const review = words(await rider.say('罚款'));
    expect(review).toContain('罚款、差评');
  });

  it('is found again after a rest and a restart', async () => {
    const rider = core.person('rests');
    await rider.say('我在长春跑单');
    await tell(rider, '/维权', '不交社保', '圆通', '城西网点');
    expect(words(await rider.say('来单了'))).toContain('放着');
    clock.advance(3 * 86_400_000);
    const again = createCore({ store, library, clock, channels: [createScriptedChannel()] });
    const said = words(await again.person('rests').say('继续'));
    expect(said).toContain('你和他们是哪一种');
  });

  it('asks nobody in a group, and brings what was said there along', async () => {
    const rider = core.person('in-group', { group: 'riders' });
    const said = await rider.say('我要投诉站长拖欠工资');
    expect(words(said)).toContain('只在私聊里办');
    expect(words(said)).not.toContain('哪个平台');
  });

  it('hands a withheld identity card to the desk as urgent, and without a name if so wished', async () => {
    const rider = core.person('id-card');
    await rider.say('我在昆明跑单');
    await rider.say('/维权');
    await rider.press('扣身份证、证件');
    await tell(rider, '跳过', '跳过', '城西站', '昨天', '站长拿走就不还', '都没有', '跳过', '跳过');
    const result = words(await rider.press('没错，就这样'));
    expect(result).toContain('加急');
    await rider.press('匿名交');
    expect((await core.rows('tickets')).filter(({ urgent }) => urgent === 1)).toHaveLength(1);
  });

  it('gives letters by their names where nothing can be pressed', async () => {
    const channel = createScriptedChannel({ name: 'plain', capabilities: { buttons: false } });
    const plain = createCore({ store, library, clock, channels: [channel] });
    const rider = plain.person('types');
    await rider.say('我在南昌跑单');
    // 众包 has no station between worker and platform.
    const tie = await tell(rider, '/维权', '罚款', '美团众包');
    expect(tie).toContain('你和他们是哪一种');
    const result = await tell(rider, '3', '昨天', '三百块', '跳过', '都没有', '跳过', '跳过', '没错');
    expect(result).toContain('要信和单子，打它的名字：平台申诉书、证据清单');
    expect(result).toContain('法院');
    expect(words(await rider.say('平台申诉书'))).toContain('请重新核实');
    expect(words(await rider.say('证据清单 PDF'))).not.toContain('相近');
    expect(words(await rider.say('匿名交'))).toMatch(/T-\d{4}-\w{4}/);
  });
});
