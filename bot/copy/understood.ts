/** How a guide says back what it understood. Short pieces that stand inside its sentences. */
import type { EmployerId, PlatformMode, TradeId } from '../guides/understand/index.ts';

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
  clock: (part: string, hour: number, minute: string) => `${part}${hour}点${minute}`,
  clockParts: { night: '凌晨', morning: '上午', noon: '中午', afternoon: '下午', evening: '晚上' },
  minutes: (minute: number) => (minute === 0 ? '' : minute === 30 ? '半' : `${minute}分`),
  span: (from: string, to: string) => `${from}到${to}`,
  yuan: (figure: string) => `${figure}元`,
  around: (words: string) => `${words}左右`,
  about: (words: string) => `约${words}`,
  hours: (figure: string) => `${figure}小时`,
  daysAWeek: (figure: string) => `每周${figure}天`,
  months: {
    years: (figure: string) => `${figure}年`,
    months: (figure: string) => `${figure}个月`,
    days: (figure: string) => `${figure}天`,
    half: '半年',
    halfMonth: '半个月',
    andHalf: '半',
    pair: '两',
  },
  platform: (name: string, mode: string) => `${name}（${mode}）`,
  modes: {
    dedicated: '专送',
    crowd: '众包',
    team: '乐跑、优选一类',
    'self-run': '自营',
    franchise: '加盟',
  } satisfies Record<PlatformMode, string>,
  trades: {
    'courier-food': '外卖骑手',
    'courier-parcel': '快递员',
    'driver-ride': '网约车司机',
    'driver-truck': '货车司机',
    'driver-designated': '代驾司机',
    streamer: '主播',
    other: '其他',
  } satisfies Record<TradeId, string>,
  employers: {
    platform: '平台自己管',
    station: '站点、加盟商、车队或公会',
    outsourcing: '外包公司',
    dispatch: '劳务派遣公司',
    alone: '自己单干',
  } satisfies Record<EmployerId, string>,
  yes: '是',
  no: '不是',
  joined: '、',
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
