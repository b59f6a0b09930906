import { afterAll, describe, expect, it } from 'vitest';
import type { Release } from '#knowledge';
import { compareReleases } from '../../../ingest/prepare/diff.ts';
import { askSets, type QuestionSet, runGate, underNewIds } from '../../../ingest/prepare/gate.ts';
import type { EvalLine } from '../../../ingest/prepare/score.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

const DEPOSIT = '企业不得以任何名义收取押金，已经收取的应当退还。';
const HEAT = '高温天气作业的劳动者应当领取高温津贴。';
const PLACE = { region: { value: '甲川省', source: 'printed' as const }, level: 'province' as const };
const deposit = aMatter('deposit', ['押金不退怎么办', '交的押金能要回来吗', '站里扣着押金'], {
  answers: { 'a/1': ['不得以任何名义收取押金'] },
});
const heat = aMatter('heat', ['高温天有没有补贴', '大热天送货有钱补吗'], {
  answers: { 'a/2': ['领取高温津贴'] },
});

const release = (articles: Readonly<Record<string, string>>, answers: Readonly<Record<string, string>>) =>
  tinyRelease({
    instruments: [anInstrument('a', PLACE)],
    articles: Object.entries(articles).map(([key, text]) => anArticle(`a/${key}`, text)),
    matters: [deposit, heat].flatMap((matter) => {
      const key = answers[matter.matter];
      const words = Object.values(matter.answers)[0] ?? [];
      return key === undefined ? [] : [{ ...matter, answers: { [`a/${key}`]: words } }];
    }),
  });

const ask = (id: string, question: string, gold: readonly string[]): EvalLine => ({
  ...{ id, kind: 'own', region: '甲川省', question, acceptable: [], must_quote: [], note: '' },
  gold: [...gold],
  expect: gold.length > 0 ? 'answer' : 'abstain',
});
const LINES = [ask('1', '押金不给退咋办', ['a/1']), ask('2', '高温天干活给补贴不', ['a/2'])];

const both = await release({ '1': DEPOSIT, '2': HEAT }, { deposit: '1', heat: '2' });
const lost = await release({ '1': DEPOSIT }, { deposit: '1' });
const moved = await release(
  { '1': '为了保障权益，制定本办法。', '2': DEPOSIT, '3': HEAT },
  { deposit: '2', heat: '3' },
);
afterAll(() => {
  for (const one of [both, lost, moved]) one.close();
});

const TODAY = '2026-01-15';
const SETS: readonly QuestionSet[] = [
  { name: 'built-in', lines: LINES },
  { name: 'own', lines: [] },
];

const run = (before: Release | undefined, after: Release, { margin = 1, sets = SETS } = {}) =>
  runGate({
    before: before && askSets(before, sets, TODAY),
    after: askSets(after, underNewIds(sets, compareReleases(before, after)), TODAY),
    margin,
  });

describe('the gate', () => {
  it('finds a release as good as itself', () => {
    const gate = run(both, both);
    expect(gate).toMatchObject({ fell: false, falls: [], worse: [], better: [] });
    expect(gate.sets).toEqual([
      {
        name: 'built-in',
        before: { questions: 2, hit1: 1, hit3: 1, quote: 1, abstain: null },
        after: { questions: 2, hit1: 1, hit3: 1, quote: 1, abstain: null },
      },
    ]);
  });

  it('shows what got worse, with both answers', () => {
    const gate = run(both, lost);
    expect(gate.fell).toBe(true);
    expect(gate.falls).toContainEqual({ set: 'built-in', figure: 'hit1', before: 1, after: 0.5 });
    expect(gate.worse).toMatchObject([
      {
        ...{ id: '2', question: '高温天干活给补贴不' },
        before: { status: 'answer', cited: expect.arrayContaining(['a/2']) },
        after: { cited: expect.not.arrayContaining(['a/2']) },
      },
    ]);
    expect(gate.worse[0]?.before?.text).toContain('高温津贴');
  });

  it('shows what got better', () => {
    const gate = run(lost, both);
    expect(gate).toMatchObject({ fell: false, worse: [], better: [{ id: '2' }] });
  });

  it('lets figures fall by the margin and no further', () => {
    expect(run(both, lost, { margin: 50 }).fell).toBe(false);
    expect(run(both, lost, { margin: 49.9 }).fell).toBe(true);
  });

  it('counts an article under its new number', () => {
    expect(run(both, moved)).toMatchObject({ fell: false, worse: [] });
  });

  const change = (was: string | null, id: string | null) => ({ was, id, kind: 'changed' as const });
  it.each([
    ['is as it was', [], ['a/2']],
    ['was changed', [change('a/2', 'a/2')], ['a/2']],
    ['is gone', [change('a/2', null)], ['a/2']],
    ['is gone, and another has its number', [change('a/2', null), change(null, 'a/2')], []],
    ['is behind a new one', [change(null, 'a/2'), change('a/2', 'a/3')], ['a/3']],
    ['is behind a moved one', [change('a/1', 'a/2'), change('a/2', 'a/3')], ['a/3']],
    ['is superseded and stays to be read', [change('a/2', 'b/2')], ['a/2', 'b/2']],
    ['is new', [change(null, 'a/2')], ['a/2']],
  ])('seeks an article that %s', (_, changes, gold) => {
    const articles = changes.map((one) => ({ ...one, label: '', wasLabel: null, words: [] }));
    const sets = [{ name: 'own' as const, lines: [ask('1', '高温天干活给补贴不', ['a/2'])] }];
    expect(underNewIds(sets, { articles })[0]?.lines[0]?.gold).toEqual(gold);
  });

  it('falls by an answer where none should be', () => {
    const sets = [{ name: 'own' as const, lines: [ask('3', '高温天干活给补贴不', [])] }];
    const gate = run(lost, both, { sets });
    expect(gate.falls).toEqual([{ set: 'own', figure: 'abstain', before: 1, after: 0 }]);
    expect(gate.worse).toMatchObject([{ set: 'own', id: '3' }]);
  });

  it('only measures where nothing was in force', () => {
    const gate = run(undefined, both);
    expect(gate).toMatchObject({ fell: false, sets: [{ before: null }] });
  });
});
