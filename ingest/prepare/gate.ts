import { type Assistant, createAssistant, type Release, renderPlain } from '#knowledge/build';
import type { CheckedQuestion, Figures, Gate, ReleaseDiff } from './prepared.ts';
import { type EvalLine, type Marks, mark } from './score.ts';

type SetName = CheckedQuestion['set'];
type Figure = Gate['falls'][number]['figure'];
const FIGURES: readonly Figure[] = ['hit1', 'hit3', 'quote', 'abstain'];
/** So much of an answer is kept for who reads why it got worse. */
const SHOWN = 600;

export type GateInput = {
  /** undefined: nothing is in force. */
  readonly before: Release | undefined;
  readonly after: Release;
  readonly diff: Pick<ReleaseDiff, 'articles'>;
  readonly sets: readonly { readonly name: SetName; readonly lines: readonly EvalLine[] }[];
  /** Percentage points. */
  readonly margin: number;
  /** ISO day on which everything is asked. */
  readonly today: string;
  readonly onProgress?: (done: number, total: number) => void;
};

/**
 * Asks both releases the same questions. An article that was changed or moved counts under its new id; one that is gone
 * does not count: that answers get lost is what somebody else shall look at.
 */
export function runGate({ before, after, diff, sets, margin, today, onProgress }: GateInput): Gate {
  const newIds = new Map<string, string[]>();
  for (const { was, id } of diff.articles)
    if (was !== null && id !== null && was !== id) newIds.set(was, [...(newIds.get(was) ?? []), id]);
  const asked = { before: before && createAsker(before, today), after: createAsker(after, today) };
  const total = sets.reduce((sum, { lines }) => sum + lines.length, 0);
  let done = 0;
  const results = sets
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => {
      const pairs = lines.map((line): Pair => {
        if (done % 50 === 0) onProgress?.(done, total);
        done += 1;
        const translated = {
          ...line,
          gold: [...new Set([...line.gold, ...line.gold.flatMap((id) => newIds.get(id) ?? [])])],
        };
        return { before: asked.before?.(line), after: asked.after(translated) };
      });
      return { name, pairs };
    });
  onProgress?.(total, total);
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
  };
}

type Pair = { readonly before: Marks | undefined; readonly after: Marks };

function createAsker(release: Release, today: string): (line: EvalLine) => Marks {
  const assistant = createAssistant({ release, today: () => today });
  return (line) =>
    mark(
      line,
      assistant.ask({ question: line.question, region: placeOf(release, assistant, line.region) }).answer,
    );
}

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
  const right = ({ line, status, hit1, hit3, quote }: Marks) =>
    line.expect === 'answer' ? [status, hit1, hit3, quote] : [status];
  const [was, now] = [right(before), right(after)];
  if (was.some((value, i) => value && now[i] === false)) return 'worse';
  return now.some((value, i) => value && was[i] === false) ? 'better' : 'same';
}

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
