import type { Citation } from '#knowledge';
import { clausesIn } from '../advance.ts';
import type { Scene } from '../guide.ts';
import { firmOf, tradeOf } from './steps.ts';
import { type Tie, type Trouble, tieOf, troubleOf } from './trouble.ts';

/** Which matters of the bank a complaint touches. Whether a region's texts state them is for the texts to say. */

const TOUCHED: Readonly<Record<Trouble, (scene: Scene) => readonly string[]>> = {
  pay: () => ['wage-arrears', 'pay-deducted-short'],
  deposit: () => ['deposit-refund', 'partner-risk-deposit'],
  id: () => ['id-withheld'],
  fines: (scene) => ['wrong-fine-appeal', ...tradeAppeal(scene), 'fines-rules-no-consult'],
  ban: (scene) => [
    'account-ban-appeal',
    ...(tradeOf(scene) === 'parcel' ? [] : tradeAppeal(scene)),
    'platform-entry-exit',
    ...(tieOf(scene) === 'contract' ? ['severance-unpaid'] : []),
  ],
  price: (scene) => ['unit-price-cut', ...(tradeOf(scene) === 'parcel' ? ['courier-delivery-fee'] : [])],
  selfemployed: () => ['forced-individual-business'],
  overtime: (scene) => [
    'forced-overtime',
    ...(tieOf(scene) === 'free' ? [] : ['overtime-pay']),
    'continuous-work-rest',
    'rest-right',
  ],
  weather: (scene) => [...weatherAllowance(scene), 'bad-weather-protection'],
  // 职业伤害保障 and commercial insurance are for those without a labour relation: to others they promise what is not theirs.
  injury: (scene) => [
    ...byTie(tieOf(scene), ['work-injury-insurance-employee'], ['injured-no-labour-relation']),
    ...(tradeOf(scene) === 'parcel' ? ['courier-outlet-injury-insurance'] : []),
  ],
  bias: ({ answers }) => [GROUNDS[`${answers.ground}`] ?? 'discrimination-sex', ...remedy(answers.ground)],
  contract: (scene) => byTie(tieOf(scene), ['labour-contract-duty'], ['written-agreement-duty']),
  insurance: (scene) => byTie(tieOf(scene), ['employer-must-insure'], ['platform-guide-not-fully']),
  women: () => ['women-rights-enforcement'],
  other: () => [],
};

const GROUNDS: Readonly<Record<string, string>> = {
  sex: 'discrimination-sex',
  hukou: 'discrimination-hukou',
  ethnicity: 'discrimination-ethnicity',
  age: 'discrimination-age',
  multi: 'multi-platform-ban',
};
/** To forbid other platforms is no discrimination in any text: its remedies are not theirs. */
const remedy = (ground: unknown) => (ground === 'multi' ? [] : ['discrimination-complaint']);

/** What holds with a labour contract, what holds without a labour relation, or both where nobody has said yet which it is. */
function byTie(tie: Tie, employed: readonly string[], not: readonly string[]): readonly string[] {
  if (tie === 'contract') return employed;
  return tie === 'free' ? not : [...employed, ...not];
}

/** 南昌 20 and 22 name offices for these trades. */
function tradeAppeal(scene: Scene): readonly string[] {
  switch (tradeOf(scene)) {
    case 'parcel':
      return ['courier-fines'];
    case 'ridehail':
      return ['ridehail-appeal'];
    case 'truck':
      return ['freight-appeal'];
    default:
      return [];
  }
}

/** 吉林 16 gives the allowance with a labour relation and lets it be agreed without; 河北 13 speaks of those without one only. */
function weatherAllowance(scene: Scene): readonly string[] {
  const tie = tieOf(scene);
  if (tie === 'free') return ['weather-allowance-non-employee'];
  const given = clausesIn(scene, ['weather-allowance']);
  const others = given.length > 0 && given.every(({ quote }) => quote.startsWith(NOT_EMPLOYED));
  if (tie === 'contract') return others ? [] : ['weather-allowance'];
  return ['weather-allowance', 'weather-allowance-non-employee'];
}
const NOT_EMPLOYED = '不完全符合确立劳动关系';

/** A ground that the region's texts do not name falls back on the one that they do, said as that. */
export function touchedMatters(scene: Scene): readonly string[] {
  const matters = TOUCHED[troubleOf(scene)](scene);
  if (troubleOf(scene) !== 'bias' || groundIsNamed(scene)) return matters;
  return ['discrimination-sex', ...remedy(scene.answers.ground)];
}

/** Whether the region's texts name the ground of a discrimination. */
export function groundIsNamed(scene: Scene): boolean {
  const matter = GROUNDS[`${scene.answers.ground}`];
  return matter !== undefined && clausesIn(scene, [matter]).length > 0;
}

/** Whether the platform answers for its partner: only where there is one. */
export function partnerMatters(scene: Scene): readonly string[] {
  if (firmOf(scene) === null || troubleOf(scene) === 'bias') return [];
  const insured = troubleOf(scene) === 'insurance' ? ['supervise-partner-insurance'] : [];
  return [
    ...insured,
    troubleOf(scene) === 'pay' ? 'arrears-partner-owes' : 'partner-harm-platform-liability',
  ];
}

/** Inspection, arbitration and court, and who helps, as the texts put it for somebody who stands so. */
export function routeMatters(scene: Scene): readonly string[] {
  const trouble = troubleOf(scene);
  const help = ['legal-aid-and-advice'];
  if (trouble === 'id' || trouble === 'bias') return ['inspection-covers-platforms', ...help];
  switch (tieOf(scene)) {
    case 'contract':
      return [
        'inspection-covers-platforms',
        'arbitration-court-handle-cases',
        ...help,
        'fast-track-arbitration',
      ];
    case 'free':
      return ['no-relation-guided-to-court', ...help];
    case 'managed':
    case 'unsure':
      return [
        'inspection-covers-platforms',
        'recognition-by-facts',
        'no-relation-guided-to-court',
        ...help,
        'fast-track-arbitration',
      ];
  }
}

/** Whether a clause lists an office of a kind, where its table can be read. */
export function namesOffice(clauses: readonly Citation[], office: string): boolean {
  return clauses.some(({ departments }) =>
    departments.some(({ role, names }) => role !== 'unclear' && names.some((name) => name.includes(office))),
  );
}
