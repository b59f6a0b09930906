/** The words that the tables know. A word outside them would never be found again, so it is refused where it is read. */

export const OFFICE_ROLES = [
  'labour-inspectorate',
  'arbitration',
  'mediation',
  'court',
  'legal-aid',
  'traffic',
  'post',
  'social-insurance',
] as const;
export type OfficeRole = (typeof OFFICE_ROLES)[number];

export const DEADLINES = [
  'arbitration-limit',
  'court-after-arbitration',
  'inspection-limit',
  'injury-report',
  'injury-claim',
] as const;
export type DeadlineName = (typeof DEADLINES)[number];

export const TRADES = ['外卖', '快递', '网约车', '货运', '代驾', '家政', '直播', '其他'] as const;
export type Trade = (typeof TRADES)[number];

/** How a national row names its region. */
export const NATIONAL = '全国';

/** A union of every trade: the same as an empty cell. */
export const ANY_TRADE = '不限';
