import { type Assistant, createAssistant, type Release, renderPlain } from '#knowledge/build';
import { createFollower } from './follow-articles.ts';
import type { CheckedQuestion, Figures, Gate, ReleaseDiff } from './prepared.ts';
import { type EvalLine, type Marks, mark } from './score.ts';

type SetName = CheckedQuestion['set'];
type Figure = Gate['falls'][number]['figure'];
const FIGURES: readonly Figure[] = ['hit1', 'hit3', 'quote', 'abstain'];
/** So much of an answer is kept for who reads why it got worse. */
const SHOWN = 600;

export type QuestionSet = { readonly name: SetName; readonly lines: readonly EvalLine[] };
/** The questions of a set, as one release answers them. */
export type AskedSet = { readonly name: SetName; readonly marks: readonly Marks[] };

/**
 * Asks a release every question. Both releases are asked the same ones, one after the other: two national libraries open
 * at once need the memory of both.
 * @param today ISO day on which everything is asked
 */
export function askSets(
  release: Release,
  sets: readonly QuestionSet[],
  today: string,
  onAsked?: () => void,
): readonly AskedSet[] {
  const assistant = createAssistant({ release, today: () => today });
  return sets.map(({ name, lines }) => ({
    name,
    marks: lines.map((line) => {
      onAsked?.();
      const region = placeOf(release, assistant, line.region);
      return mark(line, assistant.ask({ question: line.question, region }).answer);
    }),
  }));
}

/** What to ask the next release: what a right answer cites goes by its new id there. */
export function underNewIds(
  sets: readonly QuestionSet[],
  { articles }: Pick<ReleaseDiff, 'articles'>,
): readonly QuestionSet[] {
  const follow = createFollower(articles);
  return sets.map(({ name, lines }) => ({
    name,
    lines: lines.map((line) => ({ ...line, gold: [...follow(line.gold)] })),
  }));
}

export type GateInput = {
  /** undefined: nothing is in force. Otherwise the same sets, with as many lines, as `after`. */
  readonly before: readonly AskedSet[] | undefined;
  readonly after: readonly AskedSet[];
  /** Percentage points. */
  readonly margin: number;
};

/** Compares how two releases answered the same questions. */
export function runGate({ before, after, margin }: GateInput): Gate {
  const results = after
    .map(({ name, marks }, set) => ({
      name,
      pairs: marks.map((mark, line): Pair => ({ before: before?.[set]?.marks[line], after: mark })),
    }))
    .filter(({ pairs }) => pairs.length > 0);
  const figures = results.map(({ name, pairs }) => ({
    name,
    before: before === undefined ? null : figuresOf(pairs.flatMap((pair) => pair.before ?? [])),
    after: figuresOf(pairs.map((pair) => pair.after)),
  }));
  const falls = figures.flatMap(({ name, before: was, after: now }) =>
    was === null ? [] : fallsOf(name, was, now, margin),
  );
  const other = results.flatMap(({ name, pairs }) => pairs.map((pair) => ({ name, pair, way: wayOf(pair) })));
  const shown = (way: 'worse' | 'better') =>
    other.filter((one) => one.way === way).map(({ name, pair }) => checked(name, pair));
  return {
    margin,
    sets: figures,
    fell: falls.length > 0,
    falls,
    worse: shown('worse'),
    better: shown('better'),
    missed: other
      .filter(({ name, way, pair }) => name === 'own' && way === 'same' && isMissed(pair.after))
      .map(({ name, pair }) => checked(name, pair)),
  };
}

type Pair = { readonly before: Marks | undefined; readonly after: Marks };

/** A place by its id or as a person says it. */
function placeOf(release: Release, assistant: Assistant, region: string | null): string | null {
  if (region === null || release.regions.byId.has(region)) return region;
  return assistant.placeOf(region)?.id ?? null;
}

function figuresOf(marks: readonly Marks[]): Figures {
  const answers = marks.filter(({ line }) => line.expect === 'answer');
  const silent = marks.filter(({ line }) => line.expect !== 'answer');
  const share = (list: readonly Marks[], test: (one: Marks) => boolean) =>
    list.length === 0 ? null : list.filter(test).length / list.length;
  return {
    questions: marks.length,
    hit1: share(answers, (one) => one.hit1),
    hit3: share(answers, (one) => one.hit3),
    quote: share(answers, (one) => one.quote),
    abstain: share(silent, (one) => one.status),
  };
}

function fallsOf(set: SetName, before: Figures, after: Figures, margin: number): Gate['falls'] {
  return FIGURES.flatMap((figure) => {
    const [was, now] = [before[figure], after[figure]];
    if (was === null || now === null) return [];
    // Shares are sums of equal parts: what differs by less than this differs by nothing.
    return (was - now) * 100 > margin + 1e-9 ? [{ set, figure, before: was, after: now }] : [];
  });
}

/** worse: something that was right is not. better: something is right that was not, and nothing is worse. */
function wayOf({ before, after }: Pair): 'worse' | 'better' | 'same' {
  if (before === undefined) return 'same';
  const [was, now] = [rightsOf(before), rightsOf(after)];
  if (was.some((value, i) => value && now[i] === false)) return 'worse';
  return now.some((value, i) => value && was[i] === false) ? 'better' : 'same';
}

const rightsOf = ({ line, status, hit1, hit3, quote }: Marks): readonly boolean[] =>
  line.expect === 'answer' ? [status, hit1, hit3, quote] : [status];

/** What was asked for does not come, at whatever place. */
const isMissed = ({ line, status, hit3, quote }: Marks): boolean =>
  !status || (line.expect === 'answer' && !(hit3 && quote));

function checked(set: SetName, { before, after }: Pair): CheckedQuestion {
  const { id, question, region, expect, gold } = after.line;
  return {
    set,
    id,
    question,
    region,
    expect,
    gold,
    before: before === undefined ? null : shownAnswer(before),
    after: shownAnswer(after),
  };
}

function shownAnswer({ answer }: Marks): CheckedQuestion['after'] {
  return {
    status: answer.status,
    cited: answer.citations.map(({ id }) => id),
    text: renderPlain(answer).slice(0, SHOWN),
  };
}
