import { describe, expect, it } from 'vitest';
import { createAssistant, createFacts } from '#knowledge';
import { clausesOfBlock, withAnswers } from '../../../bot/guides/advance.ts';
import { complaint } from '../../../bot/guides/complaint/guide.ts';
import type { Answers, Guide } from '../../../bot/guides/guide.ts';
import { injury } from '../../../bot/guides/injury/guide.ts';
import { NAMED_MATTERS } from '../../../bot/guides/named-matters.ts';
import { formatPaper } from '../../../bot/papers/format-paper.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

const PLACE = '甲川省';
const HERE = { region: { value: PLACE, source: 'printed' }, level: 'province' } as const;
const day = (value: string) => ({ value, source: 'printed' as const });
const WORDS = {
  'wage-arrears': ['不得拖欠工资', '不得无故拖欠工资'],
  'inspection-covers-platforms': ['劳动监察管平台', '劳动监察管所有平台'],
  'injured-no-labour-relation': ['为骑手买意外险', '为骑手买职业伤害保障'],
} as const;

/** A text in force from 2020, and from July 2025 another one in its place. */
const release = await tinyRelease({
  instruments: [
    anInstrument('old', {
      ...{ ...HERE, title: '甲川旧办法', from: day('2020-01-01') },
      ended: { on: '2025-07-01', how: 'superseded', instead: 'new' },
    }),
    anInstrument('new', { ...HERE, title: '甲川新办法', from: day('2025-07-01') }),
  ],
  articles: Object.values(WORDS).flatMap(([was, is], i) => [
    anArticle(`old/${i + 1}`, `${was}。`),
    anArticle(`new/${i + 1}`, `${is}。`),
  ]),
  matters: [...new Set([...NAMED_MATTERS.complaint, ...NAMED_MATTERS.injury])].map((matter) => {
    const at = Object.keys(WORDS).indexOf(matter);
    const [was = '', is = ''] = Object.values(WORDS)[at] ?? [];
    return aMatter(matter, [`${matter}怎么办`], {
      answers: at < 0 ? {} : { [`old/${at + 1}`]: [was], [`new/${at + 1}`]: [is] },
    });
  }),
});
const assistant = createAssistant({ release, today: () => '2026-01-15' });

function shown(guide: Guide, answers: Answers) {
  const { clausesOf, placeOf, placeById } = assistant;
  const texts = { clausesOf, placeOf, placeById, places: [], facts: createFacts() };
  const scene = withAnswers({ answers: {}, region: PLACE, today: '2026-01-15', texts }, answers);
  const { blocks, papers } = guide.finish(scene);
  const clauses = blocks.flatMap((block) => (block.kind === 'clauses' ? clausesOfBlock(scene, block) : []));
  const one = (number: number) => clauses.filter(({ id }) => id.endsWith(`/${number}`));
  return { one, papers };
}

const on = (from: string, to = from) => ({ when: { from, to } });

describe('the clauses that a guide shows', () => {
  it('are those of the day on which it happened, and say what ended since', () => {
    for (const [when, id] of [
      [on('2025-03-01'), 'old/1'],
      [on('2025-03-01', '2025-06-30'), 'old/1'],
      [on('2025-06-01', '2025-07-31'), 'new/1'],
      [on('2025-09-01'), 'new/1'],
      [{}, 'new/1'],
    ] as const) {
      const [clause, more] = shown(complaint, { what: 'pay', tie: 'managed', ...when }).one(1);
      expect([clause?.id, more]).toEqual([id, undefined]);
      expect(clause?.note.includes('2025年7月1日起已被《甲川新办法》代替')).toBe(id === 'old/1');
    }
    const hurt = { hurt: 'light', kind: 'fall', tie: 'free' };
    expect(shown(injury, { ...hurt, ...on('2024-05-01') }).one(3)[0]?.id).toBe('old/3');
    expect(shown(injury, hurt).one(3)[0]?.id).toBe('new/3');
  });

  it('say where to go as it is today, whenever it happened', () => {
    const { one } = shown(complaint, { what: 'pay', tie: 'managed', ...on('2025-03-01') });
    expect(one(2).map(({ id }) => id)).toEqual(['new/2']);
  });

  it('are today’s where no text spoke then, with the day from which they hold', () => {
    const [clause] = shown(complaint, { what: 'pay', tie: 'managed', ...on('2019-03-01') }).one(1);
    expect(clause?.id).toBe('new/1');
    expect(clause?.note).toContain('2025年7月1日才起施行');
  });

  it('stand in the letters too, with what became of them', () => {
    const { papers } = shown(complaint, { what: 'pay', tie: 'contract', ...on('2025-03-01') });
    const letter = papers.find(({ kind }) => kind === 'inspection-complaint');
    const words = letter === undefined ? '' : formatPaper(letter.make());
    expect(words).toContain(WORDS['wage-arrears'][0]);
    expect(words).toContain('已被《甲川新办法》代替');
  });
});
