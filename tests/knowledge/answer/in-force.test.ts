import { describe, expect, it } from 'vitest';
import { createAssistant, isInForce, renderPlain } from '#knowledge';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

const printed = (value: string) => ({ value, source: 'printed' as const });
const 甲川 = { region: printed('甲川省'), level: 'province' as const };
const 戊原 = { region: printed('戊原省'), level: 'province' as const };
const TODAY = '2026-01-15';

/** 甲川's text was superseded in March 2025; its next is of February 2026. 戊原's is withdrawn; 丁山's was late. */
const release = await tinyRelease({
  instruments: [
    anInstrument('old', {
      ...甲川,
      title: '甲川省骑手暂行办法',
      number: printed('甲人社〔2020〕1号'),
      from: printed('2020-06-01'),
      ended: { on: '2025-03-01', how: 'superseded', instead: 'new' },
    }),
    anInstrument('new', {
      ...甲川,
      title: '甲川省骑手办法',
      number: printed('甲人社〔2025〕2号'),
      from: printed('2025-03-01'),
    }),
    anInstrument('heat', { ...甲川, title: '甲川省高温办法', from: printed('2026-02-10') }),
    anInstrument('gone', {
      ...戊原,
      title: '戊原省骑手意见',
      from: printed('2021-01-01'),
      ended: { on: '2025-06-01', how: 'withdrawn', instead: null },
    }),
  ],
  articles: [
    anArticle('old/1', '违法收取押金的，处每人五百元罚款。', { label: '第一条' }),
    anArticle('old/2', '平台应当公开派单规则。', { label: '第二条' }),
    anArticle('new/1', '违法收取押金的，处每人二千元罚款。', { label: '第一条' }),
    anArticle('new/3', '平台应当为骑手购买保险。', { label: '第三条' }),
    anArticle('heat/1', '高温天气应当发放补贴。', { label: '第一条' }),
    anArticle('gone/1', '押金应当退还本人。', { label: '第一条' }),
  ],
  matters: [
    aMatter('deposit-fine', ['收押金罚多少钱', '押金罚款有多少', '罚多少', '押金不退'], {
      answers: { 'old/1': ['五百元罚款'], 'new/1': ['二千元罚款'], 'gone/1': ['退还本人'] },
    }),
    aMatter('insurance', ['谁给骑手买保险', '有没有保险', '保险谁买'], {
      answers: { 'new/3': ['购买保险'] },
    }),
    aMatter('heat', ['太热了有补贴吗', '大热天有没有高温补贴'], { answers: { 'heat/1': ['发放补贴'] } }),
    aMatter('rules', ['派单规则要不要公开', '系统怎么派单'], { answers: { 'old/2': ['公开派单规则'] } }),
  ],
});
const on = (today: string) => createAssistant({ release, today: () => today });
const ask = (question: string, today = TODAY, region: string | null = '甲川省') =>
  on(today).ask({ question, region }).answer;
const ids = (question: string, today = TODAY, region: string | null = '甲川省') =>
  ask(question, today, region).citations.map(({ id }) => id);

describe('isInForce', () => {
  const all = { from: printed('2020-06-01'), to: printed('2024-05-31') };
  it.each([
    ['before its first day', all, '2020-05-31', false],
    ['on its first day', all, '2020-06-01', true],
    ['on its last day', all, '2024-05-31', true],
    ['after its last day', all, '2024-06-01', false],
    [
      'before its day of issue, where nothing else is known',
      { date: printed('2021-01-01') },
      '2020-12-31',
      false,
    ],
    ['between its issue and its first day', { date: printed('2020-01-01'), ...all }, '2020-03-01', false],
    ['always, where nothing is known', {}, '1990-01-01', true],
    [
      'on the day before it ends',
      { ended: { on: '2024-01-01', how: 'withdrawn', instead: null } as const },
      '2023-12-31',
      true,
    ],
    [
      'on the day on which it ends',
      { ended: { on: '2024-01-01', how: 'withdrawn', instead: null } as const },
      '2024-01-01',
      false,
    ],
    [
      'as a campaign that is over',
      { period: { from: '2022-03', to: '2022-07' }, status: 'campaign' as const },
      '2026-01-01',
      true,
    ],
  ])('%s', (_, more, day, expected) => {
    expect(isInForce(anInstrument('x', more), day)).toBe(expected);
  });
});

describe('an answer for today', () => {
  it('is from the text in force, never from the one that it superseded', () => {
    expect(ids('收押金罚多少钱')).toEqual(['new/1']);
    expect(ids('收押金罚多少钱', '2024-01-15')).toEqual(['old/1']);
  });

  it('does not come from a text that is not in force yet, which is told of when it is near', () => {
    const near = ask('大热天有没有高温补贴');
    expect(near).toMatchObject({ status: 'abstain', reason: 'no_local_rule', citations: [] });
    expect(near.next.join()).toContain('《甲川省高温办法》2026年2月10日起施行');
    expect(ask('大热天有没有高温补贴', '2025-09-01').next.join()).not.toContain('高温办法');
    expect(ids('大热天有没有高温补贴', '2026-02-10')).toEqual(['heat/1']);
    // Of what it does not speak of, nothing is said.
    expect(ask('收押金罚多少钱').next.join()).not.toContain('高温办法');
  });

  it('does not come from what only the text before said', () => {
    expect(ask('派单规则要不要公开')).toMatchObject({ status: 'abstain', reason: 'no_local_rule' });
  });

  it('where all texts of a place are over, is that they are', () => {
    const answer = ask('押金不退', TODAY, '戊原省');
    expect(answer).toMatchObject({ status: 'abstain', reason: 'place_not_covered', citations: [] });
    expect(answer.lead).toContain('已经不用了');
    expect(ids('押金不退', '2025-05-31', '戊原省')).toEqual(['gone/1']);
  });

  it('offers only places whose texts are in force', () => {
    expect(on(TODAY).places.map(({ id }) => id)).toEqual(['甲川省']);
    expect(on('2024-01-01').places.map(({ id }) => id)).toEqual(['甲川省', '戊原省']);
    expect(on('2019-01-01').places).toEqual([]);
    expect(on(TODAY).placeById('戊原省')?.covered).toBe(false);
  });

  it('gives a guide only the clauses in force', () => {
    expect(
      on(TODAY)
        .clausesOf('deposit-fine', '甲川省')
        .map(({ id }) => id),
    ).toEqual(['new/1']);
    expect(
      on('2024-01-01')
        .clausesOf('deposit-fine', '甲川省')
        .map(({ id }) => id),
    ).toEqual(['old/1']);
  });
});

