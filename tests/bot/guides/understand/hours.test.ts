import { describe, expect, it } from 'vitest';
import {
  formatDaysAWeek,
  formatHoursADay,
  formatMonths,
  parseDaysAWeek,
  parseHours,
  parseHoursADay,
  parseMonthsWorked,
} from '../../../../bot/guides/understand/index.ts';
import { figures, said } from './saying.ts';

describe('hours a day', () => {
  it.each([
    ['一天十来个钟头', '10~'],
    ['十个小时', '10'],
    ['8', '8'],
    ['10h', '10'],
    ['8个半小时', '8.5'],
    ['14个小时左右', '14~'],
    ['十二三个小时', '12..13~'],
    ['八九个钟', '8..9~'],
    ['八到十个小时', '8..10~'],
    ['十几个小时', '12..19~'],
    ['12个多小时', '12..13~'],
    ['11点跑到凌晨2点', '15'],
    ['早八晚十', '14'],
    ['早9晚6', '9'],
    ['早六晚二', '20'],
    ['996', '12'],
    ['从早上七点到晚上九点', '14'],
    ['早上6点半干到晚上10点', '15.5'],
    ['9点到18点', '9'],
    ['8点到10点', '14 | 2'],
    ['一天到晚', '-'],
    ['不一定', '-'],
    ['负8小时', '!negative'],
    ['0小时', '!zero'],
    ['30个小时', '!too-large'],
  ])('%s', (words, expected) => {
    expect(said(parseHoursADay(words), figures)).toBe(expected);
  });
});

describe('days a week', () => {
  it.each([
    ['一周七天', '7'],
    ['每周6天', '6'],
    ['天天跑', '7'],
    ['没休过', '7'],
    ['全年无休', '7'],
    ['做六休一', '6'],
    ['单休', '6'],
    ['双休', '5'],
    ['大小周', '5..6~'],
    ['周一到周五', '5'],
    ['一礼拜休一天', '6'],
    ['一个月休两天', '6..7~'],
    ['一个星期干五六天', '5..6~'],
    ['6天', '6'],
    ['六', '6'],
    ['看情况', '-'],
    ['休一天', '-'],
    ['月休2天', '6..7~'],
    ['一周干九天', '!too-large'],
    ['零天', '!zero'],
  ])('%s', (words, expected) => {
    expect(said(parseDaysAWeek(words), figures)).toBe(expected);
  });
});

describe('months in the job', () => {
  it.each([
    ['干了半年', '6'],
    ['仨月', '3'],
    ['俩月', '2'],
    ['三个月', '3'],
    ['一个半月', '1.5'],
    ['半个月', '0.5'],
    ['个把月', '1~'],
    ['两三个月', '2..3~'],
    ['三个多月', '3..4~'],
    ['十来天', '0.3~'],
    ['刚来一周', '0.2~'],
    ['一年零三个月', '15'],
    ['1年3个月', '15'],
    ['1.5年', '18'],
    ['一年半', '18'],
    ['两年多', '24..36~'],
    ['两年零俩月', '26'],
    ['三四年', '36..48~'],
    ['快一年', '12~'],
    ['大半年', '7..11~'],
    ['半年多', '6..12~'],
    ['一年到头', '-'],
    ['三月', '-'],
    ['2020年', '-'],
    ['很久', '-'],
    ['一百年', '!too-large'],
  ])('%s', (words, expected) => {
    expect(said(parseMonthsWorked(words), figures)).toBe(expected);
  });
});

it('hears all three in one sentence, and only what was said', () => {
  expect(parseHours('一天十来个钟头，一周七天，干了半年')).toEqual({
    kind: 'understood',
    readings: [
      {
        hoursADay: { from: 10, to: 10, about: true },
        daysAWeek: { from: 7, to: 7, about: false },
        months: { from: 6, to: 6, about: false },
      },
    ],
  });
  expect(parseHours('干了半年')).toEqual({
    kind: 'understood',
    readings: [{ months: { from: 6, to: 6, about: false } }],
  });
  expect(parseHours('一天三十个小时')).toEqual({ kind: 'problem', problem: 'too-large' });
  expect(parseHours('说不清')).toBeUndefined();
});

describe('said back', () => {
  it.each([
    ['半年', '半年'],
    ['一年零三个月', '一年三个月'],
    ['差不多一年三个月', '约一年三个月'],
    ['两年多', '两年到三年'],
    ['一个半月', '一个半月'],
    ['半个月', '半个月'],
    ['一年半', '一年半'],
    ['仨月', '三个月'],
    ['俩月', '两个月'],
    ['十二年', '十二年'],
  ])('%s as %s', (words, expected) => {
    expect(said(parseMonthsWorked(words), formatMonths)).toBe(expected);
  });

  it('hours and days', () => {
    expect(said(parseHoursADay('十来个钟头'), formatHoursADay)).toBe('10小时左右');
    expect(said(parseDaysAWeek('五六天'), formatDaysAWeek)).toBe('每周5到6天');
  });
});
