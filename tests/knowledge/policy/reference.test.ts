import { describe, expect, it } from 'vitest';
import { documentKey, findReferences, type Reference } from '../../../knowledge/policy/reference.ts';

const article = (number: number, paragraph?: number, item?: number, title?: string): Reference => ({
  kind: 'article',
  number,
  paragraph,
  item,
  title,
});
const outline = (...path: number[]): Reference => ({ kind: 'outline', path });
const JILIN: Reference = { kind: 'document', number: '吉人社联〔2021〕203号' };

describe('an article named by its number', () => {
  it.each([
    ['第二十九条说了啥', [article(29)]],
    ['第29条', [article(29)]],
    ['第２９条第一款', [article(29, 1)]],
    ['第四十四条第（三）项怎么讲', [article(44, undefined, 3)]],
    ['第四十四条第三项', [article(44, undefined, 3)]],
    ['第三条第二款第(一)项', [article(3, 2, 1)]],
    ['第一百零二条', [article(102)]],
    ['第四十四条和第四十五条有啥不同', [article(44), article(45)]],
    // an article of another law keeps the law's name, so that ours is not shown for it
    ['劳动合同法第三十八条', [article(38, undefined, undefined, '劳动合同法')]],
    ['《劳动法》第四十四条', [article(44, undefined, undefined, '劳动法')]],
    ['吉林的第四十四条', [article(44)]],
  ])('%s', (text, expected) => {
    expect(findReferences(text)).toEqual(expected);
  });
});

describe('a place in an outline named by its numbers', () => {
  it.each([
    ['（十二）讲了什么', [outline(12)]],
    ['(十二)', [outline(12)]],
    ['原文（五）', [outline(5)]],
    ['二、（五）是什么', [outline(2, 5)]],
    // without 、 the section must still be told: 二（三）, 三（三） and 四（三） are three articles of 石家庄
    ['三（三）是什么', [outline(3, 3)]],
    ['三、（二）6', [outline(3, 2, 6)]],
    ['6 原文', [outline(6)]],
  ])('%s', (text, expected) => {
    expect(findReferences(text)).toEqual(expected);
  });

  it('a bracket that merely explains a word names nothing', () => {
    expect(findReferences('我是外卖（兼职）骑手，工伤（意外）怎么办')).toEqual([]);
  });

  it('the bracket of a 项 belongs to its article', () => {
    expect(findReferences('第四十四条第（三）项')).toHaveLength(1);
  });
});

describe('a text named by its number', () => {
  it.each([
    '吉人社联〔2021〕203号',
    '吉人社联[2021]203号',
    '吉人社联(2021)203号',
    '吉人社联【2021】203号',
    '吉人社联［2021］第203号',
    '吉人社联 2021 203 号',
    '吉人社联2021203号',
    '我想看吉人社联〔2021〕203号文件',
    '请问根据吉人社联〔2021〕２０３号',
  ])('%s', (text) => {
    expect(findReferences(text)).toEqual([JILIN]);
  });

  it('a number with an article', () => {
    expect(findReferences('冀人社规〔2021〕5号第十二条')).toEqual([
      article(12),
      { kind: 'document', number: '冀人社规〔2021〕5号' },
    ]);
  });

  it('the key is the same however the brackets were typed, and differs for another number', () => {
    const key = documentKey('吉人社联〔2021〕203号');
    expect(documentKey('吉人社联[2021]２０３号')).toBe(key);
    expect(documentKey('吉人社联(2021)203')).toBe(key);
    expect(documentKey('吉人社联〔2021〕20号')).not.toBe(key);
  });
});

describe('numbers that name no text', () => {
  it.each([
    '交了1500押金站点不退',
    '第二天才给钱',
    '2021年的文件还管用吗',
    '我是8号骑手',
    '一条龙服务',
    '',
    '第条',
  ])('%s', (text) => {
    expect(findReferences(text)).toEqual([]);
  });
});