describe('an answer for the day of the matter', () => {
  it('is from the text of that day, and says so plainly', () => {
    const answer = ask('2024年6月的事，收押金罚多少钱');
    expect(answer.citations.map(({ id }) => id)).toEqual(['old/1']);
    expect(answer.lead).toContain('按2024年6月那时的文件答你，现在的文件已经不一样。');
    expect(answer.citations[0]?.note).toContain('2025年3月1日起已被《甲川省骑手办法》代替');
  });

  it('is the same as today’s where the same text was in force', () => {
    expect(ask('2025年8月的事，收押金罚多少钱').lead).not.toContain('那时');
    expect(ids('2025年8月的事，收押金罚多少钱')).toEqual(['new/1']);
    expect(ids('押金扣了三个月，收押金罚多少钱')).toEqual(['new/1']);
  });

  it('is today’s text where none was in force then, with a note that it came later', () => {
    const answer = ask('2019年8月那会儿，收押金罚多少钱');
    expect(answer.citations.map(({ id }) => id)).toEqual(['new/1']);
    expect(answer.lead).toContain('2019年8月那时还没有这份文件，它从2025年3月1日起才有');
  });

  it('is today’s where that day’s text said nothing of it', () => {
    const answer = ask('2024年6月的事，谁给骑手买保险');
    expect(answer.citations.map(({ id }) => id)).toEqual(['new/3']);
    expect(answer.lead).toContain('还没有这份文件');
  });

  it('says on which day the text changed, where it did in the time that was named', () => {
    const changed = ask('2025年的事，收押金罚多少钱');
    expect(changed.citations[0]?.id).toBe('new/1');
    expect(changed.lead).toContain('这段时间里文件换过，是2025年3月1日换的');
    expect(changed.lead).not.toContain('那时的文件');
    expect(ask('2020年的事，收押金罚多少钱').lead).toContain('这份文件从2020年6月1日起才有');
    expect(ask('2024年1月到现在，收押金罚多少钱').lead).not.toMatch(/那时|换过/);
  });

  it('says nothing of another text of the place that changed in between', () => {
    // 高温 has a text of its own since February; what is asked about has not changed.
    expect(ask('2025年8月的事，收押金罚多少钱', '2026-04-01').lead).not.toMatch(/那时|换过|才有/);
  });

  it('answers in a place whose texts were in force then', () => {
    expect(ids('2024年6月的事，押金不退', TODAY, '戊原省')).toEqual(['gone/1']);
  });

  it('is given apart from the words, too', () => {
    const { answer } = on(TODAY).ask({ question: '收押金罚多少钱', region: '甲川省', day: '2024-06-15' });
    expect(answer.citations.map(({ id }) => id)).toEqual(['old/1']);
    expect(answer.lead).toContain('2024年6月15日');
    const future = on(TODAY).ask({ question: '收押金罚多少钱', region: '甲川省', day: '2030-01-01' });
    expect(future.answer.citations.map(({ id }) => id)).toEqual(['new/1']);
  });

  it('is kept through a follow-up', () => {
    const first = on(TODAY).ask({ question: '收押金罚多少钱', region: '甲川省' });
    const then = on(TODAY).ask({ question: '那2024年6月的呢', region: '甲川省', previous: first.previous });
    expect(then.answer.citations[0]?.id).toBe('old/1');
  });
});

describe('a text that is over, asked for by name', () => {
  it('is shown by its number, marked, with the way to the new one', () => {
    const answer = ask('甲人社〔2020〕1号');
    expect(answer.citations[0]).toMatchObject({ id: 'old/1' });
    expect(renderPlain(answer)).toContain('2025年3月1日起已被《甲川省骑手办法》代替');
    expect(answer.next.join()).toContain('发“甲人社〔2025〕2号”给我就能看');
    expect(ids('甲人社〔2025〕2号')).toEqual(['new/1']);
  });

  it('is shown by its whole title, and by an article of it', () => {
    expect(ids('《甲川省骑手暂行办法》还有效吗')).toEqual(['old/1']);
    expect(ids('甲川省骑手暂行办法第二条')).toEqual(['old/2']);
    expect(ask('戊原省骑手意见').citations[0]?.note).toContain('2025年6月1日起已废止');
    expect(ask('甲川省高温办法').citations[0]?.note).toContain('2026年2月10日才起施行');
  });

  it('gives way to the one in force where only a number of an article is said', () => {
    expect(ids('第一条')).toEqual(['new/1']);
    expect(ids('第一条', '2024-01-01')).toEqual(['old/1']);
    // Only the old one has it.
    expect(ids('第二条')).toEqual(['old/2']);
  });

  it('does not answer for a title that stands in a question', () => {
    expect(ids('按甲川省骑手办法，收押金罚多少钱')[0]).toBe('new/1');
    expect(ask('按甲川省骑手办法，收押金罚多少钱').lead).not.toContain('一共');
  });
});
