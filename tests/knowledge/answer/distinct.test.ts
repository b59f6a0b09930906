import { describe, expect, it } from 'vitest';
import { distinctCitations } from '../../../knowledge/answer/distinct.ts';
import { ask, PLACE } from '../../asking.ts';

const QUESTIONS = [
  '超时罚款的事',
  '强迫加班罚公司多少钱',
  '每天逼着超时干活',
  '超时加班谁来查',
  '指标太高完不成',
  '抽成一涨再涨',
  '欠薪没人管',
  '没签合同还不上社保',
  '河北和石家庄押金的规定一样吗',
  '石家庄和河北的工会有啥不同',
  '工伤谁管',
  '高温费一天几块',
  '最低工资是多少',
  '休息室在哪',
  '培训补贴给多少',
];

describe('an answer', () => {
  it.each(QUESTIONS)('says no sentence of an article twice: %s', (question) => {
    for (const place of Object.values(PLACE)) {
      const { citations, elsewhere } = ask(question, place);
      const said = [...citations, ...elsewhere].flatMap(({ id, quote }) =>
        quote
          .split(/[。；\n]/u)
          .filter((sentence) => sentence !== '')
          .map((sentence) => `${id} ${sentence}`),
      );
      expect(said).toEqual([...new Set(said)]);
    }
  });
});

describe('distinctCitations', () => {
  const answer = ask('押金不退', PLACE.jilin);
  const [citation] = answer.citations;
  if (citation === undefined) throw new Error('押金不退 has no answer');
  const withQuotes = (...quotes: string[]) => ({
    ...answer,
    citations: quotes.map((quote) => ({ ...citation, quote })),
    elsewhere: [],
  });
  const quotes = (made: typeof answer) => distinctCitations(made).citations.map(({ quote }) => quote);

  it('drops a citation that shares a sentence with one before it', () => {
    expect(quotes(withQuotes('甲。乙。', '乙。丙。', '丙。'))).toEqual(['甲。乙。', '丙。']);
    expect(quotes(withQuotes('甲。\n丙。', '丙。'))).toEqual(['甲。\n丙。']);
  });

  it('keeps two parts of one article', () => {
    expect(quotes(withQuotes('甲。', '乙。'))).toEqual(['甲。', '乙。']);
  });

  it('keeps the same words of two articles', () => {
    const two = { ...answer, citations: [citation, { ...citation, id: 'another/1' }], elsewhere: [] };
    expect(distinctCitations(two)).toEqual(two);
  });

  it('counts what is shown of another place too', () => {
    expect(distinctCitations({ ...answer, citations: [citation], elsewhere: [citation] }).elsewhere).toEqual(
      [],
    );
  });
});
