import { describe, expect, it } from 'vitest';
import { createRetriever } from '../../../knowledge/search/retriever.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

/** Two provinces and one city in a made-up country; every article's place in the ranking has one reason. */
const release = await tinyRelease({
  instruments: [
    anInstrument('a', { region: { value: '甲川省', source: 'printed' }, level: 'province' }),
    anInstrument('b', { region: { value: '甲川省/乙江市', source: 'printed' }, level: 'city' }),
    anInstrument('c', { region: { value: '戊原省', source: 'printed' }, level: 'province' }),
  ],
  articles: [
    anArticle('a/1', '企业不得收取押金。'),
    anArticle('a/2', '违法收取押金的，责令退还，并处罚款。'),
    anArticle('a/3', '高温天气应当发放补贴。', { path: ['第三章 高温保护'] }),
    anArticle('a/4', '高温天气应当减少派单。', { path: ['第四章 派单'] }),
    anArticle('b/1', '企业应当公开派单规则。'),
    anArticle('c/1', '企业应当为骑手投保。'),
    anArticle('a/0', '为保护骑手，制定本办法。押金、高温、派单适用本办法。', {
      kind: 'section',
      label: '引言',
    }),
  ],
  matters: [
    aMatter('deposit-ban', ['站点让交押金对不对', '入职收押金合法吗'], {
      answers: { 'a/1': ['不得收取押金'] },
    }),
    aMatter('deposit-back', ['押金不退咋整', '押金要不回来'], {
      answers: { 'a/2': ['责令退还'], 'a/1': ['不得收取押金'] },
    }),
    aMatter('heat', ['太热了有补贴吗', '大热天有没有高温费'], {
      answers: { 'a/3': ['发放补贴'] },
      related: ['a/4'],
    }),
    aMatter('dispatch', ['派单规则要不要公开', '系统怎么派单的'], { answers: { 'b/1': ['公开派单规则'] } }),
    aMatter('insurance', ['谁给骑手买保险', '有没有保险'], { answers: { 'c/1': ['为骑手投保'] } }),
    aMatter('weather', ['今天气温多少度', '明天下雨吗'], { reason: 'chitchat' }),
  ],
});
const retriever = createRetriever(release);
const find = (question: string, place: string | null) => {
  const finding = retriever.find(release.reader.read(question), place, null);
  return { ...finding, ids: finding.hits.map(({ position }) => release.catalog.ids[position]) };
};

describe('the ranking of a made-up release', () => {
  it('puts first the article that the nearest matter lists first, then the one it lists second', () => {
    // a/2 is listed first by deposit-back, whose questions say 不退; a/1 is its second answer.
    expect(find('押金不退', '甲川省').ids.slice(0, 2)).toEqual(['a/2', 'a/1']);
  });

  it('puts the ban before the remedy when the question is whether taking it is right', () => {
    // 合法, 交 and 对不对 stand only in the questions of deposit-ban, which lists a/1 alone.
    expect(find('收押金对不对，合法吗', '甲川省').ids[0]).toBe('a/1');
  });

  it('finds by a lay question what the article says in other words', () => {
    // 高温费 stands in no article; a matter's question has it, and its answer is a/3.
    expect(find('高温费', '甲川省').ids[0]).toBe('a/3');
  });

  it('finds an article by its own words where no matter asks for it', () => {
    // Only the text of a/4 says 减少派单; no matter answers from it.
    expect(find('减少派单', '甲川省').ids[0]).toBe('a/4');
  });

  it('does not offer openings and closings, whose words are everybody’s', () => {
    // a/0 holds 押金, 高温 and 派单 but is a section.
    for (const question of ['押金', '高温', '派单']) expect(find(question, null).ids).not.toContain('a/0');
  });

  it('gives a city its province’s articles and its own, and never the reverse or a neighbour’s', () => {
    expect(find('押金 派单规则', '甲川省/乙江市').ids).toEqual(expect.arrayContaining(['a/1', 'b/1']));
    expect(find('派单规则要不要公开', '甲川省').ids).not.toContain('b/1');
    expect(find('派单规则要不要公开', '甲川省/丁山市').ids).not.toContain('b/1');
    expect(find('押金', '戊原省/己海市').ids).not.toContain('a/1');
  });

  it('searches every text when no place is given', () => {
    expect(find('谁给骑手买保险', null).ids[0]).toBe('c/1');
  });
});

describe('what a finding says of a place', () => {
  it('that the place speaks, where its text states the likely matter', () => {
    const { local, silent, out } = find('押金不退', '甲川省');
    expect(local).toBeGreaterThan(0.8);
    expect(local + silent + out).toBeCloseTo(1, 5);
  });

  it('that the place is silent, where only another place’s text states it', () => {
    expect(find('谁给骑手买保险', '甲川省').silent).toBeGreaterThan(0.8);
  });

  it('that the matter is out of every text', () => {
    expect(find('今天气温多少度', '甲川省').out).toBeGreaterThan(0.8);
  });

  it('which articles stand beside the point', () => {
    const { beside } = find('太热了有补贴吗', '甲川省');
    expect(beside.map((position) => release.catalog.ids[position])).toEqual(['a/4']);
  });

  it('covers little of a question from another world, and most of one from its own', () => {
    expect(find('量子纠缠实验怎么做', '甲川省').coverage).toBeLessThan(0.1);
    expect(find('押金不退咋整', '甲川省').coverage).toBeGreaterThan(0.5);
  });

  it('finds nothing for a question without words', () => {
    expect(find('！？', '甲川省')).toMatchObject({
      ids: [],
      matters: [],
      local: 0,
      silent: 0,
      out: 0,
      coverage: 0,
    });
  });

  it('cuts the list at the limit', () => {
    expect(retriever.find(release.reader.read('押金'), null, null, 1).hits).toHaveLength(1);
  });
});
