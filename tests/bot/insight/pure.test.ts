import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv } from '../../../bot/insight/board.ts';
import { clusterByLikeness, countPeople, type Said } from '../../../bot/insight/clusters.ts';
import { createCube, type Fact, gather, REST } from '../../../bot/insight/cube.ts';
import { formatDraftsYaml, parseTerms } from '../../../bot/insight/draft-yaml.ts';
import { median } from '../../../bot/insight/median.ts';
import { lastMonths, lastWeeks, monthOf, weekOf } from '../../../bot/insight/months.ts';
import { findSpikes, type WeekCount } from '../../../bot/insight/spikes.ts';

const DAY = 24 * 3_600_000;

describe('months and weeks', () => {
  it('are those of China, across the end of a year', () => {
    const newYear = Date.UTC(2026, 11, 31, 16);
    expect([monthOf(newYear - 1), monthOf(newYear)]).toEqual(['2026-12', '2027-01']);
    expect(lastMonths(newYear, 3)).toEqual(['2026-11', '2026-12', '2027-01']);
    expect([weekOf(newYear), lastWeeks(newYear, 2)]).toEqual(['2026-12-28', ['2026-12-21', '2026-12-28']]);
  });

  it('weeks begin on Monday and hold seven days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        const at = day * DAY;
        const monday = Date.parse(`${weekOf(at)}T00:00:00+08:00`);
        expect(new Date(`${weekOf(at)}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(at - monday >= 0 && at - monday < 7 * DAY).toBe(true);
      }),
    );
  });
});

describe('the median', () => {
  it('has as many below as above', () => {
    expect(median([])).toBeNull();
    expect(median([7])).toBe(7);
    expect(median([9, 1])).toBe(5);
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values) ?? Number.NaN;
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe('a cube', () => {
  const facts: readonly Fact[] = [
    { at: { kind: 'a', place: 'x' }, count: 12 },
    { at: { kind: 'a', place: 'y' }, count: 2 },
    { at: { kind: 'b', place: 'x' }, count: 20 },
    { at: { kind: 'b', place: 'y' }, count: 30 },
  ];
  const axes = [
    { name: 'kind', values: ['a', 'b'], facts },
    { name: 'place', values: ['x', 'y'], facts },
  ];

  it('hides what is small, and what would give it away, and nothing else', () => {
    const cube = createCube({ axes, crosses: [{ axes: ['kind', 'place'], facts }], k: 5 });
    expect([cube.all, cube.line('kind'), cube.line('place')]).toEqual([64, [14, 50], [32, 32]]);
    expect(cube.table('kind', 'place')).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(
      createCube({ axes, crosses: [{ axes: ['kind', 'place'], facts }], k: 2 }).table('kind', 'place'),
    ).toEqual([
      [12, 2],
      [20, 30],
    ]);
  });

  it('adds up as a plain count does, wherever nothing is hidden', () => {
    const fact = fc.record({
      at: fc.record({ kind: fc.constantFrom('a', 'b'), place: fc.constantFrom('x', 'y', 'z', '') }),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 20 }), fc.integer({ min: 1, max: 3 }), (some, most) => {
        const places = gather(some, 'place', most);
        const cube = createCube({
          axes: [
            { name: 'kind', values: ['a', 'b'], facts: places.facts },
            { name: 'place', values: places.values, facts: places.facts },
          ],
          crosses: [{ axes: ['kind', 'place'], facts: places.facts }],
          k: 1,
        });
        const countOf = (kind: string, place: string) =>
          some
            .filter(({ at }) => at.kind === kind)
            .filter(({ at }) =>
              place === REST ? at.place !== '' && !places.values.includes(at.place) : at.place === place,
            )
            .reduce((sum, { count }) => sum + count, 0);
        expect(cube.table('kind', 'place')).toEqual(
          ['a', 'b'].map((kind) => places.values.map((place) => countOf(kind, place))),
        );
        expect(places.values.filter((value) => value !== '' && value !== REST).length).toBeLessThanOrEqual(
          most,
        );
      }),
    );
  });

  it('refuses axes that do not part the same whole', () => {
    const other = { name: 'other', values: ['x'], facts: facts.slice(1) };
    expect(() => createCube({ axes: [...axes, other], crosses: [], k: 5 })).toThrow(RangeError);
    expect(() => createCube({ axes, crosses: [], k: 5 }).table('kind', 'place')).toThrow(RangeError);
  });
});

const said = (id: string, words: string, owner: string, month = '2026-01'): Said => ({
  id,
  words,
  owner,
  month,
});

describe('clusters of what got no answer', () => {
  const box = [
    '换电柜里没有满电的电池',
    '换电柜老是没有满电电池',
    '换电柜没电池怎么办',
    '附近换电柜都没有满电的',
  ];
  const helmet = ['头盔坏了谁给换', '头盔摔坏了谁给换新的'];
  const all = [...box, ...helmet].map((words, at) => said(`id${at}`, words, `owner${at}`));

  it('puts together what is alike and keeps apart what is not', () => {
    const clusters = clusterByLikeness(all);
    const sets = clusters.map(({ members }) => new Set(members.map(({ words }) => words)));
    expect(sets).toEqual([new Set(box), new Set(helmet)]);
    expect(clusters.map(({ people }) => people)).toEqual([4, 2]);
  });

  it('is the same in any order, and loses nobody', () => {
    const words = fc.constantFrom(
      '工资没发',
      '工资还没发',
      '换电柜坏了',
      '换电柜又坏了',
      '能不能带狗上班',
      '？',
    );
    const list = fc.uniqueArray(fc.record({ id: fc.uuid(), words, owner: fc.constantFrom('a', 'b', 'c') }), {
      selector: ({ id }) => id,
      maxLength: 15,
    });
    fc.assert(
      fc.property(list, (some) => {
        const months = some.map((one) => ({ ...one, month: '2026-01' }));
        const clusters = clusterByLikeness(months);
        expect(clusterByLikeness([...months].reverse())).toEqual(clusters);
        const members = clusters.flatMap((cluster) => cluster.members.map(({ id }) => id));
        expect(members.sort()).toEqual(months.map(({ id }) => id).sort());
      }),
    );
  });

  it('counts people and not questions, and nobody twice for coming back in another month', () => {
    expect(countPeople([])).toBe(0);
    expect(countPeople(Array.from({ length: 9 }, (_, at) => said(`${at}`, '', 'same')))).toBe(1);
    expect(countPeople([said('1', '', 'a'), said('2', '', 'b'), said('3', '', 'a2', '2026-02')])).toBe(2);
  });
});

describe('spikes', () => {
  const weeks = lastWeeks(Date.UTC(2026, 3, 1), 9);
  const series = (brand: string, counts: readonly number[], region = ''): WeekCount[] =>
    counts.map((count, at) => ({ week: weeks[at] ?? '', brand, region, count }));

  it.each([
    ['five where there were none', [0, 0, 0, 0, 0, 0, 0, 0, 5], true],
    ['four where there were none', [0, 0, 0, 0, 0, 0, 0, 0, 4], false],
    ['three times as many', [3, 3, 3, 3, 3, 3, 3, 3, 9], true],
    ['less than three times as many', [3, 3, 3, 3, 3, 3, 3, 3, 8], false],
    ['one loud week before, which the median does not hear', [1, 1, 1, 90, 1, 1, 1, 1, 6], true],
    ['much in every week', [40, 41, 39, 40, 40, 42, 40, 40, 44], false],
  ] as const)('%s', (_, counts, is) => {
    expect(findSpikes(series('meituan', counts), weeks, 5).map(({ brand }) => brand)).toEqual(
      is ? ['meituan'] : [],
    );
  });

  it('names a place only where enough of them are there', () => {
    const two = [
      ...series('didi', [0, 0, 0, 0, 0, 0, 0, 0, 4], '甲'),
      ...series('didi', [0, 0, 0, 0, 0, 0, 0, 0, 3], '乙'),
    ];
    expect(findSpikes(two, weeks, 5)).toEqual([{ brand: 'didi', count: 7, usual: 0, region: '' }]);
    const one = series('didi', [0, 0, 0, 0, 0, 0, 0, 0, 6], '甲');
    expect(findSpikes(one, weeks, 5)[0]?.region).toBe('甲');
  });
});

describe('what is taken away', () => {
  const draft = { id: 'x', by: '王', ticket: null, at: 0, articles: [] };

  it('is CSV that no spreadsheet calculates', () => {
    const board = {
      ...({ id: 'b', title: '', note: '', chart: 'bars', head: '平台' } as const),
      ...{ rows: ['=1+1', '甲,"乙"'], columns: ['件'], cells: [[null], [7]] },
    };
    expect(formatCsv(board, '不显示')).toBe('\ufeff平台,件\r\n\'=1+1,不显示\r\n"甲,""乙""",7\r\n');
  });

  it('is YAML as the files of questions and the lexicon have it', () => {
    const question = {
      ...draft,
      kind: 'lay-question',
      text: '事项：min-wage-floor\n一个月"保底"多少: 吗\n# 第二句',
    } as const;
    expect(formatDraftsYaml('lay-question', [question])).toContain(
      '- matter: min-wage-floor\n  questions:\n    - "一个月\\"保底\\"多少: 吗"\n    - "# 第二句"\n',
    );
    const term = { ...draft, kind: 'lexicon', text: '压工资=无故拖欠\n扣钱＝克扣' } as const;
    expect(formatDraftsYaml('lexicon', [term])).toContain(
      '- { say: ["压工资"], mean: ["无故拖欠"], example: "压工资" }\n- { say: ["扣钱"], mean: ["克扣"], example: "扣钱" }\n',
    );
    expect(formatDraftsYaml('gap', [{ ...draft, kind: 'gap', text: '换电柜归谁管' }])).toContain(
      '- "换电柜归谁管"\n',
    );
    expect([parseTerms(''), parseTerms('没有等号'), parseTerms('=空')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
