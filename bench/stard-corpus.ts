/** STARD as the product's own objects: 55,347 statute articles and the development half of its lay questions. */

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Article, Instrument, Matter } from '#knowledge';

const FOLDER = '../shared/corpora/stard';

const docSchema = z.object({
  id: z.string(),
  law: z.string(),
  article: z.string(),
  headings: z.array(z.string()),
  text: z.string(),
});
const questionSchema = z.object({ qid: z.int(), text: z.string(), gold: z.array(z.string()) });
export type LayQuestion = z.infer<typeof questionSchema>;

export type Corpus = {
  readonly instruments: readonly Instrument[];
  readonly articles: readonly Article[];
  readonly questions: readonly LayQuestion[];
};

/** Undefined where the corpus is not on this machine; the caller says so. */
export function readStard(): Corpus | undefined {
  if (!existsSync(`${FOLDER}/corpus.jsonl.gz`)) return undefined;
  const lines = (text: string): unknown[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const docs = z
    .array(docSchema)
    .parse(lines(gunzipSync(readFileSync(`${FOLDER}/corpus.jsonl.gz`)).toString()));
  const questions = z.array(questionSchema).parse(lines(readFileSync(`${FOLDER}/queries.dev.jsonl`, 'utf8')));
  const laws = [...new Set(docs.map((doc) => doc.law))];
  return {
    instruments: laws.map((title) => ({
      id: title,
      kind: 'law',
      title,
      number: null,
      issuers: [],
      date: null,
      region: null,
      level: 'national',
      status: 'in-force',
      period: null,
      from: null,
      to: null,
      ended: null,
      entered: [],
      file: 'stard',
    })),
    articles: docs.map((doc) => ({
      id: doc.id,
      instrument: doc.law,
      kind: 'rule',
      label: doc.article,
      path: doc.headings,
      text: doc.text,
      paragraphs: [{ start: 0, end: doc.text.length, label: '', paragraph: 1 }],
      items: [],
      sentences: [],
      departments: [],
      private: [],
    })),
    questions,
  };
}

/** Lay questions as matters, so that they reach the index the way the product's own do. */
export function questionMatters(questions: readonly LayQuestion[]): Matter[] {
  return questions.map(({ qid, text, gold }) => ({
    matter: `q${qid}`,
    name: text,
    answers: Object.fromEntries(gold.map((id) => [id, []])),
    related: [],
    questions: [],
  }));
}
