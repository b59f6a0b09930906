/** The door: how a guide understands an answer in free text. Pure; today comes in from outside. */

export { type DayReading, type IsoDay, isoDay } from './calendar.ts';
export { type Choice, type ChoiceProblem, type Chosen, parseChoice } from './choice.ts';
export { type ClockReading, parseClock } from './clock.ts';
export { type DayProblem, isFuture, parseDay } from './day.ts';
export { type EmployerId, parseEmployer } from './employer.ts';
export {
  formatChosen,
  formatClock,
  formatDay,
  formatDaysAWeek,
  formatEmployer,
  formatHoursADay,
  formatMoney,
  formatMonths,
  formatPhone,
  formatPlace,
  formatPlatform,
  formatTrade,
  formatYesNo,
} from './format.ts';
export {
  type AmountProblem,
  type Hours,
  parseDaysAWeek,
  parseHours,
  parseHoursADay,
  parseMonthsWorked,
} from './hours.ts';
export { type Money, type MoneyProblem, parseMoney } from './money.ts';
export { type NameProblem, parseName } from './name.ts';
export { type PhoneProblem, type PhoneReading, parsePhone } from './phone.ts';
export { parsePlace } from './place.ts';
export { type PlatformReading, parsePlatform, tradeOfBrand } from './platform.ts';
export { BRANDS, type Brand, type PlatformMode, type TradeId } from './platforms.ts';
export { parseTrade } from './trade.ts';
export type { Heard, Problem, Span, Understood } from './understood.ts';
export { parseYesNo } from './yes-no.ts';
