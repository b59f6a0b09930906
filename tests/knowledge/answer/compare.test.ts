import { describe, expect, it } from 'vitest';
import { renderPlain } from '#knowledge';
import { ask, PLACE } from '../../asking.ts';

const places = (answer: ReturnType<typeof ask>) =>
  new Set(answer.citations.map((citation) => citation.place));

describe('two places side by side', () => {
  it('gives each place its own article, in turn', () => {
    const answer = ask('吉林和云南对入职收押金的规定有什么不同');
    expect(answer.status).toBe('answer');
    expect(answer.region).toEqual([PLACE.jilin, PLACE.yunnan]);
    expect(answer.citations.slice(0, 2).map((citation) => citation.place)).toEqual(['吉林', '云南']);
    expect(answer.lead).toMatch(/吉林.*云南/);
  });

  it('knows the remembered place as one of the two', () => {
    const answer = ask('跟云南比，扣身份证、收押金的规定一样吗', PLACE.jilin);
    expect(answer.region).toEqual([PLACE.jilin, PLACE.yunnan]);
  });

  it('is no comparison when both are bound by the same text', () => {
    const answer = ask('长春和延边收押金的规定一样吗');
    expect([...places(answer)]).toEqual(['吉林']);
  });

  it('says of which place the text is silent, and does not fill it with the other’s', () => {
    const answer = ask('收押金罚公司多少钱，吉林和云南有什么不同');
    expect(answer.citations.every((citation) => citation.place === '吉林')).toBe(true);
    expect(answer.lead).toContain('云南的文件里没有');
  });

  it('never says that a place is silent on what its text forbids', () => {
    const answer = ask('吉林、云南、淄博收押金的规定一样吗');
    expect([...places(answer)].sort()).toEqual(['云南', '吉林', '淄博'].sort());
    expect(answer.lead).not.toContain('没有直接写');
  });

  it('says so when one of the two has no text here', () => {
    const answer = ask('吉林和深圳收押金的规定一样吗');
    expect(renderPlain(answer)).toContain('深圳');
  });
});
