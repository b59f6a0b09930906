import type { Button, Outbound, Part } from '../channels/message.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import {
  clausesIn,
  clausesOfBlock,
  MOST_FILES,
  type Note,
  pathOf,
  stepAt,
  withAnswers,
} from '../guides/advance.ts';
import { guideById } from '../guides/catalogue.ts';
import { silence } from '../guides/common-steps.ts';
import type { Choice, Guide, Result, ResultBlock, Scene, Step } from '../guides/guide.ts';
import { type GuideRun, RESULT, REVIEW } from '../guides/run.ts';
import { formatAction, type GuideOp } from './actions.ts';
import { sayClause } from './say.ts';
import type { Turn } from './turn.ts';

/** A run, its guide and what it looks at. */
export type Walk = { readonly guide: Guide; readonly run: GuideRun; readonly scene: Scene };

const PER_ROW = 2;
const MOST_CLAUSES = 2;

/** What is said at the place where the run stands: the note on what was just said, then what comes next. */
export function sayWalk(turn: Turn, walk: Walk, note: Note | null): Outbound {
  const { guide, run } = walk;
  const before = note === null ? [] : sayNote(walk, note);
  if (run.data.at === REVIEW) return sayReview(turn, walk, before);
  if (run.data.at === RESULT) return sayResult(turn, walk, before);
  const step = stepAt(guide, run.data);
  return step === undefined ? sayReview(turn, walk, before) : sayStep(turn, walk, step, before, note);
}

function sayNote({ scene, run }: Walk, note: Note): Part[] {
  const now = withAnswers(scene, run.data.answers);
  switch (note.kind) {
    case 'noted':
      // Own words need no reading back: they stand as they were said.
      return [
        text(
          note.step.takes === 'words' && note.step.format(note.value, now) === note.value
            ? copy.took(note.step.label)
            : copy.noted(note.step.label, note.step.format(note.value, now)),
        ),
      ];
    case 'problem':
      return [text(note.text)];
    case 'not-understood':
      return [];
    case 'needed':
      return [text(copy.needed)];
    case 'at-start':
      return [text(copy.atStart)];
    case 'stale':
      return [text(copy.stale)];
    case 'no-files':
      return [text(copy.noFiles)];
    case 'too-many-files':
      return [text(copy.tooManyFiles(MOST_FILES))];
    case 'which':
      return [];
  }
}

function sayStep(turn: Turn, walk: Walk, step: Step, before: Part[], note: Note | null): Outbound {
  const { guide, run, scene } = walk;
  const now = withAnswers(scene, run.data.answers);
  const place = numberOf(walk, step);
  const options = run.data.options;
  const parts = [...before];
  if (note?.kind === 'not-understood') parts.push(...missed(step, run.data.missed));
  // The clause belongs to the question; said again and again it would hide it.
  if (note === null || note.kind === 'noted') parts.push(...sayMatters(turn, now, step.matters(now)));
  const asked =
    options.length > 0
      ? [copy.which]
      : [copy.progress(place, guide.name), ...(goesOn(run, step) ? [] : promptOf(step, now))];
  const value = run.data.answers[step.id];
  if (value !== undefined) asked.push(copy.now(step.format(value, now)));
  if (step.takes === 'several') asked.push(...several(turn, step, step.choices(now), run.data.picked));
  if (step.takes === 'files' && run.data.files.length > 0) asked.push(copy.filesTaken(run.data.files.length));
  else if (step.takes === 'files' && !turn.channel.capabilities.buttons) asked.push(copy.filesTyped);
  if (step.takes === 'pieces')
    asked.push(
      run.data.picked.length === 0 ? copy.piecesHint : copy.piecesTaken(run.data.picked.join('').length),
    );
  const choices: readonly Choice[] =
    options.length > 0
      ? options.map((option, at) => ({ id: `${at}`, label: step.format(option, now) }))
      : step.choices(now);
  parts.push(asking(asked.join('\n')), ...numbered(turn, choices));
  return {
    parts,
    buttons: [...choiceRows(run, step, choices, options.length > 0), ...controlRows(run, step)],
  };
}

/** A long text of which some is here. */
const goesOn = ({ data }: GuideRun, { takes }: Step) => takes === 'pieces' && data.picked.length > 0;

const promptOf = (step: Step, now: Scene) => [...step.prompt(now), ...(step.optional ? [copy.optional] : [])];

/** What was known before the guide began is no question of it. */
function numberOf({ guide, run, scene }: Walk, step: Step): number {
  const path = pathOf(guide, scene, run.data.answers);
  const asked = scene.region === null ? path : path.filter(({ id }) => id !== 'region' || id === step.id);
  return asked.findIndex(({ id }) => id === step.id) + 1;
}

function missed(step: Step, times: number): Part[] {
  const first =
    step.takes === 'one' || step.takes === 'several' ? copy.notUnderstood : copy.notUnderstoodWords;
  if (times < 2) return [text(first)];
  return [text(first), text(step.optional ? copy.missedOften : copy.missedNeeded)];
}

