import { describe, expect, it } from 'vitest';
import { formatCitation, placeLabel } from '../../../knowledge/policy/citation.ts';
import { article, found, instrument, sentence } from '../../policies.ts';

const place = (id: string, ...words: string[]) =>
  placeLabel(
    article(id),
    words.map((word) => sentence(id, word)),
  );

describe('the place of a quote, as a citation words it', () => {
  it.each([
    ['jilin-measures/44', ['安排加班不支付加班费'], '第四十四条第（三）项'],
    ['jilin-measures/44', ['企业有下列情形之一'], '第四十四条'],
    ['jilin-measures/44', ['企业有下列情形之一', '安排加班不支付'], '第四十四条第（三）项'],
    ['jilin-measures/44', ['安排加班不支付', '未依法向劳动者支付经济补偿'], '第四十四条'],
    ['jilin-measures/11', ['个人依托平台自主'], '第十一条第三款'],
    ['jilin-measures/29', ['20分钟内不得再行派单'], '第二十九条第一款'],
    // the quote stands in two 款, so neither is named
    ['jilin-measures/29', ['20分钟内', '交通运输、公安等部门'], '第二十九条'],
    // only one 款: naming it would say nothing
    ['hebei-measures/8', ['企业不得'], '第八条'],
    ['nanchang-plan/6', ['鼓励企业'], '三、（二）6'],
    ['yunnan-opinions/12', ['企业应当积极响应'], '二、（十二）'],
    ['shijiazhuang-plan/2.6', ['会同有关部门'], '二、（六）'],
  ])('%s %j is %s', (id, words, label) => {
    expect(place(id, ...words)).toBe(label);
  });
});

describe('a whole citation', () => {
  it('is 《title》, number in brackets, place', () => {
    const { title, number } = instrument('jilin-measures');
    expect(formatCitation(title, found(number ?? undefined, 'number').value, '第四十四条第（三）项')).toBe(
      '《吉林省维护新就业形态劳动者劳动保障权益实施办法（试行）》（吉人社联〔2021〕203号）第四十四条第（三）项',
    );
  });

  it('a title inside the title takes the inner marks', () => {
    expect(formatCitation('关于印发《办法》的通知', null, '一')).toBe('《关于印发〈办法〉的通知》一');
  });
});
