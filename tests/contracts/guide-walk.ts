import { expect } from 'vitest';
import { reviewRows } from '../../bot/conversation/guide-say.ts';
import { guideCopy as copy } from '../../bot/copy/guide.ts';
import { wecomCopy } from '../../bot/copy/wecom.ts';
import { advance, clausesIn, type Input, revive, stepAt, withAnswers } from '../../bot/guides/advance.ts';
import type { Choice, Guide, PaperOffer, Result, Scene, Step } from '../../bot/guides/guide.ts';
import { RESULT, REVIEW, type RunData, startRun } from '../../bot/guides/run.ts';
import { formatPaper } from '../../bot/papers/format-paper.ts';
import type { Answered, Told } from './guide-answers.ts';

/** What somebody got for one thing that they did. */
export type Heard = {
  /** All that was said, as a reader sees it. */
  readonly text: string;
  /** What can be pressed under it. */
  readonly labels: readonly string[];
  /** How each file begins: its first bytes as letters. */
  readonly files: readonly string[];
};

/** Somebody in a chat of their own with the bot. Each gives what they then got. */
export type Talker = {
  readonly say: (words: string) => Promise<Heard>;
  /** Presses what stands under the newest message. */
  readonly press: (label: string) => Promise<Heard>;
};

/** typed: never touches a button · pressed: whatever can be pressed is. */
export type Way = 'typed' | 'pressed';

export type GuideWalk = {
  readonly data: () => RunData;
  readonly step: () => Step | undefined;
  /** Opens the guide as somebody who has said where they work, and looks at its first question. */
  readonly begin: () => Promise<Heard>;
  /** Answers the question that stands, and looks at what comes next. */
  readonly answer: () => Promise<Heard>;
  /** On to the review; @param between is called before each question */
  readonly toReview: (between?: (at: number) => Promise<void>) => Promise<Heard>;
  readonly confirm: () => Promise<Heard>;
  /** Something else than an answer: what it does to the run, if anything. */
  readonly act: (said: string, input: Input | null) => Promise<Heard>;
  /** The same without a look at what stands then. */
  readonly took: (input: Input) => void;
  /** What has to be there where the run stands. */
  readonly stands: (heard: Heard) => void;
  readonly result: () => Result;
  /** What the union gets. */
  readonly rows: () => ReturnType<typeof reviewRows>;
};

/**
 * A walk through a guide beside the same walk in pure form: after everything that is said, all that the guide asks at that
 * place must have arrived, whatever the channel is.
 */
export function createGuideWalk(
  guide: Guide,
  talker: Talker,
  scene: Scene & { readonly region: string },
  told: Told,
  way: Way,
): GuideWalk {
  const start = startRun(guide, 'r', 0);
  let data = revive(guide, { ...start.data, answers: { region: scene.region } }, scene);
  /** Where a choice can be pressed, or is named to be typed. */
  let last: Heard = { text: '', labels: [], files: [] };
  const now = () => withAnswers(scene, data.answers);
  const here = () => stepAt(guide, data);
  const rows = () => reviewRows({ guide, run: { ...start, data }, scene });

  const stands = (heard: Heard) => {
    const step = here();
    if (data.at === REVIEW) standsReview(heard, rows());
    else if (data.at === RESULT) standsResult(heard, guide.finish(now()), now());
    else if (step === undefined) throw new Error(`no step ${data.at}`);
    else standsStep(heard, step, data, now());
  };
  const took = (input: Input) => {
    ({ data } = advance(guide, data, input, scene));
  };
  const say = async (words: string, input: Input | null) => {
    last = await talker.say(words);
    if (input !== null) took(input);
    stands(last);
    return last;
  };
  const press = async (label: string, input: Input) => {
    const shown = labelShown(last, label);
    // What no button shows is named, so that it can be typed.
    if (shown === undefined) {
      holds(last, label);
      return say(label, input);
    }
    last = await talker.press(shown);
    took(input);
    stands(last);
    return last;
  };
  const choose = (label: string, input: Input) =>
    way === 'pressed' ? press(label, input) : say(label, input);

  const answer = async (): Promise<Heard> => {
    const step = here();
    if (step === undefined) throw new Error(`nothing is asked at ${data.at}`);
    const answered = told[step.id];
    const { id } = step;
    if (answered === undefined)
      return step.takes === 'files'
        ? choose(copy.buttons.sent, { kind: 'done', step: id })
        : choose(copy.buttons.skip, { kind: 'skip' });
    if ('words' in answered) return say(answered.words, { kind: 'words', words: answered.words });
    if ('pieces' in answered) {
      for (const piece of answered.pieces) await say(piece, { kind: 'words', words: piece });
      return choose(copy.buttons.sent, { kind: 'done', step: id });
    }
    const labels = labelsOf(step.choices(now()), answered);
    if ('pick' in answered) {
      const [label = ''] = labels;
      return way === 'pressed'
        ? press(label, { kind: 'pick', step: id, choice: answered.pick })
        : say(label, { kind: 'words', words: label });
    }
    if (way === 'typed') {
      const words = labels.length === 0 ? (step.none ?? '') : labels.join('、');
      return say(words, { kind: 'words', words });
    }
    // What was picked before has its tick already.
    for (const [at, choice] of answered.several.entries()) {
      // What was picked before has its tick already.
      if (data.picked.includes(choice)) continue;
      if (labelShown(last, labels[at] ?? '') === undefined) {
        const words = labels.slice(at).join('、');
        return say(words, { kind: 'words', words });
      }
      await press(labels[at] ?? '', { kind: 'pick', step: id, choice });
    }
    const done = answered.several.length === 0 ? (step.none ?? '') : copy.buttons.done;
    return press(done, { kind: 'done', step: id });
  };

  return {
    ...{ stands, answer, rows, took },
    data: () => data,
    step: here,
    act: say,
    begin: async () => {
      const place = scene.texts.placeById(scene.region)?.name ?? '';
      await talker.say(`/地区 ${place}`);
      last = await talker.say(`/${guide.name}`);
      holds(last, copy.start(guide.name));
      stands(last);
      return last;
    },
    toReview: async (between) => {
      for (let at = 0; data.at !== REVIEW; at++) {
        if (at > guide.steps.length) throw new Error(`${guide.id} does not end: ${data.at}`);
        await between?.(at);
        await answer();
      }
      return last;
    },
    confirm: () => choose(copy.buttons.confirm, { kind: 'confirm' }),
    result: () => guide.finish(now()),
  };
}

