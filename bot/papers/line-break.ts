/** Where a line may end: 避头尾. A closing mark never opens a line, an opening mark never ends one. */
const CLOSING = /[、。，．：；？！”’）】》〉」』〕］｝…—～·%‰℃,.:;?!)\]}]/u;
const OPENING = /[“‘（【《〈「『〔［｛([{￥＄$]/u;
/** What holds together: words, numbers, addresses. */
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{M}@#&+/\\_=~*^'"%-]/u;
const SPACE = /[ \u00a0]/;

export type Room = { readonly first: number; readonly rest: number };

/**
 * Breaks one paragraph into lines. What is wider than a whole line is broken between any two characters, so nothing ever
 * stands over the edge unless one character does.
 * @param widthOf width of one character, in the unit of `room`
 * @returns at least one line; the spaces at which lines broke are gone
 */
export function breakLines(text: string, room: Room, widthOf: (char: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let left = room.first;
  const end = () => {
    lines.push(line.trimEnd());
    line = '';
    left = room.rest;
  };
  for (const piece of piecesOf(text)) {
    const width = widthIn(piece.trimEnd(), widthOf);
    if (width > left && line !== '') end();
    if (width <= left) {
      const words = line === '' && lines.length > 0 ? piece.trimStart() : piece;
      line += words;
      left -= widthIn(words, widthOf);
      continue;
    }
    for (const char of piece) {
      const own = widthOf(char);
      if (own > left && line !== '') end();
      line += char;
      left -= own;
    }
  }
  if (line !== '' || lines.length === 0) end();
  return lines;
}

/** The pieces that no line may break, spaces behind them included. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const char of text) {
    if (before !== '' && mayBreak(before, char)) {
      pieces.push(piece);
      piece = '';
    }
    piece += char;
    before = char;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function mayBreak(before: string, after: string): boolean {
  if (SPACE.test(after)) return false;
  if (SPACE.test(before)) return true;
  // 12,345.67 and a.b are one word; a mark that ends a Latin sentence has a space behind it.
  if (/[.,:]/.test(before) && WORD.test(after)) return false;
  if (CLOSING.test(after) || OPENING.test(before)) return false;
  // A gap to write in and what belongs there stay together.
  if (before === '＿' && (after === '＿' || after === '（')) return false;
  return !(WORD.test(before) && WORD.test(after));
}

function widthIn(text: string, widthOf: (char: string) => number): number {
  let width = 0;
  for (const char of text) width += widthOf(char);
  return width;
}
