import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shiftCopy as copy } from '../../../bot/copy/guides/shift.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry, type Telemetry } from '../../../bot/telemetry/telemetry.ts';
import { type Core, type CoreSettings, createCore, type Person, realTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await realTexts();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 2026-01-15 08:00 by the clock of China. */
const MORNING = Date.parse('2026-01-15T08:00:00+08:00');

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
});
afterEach(() => store.close());

function start(more: Partial<CoreSettings> = {}): { core: Core; rider: Person } {
  const core = createCore({ store, library, clock: createManualClock(MORNING), ...more });
  return { core, rider: core.person('rider-1') };
}
const text = (shown: readonly { readonly text: string }[]) => shown.map((one) => one.text).join('\n');
const wait = async (core: Core, ms: number) => {
  const before = core.channel.screen('rider-1').length;
  core.clock.advance(ms);
  await core.app.settle();
  return text(core.channel.screen('rider-1').slice(before));
};
const replying = () => createScriptedChannel({ capabilities: { push: 'reply', perTurn: 1 } });

describe('four hours after 开工', () => {
  it.each([
    ['/地区 吉林', '20分钟内不得再行派单'],
    [
      '/地区 南昌',
      '鼓励企业发挥数据技术优势，合理管控劳动者在线工作时长，对于连续工作超过4小时的，应当设置不少于20分钟的工间休息时间。',
    ],
    ['/地区 河北', '河北的文件没写连着干多久要歇'],
    ['/地区 云南', '云南的文件没写连着干多久要歇'],
    ['/地区 淄博', '淄博的文件没写连着干多久要歇'],
    ['/地区 石家庄', '石家庄的文件没写连着干多久要歇'],
  ])('%s says what its text says: %s', async (place, words) => {
    const { core, rider } = start();
    await rider.say(place);
    expect(text(await rider.say('开工'))).toContain(copy.willTell);
    expect(await wait(core, 4 * HOUR - 1)).toBe('');
    const said = await wait(core, 1);
    expect(said).toContain(copy.four);
    expect(said).toContain(words);
    expect(said.includes(copy.fourProof)).toBe(!words.includes('没写'));
    expect(await wait(core, 4 * HOUR)).toBe('');
  });

  it('is said without a place too, and of the place that is told meanwhile', async () => {
    const { core, rider } = start();
    expect(text(await rider.say('开工'))).toContain(copy.startNoPlace);
    await rider.say('/地区 吉林');
    expect(await wait(core, 4 * HOUR)).toContain('不得再行派单');
    const other = core.person('rider-2');
    await other.say('开工');
    core.clock.advance(4 * HOUR);
    await core.app.settle();
    expect(core.channel.texts('rider-2').at(-1)).toContain(copy.fourNoPlace);
  });

  it('is not said to somebody who stopped or rested, and goes on counting after a short rest', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 3 * HOUR);
    expect(text(await rider.press('歇了'))).toContain('3小时');
    expect(await wait(core, 10 * MINUTE)).toBe('');
    expect(text(await rider.say('接着跑'))).toContain('才歇了10分钟');
    expect(await wait(core, HOUR - 1)).toBe('');
    expect(await wait(core, 1)).toContain(copy.four);
    await rider.say('歇了');
    await wait(core, 30 * MINUTE);
    expect(text(await rider.say('接着跑'))).not.toContain('才歇了');
    await wait(core, 3 * HOUR);
    expect(text(await rider.say('收工'))).toContain('干了7小时');
    expect(await wait(core, 40 * HOUR)).toBe('');
  });

  it('survives the end of the program, and two of them say it once', async () => {
    const channel = createScriptedChannel();
    const clock = createManualClock(MORNING);
    const first = start({ channels: [channel], clock });
    await first.rider.say('开工');
    const second = start({ channels: [channel], clock });
    clock.advance(4 * HOUR + MINUTE);
    await Promise.all([first.core.app.settle(), second.core.app.settle()]);
    expect(channel.texts('rider-1').filter((one) => one.includes(copy.four))).toHaveLength(1);
  });

  it('is not said any more when the program comes back too late', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    const said = await wait(core, 17 * HOUR);
    expect(said).not.toContain(copy.four);
    expect(said).toContain('还在跑吗');
  });

  it('is taken out of the outbox when 收工 comes before it could be delivered', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    core.channel.script('rider-1', { kind: 'later', afterMs: 2 * HOUR, reason: 'busy' });
    await wait(core, 4 * HOUR);
    await rider.say('收工');
    await wait(core, 3 * HOUR);
    expect(core.channel.texts('rider-1').filter((one) => one.includes(copy.four))).toEqual([]);
    expect(await core.rows('delayed')).toEqual([]);
  });

  it('is said with the next answer where a channel cannot begin to speak, and 开工 says so', async () => {
    const { core, rider } = start({ channels: [replying()] });
    await rider.say('/地区 吉林');
    expect(text(await rider.say('开工'))).toContain(copy.cannotTell);
    expect(await wait(core, 5 * HOUR)).toBe('');
    const said = await rider.say('押金能不能收');
    expect(said).toHaveLength(1);
    expect(text(said)).toContain('不得再行派单');
    expect(text(await rider.say('押金能不能收'))).not.toContain(copy.four);
  });
});

