import type { Json } from '../../channels/message.ts';
import { employmentCopy as copy } from '../../copy/guides/employment.ts';
import * as common from '../common-steps.ts';
import type { Choice, Reading, Scene, Step } from '../guide.ts';
import { choiceStep } from '../steps.ts';
import { parseChoice, parseHoursADay } from '../understand/index.ts';
import { FACTORS, type Factor, type Told } from './weigh.ts';

export const region = common.region();
export const organiser = common.organiser();

const FULL_DAY = 8;
/** 扣分合法吗 asks; it does not answer that points are taken. */
const ASKS = /[?？吗呢么嘛]|合法|违法|怎么|咋|为啥|为什么|凭|多少钱|该不该/u;

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
    understand: (words) => (factor === 'amount' ? hoursOr(words, choices) : chosen(words, choices)),
  });
});

export const paper = choiceStep({
  id: 'paper',
  label: copy.paper.label,
  prompt: copy.paper.prompt,
  choices: common.choicesFrom(copy.paper.choices),
  optional: true,
  understand: (words) => chosen(words, common.choicesFrom(copy.paper.choices)),
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

/** 一天跑十来个钟头 says how much somebody works. */
function hoursOr(words: string, choices: readonly Choice[]): Reading {
  const named = chosen(words, choices);
  if (named.kind !== 'none' || ASKS.test(words)) return named;
  const heard = /\d|[一二两三四五六七八九十]/u.test(words) ? parseHoursADay(words) : undefined;
  if (heard?.kind !== 'understood') return { kind: 'none' };
  return { kind: 'value', value: heard.readings[0].from >= FULL_DAY ? 'full' : 'some' };
}

function chosen(words: string, choices: readonly Choice[]): Reading {
  if (ASKS.test(words)) return { kind: 'none' };
  const heard = parseChoice(words, choices);
  if (heard?.kind !== 'understood') return { kind: 'none' };
  const ids = [...new Set(heard.readings.flat())];
  const [only] = ids;
  if (only === undefined || ids.length === choices.length) return { kind: 'none' };
  return ids.length === 1 ? { kind: 'value', value: only } : { kind: 'options', values: ids };
}
