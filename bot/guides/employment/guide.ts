import { employmentCopy as copy } from '../../copy/guides/employment.ts';
import type { Guide } from '../guide.ts';
import { parseEmployer } from '../understand/index.ts';
import { isAskedFor } from './asked-for.ts';
import { resultOf } from './result.ts';
import { factors, organiser, paper, region } from './steps.ts';

/** 平台 and 自己 stand in most sentences about work; a partner is named only by those who have one. */
const CERTAIN: readonly string[] = ['station', 'outsourcing', 'dispatch'];

/** 劳动关系: who am I in law. The facts for and against, and never a verdict. */
export const employment: Guide = {
  id: 'employment',
  code: 'em',
  version: 1,
  kind: 'question',
  name: copy.name,
  summary: copy.summary,
  intro: copy.intro,
  about: [
    'three-classes-which-am-i',
    'recognition-by-facts',
    'recognition-factors-list',
    'relation-decided-by-facts',
    'relation-recognition-factors',
    'paper-vs-reality',
    'who-is-my-employer',
    'self-employed-civil-law',
  ],
  isAskedFor,
  prefill: (words) => {
    const heard = parseEmployer(words);
    const [only, ...others] = heard?.kind === 'understood' ? heard.readings : [];
    return only !== undefined && others.length === 0 && CERTAIN.includes(only) ? { organiser: only } : {};
  },
  steps: [region, organiser, ...factors, paper],
  finish: resultOf,
};
