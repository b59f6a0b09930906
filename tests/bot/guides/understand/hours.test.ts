import { describe, expect, it } from 'vitest';
import { parseHoursADay } from '../../../../bot/guides/understand/index.ts';
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
