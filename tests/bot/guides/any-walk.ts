import fc from 'fast-check';
import { advance, type Input, withAnswers } from '../../../bot/guides/advance.ts';
import type { Guide, Scene } from '../../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../../bot/guides/run.ts';

const ABSURD = [
  '长'.repeat(5000),
  '🍜🍜🍜',
  '-3元',
  '九九九九万',
  '3026年13月45日',
  '<b>x</b>',
  '\u202e\u0000',
  '',
  '1',
  '2',
  '99',
  '__proto__',
  'constructor',
];

/** What people and machines may do in a guide, sensible or not. */
export function anyInputs(guide: Guide, scene: Scene, words: readonly string[]): fc.Arbitrary<Input[]> {
  const ids = fc.constantFrom(...guide.steps.map(({ id }) => id));
  const said = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...ABSURD), fc.string());
  const pick = fc.tuple(ids, fc.nat(20)).map(([step, at]): Input => {
    const choices = guide.steps.find(({ id }) => id === step)?.choices(scene) ?? [];
    return { kind: 'pick', step, choice: choices[at % Math.max(1, choices.length)]?.id ?? 'none' };
  });
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: said.map((one): Input => ({ kind: 'words', words: one })) },
      { weight: 4, arbitrary: pick },
      { weight: 3, arbitrary: fc.constant<Input>({ kind: 'skip' }) },
      ids.map((step): Input => ({ kind: 'edit', step })),
      ids.map((step): Input => ({ kind: 'done', step })),
      fc.tuple(ids, fc.nat(3)).map(([step, at]): Input => ({ kind: 'option', step, at })),
      fc.constantFrom<Input>(
        { kind: 'back' },
        { kind: 'keep' },
        { kind: 'confirm' },
        { kind: 'files', ids: ['f'] },
      ),
    ),
    { maxLength: 25 },
  );
}

/** @throws when a kept answer does not fit its step */
export function walkThrough(guide: Guide, scene: Scene, inputs: readonly Input[]): RunData {
  let { data } = startRun(guide, 'r', 0);
  for (const input of inputs) {
    ({ data } = advance(guide, data, input, scene));
    for (const step of guide.steps) {
      const value = data.answers[step.id];
      if (value !== undefined && !step.fits(value, withAnswers(scene, data.answers)))
        throw new Error(`${step.id} keeps what does not fit`);
    }
  }
  return data;
}

/** Passes over what is left, and says the first thing that comes to mind where that is not allowed. */
export function walkOn(guide: Guide, scene: Scene, from: RunData, name: string): RunData {
  let data = from;
  for (let left = 40; left > 0 && data.at !== REVIEW && data.at !== RESULT; left--)
    for (const input of [
      { kind: 'skip' },
      { kind: 'words', words: '1' },
      { kind: 'words', words: name },
    ] as const)
      ({ data } = advance(guide, data, input, scene));
  return data;
}
