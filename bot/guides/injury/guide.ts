import { injuryCopy as copy } from '../../copy/guides/injury.ts';
import { told, workIn } from '../common-steps.ts';
import type { Answers, Guide, Scene } from '../guide.ts';
import { asksForInjury } from './asked-for.ts';
import { hurtIn, isGrave, kindIn, tieOf } from './case.ts';
import { papersFor } from './papers.ts';
import { resultBlocks } from './result.ts';
import { routeMatters } from './routes.ts';
import { kindLabel, name, phone, STEPS, trade, when } from './steps.ts';

/** 受伤了: the first hour, the proof, and which insurance may pay. */
export const injury: Guide = {
  id: 'injury',
  code: 'in',
  version: 1,
  kind: 'injury',
  name: copy.name,
  also: copy.also,
  summary: copy.summary,
  intro: copy.intro,
  about: [
    'injury-on-the-job',
    'injured-no-labour-relation',
    'work-injury-insurance-employee',
    'courier-outlet-injury-insurance',
    'occupational-injury-pilot',
    'occupational-injury-procedure',
    'commercial-insurance-by-platform',
    'commercial-premium-and-claim',
    'accident-insurance-subsidy',
    'injury-medical-instant-settlement',
    'work-injury-recognition',
    'injury-compensation-amount',
  ],
  isAskedFor: asksForInjury,
  steps: STEPS,
  prefill,
  isUrgent: isGrave,
  finish: (scene) => ({
    blocks: resultBlocks(scene),
    papers: papersFor(scene),
    leadsTo: [
      ...(tieOf(scene) === 'managed' || tieOf(scene) === 'unsure' ? (['employment'] as const) : []),
      ...(isGrave(scene) ? (['help'] as const) : []),
    ],
    handOver: {
      nameless: true,
      ticket: {
        kind: 'injury',
        urgent: isGrave(scene),
        trade: told(scene, trade),
        topic: copy.topic(kindLabel(scene)),
        matters: [...routeMatters(scene)],
        contact: { name: told(scene, name), phone: told(scene, phone) },
      },
    },
  }),
};

/** Only what the words say for sure. */
function prefill(words: string, scene: Scene): Answers {
  const hurt = hurtIn(words);
  const kind = kindIn(words);
  const onTheWay = /(?:送|派|拉|跑)(?:单|餐|货|件|客|外卖|快递|活)(?:的)?(?:路上|途中|时|的时候)/u.test(
    words,
  );
  // Only with an injury in the same words the day is that of the injury.
  const day = kind === undefined ? undefined : when.understand(words, scene);
  return {
    ...workIn(words, scene),
    ...(hurt === undefined ? {} : { hurt }),
    ...(kind === undefined ? {} : { kind }),
    ...(onTheWay ? { doing: 'way' } : {}),
    ...(day?.kind === 'value' ? { when: day.value } : {}),
  };
}