function labelsOf(choices: readonly Choice[], answered: Answered): readonly string[] {
  const ids = 'pick' in answered ? [answered.pick] : 'several' in answered ? answered.several : [];
  return ids.map((id) => {
    const label = choices.find((choice) => choice.id === id)?.label;
    if (label === undefined) throw new Error(`no choice ${id} among ${choices.map((one) => one.id).join()}`);
    return label;
  });
}

/** Blanks and line ends differ by channel; words do not. */
const flat = (text: string) => text.replace(/\s+/gu, '');

export function holds(heard: Heard, ...words: readonly string[]): void {
  const said = flat(heard.text);
  for (const one of words)
    if (!said.includes(flat(one)))
      expect.fail(`“${one}” is not in:\n${heard.text}\n[${heard.labels.join('|')}]`);
}

/** A button, or a cut one beside which its whole name is told. */
export function labelShown(heard: Heard, label: string): string | undefined {
  return heard.labels.find(
    (shown) => shown === label || (shown.endsWith('…') && label.startsWith(shown.slice(0, -1))),
  );
}

/** Can be pressed, or is named. */
export function offers(heard: Heard, ...labels: readonly string[]): void {
  for (const label of labels) {
    const shown = labelShown(heard, label) ?? labelShown(heard, `✓${label}`);
    if (shown !== label && shown !== `✓${label}`) holds(heard, label);
  }
}

function standsStep(heard: Heard, step: Step, data: RunData, now: Scene): void {
  if (data.options.length > 0) {
    holds(heard, copy.which);
    offers(heard, ...data.options.map((option) => step.format(option, now)));
  } else {
    const goesOn = step.takes === 'pieces' && data.picked.length > 0;
    holds(heard, ...(goesOn ? [copy.piecesTaken(data.picked.join('').length)] : step.prompt(now)));
    offers(heard, ...step.choices(now).map(({ label }) => label));
    if (goesOn || step.takes === 'files') offers(heard, copy.buttons.sent);
    else if (step.optional) offers(heard, copy.buttons.skip);
  }
  offers(heard, copy.buttons.back, copy.buttons.later, copy.buttons.human);
}

function standsReview(heard: Heard, rows: ReturnType<typeof reviewRows>): void {
  holds(heard, copy.review.head, copy.review.foot);
  // A number in front of a line may be a mark of the channel.
  holds(heard, ...rows.map(({ label, value }) => `${label}：${value}`));
  offers(heard, copy.buttons.confirm, copy.buttons.later, copy.buttons.quit);
}

function standsResult(heard: Heard, result: Result, now: Scene): void {
  const leftOut = heard.text.includes(wecomCopy.leftOut);
  for (const block of result.blocks)
    if (block.kind === 'list') holds(heard, ...block.items);
    else if (block.kind !== 'clauses') holds(heard, block.text);
    else if (!leftOut)
      holds(heard, ...clausesIn(now, block.matters).flatMap(({ quote }) => quote.split('\n')));
  offers(heard, ...result.papers.map(({ name }) => name));
  if (result.handOver === null) {
    holds(heard, copy.result.done);
    return;
  }
  const { handOver, handOverNameless, keepToSelf } = copy.buttons;
  holds(heard, copy.result.consent(0));
  offers(heard, handOver, ...(result.handOver.nameless ? [handOverNameless] : []), keepToSelf);
}

/** The whole text of a paper. */
export function holdsPaper(heard: Heard, offer: PaperOffer): void {
  holds(heard, ...formatPaper(offer.make()).split('\n'));
}
