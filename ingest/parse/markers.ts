import { NUMERAL, parseNumeral } from '#knowledge/build';

/** What a line opens with. Ordered from the outermost level to the innermost. */
export const LEVELS = [
  'part',
  'subpart',
  'chapter',
  'section',
  'article',
  'one',
  'bracket',
  'digit',
  'bracket-digit',
] as const;
export type MarkerLevel = (typeof LEVELS)[number];

export type Marker = {
  readonly level: MarkerLevel;
  readonly number: number;
  /** As printed, blanks removed: 第十四条, 二、, （五）, 6. */
  readonly label: string;
  /** UTF-16 units of the line that the marker takes up. */
  readonly length: number;
};

const HAN_NUMERAL = '[零〇一二三四五六七八九十百千]+';
const PATTERNS: readonly (readonly [MarkerLevel, RegExp])[] = [
  ['subpart', new RegExp(`^第(${NUMERAL})分编`)],
  ['part', new RegExp(`^第(${NUMERAL})编(?!辑|制|号|写|入)`)],
  ['chapter', new RegExp(`^第(${NUMERAL})章(?!程)`)],
  ['section', new RegExp(`^第(${NUMERAL})节(?!约|假)`)],
  ['article', new RegExp(`^第(${NUMERAL})条(?:之(${HAN_NUMERAL}))?`)],
  ['one', new RegExp(`^(${HAN_NUMERAL})[、.．。]`)],
  ['bracket', new RegExp(`^（(${HAN_NUMERAL})）[、.．]?`)],
  ['digit', /^([0-9]{1,3})(?:[、．]|\.(?![0-9]))/],
  ['bracket-digit', /^（([0-9]{1,3})）/],
];

/** Reads the structural marker at the start of a cleaned line, if there is one. */
export function readMarker(text: string): Marker | undefined {
  for (const [level, pattern] of PATTERNS) {
    const match = pattern.exec(text);
    const number = match?.[1] === undefined ? undefined : parseNumeral(match[1]);
    if (match === null || number === undefined) continue;
    const label =
      level === 'digit' ? `${number}` : match[0].replace(/[、.．。]$/, level === 'one' ? '、' : '');
    return { level, number, label, length: match[0].length };
  }
  return undefined;
}

/** A heading level never holds a rule of its own: 编 章 节. */
export function isHeadingLevel(level: MarkerLevel): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf('article');
}
