import fc from 'fast-check';
import { expect } from 'vitest';
import { advance, type Input, pathOf, stepAt, withAnswers } from '../../../bot/guides/advance.ts';
import type { Guide, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';

export const ABSURD = [
  '长'.repeat(5000),
  '🛵🔥👻',
  '2999年9月9日',
  '−3元',
  '九九九九万',
  '0',
  '',
  '\u0000',
  '…',
];

const inputs = (guide: Guide): fc.Arbitrary<(data: RunData, scene: Scene) => Input> => {
  const step = fc.constantFrom(...guide.steps.map(({ id }) => id));
  const words = fc.oneof(fc.constantFrom(...ABSURD, '不知道', '没有', '南昌', '1', '1、2', '3'), fc.string());
  return fc.oneof(
    words.map((said) => () => ({ kind: 'words', words: said }) as const),
    // A press on what is offered at this very moment, or at another.
    fc.tuple(fc.nat(11), step, fc.boolean()).map(([at, other, stale]) => (data: RunData, scene: Scene) => {
      const here = stale ? guide.steps.find(({ id }) => id === other) : stepAt(guide, data);
      const choices = here?.choices(withAnswers(scene, data.answers)) ?? [];
      return { kind: 'pick', step: here?.id ?? other, choice: choices[at % 12]?.id ?? `${at}` } as const;
    }),
    fc.nat(5).map((at) => (data: RunData) => ({ kind: 'option', step: data.at, at }) as const),
    fc.constant((data: RunData) => ({ kind: 'done', step: data.at }) as const),
    fc
      .array(fc.string({ maxLength: 4 }), { maxLength: 3 })
      .map((ids) => () => ({ kind: 'files', ids }) as const),
    fc.constantFrom('back', 'skip', 'keep', 'confirm').map((kind) => () => ({ kind }) as const),
    step.map((id) => () => ({ kind: 'edit', step: id }) as const),
  );
};

/**
 * Walks a guide at random: nothing throws, each stored answer stays one, each shown answer has words, and from wherever a
 * walk stands the guide can be brought to its result.
 * @param look at each result that is reached
 */
export function walkAtRandom(guide: Guide, scene: Scene, look: (now: Scene, data: RunData) => void): void {
  fc.assert(
    fc.property(fc.array(inputs(guide), { maxLength: 40 }), (steps) => {
      let data = startRun(guide, 'r', 0).data;
      for (const next of steps) {
        ({ data } = advance(guide, data, next(data, scene), scene));
        check(guide, data, scene);
      }
      data = finished(guide, data, scene);
      look(withAnswers(scene, data.answers), data);
    }),
    { numRuns: 60 },
  );
}

function check(guide: Guide, data: RunData, scene: Scene): void {
  const ids = guide.steps.map(({ id }) => id);
  expect([...ids, REVIEW, RESULT]).toContain(data.at);
  const now = withAnswers(scene, data.answers);
  for (const step of pathOf(guide, scene, data.answers)) {
    const value = data.answers[step.id];
    expect(step.prompt(now).join('')).not.toBe('');
    if (value === undefined) continue;
    expect(step.fits(value, now), step.id).toBe(true);
    expect(typeof step.format(value, now)).toBe('string');
  }
}

/** Skips what may be skipped, and takes the first choice of the rest. */
function finished(guide: Guide, from: RunData, scene: Scene): RunData {
  let data = from;
  for (let turns = 0; turns < 3 * guide.steps.length && data.at !== RESULT; turns++) {
    const here = stepAt(guide, data);
    if (here === undefined) {
      ({ data } = advance(guide, data, { kind: 'confirm' }, scene));
      continue;
    }
    const choice = here.choices(withAnswers(scene, data.answers))[0]?.id ?? '';
    const moves: Input[] = here.optional
      ? [{ kind: 'skip' }]
      : [
          { kind: 'pick', step: here.id, choice },
          { kind: 'words', words: '某某' },
          { kind: 'done', step: here.id },
        ];
    for (const move of moves) if (data.at === here.id) ({ data } = advance(guide, data, move, scene));
  }
  expect(data.at).toBe(RESULT);
  return data;
}
