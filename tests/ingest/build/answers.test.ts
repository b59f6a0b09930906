import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../ingest/build/answers.ts';
import { aMatter, anArticle } from '../../fixtures.ts';

const TEXT = '押金由劳动者服务站退还，联系人张三四负责登记。';
const person = { start: TEXT.indexOf('张三四'), end: TEXT.indexOf('张三四') + 3 };
const articles = [
  anArticle('a/1', TEXT, { private: [person] }),
  anArticle('a/2', '张三四，组长。', { kind: 'roster' }),
];
const bank = [aMatter('deposit', ['押金找谁退'])];
const approve = (article: string, words: string) =>
  checkAnswers(
    bank,
    { answers: [{ matter: 'deposit', article, words: [words], by: '王' }], questions: [] },
    articles,
  );

describe('what people approved', () => {
  it('answers where its article says it', () => {
    const { matters, brokenOwn } = approve('a/1', '押金，由劳动者服务站退还');
    expect(brokenOwn).toEqual([]);
    expect(matters[0]?.answers).toEqual({ 'a/1': ['押金，由劳动者服务站退还'] });
  });

  it.each([
    ['says something else', 'a/1', '押金由站长退还'],
    ['says it of a person', 'a/1', '联系人张三四负责'],
    ['says it around a person', 'a/1', '联系人负责登记'],
    ['is a list of persons', 'a/2', '组长'],
    ['is not there', 'a/9', '押金'],
  ])('is left out and told where its article %s', (_, article, words) => {
    const { matters, brokenOwn } = approve(article, words);
    expect(matters[0]?.answers).toEqual({});
    expect(brokenOwn).toMatchObject([{ matter: 'deposit', article }]);
  });

  it('goes for questions of its own, too', () => {
    const own = { article: 'a/1', questions: ['找谁'], by: '王' };
    const check = (words: string) =>
      checkAnswers(bank, { answers: [], questions: [{ ...own, words: [words] }] }, articles);
    expect(check('退还').matters).toHaveLength(2);
    expect(check('张三四')).toMatchObject({ matters: [{}], brokenOwn: [{ article: 'a/1' }] });
  });
});
