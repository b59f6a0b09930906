import type { complaintCopy } from '../../copy/guides/complaint.ts';
import { clausesToday } from '../advance.ts';
import { standing } from '../common-steps.ts';
import type { Scene } from '../guide.ts';
import { namesOffice, touchedMatters } from './matters.ts';
import { tradeOf } from './steps.ts';
import { type Trouble, tieOf, troubleOf } from './trouble.ts';

export type Way = keyof typeof complaintCopy.route;

/** What the platform itself decided or counts: its own appeal comes first. */
const APPEALED: readonly Trouble[] = ['fines', 'ban', 'price', 'pay', 'overtime', 'weather'];
/** Without a labour relation these are the platform's business with a partner, and nothing for the inspectorate. */
const AMONG_PARTNERS: readonly Trouble[] = ['fines', 'ban', 'price'];

/**
 * The ways that lie open, in order: the platform or the firm, mediation, inspection, arbitration, court. Where there may be
 * no labour relation the way to the court stands beside arbitration, and where there is none it stands alone.
 */
export function routeOf(scene: Scene): readonly Way[] {
  const trouble = troubleOf(scene);
  const tie = tieOf(scene);
  const first: Way = APPEALED.includes(trouble) ? 'appeal' : 'talk';
  const trade = tradeRoute(scene);
  if (trouble === 'id' || trouble === 'bias') return [first, 'union', 'inspection', 'courtOrArbitration'];
  switch (tie) {
    case 'contract':
      return [first, 'union', 'inspection', ...trade, 'arbitration', 'courtAfter'];
    case 'managed':
      return [first, 'union', 'inspection', ...trade, 'arbitration', 'courtAfter', 'courtIf'];
    case 'free':
      return [
        first,
        'union',
        ...(AMONG_PARTNERS.includes(trouble) ? [] : (['inspectionFree'] as const)),
        ...trade,
        'courtDirect',
      ];
    case 'unsure':
      return [first, 'union', 'inspection', ...trade, 'arbitrationIf', 'courtIf'];
  }
}

/** The trade's own office, where the region's text names it for what was done. */
function tradeRoute(scene: Scene): readonly Way[] {
  const clauses = standing(clausesToday(scene, touchedMatters(scene)));
  const trade = tradeOf(scene);
  if (trade === 'parcel' && namesOffice(clauses, '邮政管理')) return ['post'];
  const road = trade === 'ridehail' || trade === 'truck';
  return road && namesOffice(clauses, '交通运输') ? ['traffic'] : [];
}
