import { z } from 'zod';
import type { commonCopy } from '../../copy/guides/common.ts';
import { complaintCopy as copy } from '../../copy/guides/complaint.ts';
import { choiceNamed } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { Scene, Step } from '../guide.ts';
import { dayStep, moneyStep, platformOf } from '../heard-steps.ts';
import { choiceStep, filesStep, severalStep, stepOf, textStep } from '../steps.ts';
import { tradeOfBrand } from '../understand/index.ts';
import { evidenceFor } from './evidence.ts';
import { type Trouble, troubleOf, troublesIn } from './trouble.ts';

const MOST_STORY = 600;
const MOST_NAME = 60;

const isOneOf =
  (...troubles: readonly Trouble[]) =>
  (scene: Scene) =>
    troubles.includes(troubleOf(scene));

/** A question that a guide cannot answer: it is not an answer to what happened. */
const ASKS = /[?？]|[吗么呢]$|合法|违法|怎么|咋|能不能|多少/u;

export const region = common.region();

const what = choiceStep({
  id: 'what',
  ...copy.what,
  choices: common.choicesFrom(copy.what.choices),
  understand: (words) => {
    const [first, ...others] = ASKS.test(words) ? [] : troublesIn(words);
    if (first === undefined) return { kind: 'none' };
    return others.length === 0
      ? { kind: 'value', value: first }
      : { kind: 'options', values: [first, ...others] };
  },
});

/** Somebody hurt has a guide of their own; this one goes on only if they say so. */
const hurt = choiceStep({
  id: 'hurt',
  ...copy.hurt,
  choices: common.choicesFrom(copy.hurt.choices),
  applies: isOneOf('injury'),
});

const ground = choiceStep({
  id: 'ground',
  ...copy.ground,
  choices: common.choicesFrom(copy.ground.choices),
  applies: isOneOf('bias'),
});

export const platform = common.platform(copy.platform);

/** Trades as the choices name them, by the trade of a brand. */
const TRADE_OF_BRAND = {
  'courier-food': 'courier-food',
  'courier-parcel': 'parcel',
  'driver-ride': 'ridehail',
  'driver-truck': 'truck',
  'driver-designated': 'driver',
  streamer: 'streamer',
  other: undefined,
} as const;

/** The trade as it was told, or as the platform tells it. */
export function tradeOf(scene: Scene): keyof typeof commonCopy.trade.choices | undefined {
  const brand = platformOf(scene)?.brand;
  const known = brand === undefined ? undefined : tradeOfBrand(brand);
  const told = tradeSchema.safeParse(scene.answers.trade).data;
  return told ?? (known === undefined ? undefined : TRADE_OF_BRAND[known]);
}
const tradeSchema = z.enum(['courier-food', 'parcel', 'ridehail', 'truck', 'driver', 'streamer', 'other']);

/** Asked only where the platform does not tell it. */
const trade = common.trade({
  optional: true,
  applies: ({ answers, ...scene }) => {
    const { trade: _, ...others } = answers;
    return tradeOf({ ...scene, answers: others }) === undefined;
  },
});

const NO_FIRM = 'none';
const namedFirm = textStep({ id: 'firm', label: copy.firm.label, prompt: [], most: MOST_NAME });
const firmChoices = common.choicesFrom(copy.firm.choices);

/** Where and under whom, in own words; `none` where there is nobody between the worker and the platform. */
export const firm: Step = stepOf<string>(
  {
    id: 'firm',
    label: copy.firm.label,
    prompt: (scene) => (troubleOf(scene) === 'bias' ? copy.firm.promptBias : copy.firm.prompt),
    optional: true,
    // 众包 takes orders from the platform itself.
    applies: (scene) => platformOf(scene)?.mode !== 'crowd',
    matters: ['partner-harm-platform-liability'],
  },
  {
    takes: 'words',
    schema: z.string(),
    choices: () => firmChoices,
    understand: (words, scene) => {
      const named = choiceNamed(words, firmChoices);
      return named === undefined ? namedFirm.understand(words, scene) : { kind: 'value', value: named.id };
    },
    format: (firmName) => (firmName === NO_FIRM ? copy.firm.choices.none.label : firmName),
  },
);

/** The station or company by name; null where there is none or none was told. */
export function firmOf({ answers }: Scene): string | null {
  return typeof answers.firm === 'string' && answers.firm !== NO_FIRM ? answers.firm : null;
}

const tie = choiceStep({
  id: 'tie',
  ...copy.tie,
  choices: common.choicesFrom(copy.tie.choices),
  optional: true,
  applies: (scene) => !isOneOf('id', 'bias')(scene),
  matters: ['recognition-by-facts'],
});

export const when = dayStep({
  id: 'when',
  label: copy.when.label,
  prompt: (scene) =>
    isOneOf('contract', 'insurance', 'overtime')(scene) ? copy.when.promptSince : copy.when.prompt,
  optional: true,
});

export const much = moneyStep({
  id: 'much',
  ...copy.much,
  optional: true,
  applies: isOneOf('pay', 'deposit', 'fines'),
});

export const story = textStep({ id: 'story', ...copy.story, optional: true, most: MOST_STORY });

const proof = severalStep({ id: 'proof', ...copy.proof, optional: true, choices: evidenceFor });

/** Nothing to show, nothing to send. */
const files = filesStep({
  id: 'files',
  ...copy.files,
  applies: ({ answers }) => Array.isArray(answers.proof) && answers.proof.length > 0,
});

/** Hours of work are proof where it is about hours, pay, or who manages whom. */
const worklog = common.worklog({
  applies: (scene) => scene.logged === true && isOneOf('overtime', 'pay', 'contract')(scene),
});

const woman = choiceStep({
  id: 'woman',
  ...copy.woman,
  choices: common.choicesFrom(copy.woman.choices),
  optional: true,
  applies: isOneOf('women'),
});

export const name = common.name({ ...copy.whoAreYou, optional: true });
export const phone = common.phone();

/** In the order in which they are asked. */
export const STEPS: readonly Step[] = [
  region,
  what,
  hurt,
  ground,
  platform,
  trade,
  firm,
  tie,
  when,
  much,
  story,
  proof,
  files,
  worklog,
  woman,
  name,
  phone,
];
