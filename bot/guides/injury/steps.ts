import { injuryCopy as copy } from '../../copy/guides/injury.ts';
import * as common from '../common-steps.ts';
import { tradeOf } from '../complaint/steps.ts';
import type { Scene, Step } from '../guide.ts';
import { dayStep } from '../heard-steps.ts';
import { choiceStep, filesStep, severalStep, textStep } from '../steps.ts';
import { doingIn, hurtOf, hurtsIn, kindIn, kindOf } from './case.ts';
import { evidenceFor } from './evidence.ts';
import { atOnce, firstHour } from './first-hour.ts';

const MOST_STORY = 400;

const hurt = choiceStep({
  id: 'hurt',
  ...copy.hurt,
  choices: common.choicesFrom(copy.hurt.choices),
  understand: (words) => {
    const [first, ...others] = hurtsIn(words);
    if (first === undefined) return { kind: 'none' };
    return others.length === 0
      ? { kind: 'value', value: first }
      : { kind: 'options', values: [first, ...others] };
  },
});

/** Before anything else is asked of somebody who lies on the road, they read whom to call. */
const kind = choiceStep({
  id: 'kind',
  label: copy.kind.label,
  prompt: (scene) => [...atOnce(scene), ...copy.kind.prompt],
  choices: common.choicesFrom(copy.kind.choices),
  understand: (words) => {
    const heard = kindIn(words);
    return heard === undefined ? { kind: 'none' } : { kind: 'value', value: heard };
  },
});

const now = choiceStep({
  id: 'now',
  label: copy.now.label,
  prompt: firstHour,
  optional: true,
  applies: (scene) => hurtOf(scene) !== 'rest' && hurtOf(scene) !== 'back',
  choices: common.choicesFrom(copy.now.choices),
});

const doing = choiceStep({
  id: 'doing',
  ...copy.doing,
  optional: true,
  choices: common.choicesFrom(copy.doing.choices),
  understand: (words) => {
    const heard = doingIn(words);
    return heard === undefined ? { kind: 'none' } : { kind: 'value', value: heard };
  },
});

const police = choiceStep({
  id: 'police',
  ...copy.police,
  optional: true,
  applies: (scene) => kindOf(scene) === 'traffic' || kindOf(scene) === 'assault',
  choices: common.choicesFrom(copy.police.choices),
});

export const when = dayStep({ id: 'when', ...copy.when, optional: true });
export const how = textStep({ id: 'how', ...copy.how, optional: true, most: MOST_STORY });
export const region = common.region();
export const platform = common.platform();

/** Asked only where the platform does not tell it. */
export const trade = common.trade({
  optional: true,
  applies: ({ answers: { trade: _, ...answers }, ...scene }) => tradeOf({ ...scene, answers }) === undefined,
});

const tie = choiceStep({
  id: 'tie',
  ...copy.tie,
  optional: true,
  choices: common.choicesFrom(copy.tie.choices),
});

export const insured = severalStep({
  id: 'insured',
  ...copy.insured,
  optional: true,
  choices: common.choicesFrom(copy.insured.choices),
});

const have = severalStep({ id: 'have', ...copy.have, optional: true, choices: evidenceFor });

const files = filesStep({
  id: 'files',
  ...copy.files,
  applies: ({ answers }) => Array.isArray(answers.have) && answers.have.length > 0,
});

export const name = common.name({ ...copy.whoAreYou, optional: true });
export const phone = common.phone();

/** In the order in which they are asked. */
export const STEPS: readonly Step[] = [
  hurt,
  kind,
  now,
  doing,
  police,
  when,
  how,
  region,
  platform,
  trade,
  tie,
  insured,
  have,
  files,
  // Hours without a rest may be how it came about.
  common.worklog(),
  name,
  phone,
];

export function kindLabel(scene: Scene): string {
  return copy.kind.choices[kindOf(scene)].label;
}