describe('a shift that nobody ended', () => {
  it('is asked about after sixteen hours; the time can be told later', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 4 * HOUR);
    expect(await wait(core, 12 * HOUR)).toContain('还在跑吗');
    await wait(core, 2 * HOUR);
    expect(text(await rider.say('收工'))).toContain('还在跑吗');
    expect(text(await rider.say('收工 早上7点'))).toContain('对不上');
    expect(text(await rider.say('收工 晚上10点'))).toContain('干了14小时');
    expect(text(await rider.say('跑单记录'))).toContain('1月15日：14小时（08:00到22:00）');
  });

  it('asks morning or evening when both can be', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 16 * HOUR);
    expect(text(await rider.say('收工 9点'))).toContain(copy.whichTime);
    expect(text(await rider.say('/收工9点半晚上'))).toMatch(/干了|早上还是晚上/);
  });

  it('is not counted when its worker cannot say', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 20 * HOUR);
    expect(text(await rider.say('开工'))).toContain('还在跑吗');
    expect(text(await rider.press(copy.buttons.lost))).toContain(copy.endedUnknown);
    expect(text(await rider.say('跑单记录'))).toContain(copy.logUnsure);
    expect(text(await rider.say('开工'))).toContain('开工了');
  });

  it('goes on when they still work', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 16 * HOUR);
    expect(text(await rider.press(copy.buttons.still))).toBe(copy.confirmed);
    await wait(core, HOUR);
    expect(text(await rider.say('收工'))).toContain('干了17小时');
  });

  it('ended with the rest from which nobody came back', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, 2 * HOUR);
    await rider.say('歇了');
    await wait(core, 20 * HOUR);
    expect(text(await rider.say('接着跑'))).toContain('开工了');
    expect(text(await rider.say('跑单记录'))).toContain('1月15日：2小时（08:00到10:00）');
  });
});

