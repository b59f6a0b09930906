import { formatCounter } from '../counters.ts';

/**
 * The words that a field without a result prints; undefined where a number is counted by the program that shows it.
 * EQ draws signs over one another: 带圈字符 is \o\ac(○,1), 拼音指南 \o\ad(\s\up 9(pīn),拼). ECMA-376 part 1, 17.16.5
 */
export function formatFieldWords(code: string): string | undefined {
  if (/^\s*(?:AUTONUM|LISTNUM)/.test(code)) return undefined;
  if (!/^\s*EQ\b/.test(code) || code.length > 500) return '';
  const circle = /\\o\s*\\ac\s*\([○◯〇]\s*,\s*([^()\s]{1,4})\s*\)/i.exec(code)?.[1];
  if (circle !== undefined) return circled(circle);
  return /,\s*([^(),\\]{1,20})\)\s*$/.exec(code)?.[1]?.trim() ?? '';
}

function circled(words: string): string {
  const number = /^[0-9]{1,2}$/.test(words)
    ? formatCounter('decimalEnclosedCircle', Number(words))
    : undefined;
  return number ?? words;
}
