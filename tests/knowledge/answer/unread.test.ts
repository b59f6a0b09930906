import { describe, expect, it } from 'vitest';
import { createAssistant, createRetriever } from '#knowledge';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';
import { TODAY } from '../../real-release.ts';

const printed = (value: string) => ({ value, source: 'printed' as const });

/** 甲川's text was read for the bank, 戊原's and 丁山's were not; 丁山 lies in 甲川. */
const release = await tinyRelease({
  instruments: [
    anInstrument('a', { title: '甲川省办法', region: printed('甲川省'), level: 'province' }),
    anInstrument('c', { title: '戊原省办法', region: printed('戊原省'), level: 'province' }),
    anInstrument('d', { title: '丁山市办法', region: printed('甲川省/丁山市'), level: 'city' }),
  ],
  articles: [
    anArticle('a/1', '企业不得以任何名义收取押金、保证金。'),
    anArticle('a/2', '高温天气应当发放高温津贴。'),
    anArticle('c/1', '平台企业不得以任何名义向劳动者收取押金。'),
    anArticle('c/2', '鼓励在商圈建设驿站，提供饮水、休息服务。'),
    anArticle('d/1', '企业不得以任何名义收取押金、保证金，已经收取的应当退还。'),
    anArticle('d/2', '平台应当公开派单规则和抽成比例。'),
  ],
  matters: [
    aMatter('deposit', ['入职要交钱合理吗', '站点收了装备钱', '押金合法吗'], {
      name: '收取押金',
      answers: { 'a/1': ['不得以任何名义收取押金'] },
    }),
    aMatter('heat', ['太热了有补贴吗', '大热天跑单给钱不'], {
      name: '高温津贴',
      answers: { 'a/2': ['发放高温津贴'] },
    }),
    aMatter('severance', ['被开除赔多少', '辞退了赔钱吗'], { name: '解除劳动合同', reason: 'other_law' }),
    aMatter('hello', ['你好', '在吗'], { reason: 'chitchat' }),
  ],
});
const assistant = createAssistant({ release, today: () => TODAY });
const ask = (question: string, region: string) => assistant.ask({ question, region }).answer;

describe('a text that nobody has read for the bank', () => {
  it('answers by the words by which another text answers, as nearest and not sure', () => {
    const answer = ask('站点收了装备钱', '戊原省');
    expect(answer).toMatchObject({ status: 'answer', reason: null });
    expect(answer.citations[0]).toMatchObject({
      id: 'c/1',
      quote: '平台企业不得以任何名义向劳动者收取押金。',
    });
    expect(answer.lead).toContain('还没人逐条对过');
    expect(answer.lead).toContain('不一定就是你问的');
    expect(answer.citations[0]?.note).toContain('还没人逐条对过');
  });

  it('is never said to be silent', () => {
    const answer = ask('大热天跑单给钱不', '戊原省');
    expect(answer.reason).not.toBe('no_local_rule');
    expect(answer.lead).not.toContain('没有直接写');
  });

  it('is not said to lack what is left to other laws', () => {
    expect(ask('被开除赔多少', '戊原省')).toMatchObject({ status: 'abstain', reason: 'other_law' });
    expect(ask('被开除赔多少', '戊原省').lead).toContain('说不准写没写');
    expect(ask('被开除赔多少', '甲川省').lead).toContain('没有写到');
  });

  it('makes no small talk', () => {
    expect(ask('你好', '戊原省')).toMatchObject({ status: 'abstain', reason: 'chitchat' });
  });

  it('leaves a place without one as it was', () => {
    expect(ask('大热天跑单给钱不', '甲川省').citations.map(({ id }) => id)).toEqual(['a/2']);
    expect(ask('站点收了装备钱', '甲川省').lead).not.toContain('对过');
  });

  it('neither sinks beneath a text that was read, nor drowns it', () => {
    const { hits } = createRetriever(release).find(
      release.reader.read('站点收了装备钱'),
      '甲川省/丁山市',
      TODAY,
    );
    const ranked = hits.map(({ position }) => release.catalog.ids[position] ?? '');
    expect(ranked.slice(0, 2).sort()).toEqual(['a/1', 'd/1']);
    expect(ask('大热天跑单给钱不', '甲川省/丁山市').citations[0]?.id).toBe('a/2');
  });

  it('answers what only it speaks of by its own words', () => {
    expect(ask('派单规则和抽成比例公开吗', '甲川省/丁山市').citations[0]?.id).toBe('d/2');
  });

  it('answers the same when its release was warmed up, with a pause possible after each matter', async () => {
    const warm = createAssistant({ release, today: () => TODAY });
    let pauses = 0;
    await warm.warmUp(() => {
      pauses += 1;
      return Promise.resolve();
    });
    expect(pauses).toBeGreaterThanOrEqual(release.matters.length);
    for (const region of ['甲川省', '戊原省', '甲川省/丁山市'])
      for (const question of ['站点收了装备钱', '大热天跑单给钱不', '派单规则和抽成比例公开吗'])
        expect(warm.ask({ question, region }).answer).toEqual(ask(question, region));
  });
});
