import { z } from 'zod';
import type { Citation } from '#knowledge';
import type { Json } from '../channels/message.ts';
import type { Answers, Choice, Guide, ResultBlock, Scene, Step } from './guide.ts';
import { RESULT, REVIEW, type RunData } from './run.ts';

/** What somebody did. `pick`, `keep` and `done` name the step they were offered at: a press on an old message changes nothing. */
export type Input =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'pick'; readonly step: string; readonly choice: string }
  /** One of several readings, by its number from 0. */
  | { readonly kind: 'option'; readonly step: string; readonly at: number }
  /** All that were wanted are picked, or sent. */
  | { readonly kind: 'done'; readonly step: string }
  | { readonly kind: 'files'; readonly ids: readonly string[] }
  | { readonly kind: 'back' }
  | { readonly kind: 'skip' }
  /** Leave an answer that was gone back to as it was. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'edit'; readonly step: string }
  | { readonly kind: 'confirm' };

/** What came of it. */
export type Note =
  /** An answer was taken from words: it is said back. */
  | { readonly kind: 'noted'; readonly step: Step; readonly value: Json }
  /** Several readings: which one? */
  | { readonly kind: 'which' }
  | { readonly kind: 'problem'; readonly text: string }
  | { readonly kind: 'not-understood' }
  | { readonly kind: 'needed' }
  | { readonly kind: 'at-start' }
  /** Offered at another step than the present one. */
  | { readonly kind: 'stale' }
  /** There is nothing to press or to take here. */
  | { readonly kind: 'no-files' }
  /** Some of those sent are beyond what one run takes. */
  | { readonly kind: 'too-many-files' };

export type Move = { readonly data: RunData; readonly note: Note | null };

/** Files that one run takes. */
export const MOST_FILES = 20;

/** The run after `input`; pure. A step that is not asked any more loses its answer. */
export function advance(guide: Guide, data: RunData, input: Input, scene: Scene): Move {
  const here = stepAt(guide, data);
  const now = withAnswers(scene, data.answers);
  switch (input.kind) {
    case 'words':
      return here === undefined
        ? still(data, { kind: 'not-understood' })
        : heard(guide, data, here, input.words, now);
    case 'pick': {
      if (here === undefined || here.id !== input.step) return still(data, { kind: 'stale' });
      const choice = here.choices(now).find(({ id }) => id === input.choice);
      if (choice === undefined) return still(data, { kind: 'stale' });
      return here.takes === 'several'
        ? still({ ...data, picked: toggle(data.picked, choice.id) }, null)
        : answer(guide, data, here, choice.id, scene, false);
    }
    case 'option': {
      const value = data.options[input.at];
      if (here === undefined || here.id !== input.step || value === undefined)
        return still(data, { kind: 'stale' });
      return answer(guide, data, here, value, scene, true);
    }
    case 'done':
      return here === undefined || here.id !== input.step
        ? still(data, { kind: 'stale' })
        : done(guide, data, here, scene);
    case 'files': {
      if (!guide.steps.some(({ takes }) => takes === 'files')) return still(data, { kind: 'no-files' });
      const all = [...new Set([...data.files, ...input.ids])];
      const files = all.slice(0, MOST_FILES);
      const note: Note | null = all.length > MOST_FILES ? { kind: 'too-many-files' } : null;
      return still({ ...data, files, missed: 0 }, note);
    }
    case 'back':
      return back(guide, data, scene);
    case 'skip':
      if (here === undefined) return still(data, { kind: 'not-understood' });
      // 下一个, after a long text: what was pasted is not thrown away.
      if (here.takes === 'pieces' && data.picked.length > 0) return done(guide, data, here, scene);
      return here.optional ? skip(guide, data, here, scene) : still(data, { kind: 'needed' });
    case 'keep':
      return here !== undefined && here.id in data.answers
        ? goOn(guide, data, scene, null)
        : still(data, { kind: 'stale' });
    case 'edit': {
      const step = pathOf(guide, scene, data.answers).find(({ id }) => id === input.step);
      return step === undefined ? still(data, { kind: 'stale' }) : still(arriveAt(data, step), null);
    }
    case 'confirm':
      return data.at === REVIEW ? still({ ...data, at: RESULT }, null) : still(data, { kind: 'stale' });
  }
}