describe('the words', () => {
  it('twice 开工 is one shift', async () => {
    const { core, rider } = start();
    await rider.say('/开工');
    await wait(core, 2 * HOUR);
    expect(text(await rider.say('开工'))).toContain('干了2小时');
    expect(await core.rows('shifts')).toHaveLength(1);
  });

  it('歇了 and 接着跑 are words like others while nobody works', async () => {
    const { core, rider } = start();
    await rider.say('/地区 吉林');
    await rider.say('歇了');
    await rider.say('收工几点结工资');
    expect(await core.rows('shifts')).toEqual([]);
    expect(text(await rider.say('收工'))).toBe(copy.notOn);
    expect(text(await rider.say('/歇了'))).toBe(copy.notOn);
  });

  it('a question that begins with 收工 ends nothing', async () => {
    const { core, rider } = start();
    await rider.say('/地区 吉林');
    await rider.say('开工');
    await wait(core, 2 * HOUR);
    expect(text(await rider.say('收工晚上10点算不算加班'))).not.toContain('干了');
    expect(text(await rider.say('开工'))).toContain('早就开工了');
  });

  it('nothing of it in a group', async () => {
    const { core } = start();
    const inGroup = core.person('rider-1', { group: 'g' });
    for (const words of ['/开工', '/跑单记录']) expect(text(await inGroup.say(words))).toContain('私聊');
    await inGroup.say('开工');
    expect(await core.rows('shifts')).toEqual([]);
  });

  it('over a night it counts for both days', async () => {
    const { core, rider } = start({ clock: createManualClock(MORNING + 13 * HOUR) });
    await rider.say('开工');
    await wait(core, 3 * HOUR);
    await rider.say('歇会儿');
    await wait(core, 30 * MINUTE);
    await rider.say('接着跑');
    await wait(core, 90 * MINUTE);
    expect(text(await rider.say('收工'))).toContain('1月15日 21:00到1月16日 02:00');
    const log = text(await rider.say('/跑单记录'));
    expect(log).toContain('1月15日：3小时（21:00到24:00）');
    expect(log).toContain('1月16日：1小时30分钟（00:30到02:00）');
  });
});

describe('the log', () => {
  it('is exported, and deleted on its own', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await wait(core, HOUR);
    await rider.say('收工');
    expect(text(await rider.say('/隐私'))).toContain(copy.privacy(180));
    const file = (await rider.say('/导出我的数据')).find((one) => one.file !== null)?.file ?? '';
    const schema = z.object({ 跑单记录: z.array(z.object({ 干活的时间: z.array(z.unknown()) })) });
    expect(schema.parse(JSON.parse(file)).跑单记录).toEqual([
      {
        干活的时间: [{ 从: '2026-01-15T00:00:00.000Z', 到: '2026-01-15T01:00:00.000Z' }],
      },
    ]);
    await rider.say('跑单记录');
    await rider.press(copy.buttons.drop);
    expect(await core.rows('shifts')).toHaveLength(1);
    await rider.press(copy.buttons.dropNo);
    await rider.say('删掉跑单记录');
    expect(text(await rider.say('不删'))).toBe(copy.kept);
    await rider.say('删掉跑单记录');
    expect(text(await rider.say('删，都删掉'))).toBe(copy.dropped(1));
    expect(await core.rows('shifts')).toEqual([]);
    expect(text(await rider.say('跑单记录'))).toBe(copy.logEmpty);
  });

  it('goes with everything else of a person, and what was to be said with it', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    await rider.say('/删除我的数据');
    await rider.press('全部删掉');
    expect(await core.rows('shifts')).toEqual([]);
    expect(await core.rows('delayed')).toEqual([]);
    expect(await wait(core, 5 * HOUR)).toBe('');
  });

  it('is sealed: no time of work lies open', async () => {
    const { core, rider } = start();
    await rider.say('开工');
    const [row] = await core.rows('shifts');
    expect(row).toMatchObject({ sealed: expect.not.stringContaining('spans') });
  });

  it('is counted by place and month when a long stretch ends, and by nothing else', async () => {
    const counted: string[][] = [];
    const telemetry: Telemetry = {
      ...silentTelemetry,
      longStretch: (...facts) => void counted.push([...facts]),
    };
    const { core, rider } = start({ telemetry });
    await rider.say('/地区 长春');
    await rider.say('开工');
    await wait(core, 5 * HOUR);
    expect(counted).toEqual([]);
    await rider.say('歇了');
    await wait(core, 5 * MINUTE);
    await rider.say('接着跑');
    await wait(core, HOUR);
    await rider.say('收工');
    await rider.say('开工');
    await wait(core, HOUR);
    await rider.say('收工');
    expect(counted).toEqual([['吉林省', '2026-01']]);
  });
});
