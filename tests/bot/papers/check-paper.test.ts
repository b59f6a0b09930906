import { describe, expect, it } from 'vitest';
import { type Citation, citationHead } from '#knowledge';
import { checkPaper } from '../../../bot/papers/check-paper.ts';
import { realLibrary } from '../../real-release.ts';
import { FULL, frame, LETTERS } from './samples.ts';

const { assistant, release } = await realLibrary();
const articleOf = (id: string) => {
  const position = release.positionOf(id);
  return position === undefined ? undefined : release.article(position);
};
const QUESTIONS = [
  '收了押金不退',
  '工资拖着不发',
  '身份证被扣了',
  '想加入工会',
  '高温天有补贴吗',
  '平台乱罚款',
];
const citations = QUESTIONS.flatMap((question) =>
  ['吉林省', '云南省', '河北省', '淄博', '南昌', '石家庄'].flatMap((name) => {
    const region = assistant.placeOf(name)?.id ?? null;
    return assistant.ask({ question, region }).answer.citations;
  }),
);
const [citation] = citations;
if (citation === undefined) throw new Error('nothing is cited');
const check = (...changed: readonly Citation[]) =>
  checkPaper(LETTERS.arbitration(FULL, frame(...changed)), articleOf)?.fault;

describe('checkPaper', () => {
  it('lets pass what answers cite, in every region', () => {
    expect(citations.length).toBeGreaterThan(30);
    for (const one of citations) expect(check(one), citationHead(one)).toBeUndefined();
  });

  it('refuses a paper whose quote is not in its article word for word', () => {
    expect(check({ ...citation, quote: citation.quote.replace(/.$/u, '') })).toBe('cut inside a sentence');
    expect(check({ ...citation, quote: `${citation.quote}企业应当赔偿。` })).toBe('not in the article');
    expect(check({ ...citation, quote: '' })).toBe('empty');
  });

  it('refuses what no article of the release says', () => {
    expect(check({ ...citation, id: 'nowhere/1' })).toBe('no such article');
  });

  it('refuses a quote under the head of another article', () => {
    expect(check({ ...citation, label: '第九百条' })).toBe('head of another article');
  });

  it('finds the fault behind citations that are right', () => {
    expect(check(citation, { ...citation, quote: '工人可以休息。' })).toBe('not in the article');
  });

  it('lets a paper without quotes pass', () => {
    expect(check()).toBeUndefined();
  });
});
