import { injuryCopy as copy } from '../../copy/guides/injury.ts';
import { clausesIn } from '../advance.ts';
import { silence } from '../common-steps.ts';
import { tradeOf } from '../complaint/steps.ts';
import type { ResultBlock, Scene } from '../guide.ts';
import { tieOf } from './case.ts';

/** Who pays for an injury, as the region's texts put it for somebody who stands so. Nothing is promised. */
export function routeBlocks(scene: Scene): readonly ResultBlock[] {
  const tie = tieOf(scene);
  const text = (words: string): ResultBlock => ({ kind: 'text', text: words });
  return [
    text(copy.routes[tie]),
    ...(tie === 'free'
      ? []
      : [clauses(copy.employed, employedMatters(scene), silence(scene, copy.employedSilent))]),
    ...(tradeOf(scene) === 'parcel' ? [clauses(copy.outlet, OUTLET, null)] : []),
    ...(tie === 'contract' ? [] : freeBlocks(scene)),
    ...(tie === 'contract' ? [clauses(copy.settle, SETTLE, null)] : []),
  ];
}

/** Ids of all matters that may be shown. */
export function routeMatters(scene: Scene): readonly string[] {
  return routeBlocks(scene).flatMap((block) => (block.kind === 'clauses' ? block.matters : []));
}

const FREE = ['injured-no-labour-relation'];
const OUTLET = ['courier-outlet-injury-insurance'];
const SUBSIDY = ['accident-insurance-subsidy'];
const SETTLE = ['injury-medical-instant-settlement'];

/**
 * 石家庄 二（七） speaks of 工伤保险. Elsewhere only the duty to insure at all may help, and not where the text goes on to
 * name pensions and medical insurance alone (河北 17, 南昌 7).
 */
function employedMatters(scene: Scene): readonly string[] {
  const duty = clausesIn(scene, ['employer-must-insure']);
  const speaksOfAll = duty.length > 0 && duty.every(({ quote }) => !quote.includes('养老'));
  return ['work-injury-insurance-employee', ...(speaksOfAll ? ['employer-must-insure'] : [])];
}

function freeBlocks(scene: Scene): readonly ResultBlock[] {
  const pilot = clausesIn(scene, FREE).some(({ quote }) => quote.includes('职业伤害保障'));
  const commercial = commercialNote(scene);
  const subsidy = clausesIn(scene, SUBSIDY).length > 0;
  return [
    clauses(copy.free, FREE, silence(scene, copy.freeSilent)),
    ...(pilot ? [{ kind: 'text', text: copy.pilot } as const] : []),
    ...(subsidy
      ? [clauses(copy.subsidy, SUBSIDY, null), { kind: 'text', text: copy.subsidyAsk } as const]
      : []),
    ...(commercial === null ? [] : [{ kind: 'text', text: commercial } as const]),
  ];
}

/** A text that encourages is not told as one that binds; 吉林 24 does not name commercial insurance at all. */
function commercialNote(scene: Scene): string | null {
  const named = clausesIn(scene, FREE).filter(({ quote }) => quote.includes('商业保险'));
  if (named.length === 0) return silence(scene, copy.commercialSilent);
  return named.every(({ quote }) => quote.includes('鼓励')) ? copy.encouraged : null;
}

function clauses(heading: string, matters: readonly string[], silent: string | null): ResultBlock {
  return { kind: 'clauses', heading, matters, silent };
}