function several(
  turn: Turn,
  { none }: Step,
  choices: readonly Choice[],
  picked: readonly string[],
): string[] {
  const labels = choices.filter(({ id }) => picked.includes(id)).map(({ label }) => label);
  if (labels.length > 0) return [copy.picked(labels.join('、'))];
  const hint = turn.channel.capabilities.buttons ? copy.severalHint : copy.severalNumbersHint;
  return none === null ? [hint] : [hint, copy.severalNone(none)];
}

/** Where nothing can be pressed the choices stand in the text, with the numbers that choose them. */
function numbered(turn: Turn, choices: readonly Choice[]): Part[] {
  if (turn.channel.capabilities.buttons) return [];
  const lines = choices.map(({ label }, at) => `${at + 1} ${label}`);
  if (lines.length > 0) lines.push(copy.numbersHint);
  return [asking([...lines, copy.wordsHint].join('\n'))];
}

function sayMatters(turn: Turn, scene: Scene, matters: readonly string[]): Part[] {
  if (matters.length === 0) return [];
  if (scene.region === null) return [quiet(copy.noPlace)];
  const clauses = clausesIn(scene, matters).slice(0, MOST_CLAUSES);
  if (clauses.length === 0) return [quiet(silence(scene, copy.silent) ?? copy.noPlace)];
  // The offices are for the end, where somebody is to go there; here the question waits under it.
  return [text(copy.clausesHead), ...clauses.map((clause) => sayClause(turn.library, clause, 'brief'))];
}

function choiceRows(run: GuideRun, step: Step, choices: readonly Choice[], options: boolean): Button[][] {
  const op = options ? 'option' : 'pick';
  const picked = (id: string) => step.takes === 'several' && run.data.picked.includes(id);
  return rows(
    choices.map(({ id, label }) => press(run, op, picked(id) ? `✓${label}` : label, step.id, id)),
    choices.some(({ label }) => label.length > 8) ? 1 : PER_ROW,
  );
}

function controlRows(run: GuideRun, step: Step): Button[][] {
  const { back, skip, later, keep, done, sent, human } = copy.buttons;
  const first: Button[] = [];
  if (step.takes === 'several') {
    const none = run.data.picked.length === 0 ? step.none : null;
    first.push(press(run, 'done', none ?? done, step.id));
  }
  if (step.takes === 'files' || goesOn(run, step)) first.push(press(run, 'done', sent, step.id));
  if (step.id in run.data.answers) first.push(press(run, 'keep', keep));
  if (step.optional && !goesOn(run, step))
    first.push(press(run, 'skip', step.id in run.data.answers ? copy.buttons.clear : skip));
  return [first, [press(run, 'back', back), press(run, 'later', later), press(run, 'human', human)]].filter(
    (row) => row.length > 0,
  );
}

function sayReview(turn: Turn, walk: Walk, before: Part[]): Outbound {
  const { run } = walk;
  const path = pathOf(walk.guide, walk.scene, run.data.answers);
  const lines = reviewRows(walk).map(({ label, value }, at) => copy.review.line(at + 1, label, value));
  const { confirm, edit, later, quit } = copy.buttons;
  const parts = [
    ...before,
    asking(copy.review.head),
    asking(lines.join('\n')),
    asking(copy.review.foot, 'quiet'),
  ];
  if (!turn.channel.capabilities.buttons) parts.push(asking(`${confirm}、${later}、${quit}`));
  return {
    parts,
    buttons: [
      [press(run, 'confirm', confirm)],
      ...rows(
        path.map(({ id }, at) => press(run, 'edit', edit(at + 1), id)),
        4,
      ),
      [press(run, 'later', later), press(run, 'quit', quit)],
    ],
  };
}

/** `told`: answered, rather than passed over. */
type Row = {
  readonly label: string;
  readonly value: string;
  readonly full: string;
  readonly personal: boolean;
  readonly told: boolean;
};

/** Each question that was asked, with its answer in plain words. */
export function reviewRows({ guide, run, scene }: Walk): readonly Row[] {
  const now = withAnswers(scene, run.data.answers);
  return pathOf(guide, scene, run.data.answers).map((step) => {
    const value = run.data.answers[step.id];
    return {
      label: step.label,
      value: value === undefined ? copy.review.skipped : step.format(value, now),
      full: value === undefined ? copy.review.skipped : step.inFull(value, now),
      personal: step.personal,
      told: value !== undefined,
    };
  });
}

/** Where the run stands, after something else was said: a result is not said over again, what can be done with it is. */
export function sayBack(turn: Turn, walk: Walk): Outbound {
  if (walk.run.data.at !== RESULT) return sayWalk(turn, walk, null);
  return sayEnd(turn, walk, walk.guide.finish(withAnswers(walk.scene, walk.run.data.answers)));
}

