/** 2026-01 → 1月, 01-12 → 01/12; anything else as it is. */
export const shortTime = (text: string): string =>
  text.replace(/^\d{4}-0?(\d{1,2})$/, '$1月').replace(/^(\d{2})-(\d{2})$/, '$1/$2');
