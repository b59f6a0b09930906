import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMatterTime } from '../../../knowledge/query/matter-time.ts';

/** A Sunday. */
const TODAY = '2026-11-22';
const read = (words: string) => readMatterTime(words, TODAY);

describe('the time of a matter', () => {
  it.each([
    ['去年六月的事,押金到底能不能退', '2025-06-01', '2025-06-30'],
    ['2021年8月那会儿站点收了押金', '2021-08-01', '2021-08-31'],
    ['2021年8月15号出的事', '2021-08-15', '2021-08-15'],
    ['2021-08-15摔了一跤', '2021-08-15', '2021-08-15'],
    ['21年8月的工资没给', '2021-08-01', '2021-08-31'],
    ['前年受的伤还能算工伤吗', '2024-01-01', '2024-12-31'],
    ['大前年干的活', '2023-01-01', '2023-12-31'],
    ['去年下半年一直没给补贴', '2025-07-01', '2025-12-31'],
    ['去年国庆加班怎么算', '2025-10-01', '2025-10-07'],
    ['上个月被扣了钱', '2026-10-01', '2026-10-31'],
    ['昨天被扣了钱', '2026-11-21', '2026-11-21'],
    ['8月份的高温补贴', '2026-08-01', '2026-08-31'],
    ['3月5号的时候派单派疯了', '2026-03-05', '2026-03-05'],
    ['两年前的三月收的押金', '2024-03-01', '2024-03-31'],
    ['去年的今天', '2025-11-22', '2025-11-22'],
    ['22年那会儿没合同', '2022-01-01', '2022-12-31'],
  ])('%s', (words, from, to) => {
    expect(read(words)).toEqual({ from, to });
  });

  it('takes years and months ago for the days around them', () => {
    expect(read('三年前交的押金')).toEqual({ from: '2023-10-23', to: '2023-12-22' });
    expect(read('半年前的事')?.to).toBe('2026-06-06');
    expect(read('四个月前摔的')).toEqual({ from: '2026-07-17', to: '2026-07-27' });
  });

  it.each([
    '押了三个月工资',
    '干了两年',
    '干了20年了还没社保',
    '跑了10年',
    '工龄12年怎么算',
    '押2月工资',
    '一个月休几天',
    '连续跑4小时',
    '一天12小时',
    '一单8.5元',
    '合同签一年',
    '试用期6个月',
    '工作满一年以前能不能休假',
    '2021年印发的那个文件怎么说',
    '2022年的新规定',
    '吉人社联〔2021〕203号',
    '2021年203号文怎么说',
    '第2021条',
    '现在押金退不退',
    '今年的高温补贴',
    '这个月的工资',
    '每年体检吗',
    '明年还能报吗',
    '下个月涨不涨',
    '我1995年3月生的',
    '2月30号',
    '那会儿没人管',
    '',
  ])('is not named by: %s', (words) => {
    expect(read(words)).toBeUndefined();
  });

  it('is the last of several, and none when that is now', () => {
    expect(read('前年交的押金,去年三月要退不给')).toEqual({ from: '2025-03-01', to: '2025-03-31' });
    expect(read('去年交的押金,现在不给退')).toBeUndefined();
    expect(read('去年到现在一直没发')).toBeUndefined();
    expect(read('3月份以来没休息过')).toBeUndefined();
  });

  it('is a span of days in the past, whatever is said', () => {
    const pieces = fc.constantFrom(
      ...[
        '去年',
        '前年',
        '3',
        '十',
        '二十一',
        '月',
        '年',
        '号',
        '日',
        '前',
        '个',
        '半',
        '上',
        '2021',
        '-',
        '到',
        '现在',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (words) => {
        const time = read(words.join(''));
        if (time === undefined) return;
        expect(time.from <= time.to && time.to < TODAY && time.from >= '2009-10-01').toBe(true);
      }),
    );
  });
});
