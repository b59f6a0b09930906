import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bare } from '#knowledge';
import { BadQuestionBank, createBank } from '#knowledge/build';
import { articles, sources } from '../../policies.ts';
import { describeWithShared } from '../../shared.ts';

const deposit = {
  matter: 'deposit',
  name: '押金',
  answers: { 'a/1': '不得收取' },
  questions: ['押金不退'],
};

describe('createBank', () => {
  it('puts more voices behind a matter’s own questions, and reads one anchor as a list', () => {
    const [matter] = createBank([[deposit]], [[{ matter: 'deposit', questions: ['yajin 咋要回来'] }]]);
    expect(matter).toEqual({
      matter: 'deposit',
      name: '押金',
      answers: { 'a/1': ['不得收取'] },
      related: [],
      questions: ['押金不退', 'yajin 咋要回来'],
    });
  });

  it.each([
    ['two matters of one name', [[deposit], [deposit]], [], /two matters are called deposit/],
    [
      'voices for a matter that is not there',
      [[deposit]],
      [[{ matter: 'x', questions: ['问'] }]],
      /matter x/,
    ],
    [
      'a matter with neither answers nor a reason',
      [[{ ...deposit, answers: {} }]],
      [],
      /neither answers nor a reason/,
    ],
  ])('%s is refused by name', (_, matters, voices, words) => {
    expect(() => createBank(matters, voices)).toThrow(BadQuestionBank);
    expect(() => createBank(matters, voices)).toThrow(words);
  });

  it.each([
    ['an empty question', { ...deposit, questions: [''] }],
    ['an anchor without words', { ...deposit, answers: { 'a/1': [] } }],
    ['a name that is no slug', { ...deposit, matter: '押金' }],
    ['a reason outside the closed set', { ...deposit, reason: 'because' }],
    ['an unknown field', { ...deposit, region: '吉林' }],
  ])('%s is refused', (_, matter) => {
    expect(() => createBank([[matter]], [])).toThrow(z.ZodError);
  });
});

describe('the question bank, as data', () => {
  const asked = new Map<string, number>();
  for (const { answers, questions } of sources.matters)
    for (const id of Object.keys(answers)) asked.set(id, (asked.get(id) ?? 0) + questions.length);
  const covered = articles.filter(({ id, kind }) => kind === 'rule' && !id.startsWith('nanchang-plan/s'));

  it('every one of the 162 articles has at least 12 questions', () => {
    expect(covered).toHaveLength(162);
    expect(covered.filter(({ id }) => (asked.get(id) ?? 0) < 12).map(({ id }) => id)).toEqual([]);
  });

  it('no question stands twice, in one matter or in two', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const { matter, questions } of sources.matters)
      for (const question of questions) {
        const key = bare(question) === '' ? question : bare(question);
        const before = seen.get(key);
        if (before !== undefined && before !== matter) twice.push(`${question}: ${before}, ${matter}`);
        seen.set(key, matter);
      }
    expect(twice).toEqual([]);
  });

  it('a matter of no text has a reason, and every reason of the closed set is used', () => {
    const silent = sources.matters.filter(({ answers }) => Object.keys(answers).length === 0);
    expect(new Set(silent.map(({ reason }) => reason))).toEqual(
      new Set(['other_law', 'figure_not_in_text', 'chitchat', 'personal_data', 'harm', 'instruction']),
    );
  });

  it('answers never rest on the roster or on a task row', () => {
    const ids = sources.matters.flatMap(({ answers }) => Object.keys(answers));
    expect(ids.filter((id) => /roster|tasks/.test(id))).toEqual([]);
  });
});

describeWithShared(
  'the yardstick stays a yardstick',
  (shared) => {
    it('no question of ../shared/eval/questions.jsonl stands in the bank', () => {
      const line = z.object({ question: z.string() });
      const yardstick = readFileSync(join(shared, 'eval/questions.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((json) => bare(line.parse(JSON.parse(json)).question));
      expect(yardstick).toHaveLength(150);
      const bank = new Set(sources.matters.flatMap(({ questions }) => questions.map(bare)));
      expect(yardstick.filter((question) => bank.has(question))).toEqual([]);
    });
  },
  'eval/questions.jsonl',
);
