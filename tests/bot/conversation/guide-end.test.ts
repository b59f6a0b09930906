import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Library } from '../../../bot/conversation/turn.ts';
import { guideCopy as copy } from '../../../bot/copy/guide.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import { MOST_FILES } from '../../../bot/guides/advance.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { type Core, createCore, DESK, type Person, realTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';
import { JPEG, photo, sourceOf } from '../files/samples.ts';

/** What becomes of a walk at its end: nothing that was told is lost, handed over unasked, or kept unsaid. */

const WANG = { name: '王主任', role: 'agent' as const };
let library: Library;
let store: Store;
let core: Core;
let rider: Person;
beforeAll(async () => {
  library = await realTexts();
}, 400_000);
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  core = createCore({ store, library, clock: createManualClock() });
  rider = core.person('rider');
});
afterEach(() => store.close());

const words = (said: readonly { readonly text: string }[]) => said.map(({ text }) => text).join('\n');
const labels = (said: Awaited<ReturnType<Person['say']>>) =>
  said.flatMap(({ buttons }) => buttons.flat().map(({ label }) => label));

async function tell(person: Person, ...answers: readonly string[]): Promise<string> {
  let said = '';
  for (const answer of answers) said = words(await person.say(answer));
  return said;
}

/** A complaint of unpaid wages against `platform`, as far as its result. */
const complain = (person: Person, platform: string, story: string, name = '跳过', phone = '跳过') =>
  tell(
    person,
    '/维权',
    ...['工钱拖欠、少发', platform, '没有站点', '没签，但天天管我', '昨天', '三千', story],
    ...['都没有', name, phone, '没错'],
  );

/** What staff read of the newest ticket once it is claimed. */
async function draft(): Promise<string> {
  const desk = createDesk({
    store,
    vault: core.vault,
    clock: core.clock,
    rules: DESK.rules,
    via: 'terminal',
  });
  const id = String((await core.rows('tickets')).at(-1)?.id);
  await desk.act(id, { kind: 'claim' }, WANG);
  return JSON.stringify((await desk.show(id, WANG))?.view.draft);
}

describe('a result that is not handed over', () => {
  it('is found again under 办事, and handed over later', async () => {
    await rider.say('/地区 长春');
    await complain(rider, '美团专送', '拖了两个月');
    expect(words(await rider.press(copy.buttons.keepToSelf))).toBe(copy.result.kept);
    expect(labels(await rider.say('/办事'))).toContain(copy.menu.resume('维权'));
    expect(words(await rider.press(copy.menu.resume('维权')))).toContain('第四十四条');
    expect(await core.rows('tickets')).toEqual([]);
    await rider.press(copy.buttons.handOver);
    const seen = await draft();
    expect(seen).toContain('拖了两个月');
    // Staff open a clause as it was shown, and are told there what has changed since.
    const shown = `/policies/jilin-measures/44\\?mark=[^"]*&r=${library.pages.release}&c=[0-9a-f]{8}#mark`;
    expect(seen).toMatch(new RegExp(`"path":"${shown}"`));
  });
});

describe('a second trouble of the same name', () => {
  it('is told of the first at its start, and is not lost', async () => {
    await rider.say('/地区 长春');
    await complain(rider, '美团专送', '美团拖了两个月');
    await rider.press(copy.buttons.handOver);
    const first = String((await core.rows('tickets'))[0]?.id);
    expect(words(await rider.say('/维权'))).toContain(copy.another('维权', first));
    await rider.say('退出');
    await complain(rider, '滴滴', '滴滴也欠着');
    await rider.press(copy.buttons.handOver);
    expect(await core.rows('tickets')).toHaveLength(2);
    // The same button once more is the same wish.
    await rider.press(copy.buttons.handOver, { message: null });
    expect(await core.rows('tickets')).toHaveLength(2);
  });
});

describe('a nameless ticket', () => {
  it('keeps the story, without the numbers and the name of its teller', async () => {
    await rider.say('/地区 长春');
    const story = '我叫李小明，电话13812345678，站长老周不发钱';
    const result = await complain(rider, '美团专送', story, '李小明', '13812345678');
    expect(result).toContain(copy.result.nameless('姓名、电话'));
    expect(result).toContain(copy.result.namelessBut);
    await rider.press(copy.buttons.handOverNameless);
    const seen = await draft();
    expect(seen).toContain('站长老周不发钱');
    expect(seen).not.toMatch(/李小明|13812345678/);
  });

  it('says that a pasted agreement stays behind', async () => {
    await rider.say('/地区 河北');
    await tell(rider, '/协议体检', '1', '1', '第一条 工作时间每天八小时，报酬按单结算。', '发完了');
    let said = '';
    for (let left = 8; left > 0 && !said.includes('看看对不对'); left--)
      said = await tell(rider, left % 2 === 0 ? '跳过' : '1');
    expect(words(await rider.press(copy.buttons.confirm))).toMatch(/“匿名交”：[^。]+不交/);
  });
});

describe('a person who was called half-way', () => {
  it('is called once, however often the button arrives', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款', '美团');
    await rider.press(copy.buttons.human);
    await rider.press(copy.buttons.withAnswers, { message: null });
    expect(words(await rider.press(copy.buttons.withAnswers, { message: null }))).toContain('没有再交第二份');
    expect(await core.rows('tickets')).toHaveLength(1);
  });
});

