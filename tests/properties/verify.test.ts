import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuoteFault } from '#knowledge';
import { anArticle } from '../fixtures.ts';

/** Sentences of few characters, so that one is often part of another or stands twice. */
const sentence = fc
  .string({ unit: fc.constantFrom(...'企业不得收取押金，（一）'), minLength: 1, maxLength: 8 })
  .map((text) => `${text}。`);
const lines = fc.array(fc.array(sentence, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
const article = fc
  .tuple(lines, fc.option(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { nil: undefined }))
  .map(([list, secret]) => {
    const text = list.map((line) => line.join('')).join('\n');
    const start = (secret?.[0] ?? 0) % text.length;
    const end = Math.min(text.length, start + 1 + (secret?.[1] ?? 0));
    return anArticle('a/1', text, secret === undefined ? {} : { private: [{ start, end }] });
  });

type Plain = ReturnType<typeof anArticle>;

/** Every run of whole sentences that shows nothing private, with its place: slow and obviously right. */
function quotable(of: Plain): { start: number; end: number; text: string }[] {
  const runs = of.sentences.flatMap((first) =>
    of.sentences.map((last) => ({
      start: first.start,
      end: last.end,
      text: of.text.slice(first.start, last.end),
    })),
  );
  return runs.filter(
    ({ start, end, text }) =>
      start < end && !text.includes('\n') && !of.private.some((p) => p.start < end && p.end > start),
  );
}

/** A quote may leave when its pieces can be laid on quotable runs one behind the other. */
function mayLeave(of: Plain, quote: string): boolean {
  const runs = quotable(of);
  const lay = (pieces: readonly string[], from: number): boolean => {
    const [first, ...rest] = pieces;
    if (first === undefined) return true;
    return runs.some((run) => run.start >= from && run.text === first && lay(rest, run.end));
  };
  return lay(quote.split('\n'), 0);
}

const passes = (of: Plain, quote: string) => findQuoteFault(of, quote) === undefined;

describe('findQuoteFault', () => {
  it('never passes text that the plain model does not, whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom(...'企业不得收取押金，（一）。\n'), maxLength: 20 });
    fc.assert(
      fc.property(article, text, (of, quote) => {
        if (passes(of, quote)) expect(mayLeave(of, quote)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('passes whole sentences in their order when nothing of the article is private', () => {
    fc.assert(
      fc.property(lines, fc.func(fc.boolean()), (list, pick) => {
        const of = anArticle('a/1', list.map((line) => line.join('')).join('\n'));
        const chosen = of.sentences.filter((_, i) => pick(i));
        fc.pre(chosen.length > 0);
        expect(passes(of, chosen.map((s) => of.text.slice(s.start, s.end)).join('\n'))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  /** Changes a quotable run; what comes out may leave only when the model finds it elsewhere in the article. */
  function check(
    name: string,
    change: (of: Plain, run: { start: number; end: number }, n: number) => string,
  ) {
    it(name, () => {
      fc.assert(
        fc.property(article, fc.nat(), fc.nat(), (of, at, n) => {
          const runs = quotable(of);
          const run = runs[at % Math.max(1, runs.length)];
          fc.pre(run !== undefined);
          if (run === undefined) return;
          const quote = change(of, run, n);
          if (!mayLeave(of, quote)) expect(findQuoteFault(of, quote)).toBeDefined();
        }),
        { numRuns: 1000 },
      );
    });
  }

  check('never passes a quote with one character altered', (of, run, n) => {
    const at = run.start + (n % (run.end - run.start));
    return `${of.text.slice(run.start, at)}可${of.text.slice(at + 1, run.end)}`;
  });
  check('never passes a quote cut at its end', (of, run, n) =>
    of.text.slice(run.start, run.end - 1 - (n % (run.end - run.start))),
  );
  check('never passes a quote cut at its beginning', (of, run, n) =>
    of.text.slice(run.start + 1 + (n % (run.end - run.start)), run.end),
  );
  check('never passes a quote shifted along the article', (of, run, n) =>
    of.text.slice(run.start + 1 + (n % 5), run.end + 1 + (n % 5)),
  );
  check('never passes a quote with a character left out inside', (of, run, n) => {
    const at = run.start + (n % (run.end - run.start));
    return of.text.slice(run.start, at) + of.text.slice(at + 1, run.end);
  });
  check('never passes a quote with an invisible character slipped in', (of, run, n) => {
    const at = run.start + (n % (run.end - run.start));
    return `${of.text.slice(run.start, at)}\u200b${of.text.slice(at, run.end)}`;
  });

  it('never passes a quote that shows any part of what is private', () => {
    fc.assert(
      fc.property(article, fc.nat(), fc.nat(), (of, from, to) => {
        const first = of.sentences[from % of.sentences.length];
        const last = of.sentences[to % of.sentences.length];
        const secret = of.private[0];
        fc.pre(first !== undefined && last !== undefined && secret !== undefined);
        if (first === undefined || last === undefined || secret === undefined) return;
        const quote = of.text.slice(first.start, last.end);
        fc.pre(first.start < secret.end && last.end > secret.start && quote.indexOf('\n') < 0);
        // The same words may stand elsewhere in the article, where they are not private.
        fc.pre(of.text.indexOf(quote) === of.text.lastIndexOf(quote));
        expect(findQuoteFault(of, quote)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
