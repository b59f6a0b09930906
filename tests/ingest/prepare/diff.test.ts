import { describe, expect, it } from 'vitest';
import { compareReleases } from '../../../ingest/prepare/diff.ts';
import { anInstrument } from '../../fixtures.ts';
import { compared, oneText } from './compared.ts';

const place = (value: string) => ({
  region: { value, source: 'printed' as const },
  level: 'province' as const,
});
const number = (value: string) => ({ number: { value, source: 'printed' as const } });

describe('articles', () => {
  it('marks changed words, a figure as one', () => {
    const { articles } = compareReleases(
      oneText('1', { '1': '连续送单超过4小时的，20分钟内不得再行派单。' }),
      oneText('2', { '1': '连续送单超过6小时的，20分钟内不得再行派单。' }),
    );
    expect(articles).toEqual([
      {
        kind: 'changed',
        id: 'a/1',
        was: 'a/1',
        label: '第1条',
        wasLabel: '第1条',
        words: [
          { kind: 'same', text: '连续送单超过' },
          { kind: 'removed', text: '4' },
          { kind: 'added', text: '6' },
          { kind: 'same', text: '小时的，20分钟内不得再行派单。' },
        ],
      },
    ]);
  });

  it('sees that articles behind a new one are the same under other numbers', () => {
    const { articles } = compareReleases(
      oneText('1', { '1': '企业不得收取押金。', '2': '企业应当按时支付报酬。' }),
      oneText('2', {
        '1': '企业不得收取押金。',
        '2': '平台应当公开规则。',
        '3': '企业应当按时支付报酬。',
      }),
    );
    expect(articles).toEqual([
      { kind: 'added', id: 'a/2', was: null, label: '第2条', wasLabel: null, words: [] },
      { kind: 'moved', id: 'a/3', was: 'a/2', label: '第3条', wasLabel: '第2条', words: [] },
    ]);
  });

  it('calls what has nothing in common removed and added, also under one number', () => {
    const { articles } = compareReleases(
      oneText('1', { '1': '企业不得收取押金。' }),
      oneText('2', { '1': '本市设立服务站点供休息饮水。' }),
    );
    expect(articles.map(({ kind }) => kind)).toEqual(['added', 'removed']);
  });

  it('follows a changed article to its new number', () => {
    const { articles } = compareReleases(
      oneText('1', { '7': '企业收取押金的，由人力资源社会保障部门责令限期退还劳动者本人。' }),
      oneText('2', { '9': '企业收取押金的，由人力资源社会保障部门责令十日内退还劳动者本人。' }),
    );
    expect(articles).toMatchObject([{ kind: 'changed', id: 'a/9', was: 'a/7' }]);
  });

  it('shows nothing of persons', () => {
    const next = compared('2', [
      {
        instrument: anInstrument('a'),
        articles: { '1': { text: '联系人张三四，负责登记。', private: [{ start: 3, end: 6 }] } },
      },
    ]);
    const found = compareReleases(oneText('1', { '1': '联系人待定，负责登记。' }), next);
    expect(JSON.stringify(found)).not.toContain('张三四');
    expect(found.articles).toHaveLength(1);
  });

  it('everything is new where nothing was', () => {
    const found = compareReleases(undefined, oneText('2', { '1': '甲。', '2': '乙。' }));
    expect(found.from).toBeNull();
    expect(found.articles.map(({ kind }) => kind)).toEqual(['added', 'added']);
    expect(found.instruments).toMatchObject([{ kind: 'added', id: 'a' }]);
  });
});