describe('a person who is called by an old button', () => {
  it('is what the next words are about, and not the walk that came after', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款', '稍后再说');
    await rider.press(copy.buttons.human);
    expect(await tell(rider, '站长说罚就罚，从来不给单子')).toContain(copy.humanNotYet);
    expect(words(await rider.press(copy.buttons.withoutAnswers))).toMatch(/T-\d{4}-\w{4}/);
  });

  it('puts aside the walk that is under way, and says so', async () => {
    await tell(rider, '/地区 南昌', '/维权');
    const buttons = (await rider.say('罚款')).flatMap((one) => one.buttons.flat());
    const human = buttons.find(({ label }) => label === copy.buttons.human)?.does;
    await tell(rider, '/困难帮扶', '生病');
    const action = human?.kind === 'action' ? human.action : '';
    const said = words(await rider.send(rider.inbound({ kind: 'button', action }, { message: 'old' })));
    expect(said).toContain(copy.restOf('困难帮扶'));
    expect(said).toContain(copy.human(1 + 1));
    expect(await tell(rider, '站长说罚就罚，从来不给单子')).toContain(copy.humanNotYet);
    await rider.press(copy.buttons.withAnswers);
    expect(await core.rows('tickets')).toHaveLength(1);
    expect(await tell(rider, '继续')).toContain('维权');
  });
});

describe('files of a walk', () => {
  const send = async (source: string) => {
    core.channel.files.set(source, [{ kind: 'got', bytes: JPEG, mime: 'image/jpeg', name: '' }]);
    return words(await rider.send(photo(rider, [sourceOf(source)])));
  };

  it('stay when it is left, which is said with the way to delete them', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款');
    await send('a');
    const left = await tell(rider, '退出');
    expect(left).toContain(copy.filesStay(1, 90));
    expect(left).toContain('/我的材料');
    expect(words(await rider.say('/我的材料'))).toContain('一共1个');
  });

  it('are taken while it is asked how to call a person, and do not hide that nobody was called', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款', '转人工');
    const said = await send('a');
    expect(said).toContain(copy.filesKept(1));
    expect(said).toContain(copy.humanNotYet);
    expect(said).not.toContain('哪个平台');
    await rider.press(copy.buttons.withAnswers);
    expect(await core.rows('tickets')).toHaveLength(1);
  });

  it('are not spoken of where there are none', async () => {
    expect(await tell(rider, '/地区 南昌', '/维权', '罚款', '退出')).toBe(copy.quit('维权'));
  });

  it('beyond what one walk takes are kept apart, which is said', async () => {
    core = createCore({
      store,
      library,
      clock: createManualClock(),
      settings: { files: { maxBytes: 1000, maxBytesPerPerson: 100_000 } },
    });
    rider = core.person('rider');
    await tell(rider, '/地区 南昌', '/维权', '罚款');
    for (let at = 0; at < MOST_FILES; at++) await send(`f${at}`);
    expect(await send('one more')).toContain(copy.tooManyFiles(MOST_FILES));
    const files = await core.rows('files');
    expect(files.filter(({ run }) => run !== null)).toHaveLength(MOST_FILES);
    expect(files.filter(({ state }) => state === 'kept')).toHaveLength(MOST_FILES + 1);
  });
});

describe('words that were corrected while a guide runs', () => {
  it('are no second answer', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款', '美团众包');
    const edited = { kind: 'text', text: '美团专送', voice: false, edited: true } as const;
    const said = words(await rider.send(rider.inbound(edited)));
    expect(said).toContain(copy.edited);
    expect(said).toContain('你和他们是哪一种');
    const question = { ...edited, text: '收押金合法吗？' };
    expect(words(await rider.send(rider.inbound(question)))).toContain('洪人社发〔2022〕88号');
  });
});

describe('the place of a walk', () => {
  it('does not take back the place that was named since', async () => {
    await tell(rider, '/地区 南昌', '/维权', '罚款', '稍后再说', '/地区 昆明', '继续', '美团众包');
    expect(words(await rider.say('/地区'))).toContain('云南');
  });
});

describe('letters, where nothing can be pressed', () => {
  it('can be had after it was handed over', async () => {
    const channel = createScriptedChannel({ name: 'plain', capabilities: { buttons: false } });
    core = createCore({ store, library, clock: createManualClock(), channels: [channel] });
    rider = core.person('types');
    await rider.say('/地区 长春');
    await complain(rider, '美团专送', '拖了两个月');
    expect(words(await rider.say('交给工会'))).toContain('投诉信');
    expect(words(await rider.say('投诉信'))).toContain('拖了两个月');
    expect(await core.rows('tickets')).toHaveLength(1);
  });
});

describe('what a person is given of their own', () => {
  it('holds the answers of every walk, of one that was left too, and 隐私 says how long they are kept', async () => {
    await rider.say('/地区 长春');
    await complain(rider, '美团专送', '拖了两个月', '李小明');
    await rider.say('退出');
    await tell(rider, '/困难帮扶', '生病', '老娘住院');
    const file = (await rider.say('/导出我的数据')).find((one) => one.file !== null)?.file ?? '';
    for (const told of ['拖了两个月', '李小明', '老娘住院', copy.export.key]) expect(file).toContain(told);
    expect(words(await rider.say('/隐私'))).toContain(copy.privacy(180));
    await rider.say('/删除我的数据');
    await rider.say('确认删除');
    const empty = (await rider.say('/导出我的数据')).find((one) => one.file !== null)?.file ?? '';
    expect(empty).not.toMatch(/李小明|老娘/);
    expect(await core.rows('guide_runs')).toEqual([]);
  });
});
