import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSources } from '../../ingest/sources/sources.ts';
import { describeWithShared, ROOT } from '../shared.ts';
import { nearCopies } from './near-copies.ts';

/** From here on two questions are one question with a word changed. */
const COPY = 0.6;

const OWN = readdirSync(join(ROOT, 'knowledge/checks')).filter((name) => name.endsWith('.jsonl'));
const bank = readSources(join(ROOT, 'knowledge')).matters.flatMap((matter) => matter.questions);
const questionsIn = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => z.object({ question: z.string() }).parse(JSON.parse(line)).question);

function expectNoCopies(questions: readonly string[]): void {
  expect(questions.length).toBeGreaterThan(20);
  expect(nearCopies(questions, bank, COPY)).toEqual([]);
}

describe('the yardsticks are not in the data', () => {
  it.each(OWN)('no lay question is a near copy of one in knowledge/checks/%s', (file) => {
    expectNoCopies(questionsIn(join(ROOT, 'knowledge/checks', file)));
  });

  describeWithShared(
    'of the published set',
    (shared) => {
      it('no lay question is a near copy', () => {
        expectNoCopies(questionsIn(join(shared, 'eval/questions.jsonl')));
      });

      it('no question of our own split is a near copy: it would measure what it was chosen on', () => {
        const own = OWN.flatMap((file) => questionsIn(join(ROOT, 'knowledge/checks', file)));
        expect(nearCopies(questionsIn(join(shared, 'eval/questions.jsonl')), own, COPY)).toEqual([]);
      });
    },
    'eval/questions.jsonl',
  );
});

describe('nearCopies', () => {
  it('finds a copy with a word changed and passes the same matter in other words', () => {
    const others = ['站长扣了我的身份证怎么办', '高温天有没有补贴'];
    expect(nearCopies(['站长扣了我的身份证咋办'], others, COPY)).toHaveLength(1);
    expect(nearCopies(['证件被公司收走了'], others, COPY)).toEqual([]);
  });

  it('is not deceived by punctuation, blanks and width', () => {
    expect(nearCopies(['高温天，有 没 有？补贴！'], ['高温天有没有补贴'], COPY)).toMatchObject([
      { likeness: 1 },
    ]);
  });
});
