import { describe, expect, it } from 'vitest';
import { formatPhone, parseChoice, parseName, parsePhone } from '../../../../bot/guides/understand/index.ts';
import { said } from './saying.ts';

const CHOICES = [
  { id: 'pay', label: '少发工资', aliases: ['欠薪', '扣钱'] },
  { id: 'deposit', label: '押金不退' },
  { id: 'fine', label: '罚款' },
  { id: 'injury', label: '受伤了' },
  { id: 'dedicated', label: '美团专送' },
  { id: 'crowd', label: '美团众包' },
] as const;

/** The labels of what was chosen, in the order in which they stand. */
const labels = (chosen: readonly string[]) =>
  CHOICES.flatMap(({ id, label }) => (chosen.includes(id) ? [label] : [])).join('、');

describe('a choice', () => {
  it.each([
    ['1', '少发工资'],
    ['第一个', '少发工资'],
    ['选二', '押金不退'],
    ['③', '罚款'],
    ['Ａ', '少发工资'],
    ['最后一个', '美团众包'],
    ['1和3', '少发工资、罚款'],
    ['一、三', '少发工资、罚款'],
    ['1 3', '少发工资、罚款'],
    ['13', '少发工资、罚款'],
    ['1-3', '少发工资、押金不退、罚款'],
    ['前两个', '少发工资、押金不退'],
    ['全部', '少发工资、押金不退、罚款、受伤了、美团专送、美团众包'],
    ['欠薪', '少发工资'],
    ['押金', '押金不退'],
    ['少发', '少发工资'],
    ['专送', '美团专送'],
    ['美团', '美团专送 | 美团众包'],
    ['罚款和受伤了', '罚款、受伤了'],
    ['不是罚款，是押金不退', '押金不退'],
    ['我被扣钱了', '少发工资'],
    ['罰款', '罚款'],
    ['啥', '-'],
    ['', '-'],
    ['😀', '-'],
    ['99', '!no-such-number'],
    ['0', '!no-such-number'],
    ['八', '!no-such-number'],
    ['1和8', '!no-such-number'],
  ])('%s', (words, expected) => {
    expect(said(parseChoice(words, CHOICES), labels)).toBe(expected);
  });

  it('13 is one number where there are so many choices', () => {
    const many = Array.from({ length: 14 }, (_, i) => ({ id: `c${i + 1}`, label: `项目${i + 1}` }));
    expect(said(parseChoice('13', many))).toBe('c13');
    expect(said(parseChoice('十三', many))).toBe('c13');
  });
});

describe('a telephone', () => {
  it.each([
    ['13912345678', '139 1234 5678'],
    ['139 1234 5678', '139 1234 5678'],
    ['139-1234-5678', '139 1234 5678'],
    ['+86 13912345678', '139 1234 5678'],
    ['我电话１３９１２３４５６７８', '139 1234 5678'],
    ['幺三九一二三四五六七八', '139 1234 5678'],
    ['0533-2345678', '0533-2345678'],
    ['(010)62345678', '010-62345678'],
    ['2345678', '2345678'],
    ['13912345678或者13987654321', '139 1234 5678 | 139 8765 4321'],
    ['没有', '-'],
    ['', '-'],
    ['1391234567', '!not-a-phone'],
    ['12345', '!not-a-phone'],
    ['139123456789', '!not-a-phone'],
  ])('%s', (words, expected) => {
    expect(said(parsePhone(words), formatPhone)).toBe(expected);
  });
});

describe('a name', () => {
  it.each([
    ['张伟', '张伟'],
    ['我叫张伟', '张伟'],
    ['本人李小龙', '李小龙'],
    ['姓名：王五', '王五'],
    ['我叫老王就行', '老王'],
    ['大家都叫我老刘', '老刘'],
    ['叫我小王', '小王'],
    ['免贵姓张', '!too-short'],
    ['买买提•艾力', '买买提·艾力'],
    ['歐陽娜娜，今年三十', '歐陽娜娜'],
    ['John  Smith', 'John Smith'],
    ['张 伟', '张伟'],
    ['不想说', '-'],
    ['匿名', '-'],
    ['都没有', '-'],
    ['也没有', '-'],
    ['跟刚才一样', '-'],
    ['都兰', '都兰'],
    ['我是骑手', '-'],
    ['为什么要名字？', '-'],
    ['', '-'],
    ['我姓王', '!too-short'],
    ['张', '!too-short'],
    ['张伟123', '!not-a-name'],
    ['😀', '!not-a-name'],
    ['张三李四王五赵六孙七周八吴九郑十冯陈褚卫蒋沈', '!too-long'],
  ])('%s', (words, expected) => {
    expect(said(parseName(words))).toBe(expected);
  });
});