export function stepAt(guide: Guide, { at }: RunData): Step | undefined {
  return guide.steps.find(({ id }) => id === at);
}

export function withAnswers(scene: Scene, answers: Answers): Scene {
  const region = answers.region;
  const when = whenSchema.safeParse(answers.when).data;
  return {
    ...{ ...scene, answers, day: when?.to },
    region: typeof region === 'string' ? region : scene.region,
  };
}

/** The answer to `when`, in the guides that ask it: the last day of what went on for a while. */
const whenSchema = z.object({ to: z.iso.date() });

/** The clauses of several matters where the worker is and when it happened, each once; none while no place is known. */
export function clausesIn({ region, day, texts }: Scene, matters: readonly string[]): readonly Citation[] {
  if (region === null) return [];
  const all = matters.flatMap((matter) => texts.clausesOf(matter, region, day));
  return all.filter(
    (one, at) => all.findIndex(({ id, quote }) => id === one.id && quote === one.quote) === at,
  );
}

/** The same as the texts put it today: where to go now. */
export const clausesToday = (scene: Scene, matters: readonly string[]): readonly Citation[] =>
  clausesIn({ ...scene, day: undefined }, matters);

export function clausesOfBlock(
  scene: Scene,
  { matters, today }: ResultBlock & { readonly kind: 'clauses' },
): readonly Citation[] {
  return today === true ? clausesToday(scene, matters) : clausesIn(scene, matters);
}

/** The steps that are asked, in order, after these answers. */
export function pathOf(guide: Guide, scene: Scene, answers: Answers): readonly Step[] {
  const path: Step[] = [];
  const before: Record<string, Json> = {};
  for (const step of guide.steps) {
    const now = withAnswers(scene, { ...before });
    if (!step.applies(now)) continue;
    path.push(step);
    const value = answers[step.id];
    if (value !== undefined && step.fits(value, now)) before[step.id] = value;
  }
  return path;
}

/** A run of another version of its guide: what still fits is kept, and asked on from there. */
export function revive(guide: Guide, data: RunData, scene: Scene): RunData {
  if (data.at === RESULT) return data;
  return settle(guide, { ...data, options: [], picked: [], missed: 0 }, scene);
}

function heard(guide: Guide, data: RunData, step: Step, words: string, now: Scene): Move {
  const option = optionNamed(data, step, words, now);
  if (option !== undefined) return answer(guide, data, step, option, now, true);
  if (step.takes === 'pieces') return gathered(data, step, words, now);
  const reading = step.understand(words, now);
  switch (reading.kind) {
    case 'value':
      return answer(guide, data, step, withPicked(data, step, reading.value), now, true);
    case 'options':
      return still({ ...data, options: [...reading.values], missed: 0 }, { kind: 'which' });
    case 'problem':
      return still({ ...data, missed: data.missed + 1 }, reading);
    case 'none':
      return still({ ...data, missed: data.missed + 1 }, { kind: 'not-understood' });
  }
}

/** Some were pressed, and the last ones typed where no button shows them: they belong together. */
function withPicked({ picked, answers }: RunData, step: Step, value: Json): Json {
  const adds = step.takes === 'several' && Array.isArray(value) && value.length > 0 && !(step.id in answers);
  return adds ? [...new Set([...picked, ...value])] : value;
}

