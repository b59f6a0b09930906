import { commonCopy } from '../../copy/guides/common.ts';
import { complaintCopy as copy } from '../../copy/guides/complaint.ts';
import { told } from '../common-steps.ts';
import type { Answers, Guide, GuideId, Scene } from '../guide.ts';
import { parsePlatform } from '../understand/index.ts';
import { asksForComplaint } from './asked-for.ts';
import { partnerMatters, touchedMatters } from './matters.ts';
import { papersFor } from './papers.ts';
import { resultBlocks } from './result.ts';
import { name, phone, STEPS, tradeOf } from './steps.ts';
import { tieOf, troubleOf, troublesIn } from './trouble.ts';

/** 维权: from what happened to the clause, the way, the proof and the letters. */
export const complaint: Guide = {
  id: 'complaint',
  code: 'cp',
  version: 1,
  kind: 'complaint',
  already: { topics: Object.values(copy.matter).map(copy.topic), way: 'tell' },
  name: copy.name,
  also: copy.also,
  summary: copy.summary,
  intro: copy.intro,
  about: [
    'wage-arrears',
    'pay-deducted-short',
    'wage-arrears-where-to-report',
    'arrears-where-to-report',
    'arrears-clock',
    'arrears-partner-owes',
    'arrears-extra-compensation',
    'below-minimum-makeup',
    'severance-unpaid',
    'deposit-ban',
    'deposit-refund',
    'deposit-fine',
    'partner-risk-deposit',
    'id-withheld',
    'id-return-penalty',
    'belongings-withheld',
    'courier-fines',
    'courier-complaint-verify',
    'fines-rules-no-consult',
    'dispatch-refusal-penalty',
    'wrong-fine-appeal',
    'bad-review-appeal',
    'account-ban-appeal',
    'appeal-channel',
    'appeal-no-reply',
    'ridehail-appeal',
    'freight-appeal',
    'forced-individual-business',
    'individual-business-report',
    'forced-overtime',
    'overtime-pay',
    'overtime-who-enforces',
    'weather-allowance',
    'weather-allowance-non-employee',
    'discrimination-sex',
    'discrimination-hukou',
    'discrimination-ethnicity',
    'discrimination-age',
    'discrimination-complaint',
    'discrimination-court',
    'discrimination-remedy-routes',
    'multi-platform-ban',
    'women-rights-enforcement',
    'inspection-covers-platforms',
    'inspection-no-labour-relation',
    'arbitration-court-handle-cases',
    'no-relation-guided-to-court',
    'mediation-help',
    'free-drafting-arbitration-papers',
  ],
  isAskedFor: asksForComplaint,
  steps: STEPS,
  prefill,
  finish: (scene) => ({
    blocks: resultBlocks(scene),
    papers: papersFor(scene),
    leadsTo: leadsTo(scene),
    handOver: {
      nameless: true,
      ticket: {
        kind: 'complaint',
        urgent: troubleOf(scene) === 'id',
        trade: tradeLabel(scene),
        topic: copy.topic(copy.matter[troubleOf(scene)]),
        matters: [...touchedMatters(scene), ...partnerMatters(scene)],
        contact: { name: told(scene, name), phone: told(scene, phone) },
      },
    },
  }),
};

function tradeLabel(scene: Scene): string | null {
  const trade = tradeOf(scene);
  return trade === undefined ? null : commonCopy.trade.choices[trade].label;
}

/** Only what the words say for sure: one trouble, one platform that everybody knows, one place. */
function prefill(words: string, { texts }: Scene): Answers {
  const [what, ...others] = troublesIn(words);
  const heard = parsePlatform(words);
  const [platform, ...unsure] = heard?.kind === 'understood' ? heard.readings : [];
  const place = texts.placeOf(words)?.id;
  return {
    ...(what === undefined || others.length > 0 ? {} : { what }),
    ...(platform?.brand === undefined || unsure.length > 0 ? {} : { platform }),
    ...(place === undefined ? {} : { region: place }),
  };
}

/** What else is worth doing beside the complaint. */
function leadsTo(scene: Scene): readonly GuideId[] {
  const trouble = troubleOf(scene);
  if (trouble === 'injury') return ['injury'];
  if (trouble === 'contract') return ['agreement', 'employment'];
  if (trouble === 'id' || trouble === 'bias') return [];
  return tieOf(scene) === 'contract' ? [] : ['employment'];
}
