import type { Json } from '../../channels/message.ts';
import { employmentCopy as copy } from '../../copy/guides/employment.ts';
import * as common from '../common-steps.ts';
import type { Scene, Step } from '../guide.ts';
import { choiceStep } from '../steps.ts';
import { hear } from './hear.ts';
import { FACTORS, type Factor, type Told } from './weigh.ts';

export const region = common.region();
export const organiser = common.organiser();

export const factors: readonly Step[] = FACTORS.map((factor) => {
  const { label, prompt, choices: copied } = copy.factors[factor];
  const choices = common.choicesFrom(copied);
  return choiceStep({
    id: factor,
    label,
    prompt,
    choices,
    optional: true,
    // Once, where the facts begin: the same clause under each of seven questions would hide them.
    matters: (scene) => (factor === FACTORS[0] ? [howMatter(scene)] : []),
    understand: (words) => hear(factor, words, choices),
  });
});

export const paper = choiceStep({
  id: 'paper',
  label: copy.paper.label,
  prompt: copy.paper.prompt,
  choices: common.choicesFrom(copy.paper.choices),
  optional: true,
  understand: (words) => hear('paper', words, common.choicesFrom(copy.paper.choices)),
});

/** Whether the text here names what is looked at; elsewhere it only says by what it is decided. */
export const hasFactors = ({ region: id, texts }: Scene): boolean =>
  id !== null && texts.clausesOf('recognition-factors-list', id).length > 0;

const howMatter = (scene: Scene) =>
  hasFactors(scene) ? 'recognition-factors-list' : 'relation-decided-by-facts';

export function toldIn({ answers }: Scene): Told {
  return Object.fromEntries(
    FACTORS.flatMap((factor): [Factor, string][] => {
      const answer: Json | undefined = answers[factor];
      return typeof answer === 'string' ? [[factor, answer]] : [];
    }),
  );
}