/** One more message of a long text: whether there may be so much is asked of the whole. */
function gathered(data: RunData, step: Step, words: string, now: Scene): Move {
  const reading = step.understand([...data.picked, words].join('\n'), now);
  if (reading.kind === 'problem') return still(data, reading);
  return reading.kind === 'value'
    ? still({ ...data, picked: [...data.picked, words.trim()], missed: 0 }, null)
    : still({ ...data, missed: data.missed + 1 }, { kind: 'not-understood' });
}

/** Readings are counted from 1, or said again as they were offered. */
function optionNamed({ options }: RunData, step: Step, words: string, scene: Scene): Json | undefined {
  const said = words.trim();
  return options.find((value, at) => said === `${at + 1}` || said === step.format(value, scene));
}

function answer(guide: Guide, data: RunData, step: Step, value: Json, scene: Scene, said: boolean): Move {
  const answers = { ...data.answers, [step.id]: value };
  const skipped = data.skipped.filter((id) => id !== step.id);
  return goOn(guide, { ...data, answers, skipped }, scene, said ? { kind: 'noted', step, value } : null);
}

function done(guide: Guide, data: RunData, step: Step, scene: Scene): Move {
  if (step.takes === 'files') return answer(guide, data, step, data.files.length, scene, false);
  if (step.takes === 'pieces' && data.picked.length > 0)
    return answer(guide, data, step, data.picked.join('\n'), scene, false);
  if (step.takes !== 'several' && step.takes !== 'pieces') return still(data, { kind: 'stale' });
  if (data.picked.length > 0 || step.none !== null)
    return answer(guide, data, step, data.picked, scene, false);
  return step.optional ? skip(guide, data, step, scene) : still(data, { kind: 'needed' });
}

function skip(guide: Guide, data: RunData, step: Step, scene: Scene): Move {
  const { [step.id]: _, ...answers } = data.answers;
  const skipped = [...data.skipped.filter((id) => id !== step.id), step.id];
  return goOn(guide, { ...data, answers, skipped }, scene, null);
}

function back(guide: Guide, data: RunData, scene: Scene): Move {
  if (data.at === RESULT) return still({ ...data, at: REVIEW }, null);
  const path = pathOf(guide, scene, data.answers);
  const at = data.at === REVIEW ? path.length : path.findIndex(({ id }) => id === data.at);
  const before = path[at - 1];
  return before === undefined ? still(data, { kind: 'at-start' }) : still(arriveAt(data, before), null);
}

/** Several choices are shown as they were picked. */
function arriveAt(data: RunData, step: Step): RunData {
  const value = data.answers[step.id];
  const picked =
    step.takes === 'several' && Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  return { ...data, at: step.id, options: [], picked, missed: 0 };
}

function goOn(guide: Guide, data: RunData, scene: Scene, note: Note | null): Move {
  return { data: settle(guide, data, scene), note };
}

/** Drops what is not asked any more, and goes to the first question without an answer. */
function settle(guide: Guide, data: RunData, scene: Scene): RunData {
  const path = pathOf(guide, scene, data.answers);
  const now = withAnswers(scene, data.answers);
  const answers = Object.fromEntries(
    path.flatMap((step) => {
      const value = data.answers[step.id];
      return value !== undefined && step.fits(value, now) ? [[step.id, value]] : [];
    }),
  );
  const skipped = data.skipped.filter((id) => path.some((step) => step.id === id && step.optional));
  const open = path.find(({ id }) => !(id in answers) && !skipped.includes(id));
  return { ...data, answers, skipped, at: open?.id ?? REVIEW, options: [], picked: [], missed: 0 };
}

const still = (data: RunData, note: Note | null): Move => ({ data, note });

function toggle(picked: readonly string[], id: string): string[] {
  return picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id];
}

/** The choice somebody names by its number from 1, its label or another name of it. */
export function choiceNamed(words: string, choices: readonly Choice[]): Choice | undefined {
  const said = words.trim();
  return choices.find(
    ({ label, aliases }, at) => said === `${at + 1}` || said === label || aliases?.includes(said),
  );
}
