import { expect, it } from 'vitest';
import { proposeAnswers, withoutQuestions } from '../../../ingest/prepare/proposals.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

const release = await tinyRelease({
  instruments: [anInstrument('a'), anInstrument('b')],
  articles: [
    anArticle('a/1', '为了保障劳动者权益，制定本办法。企业不得以任何名义向劳动者收取押金。'),
    anArticle('a/2', '企业应当向高温天气作业的劳动者发放高温津贴。'),
    anArticle('b/1', '本办法所称企业包括平台。平台企业不得以任何名义收取押金、保证金。'),
    anArticle('b/2', '鼓励设立服务站点，供劳动者饮水休息。'),
    anArticle('b/3', '附件另行印发。', { kind: 'section' }),
  ],
  matters: [
    aMatter('deposit', ['押金不退怎么办', '站长收了押金'], { answers: { 'a/1': ['收取押金'] } }),
    aMatter('heat', ['高温天有没有补贴'], { answers: { 'a/2': ['发放高温津贴'] } }),
  ],
});

it('articles that answer and that no matter names have no questions', () => {
  expect(withoutQuestions({ release })).toEqual(['b/1', 'b/2']);
});

it('proposes the matter of the article that says nearly the same, with the sentence that says it', () => {
  expect(proposeAnswers({ release, articles: ['b/1'] })).toEqual([
    {
      article: 'b/1',
      matter: 'deposit',
      matterName: 'deposit',
      words: '平台企业不得以任何名义收取押金、保证金。',
      questions: ['押金不退怎么办', '站长收了押金'],
      likeness: expect.any(Number),
    },
  ]);
});

it('proposes nothing for what no other text says, nor for what is not there', () => {
  expect(proposeAnswers({ release, articles: ['b/2', 'b/9'] })).toEqual([]);
});

it('proposes nothing where nothing is known', async () => {
  const empty = { ...release, matters: [] };
  expect(proposeAnswers({ release: empty, articles: ['b/1'] })).toEqual([]);
});

it('quotes no sentence that names a person', () => {
  const secret = {
    ...release,
    article: (at: number) => ({ ...release.article(at), private: [{ start: 12, end: 30 }] }),
  };
  const found = proposeAnswers({ release: secret, articles: ['b/1'] });
  expect(found.some(({ words }) => words.includes('█') || words.includes('押金'))).toBe(false);
});
