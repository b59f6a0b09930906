const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Raised digits as characters: 10⁵ must not become 105, nor m² m2. */
export function toSuperscript(digits: string): string {
  return [...digits].map((digit) => RAISED[Number(digit)] ?? digit).join('');
}

/** A raised number behind a numeral or a unit is a power. Behind a word it leads to a note. */
export function isPower(before: string, raised: string): boolean {
  return /^[0-9]{1,2}$/.test(raised.trim()) && /[0-9a-zA-Z]$/.test(before.trimEnd().normalize('NFKC'));
}
