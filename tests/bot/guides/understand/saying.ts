import type { Heard } from '../../../../bot/guides/understand/index.ts';

/** What a parser made of the words, on one line: readings apart by |, a problem after !, - for nothing. */
export function said<T>(heard: Heard<T, string>, format: (reading: T) => string = String): string {
  if (heard === undefined) return '-';
  return heard.kind === 'problem' ? `!${heard.problem}` : heard.readings.map(format).join(' | ');
}

/** 3 for one figure, 3..4 for a span, ~ where it was rounded. */
export const figures = ({ from, to, about }: { from: number; to: number; about: boolean }) =>
  `${from}${from === to ? '' : `..${to}`}${about ? '~' : ''}`;
