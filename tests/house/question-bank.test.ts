import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bare, fold } from '#knowledge';
import { readSources } from '../../ingest/sources/sources.ts';
import { realLibrary } from '../real-release.ts';
import { ROOT } from '../shared.ts';

const { matters } = readSources(join(ROOT, 'knowledge'));
const { release } = await realLibrary();

const numbered = (instrument: string, count: number, prefix = '') =>
  Array.from({ length: count }, (_, i) => `${instrument}/${prefix}${i + 1}`);

/** The articles that a worker may be answered from. */
const RULES = [
  ...numbered('jilin-measures', 48),
  ...numbered('hebei-measures', 31),
  ...numbered('yunnan-opinions', 24),
  ...numbered('zibo-opinions', 18),
  ...numbered('nanchang-plan', 23),
  'shijiazhuang-plan/1',
  ...numbered('shijiazhuang-plan', 10, '2.'),
  ...numbered('shijiazhuang-plan', 3, '3.'),
  ...numbered('shijiazhuang-plan', 4, '4.'),
];

/** Article id -> how many lay questions its matters have. */
const asked = new Map<string, number>();
for (const matter of matters) {
  for (const id of Object.keys(matter.answers)) asked.set(id, (asked.get(id) ?? 0) + matter.questions.length);
}

describe('the question bank', () => {
  it('is held against the 162 articles, all of which the release has', () => {
    expect(RULES).toHaveLength(162);
    expect(RULES.filter((id) => release.positionOf(id) === undefined)).toEqual([]);
  });

  it('has at least 3 lay questions for every article', () => {
    expect(RULES.filter((id) => (asked.get(id) ?? 0) < 3)).toEqual([]);
  });

  it('has at least 12 for the articles that workers ask about', () => {
    const everyday = [
      'jilin-measures/5',
      'jilin-measures/16',
      'jilin-measures/29',
      'jilin-measures/42',
      'jilin-measures/43',
      'jilin-measures/44',
      'hebei-measures/8',
      'hebei-measures/10',
      'yunnan-opinions/5',
      'zibo-opinions/4',
      'nanchang-plan/4',
      'nanchang-plan/6',
    ];
    expect(everyday.filter((id) => (asked.get(id) ?? 0) < 12)).toEqual([]);
  });

  it('answers in words that stand in the article, modulo white space and punctuation', () => {
    const wrong = matters.flatMap((matter) =>
      Object.entries(matter.answers).flatMap(([id, anchors]) => {
        const position = release.positionOf(id);
        const text = position === undefined ? '' : bare(release.article(position).text);
        return anchors
          .filter((words) => !text.includes(bare(words)))
          .map((words) => `${matter.matter} ${id}: ${words}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has anchors long enough to name one sentence', () => {
    const short = matters.flatMap((matter) =>
      Object.values(matter.answers)
        .flat()
        .filter((words) => bare(words).length < 4),
    );
    expect(short).toEqual([]);
  });

  it('relates only to articles that there are, and never to one that it answers from', () => {
    for (const { matter, answers, related } of matters) {
      expect(
        related.filter((id) => release.positionOf(id) === undefined || id in answers),
        matter,
      ).toEqual([]);
    }
  });

  it('asks no question twice, in no two matters: one of them would be a lie', () => {
    const seen = new Map<string, string>();
    const repeated: string[] = [];
    for (const matter of matters) {
      for (const question of matter.questions) {
        const key = fold(question);
        const before = seen.get(key);
        if (before !== undefined) repeated.push(`${question} (${before}, ${matter.matter})`);
        seen.set(key, matter.matter);
      }
    }
    expect(repeated).toEqual([]);
  });

  it('gives every reason that is not a text’s silence something to recognise it by', () => {
    for (const reason of [
      'other_law',
      'figure_not_in_text',
      'chitchat',
      'personal_data',
      'harm',
      'instruction',
    ]) {
      const questions = matters
        .filter((matter) => matter.reason === reason)
        .flatMap((matter) => matter.questions);
      expect(questions.length, reason).toBeGreaterThan(30);
    }
  });

  it('names nobody’s telephone number in a question', () => {
    const numbers = matters
      .flatMap((matter) => matter.questions)
      .filter((question) => /(?<!\d)1[3-9]\d{9}(?!\d)/.test(question));
    expect(numbers).toEqual([]);
  });
});
