/** What one look found. Both sentences are plain Chinese and hold no secret. */
export type Finding = {
  /** warn: it works, but somebody should look · bad: something does not work. */
  readonly level: 'ok' | 'warn' | 'bad';
  readonly text: string;
  /** What to do; '' when there is nothing to do. */
  readonly advice: string;
};

/** The findings on one matter, under its name. */
export type Section = { readonly title: string; readonly findings: readonly Finding[] };

export const ok = (text: string): Finding => ({ level: 'ok', text, advice: '' });
export const warn = (text: string, advice = ''): Finding => ({ level: 'warn', text, advice });
export const bad = (text: string, advice = ''): Finding => ({ level: 'bad', text, advice });
