import { describe, expect, it } from 'vitest';
import { eachToken, tokens } from '#knowledge/build';
import { toSimplified } from '../../../knowledge/text/simplified.ts';

describe('tokens', () => {
  it('a Han run gives its characters and its pairs, so that 工伤 is found', () => {
    expect(tokens('工伤险')).toEqual(['工', '伤', '工伤', '险', '伤险']);
  });

  it('no pair crosses punctuation, a blank or another script', () => {
    expect(tokens('工，伤')).toEqual(['工', '伤']);
    expect(tokens('工 伤')).toEqual(['工', '伤']);
    expect(tokens('工app伤')).toEqual(['工', 'app', '伤']);
  });

  it('Latin words and numbers stay whole, in either width and case', () => {
    expect(tokens('ＡＰＰ 连续4.5小时')).toEqual(['app', '连', '续', '连续', '4.5', '小', '时', '小时']);
    expect(tokens('2021年')).toEqual(['2021', '年']);
  });

  it('repeats are kept, in reading order', () => {
    expect(tokens('押押')).toEqual(['押', '押', '押押']);
  });

  it('a character outside the basic plane is one character', () => {
    expect(tokens('𠮷林')).toEqual(['𠮷', '林', '𠮷林']);
  });

  it('a text of marks and emoji has none', () => {
    expect(tokens('……！😡 \u200b')).toEqual([]);
    expect(tokens('')).toEqual([]);
  });

  it('eachToken emits what tokens collects', () => {
    const seen: string[] = [];
    eachToken('押金退', (token) => seen.push(token));
    expect(seen).toEqual(tokens('押金退'));
  });
});

describe('toSimplified', () => {
  it.each([
    ['平臺壓著薪資不發', '平台压着薪资不发'],
    ['勞動者權益', '劳动者权益'],
    ['騎手摔傷算不算工傷', '骑手摔伤算不算工伤'],
    ['雲南、遼寧', '云南、辽宁'],
    ['押金不退 abc', '押金不退 abc'],
    ['饿了么站点', '饿了么站点'],
    ['餓了麼', '饿了么'],
    ['么么哒，怎么着，要么走', '么么哒，怎么着，要么走'],
    ['电话幺三八', '电话幺三八'],
  ])('%s is %s', (traditional, simplified) => {
    expect(toSimplified(traditional)).toBe(simplified);
  });
});
