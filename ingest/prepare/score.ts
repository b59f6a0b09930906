import { z } from 'zod';
import { type Answer, renderPlain } from '#knowledge/build';

/** One line of an evaluation file; the rules of scoring stand in docs/howto/evaluate.md. */
export const evalLineSchema = z.object({
  id: z.string(),
  kind: z.string(),
  region: z.string().nullable(),
  question: z.string(),
  gold: z.array(z.string()),
  acceptable: z.array(z.string()).default([]),
  must_quote: z.array(z.string()).default([]),
  expect: z.enum(['answer', 'abstain', 'ask_region']),
  note: z.string().default(''),
});
export type EvalLine = z.infer<typeof evalLineSchema>;

export type Marks = {
  readonly line: EvalLine;
  readonly answer: Answer;
  readonly hit1: boolean;
  readonly hit3: boolean;
  readonly all5: boolean;
  readonly quote: boolean;
  readonly status: boolean;
};

export function mark(line: EvalLine, answer: Answer): Marks {
  const cited = answer.status === 'answer' ? answer.citations.map((citation) => citation.id) : [];
  const text = answer.status === 'answer' ? plain(renderPlain(answer)) : '';
  return {
    line,
    answer,
    hit1: cited.slice(0, 1).some((id) => line.gold.includes(id)),
    hit3: cited.slice(0, 3).some((id) => line.gold.includes(id)),
    all5: cited.length > 0 && line.gold.every((id) => cited.slice(0, 5).includes(id)),
    quote: answer.status === 'answer' && line.must_quote.every((quote) => text.includes(plain(quote))),
    status: answer.status === line.expect,
  };
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');
}

export type Summary = {
  readonly answers: number;
  readonly hit1: number;
  readonly hit3: number;
  readonly all5: number;
  readonly quote: number;
  readonly refused: number;
  readonly abstains: number;
  readonly abstainRight: number;
  readonly asks: number;
  readonly askRight: number;
  readonly meanCitations: number;
};

export function summarise(marks: readonly Marks[]): Summary {
  const of = (expect: EvalLine['expect']) => marks.filter((m) => m.line.expect === expect);
  const share = (list: readonly Marks[], test: (m: Marks) => boolean) =>
    list.length === 0 ? Number.NaN : list.filter(test).length / list.length;
  const answers = of('answer');
  return {
    answers: answers.length,
    hit1: share(answers, (m) => m.hit1),
    hit3: share(answers, (m) => m.hit3),
    all5: share(answers, (m) => m.all5),
    quote: share(answers, (m) => m.quote),
    refused: share(answers, (m) => !m.status),
    abstains: of('abstain').length,
    abstainRight: share(of('abstain'), (m) => m.status),
    asks: of('ask_region').length,
    askRight: share(of('ask_region'), (m) => m.status),
    meanCitations:
      answers.reduce((sum, m) => sum + m.answer.citations.length, 0) / Math.max(1, answers.length),
  };
}
