/** The door: how a guide understands an answer in free text. Pure; today comes in from outside. */

export { type DayReading, isoDay } from '#knowledge';
export { parseChoice } from './choice.ts';
export { parseClock } from './clock.ts';
export { isFuture, parseDay } from './day.ts';
export { parseEmployer } from './employer.ts';
export {
  formatDay,
  formatDayInFull,
  formatMoney,
  formatPhone,
  formatPlatform,
} from './format.ts';
export { parseHoursADay } from './hours.ts';
export { type Money, parseMoney } from './money.ts';
export { parseName } from './name.ts';
export { type PhoneReading, parsePhone } from './phone.ts';
export { type PlatformReading, parsePlatform, tradeOfBrand } from './platform.ts';
export { BRANDS, type PlatformMode, type TradeId } from './platforms.ts';
export { parseTrade } from './trade.ts';
export type { Heard } from './understood.ts';