describe('instruments', () => {
  it('an entered fact is a changed fact and nothing else', () => {
    const found = compareReleases(
      compared('1', [{ instrument: anInstrument('a'), articles: { '1': '甲乙丙。' } }]),
      compared('2', [
        {
          instrument: anInstrument('a', { from: { value: '2026-02-01', source: 'outside the text' } }),
          articles: { '1': '甲乙丙。' },
        },
      ]),
    );
    expect(found.articles).toEqual([]);
    expect(found.instruments).toEqual([
      {
        kind: 'facts',
        id: 'a',
        title: 'a办法',
        was: 'a',
        facts: [{ fact: 'from', was: null, now: '2026-02-01' }],
        beside: [],
      },
    ]);
  });

  it('a text that somebody declares superseded is replaced, and its successor compared with it', () => {
    const old = anInstrument('x-measures', place('甲川省'));
    const newer = anInstrument('x-measures-2', { ...place('甲川省'), ...number('2号') });
    const ended = { on: '2026-03-01', how: 'superseded' as const, instead: 'x-measures-2' };
    const text = { '1': '企业不得以任何名义向劳动者收取押金。' };
    const found = compareReleases(
      compared('1', [{ instrument: old, articles: text }]),
      compared('2', [
        { instrument: { ...old, ended }, articles: text },
        { instrument: newer, articles: { '1': '企业不得以任何名义向劳动者收取押金或者保证金。' } },
      ]),
    );
    expect(found.instruments.map(({ kind, id, was }) => ({ kind, id, was }))).toEqual([
      { kind: 'ended', id: 'x-measures', was: 'x-measures' },
      { kind: 'replaced', id: 'x-measures-2', was: 'x-measures' },
    ]);
    expect(found.articles).toMatchObject([{ kind: 'changed', id: 'x-measures-2/1', was: 'x-measures/1' }]);
  });

  it('another text of the same place and kind under the same id is a newer one', () => {
    const found = compareReleases(
      compared('1', [
        {
          instrument: anInstrument('x-measures', { ...place('甲川省'), ...number('1号') }),
          articles: { '1': '甲乙丙丁。' },
        },
      ]),
      compared('2', [
        {
          instrument: anInstrument('x-measures', { ...place('甲川省'), ...number('2号') }),
          articles: { '1': '甲乙丙丁。' },
        },
      ]),
    );
    expect(found.instruments).toMatchObject([{ kind: 'replaced', id: 'x-measures', was: 'x-measures' }]);
    expect(found.articles).toEqual([]);
  });

  it('ids that count up keep to their texts when one before them goes', () => {
    const [first, second] = [
      anInstrument('x', { title: '甲办法', ...place('甲川省') }),
      anInstrument('x-2', { title: '乙办法', ...place('甲川省') }),
    ];
    const found = compareReleases(
      compared('1', [
        { instrument: first, articles: { '1': '企业不得收取押金。' } },
        { instrument: second, articles: { '1': '平台应当公开规则。' } },
      ]),
      compared('2', [{ instrument: { ...second, id: 'x' }, articles: { '1': '平台应当公开规则。' } }]),
    );
    expect(found.instruments).toMatchObject([{ kind: 'removed', id: 'x', title: '甲办法' }]);
    expect(found.articles).toMatchObject([
      { kind: 'moved', id: 'x/1', was: 'x-2/1' },
      { kind: 'removed', was: 'x/1' },
    ]);
  });

  it('asks about a text of the same place and kind that stays in force beside a new one', () => {
    const old = anInstrument('x-measures', place('甲川省'));
    const found = compareReleases(
      compared('1', [{ instrument: old, articles: {} }]),
      compared('2', [
        { instrument: old, articles: {} },
        { instrument: anInstrument('x-measures-2', { title: '新办法', ...place('甲川省') }), articles: {} },
      ]),
    );
    expect(found.instruments).toMatchObject([{ kind: 'added', id: 'x-measures-2', beside: ['x-measures'] }]);
  });

  it.each([
    ['ended', null, { on: '2026-03-01', how: 'withdrawn' as const, instead: null }],
    ['resumed', { on: '2026-03-01', how: 'withdrawn' as const, instead: null }, null],
  ])('%s', (kind, was, now) => {
    const text = { '1': '甲乙丙。' };
    const found = compareReleases(
      compared('1', [{ instrument: anInstrument('a', { ended: was }), articles: text }]),
      compared('2', [{ instrument: anInstrument('a', { ended: now }), articles: text }]),
    );
    expect(found.instruments).toMatchObject([{ kind, id: 'a', facts: [{ fact: 'ended' }] }]);
    expect(found.articles).toEqual([]);
  });
});
