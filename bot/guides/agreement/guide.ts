import { agreementCopy as copy } from '../../copy/guides/agreement.ts';
import type { Guide } from '../guide.ts';
import { isAskedFor } from './asked-for.ts';
import { resultOf } from './result.ts';
import { also, files, firm, has, paper, paste, region, signs, way, wrong } from './steps.ts';

/** 协议体检: what an agreement has of what the texts say it should, and what to say to the company. */
export const agreement: Guide = {
  id: 'agreement',
  code: 'ag',
  version: 1,
  kind: 'agreement',
  name: copy.name,
  summary: copy.summary,
  intro: copy.intro,
  about: [
    'written-agreement-contents',
    'written-agreement-duty',
    'electronic-contract',
    'contract-copy-blank',
    'contract-lease-joint-operation',
    'forced-individual-business',
  ],
  isAskedFor,
  prefill: () => ({}),
  steps: [region, way, paper, paste, wrong, also, has, signs, firm, files],
  finish: resultOf,
};
