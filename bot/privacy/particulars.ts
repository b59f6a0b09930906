/** What kind of personal number a string of digits is, told by its structure. Pure. */
export type Kind = 'mobile' | 'landline' | 'identity' | 'bankcard' | 'plate';

/** A number that stands after a word for it needs no further proof: 身份证号, 卡号, 电话. */
export type Cue = Extract<Kind, 'landline' | 'identity' | 'bankcard'>;

/** Digits that a number of ours can have at most, a country's prefix included; no longer run is looked at. */
export const MOST_DIGITS = 19;
const LEAST_DIGITS = 7;

/**
 * @param groups what stood between blanks and dashes, digits only; the last may end in x (identity cards)
 * @returns undefined for amounts, dates, order numbers and public hotlines
 */
export function kindOfNumber(groups: readonly string[], cue: Cue | undefined): Kind | undefined {
  const number = groups.join('');
  if (number.length < LEAST_DIGITS || number.length > MOST_DIGITS) return undefined;
  if (isIdentity(groups, number, cue)) return 'identity';
  if (number.endsWith('x')) return undefined;
  if (isBankcard(groups, number, cue)) return 'bankcard';
  const { international, rest } = withoutCountry(groups, number);
  if (isMobile(rest)) return 'mobile';
  return isLandline(rest, international, cue) ? 'landline' : undefined;
}

const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10x98765432';

/** GB 11643: 6 digits of place, the day of birth, 3 of order, a check; before 1999 without century and check. */
function isIdentity(groups: readonly string[], number: string, cue: Cue | undefined): boolean {
  if (/^\d{17}[\dx]$/.test(number)) {
    if (cue === 'identity') return true;
    // Without the check every thousandth order number would be somebody's.
    const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
    const born = number.slice(6, 14);
    return PROVINCES.test(number) && /^(?:19|20)/.test(born) && isDay(born) && CHECK[sum % 11] === number[17];
  }
  if (!/^\d{15}$/.test(number) || !['15', '6-6-3'].includes(sizes(groups))) return false;
  return cue === 'identity' || (PROVINCES.test(number) && isDay(`19${number.slice(6, 12)}`));
}

/** How people cut a card's number when they copy it from the card. */
const CARD_CUTS = /^(?:1[6-9]|4-4-4-4(?:-[1-3])?|4-4-4-[4-7]|6-1[0-3]|8-8|4-12)$/;

/** ISO/IEC 7812 check digit, and a first digit that a bank in China gives out: order numbers begin with 1 or a year. */
function isBankcard(groups: readonly string[], number: string, cue: Cue | undefined): boolean {
  if (!CARD_CUTS.test(sizes(groups))) return false;
  if (cue === 'bankcard') return true;
  const issued = number.length === 16 ? /^(?:[3-69]|2[2-7])/ : /^(?:6|9|4367|4563)/;
  // 4000 5000 4500 4800 is what somebody earned.
  const amounts = groups.length > 1 && groups.every((group) => group.endsWith('00'));
  return issued.test(number) && !amounts && luhnHolds(number);
}

function luhnHolds(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const worth = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (worth > 9 ? worth - 9 : worth);
  }, 0);
  return sum % 10 === 0;
}

const MOBILE_CUTS =
  /^(?:11|3-4-4|4-4-3|4-3-4|3-8|7-4|8-3|4-7|3-3-5|5-6|6-5|5-3-3|3-3-3-2|(?:[12]-){5,}[12])$/;

function isMobile(groups: readonly string[]): boolean {
  if (!MOBILE_CUTS.test(sizes(groups)) || !/^1[3-9]\d{9}$/.test(groups.join(''))) return false;
  // 150 2000 3000 is a list of amounts.
  return groups.length === 1 || !groups.slice(1).every((group) => group.endsWith('000'));
}

const AREA = '(?:10|2\\d|[3-9]\\d\\d)';
const LANDLINE = new RegExp(`^0${AREA} ?(?:[2-9]\\d{6,7}|[2-9]\\d{2,3} \\d{4})$`);
const LANDLINE_ABROAD = new RegExp(`^0?${AREA} ?(?:[2-9]\\d{6,7}|[2-9]\\d{2,3} \\d{4})$`);

/** With its area code, or after a word for telephone. 400 and 800 numbers, 95xxx and 12xxx are public. */
function isLandline(groups: readonly string[], international: boolean, cue: Cue | undefined): boolean {
  const spaced = groups.join(' ');
  if ((international ? LANDLINE_ABROAD : LANDLINE).test(spaced)) return true;
  return cue === 'landline' && /^[2-9]\d{2,3} ?\d{4}$/.test(spaced) && !isDay(spaced);
}

/** Takes 86 or 0086 away, and the 0 that some put before a mobile number. */
function withoutCountry(
  groups: readonly string[],
  number: string,
): { international: boolean; rest: readonly string[] } {
  const country = /^(?:00)?86/.exec(number)?.[0] ?? '';
  const prefix =
    country !== '' && number.length > 11 ? country : /^0(?=1[3-9]\d{9}$)/.test(number) ? '0' : '';
  const [first = '', ...others] = groups;
  if (prefix === '' || !first.startsWith(prefix)) return { international: false, rest: groups };
  const left = first.slice(prefix.length);
  return { international: prefix === country, rest: left === '' ? others : [left, ...others] };
}

/** yyyymmdd, a day of the calendar. */
function isDay(digits: string): boolean {
  if (!/^(?:19|20)\d{6}$/.test(digits)) return false;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

function sizes(groups: readonly string[]): string {
  return groups.map((group) => group.length).join('-');
}
