import { describe, expect, it } from 'vitest';
import { cited, converse, PLACE } from '../../asking.ts';

describe('a follow-up', () => {
  it('那罚多少 is read with the question before it', () => {
    const [, fine] = converse(['站点收了押金不退', '那罚多少'], PLACE.jilin);
    expect(cited(fine)[0]).toBe('jilin-measures/43');
    expect(fine?.citations[0]?.quote).toContain('每人500元以上2000元以下');
  });

  it('那罚多少 after another question is about that one', () => {
    const [, fine] = converse(['站长逼我们加班', '那罚多少'], PLACE.jilin);
    expect(cited(fine)[0]).toBe('jilin-measures/45');
  });

  it('那云南呢 asks the same thing of another place, and never shows the first place’s text as its own', () => {
    const [first, second] = converse(['站点逼着签字说不用给交社保', '那云南呢'], PLACE.jilin);
    expect(first?.region).toEqual([PLACE.jilin]);
    expect(second?.region).toEqual([PLACE.yunnan]);
    expect(cited(second).length).toBeGreaterThan(0);
    expect(cited(second).every((id) => id.startsWith('yunnan-'))).toBe(true);
  });

  it('那深圳呢 is told that the place’s texts are not here, instead of being answered from the first place', () => {
    const [, second] = converse(['入职要交押金，合法吗', '那深圳呢'], PLACE.jilin);
    expect(second).toMatchObject({ status: 'abstain', reason: 'place_not_covered', citations: [] });
  });

  it('a bare place name answers the question that asked for it', () => {
    const [asked, answer] = converse(['入职要交押金，合法吗', '淄博']);
    expect(asked?.status).toBe('ask_region');
    expect(answer?.status).toBe('answer');
    expect(cited(answer)).toContain('zibo-opinions/4');
  });

  it.each(['我换到云南干了', '我现在去云南跑了', '搬到云南来了', '地区改成云南', '以后我就在云南工作'])(
    '%s says where somebody works from now on, and asks nothing',
    (moved) => {
      const [, noted, next] = converse(['我在吉林，站点收了押金不退', moved, '那罚多少']);
      expect(noted).toMatchObject({ status: 'abstain', reason: 'empty', region: [PLACE.yunnan] });
      expect(next?.region).toEqual([PLACE.yunnan]);
    },
  );

  it('我不在云南了 does not say where', () => {
    const [, left] = converse(['站点收了押金不退', '我不在云南了'], PLACE.jilin);
    expect(left?.reason).not.toBe('empty');
  });

  it('keeps the place that was named for the next question', () => {
    const [, second] = converse(['我在南昌跑单，站点收押金合法吗', '连着跑四个多小时能休息吗']);
    expect(second?.region).toEqual([PLACE.nanchang]);
    expect(cited(second)).toContain('nanchang-plan/6');
  });

  it('does not stick to a new question that stands by itself', () => {
    const [, second] = converse(['站点收了押金不退', '连续跑了五个小时，系统不让歇'], PLACE.jilin);
    expect(cited(second)[0]).toBe('jilin-measures/29');
  });

  it('a thank-you after an answer is no question', () => {
    const [, thanks] = converse(['站点收了押金不退', '谢谢你啊'], PLACE.jilin);
    expect(thanks).toMatchObject({ status: 'abstain', reason: 'chitchat' });
  });

  it('stays of one size however long a conversation goes on', () => {
    const long = Array.from({ length: 60 }, () => '那罚多少');
    const answers = converse(['站点收了押金不退', ...long], PLACE.jilin);
    expect(cited(answers.at(-1))[0]).toBe('jilin-measures/43');
  });
});
