import { describe, expect, it } from 'vitest';
import { countCitations, priorOf } from '../../../ingest/build/citations.ts';
import { articlePassages, matterPassages } from '../../../ingest/build/passages.ts';
import { soundingPlaces, soundTable } from '../../../ingest/build/sounds.ts';
import { pinyinSlug } from '../../../ingest/parse/slug.ts';
import { aMatter, anArticle, anInstrument } from '../../fixtures.ts';
import { articles, instrument, instruments, sources } from '../../policies.ts';

describe('the searchable form of an article', () => {
  const matter = aMatter('deposit', ['押金不退'], { name: '押金', answers: { 'a/1': ['不得'] } });
  const one = anArticle('a/1', '企业不得收取财物。', { path: ['第三章 用工'] });
  const [fields] = articlePassages([one], [anInstrument('a', { title: '中华人民共和国工会法' })], [matter]);

  it('is its title, its headings, its text and the questions it answers, each in a field', () => {
    expect(fields).toHaveLength(4);
    const [title, heading, text, questions] = fields ?? [];
    expect(title).toContain('工会');
    expect(heading).toContain('用工');
    expect(text).toContain('财物');
    expect(questions).toEqual(expect.arrayContaining(['押金', '不退']));
  });

  it('a word that every title or heading has says nothing: 中华人民共和国, 第三章', () => {
    expect(fields?.[0]).not.toContain('中华');
    expect(fields?.[1]).not.toContain('第三');
  });

  it('an article no matter answers from has an empty field of questions', () => {
    expect([...articlePassages([one], [], [])][0]).toEqual([[], expect.anything(), expect.anything(), []]);
  });

  it('every text of the five files is searchable by its own words', () => {
    const passages = [...articlePassages(articles, instruments, [])];
    const at = articles.findIndex(({ id }) => id === 'jilin-measures/29');
    expect(passages[at]?.[2]).toEqual(expect.arrayContaining(['疲劳', '派单', '4', '小时', '20']));
  });
});

describe('the searchable form of a matter', () => {
  it('counts a word once per question, however often the question says it', () => {
    const [fields] = matterPassages([aMatter('m', ['押金押金押金', '押金'])]);
    expect(fields?.[1]?.filter((token) => token === '押金')).toHaveLength(2);
  });
});

describe('who cites whom', () => {
  it('the 石家庄 plan cites the measures of 河北, and nobody cites the 淄博 text', () => {
    const { instruments: cited } = countCitations(articles, instruments);
    const of = (id: string) => cited[instruments.indexOf(instrument(id))];
    expect(of('hebei-measures')).toBeGreaterThan(0);
    expect(of('zibo-opinions')).toBe(0);
  });

  it('《title》第N条, 本法第N条 and a run 第一条、第三条 count for the articles they name', () => {
    const made = [
      anArticle('a/1', '本法适用于企业。', { label: '第一条' }),
      anArticle('a/2', '依照本法第一条办理。', { label: '第二条' }),
      anArticle('a/3', '完。', { label: '第三条' }),
      anArticle('b/1', '依照《中华人民共和国甲法》第一条、第三条处理。', { label: '第一条' }),
      anArticle('b/2', '第三条所称企业。', { label: '第二条' }),
    ];
    const texts = [
      anInstrument('a', { title: '中华人民共和国甲法' }),
      anInstrument('b', { title: '乙办法' }),
    ];
    const counts = countCitations(made, texts);
    expect([...counts.articles]).toEqual([2, 0, 1, 0, 0]);
    expect([...counts.instruments]).toEqual([1, 0]);
  });

  it('the prior is 1 for what nobody cites and grows with citations', () => {
    expect(priorOf(0, 0)).toBe(1);
    expect(priorOf(3, 0)).toBeGreaterThan(1);
    expect(priorOf(3, 5)).toBeGreaterThan(priorOf(3, 1));
  });
});

describe('sounds', () => {
  it.each([
    ['吉林', 'jilin'],
    ['石家庄', 'shijiazhuang'],
    ['红谷滩', 'honggutan'],
  ])('%s is %s', (name, slug) => {
    expect(pinyinSlug(name)).toBe(slug);
  });

  it('a pair of characters common in the bank is offered for its sound, a rare one is not', () => {
    const questions = Array.from({ length: 6 }, (_, i) => `押金第${i}次`);
    const { words, syllables, places } = soundTable([aMatter('m', [...questions, '罕见'])], [], ['四平']);
    expect(words.yajin).toEqual(['押金']);
    expect(words.hanjian).toBeUndefined();
    expect(syllables.押).toBe('ya');
    expect(places.siping).toBe('四平');
  });

  it('only places of the provinces that have a text are listened for', () => {
    const places = soundingPlaces(sources.divisions, instruments);
    expect(places).toEqual(expect.arrayContaining(['延边', '正定', '张店', '红谷滩', '大理']));
    expect(places).not.toContain('广州');
  });
});
