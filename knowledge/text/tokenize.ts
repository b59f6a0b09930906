import { fold } from './normalise.ts';

/**
 * Stamped into every index; a release made with another tokenizer is refused.
 * Han runs give characters and pairs (工, 工伤, 伤); Latin words and numbers stay whole. Pairs beat dictionary words on
 * Chinese questions here (docs/decisions/0003), and need no dictionary.
 */
export const TOKENIZER = 'han-1-2-gram/1';

const RUN = /\p{Script=Han}+|[a-z]+|[0-9]+(?:\.[0-9]+)?/gu;

/** Calls `emit` for every token of a text that is already folded. Order is reading order; repeats are kept. */
export function eachToken(folded: string, emit: (token: string) => void): void {
  for (const [run] of folded.matchAll(RUN)) {
    if (run.charCodeAt(0) < 0x80) {
      emit(run);
      continue;
    }
    let previous = '';
    for (const char of run) {
      emit(char);
      if (previous !== '') emit(previous + char);
      previous = char;
    }
  }
}

/** Tokens of any text. */
export function tokens(text: string): string[] {
  const out: string[] = [];
  eachToken(fold(text), (token) => out.push(token));
  return out;
}
