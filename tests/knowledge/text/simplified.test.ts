import { describe, expect, it } from 'vitest';
import { toSimplified } from '#knowledge';

describe('traditional writing', () => {
  it.each([
    ['外送平台欠薪兩個月', '外送平台欠薪两个月'],
    ['顧客看著我簽收', '顾客看着我签收'],
    ['饿了么站点', '饿了么站点'],
    ['什麼時候發工資', '什么时候发工资'],
  ])('%s is read as %s', (said, read) => {
    expect(toSimplified(said)).toBe(read);
  });

  it.each(['收入显著减少', '著名平台的站长', '么么哒，著作写完了'])('%s stands as it is', (said) => {
    expect(toSimplified(said)).toBe(said);
  });
});
