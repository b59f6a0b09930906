import { describe, expect, it } from 'vitest';
import { leadOf } from '#knowledge';

const lead = (quote: string, strength: 'encouraged' | 'mixed' | 'required') =>
  leadOf({ quote, strength, addressee: 'department' }, '甲川');

describe('the lead over an answer', () => {
  it.each([
    ['支持平台设立驿站。', '支持'],
    ['引导企业少派单。', '引导'],
    ['按照《支持灵活就业办法》，鼓励企业少派单。', '鼓励'],
  ])('names the soft word that is printed: %s', (quote, word) => {
    expect(lead(quote, 'encouraged')).toBe(`甲川的文件里写了，用的是“${word}”，不是硬性要求。`);
  });

  it('names none that is not printed', () => {
    expect(lead('按照《支持灵活就业办法》办理。', 'encouraged')).toBe('甲川的文件里写了，不是硬性要求。');
  });

  it('tells of no demand on offices where a sentence is half an encouragement', () => {
    const quote = '鼓励企业管控时长，连续工作超过4小时的，应当安排休息。';
    expect(lead(quote, 'mixed')).toBe('甲川的文件里这句话前面软、后面硬，要整句看。');
    expect(lead('各部门应当公开电话。', 'required')).toBe('甲川的文件里对有关部门提了要求。');
  });
});