function sayResult(turn: Turn, walk: Walk, before: Part[]): Outbound {
  const { guide, run, scene } = walk;
  const now = withAnswers(scene, run.data.answers);
  const result = guide.finish(now);
  const { parts, buttons } = sayEnd(turn, walk, result);
  return {
    parts: [...before, ...result.blocks.flatMap((block) => sayBlock(turn, now, block)), ...parts],
    buttons,
  };
}

/** What can be done with a result: its papers, the union, the guides that go on from it. */
function sayEnd(turn: Turn, walk: Walk, result: Result): Outbound {
  const { run } = walk;
  const parts: Part[] = [];
  const others = (result.leadsTo ?? []).flatMap((id) => guideById(id) ?? []);
  parts.push(...others.map(({ name }) => quiet(copy.result.leadsTo(name))));
  if (result.papers.length > 0) parts.push(asking(sayPapers(turn, result)));
  const asks = run.data.ticket === null ? result.handOver : null;
  if (asks === null) parts.push(text(copy.result.done));
  else {
    parts.push(asking(copy.result.consent(run.data.files.length)));
    if (asks.nameless) parts.push(asking(sayNameless(walk), 'quiet'));
    if (!turn.channel.capabilities.buttons) parts.push(asking(copy.result.typeConsent(asks.nameless)));
  }
  return {
    parts,
    buttons: [
      // Where there is room for a few only, the files go before the rest: their words can be had, and typed for.
      ...paperRows(run, result),
      ...(asks === null ? [] : consentRows(run, asks.nameless)),
      ...others.map((other) => [beginning(other)]),
      ...(givesFiles(turn) ? fileRows(run, result) : []),
    ],
  };
}

/** What a nameless ticket goes without, by name: nobody shall think that it was handed over. */
function sayNameless(walk: Walk): string {
  const left = reviewRows(walk).flatMap(({ label, personal, told }) => (personal && told ? [label] : []));
  const { nameless, namelessBut } = copy.result;
  return `${nameless(left.join('、'))}\n${namelessBut}`;
}

function sayBlock(turn: Turn, scene: Scene, block: ResultBlock): Part[] {
  switch (block.kind) {
    case 'lead':
      return [{ kind: 'text', text: block.text, style: 'strong' }];
    case 'text':
      return [text(block.text)];
    case 'small':
      return [quiet(block.text)];
    case 'list':
      return block.items.length === 0 ? [] : [{ kind: 'list', items: [...block.items] }];
    case 'clauses': {
      const clauses = clausesOfBlock(scene, block);
      if (clauses.length > 0)
        return [text(block.heading), ...clauses.map((clause) => sayClause(turn.library, clause))];
      const { silent } = block;
      return silent === null ? [] : [quiet(silence(scene, () => silent) ?? silent)];
    }
  }
}

function sayPapers(turn: Turn, { papers }: Result): string {
  const { buttons } = turn.channel.capabilities;
  if (buttons) return givesFiles(turn) ? copy.result.papers : copy.result.papersOnly;
  const named = copy.result.papersTyped(papers.map(({ name }) => name).join('、'));
  return givesFiles(turn) ? `${named}\n${copy.result.filesTyped}` : named;
}

/** Whether a PDF is of any use there. */
export function givesFiles({ channel: { capabilities } }: Turn): boolean {
  return capabilities.files.private && capabilities.files.asText !== true;
}

function paperRows(run: GuideRun, { papers }: Result): Button[][] {
  return rows(
    papers.map(({ kind, name }) => press(run, 'paper', name, kind, 'text')),
    PER_ROW,
  );
}

/** Each says whose form it is: in some channels they stand in one list. */
function fileRows(run: GuideRun, { papers }: Result): Button[][] {
  return papers.map(({ kind, name }) =>
    (['docx', 'pdf'] as const).map((form) => press(run, 'paper', copy.buttons[form](name), kind, form)),
  );
}

const beginning = ({ id, name }: Guide): Button => ({
  label: copy.offerLabel(name),
  does: { kind: 'action', action: formatAction({ kind: 'begin', guide: id }) },
});

function consentRows(run: GuideRun, nameless: boolean): Button[][] {
  const { handOver, handOverNameless, keepToSelf } = copy.buttons;
  const named = press(run, 'hand', handOver, 'named');
  return [
    nameless ? [named, press(run, 'hand', handOverNameless, 'nameless')] : [named],
    [press(run, 'hand', keepToSelf, 'not')],
  ];
}

export function press(
  run: Pick<GuideRun, 'id'>,
  op: GuideOp,
  label: string,
  ...args: readonly string[]
): Button {
  return { label, does: { kind: 'action', action: formatAction({ kind: 'guide', run: run.id, op, args }) } };
}

function rows(buttons: readonly Button[], perRow: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );
}

const text = (words: string): Part => ({ kind: 'text', text: words, style: 'plain' });
/** What an answer is waited for. */
const asking = (words: string, style: 'plain' | 'quiet' = 'plain'): Part => ({
  ...{ kind: 'text', text: words, style },
  asks: true,
});
const quiet = (words: string): Part => ({ kind: 'text', text: words, style: 'quiet' });
