/**
 * Where the facts of somebody's work point. No verdict: the texts leave that to arbitration and courts (河北 28, 吉林 33,
 * 云南（二十三）, 南昌 18). The facts asked for are those that 南昌 18 lists: 工作时长、频次、场所、报酬结算、劳动工具、
 * 监督管理程度、惩戒措施. How they are put together is ours, is shown to nobody as a figure, and is all in this file.
 */

/** employed: 符合确立劳动关系情形 · between: 不完全符合 · own: 自主经营. */
export const CLASSES = ['own', 'between', 'employed'] as const;
export type WorkClass = (typeof CLASSES)[number];

type Table = Readonly<Record<string, WorkClass>>;

/**
 * Facts of management. They weigh double: all texts tell the three classes apart by whether a firm manages the worker
 * (南昌 1, 吉林 11, 云南（一）: 企业对劳动者进行劳动管理; 淄博（二）: 接受劳动管理; 河北 6: 遵守…算法和规则、受其管理).
 */
const MANAGEMENT = {
  // 监督管理程度: who says when there is work. 河北 6 puts 较强自主性 of time and place into the class between.
  shift: {
    // A roster, and leave to be asked for: no autonomy over time.
    must: 'employed',
    // Free in form; the rules of the platform push.
    nudge: 'between',
    free: 'own',
  },
  // 监督管理程度: who watches.
  manage: {
    // Attendance, meetings, orders that cannot be refused: managed by people.
    strict: 'employed',
    // Nobody watches, and the algorithm and its rules must be obeyed: the very words of 河北 6 on the class between.
    rules: 'between',
    none: 'own',
  },
  // 惩戒措施
  penalty: {
    // Fines, suspension, dismissal: what an employer does.
    fine: 'employed',
    // Points and fewer orders: the rules of a platform.
    app: 'between',
    none: 'own',
  },
} as const satisfies Record<string, Table>;

/** Facts around the work. Each alone is weak: a rider with an own bicycle may well be employed. */
const CIRCUMSTANCE = {
  // 工作时长、工作频次
  amount: { full: 'employed', some: 'between', spare: 'own' },
  // 工作场所
  place: { fixed: 'employed', area: 'between', free: 'own' },
  // 报酬结算
  pay: {
    // By the month, at a price that the firm sets: like a wage.
    monthly: 'employed',
    // By the order, at a price that the platform sets.
    order: 'between',
    // Who agrees on the price runs a business.
    price: 'own',
  },
  // 劳动工具
  tools: { theirs: 'employed', part: 'between', mine: 'own' },
} as const satisfies Record<string, Table>;

const TABLES: Readonly<Record<string, Table>> = { ...CIRCUMSTANCE, ...MANAGEMENT };
export type Factor = keyof typeof MANAGEMENT | keyof typeof CIRCUMSTANCE;
/** In the order in which they are asked. */
export const FACTORS = [
  'amount',
  'shift',
  'place',
  'pay',
  'tools',
  'manage',
  'penalty',
] as const satisfies Factor[];

/** Told answers by factor; others do not count. */
export type Told = Readonly<Partial<Record<Factor, string>>>;

/** Where one answer points; undefined for none that the table has. */
export function pointsTo(factor: Factor, answer: string | undefined): WorkClass | undefined {
  return answer === undefined ? undefined : TABLES[factor]?.[answer];
}

/** All answers of a factor, as the table has them. */
export const answersOf = (factor: Factor): readonly string[] => Object.keys(TABLES[factor] ?? {});

const isManagement = (factor: Factor) => factor in MANAGEMENT;
const weightOf = (factor: Factor) => (isManagement(factor) ? 2 : 1);

/** Seven tenths of what was told point to employment: one or two facts may differ. */
const EMPLOYED_FROM = 0.7;
/** Nearly everything points away, and nobody manages. */
const OWN_UP_TO = 0.3;
/** Less than half of all weight was told: nothing can be said. */
const LEAST_TOLD = 5;
/** So much weight on both ends at once is a case for those who decide, not for a table. */
const BOTH_ENDS = 3;

/** `nearest`: null where too little was told. `mixed`: strong facts on both ends. */
export type Weighed = { readonly nearest: WorkClass | null; readonly mixed: boolean };

/**
 * Where all the facts point together. A fact that points to employment never makes it less so, whatever else was told.
 * @param contract a 劳动合同 was signed: that is more than any of the facts, unless they all speak against it
 */
export function weigh(told: Told, contract: boolean): Weighed {
  const facts = FACTORS.flatMap((factor) => {
    const points = pointsTo(factor, told[factor]);
    return points === undefined ? [] : [{ factor, points, weight: weightOf(factor) }];
  });
  const weightOn = (points: WorkClass) => sum(facts.filter((fact) => fact.points === points));
  const all = sum(facts);
  const mixed =
    weightOn('employed') + (contract ? BOTH_ENDS : 0) >= BOTH_ENDS && weightOn('own') >= BOTH_ENDS;
  if (contract) return { nearest: 'employed', mixed };
  const management = facts.filter(({ factor }) => isManagement(factor));
  if (all < LEAST_TOLD || management.length === 0) return { nearest: null, mixed };
  const share = (weightOn('employed') + weightOn('between') / 2) / all;
  // Whoever is managed by nobody in any way is not employed by the length of their days alone.
  const managed = management.some(({ points }) => points === 'employed');
  const alone = management.every(({ points }) => points === 'own');
  if (managed && share >= EMPLOYED_FROM) return { nearest: 'employed', mixed };
  return { nearest: alone && share <= OWN_UP_TO ? 'own' : 'between', mixed };
}

const sum = (facts: readonly { readonly weight: number }[]) =>
  facts.reduce((total, { weight }) => total + weight, 0);

/** A single answer that would move the nearest class. */
export type Change = { readonly factor: Factor; readonly answer: string; readonly to: WorkClass };

/** What would change it: single answers, those of management first. */
export function changesOf(told: Told, contract: boolean): readonly Change[] {
  const { nearest } = weigh(told, contract);
  if (nearest === null) return [];
  const order = [...FACTORS].sort((a, b) => weightOf(b) - weightOf(a));
  return order.flatMap((factor) => {
    if (told[factor] === undefined) return [];
    const moved = answersOf(factor).flatMap((answer) => {
      const to = weigh({ ...told, [factor]: answer }, contract).nearest;
      return to === null || to === nearest ? [] : [{ factor, answer, to }];
    });
    return moved.slice(0, 1);
  });
}
