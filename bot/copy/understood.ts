/** How a guide says back what it understood. Short pieces that stand inside its sentences. */
import type { PlatformMode } from '../guides/understand/index.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;
const weekday = (day: number) => WEEKDAYS[day - 1] ?? '';

export const understoodCopy = {
  day: {
    date: (month: number, day: number) => `${month}月${day}日`,
    month: (month: number) => `${month}月`,
    year: (year: number) => `${year}年`,
    span: (from: string, to: string) => `${from}到${to}`,
    note: (day: string, note: string) => `${day}（${note}）`,
    near: { '-2': '前天', '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' } as Readonly<
      Record<string, string>
    >,
    thisWeek: (day: number) => `这周${weekday(day)}`,
    lastWeek: (day: number) => `上周${weekday(day)}`,
    nextWeek: (day: number) => `下周${weekday(day)}`,
    weekday: (day: number) => `星期${weekday(day)}`,
  },
  span: (from: string, to: string) => `${from}到${to}`,
  yuan: (figure: string) => `${figure}元`,
  around: (words: string) => `${words}左右`,
  platform: (name: string, mode: string) => `${name}（${mode}）`,
  modes: {
    dedicated: '专送',
    crowd: '众包',
    team: '乐跑、优选一类',
    'self-run': '自营',
    franchise: '加盟',
  } satisfies Record<PlatformMode, string>,
  /** Why clear words cannot be taken. */
  problems: {
    negative: '不能比零还少，请再说一遍。',
    zero: '说的是零，请再说一遍。',
    'too-large': '这个数太大了，请再看一下。',
    impossible: '没有这一天，请再说一遍。',
    'too-early': '这个日子太早了，请再说一遍。',
    'no-such-number': '没有这个编号，请再选一次。',
    'not-a-phone': '这个号码不对，请再看一下。',
    'too-short': '名字太短了，请写全名。',
    'too-long': '名字太长了，请只写名字。',
    'not-a-name': '这不像名字，请只写名字。',
  },
} as const;
