import { join, type Mapped, mapped, remove, trim } from '#knowledge/build';

/** What was taken out of the source and why; the reasons are a closed set so that coverage can count them. */
export type Furniture = { readonly piece: Mapped; readonly reason: FurnitureReason };
export type FurnitureReason = 'page mark' | 'markup' | 'list mark' | 'invisible character';

/** One physical line after cleaning. `heading` is the markdown heading depth, 0 for none. `raw` keeps the blanks. */
export type Line = {
  readonly body: Mapped;
  readonly raw: string;
  readonly heading: number;
  readonly number: number;
};

const PAGE_MARK =
  /^[—―–\-－一]{0,2}\s*[—―–\-－]\s*[0-9０-９]{1,4}\s*[—―–\-－]+$|^[·•]\s*[0-9０-９]{1,4}\s*[·•]$|^[0-9]{1,3}$|^第\s*\d+\s*页(\s*[,，/]?\s*共\s*\d+\s*页)?$/;
const LONGEST_MARK = 40;
const MARKUP = /<!--.*?-->|<\/?[a-zA-Z][^<>]*>|\*\*/g;
const LIST_MARK = /^[-*•·]\s+(?=[（(附一二三四五六七八九十0-9第])/g;
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/g;
const HEADING = /^#{1,6}\s+/g;

/** Splits a source text into cleaned lines. Blank lines vanish; everything else is kept or returned as furniture. */
export function clean(source: string): { lines: readonly Line[]; furniture: readonly Furniture[] } {
  const lines: Line[] = [];
  const furniture: Furniture[] = [];
  const sheds = (reason: FurnitureReason, removed: readonly Mapped[]) => {
    for (const piece of removed) if (piece.text.trim() !== '') furniture.push({ piece, reason });
  };
  let offset = 0;
  let number = 0;
  const usual = usesAsciiPunctuation(source);
  for (const text of source.split(/\r\n|\n|\r|\u2028|\u2029|\f/)) {
    number++;
    const whole = mapped(text, offset);
    offset += text.length + (source.startsWith('\r\n', offset + text.length) ? 2 : 1);
    const bare = text.trim();
    if (bare.length <= LONGEST_MARK && PAGE_MARK.test(bare)) {
      sheds('page mark', [trim(whole)]);
      continue;
    }
    const invisible = remove(whole, INVISIBLE);
    sheds('invisible character', invisible.removed);
    const markup = remove(invisible.kept, MARKUP);
    sheds('markup', markup.removed);
    const heading = remove(trimLine(markup.kept), HEADING);
    sheds('markup', heading.removed);
    const list = remove(trimLine(heading.kept), LIST_MARK);
    sheds('list mark', list.removed);
    const line = trimLine(list.kept);
    if (line.text === '') continue;
    lines.push({
      body: line.text.includes('\t')
        ? closeDigits(punctuate(line, usual))
        : closeGaps(punctuate(closeGaps(line), usual)),
      raw: line.text,
      heading: heading.removed[0]?.text.trim().length ?? 0,
      number,
    });
  }
  return { lines, furniture };
}

/** Without the blanks around it; the empty cells at both ends of a row stay. */
function trimLine(line: Mapped): Mapped {
  const bare = trim(line);
  if (!bare.text.includes('\t')) return bare;
  const start = line.text.length - line.text.trimStart().length;
  const cells = (blanks: string) => blanks.replaceAll(/[^\t]/g, '').length;
  const before = cells(line.text.slice(0, start));
  const after = cells(line.text.slice(start + bare.text.length));
  const empty = (count: number, at: number): Mapped => ({
    text: '\t'.repeat(count),
    at: Array.from({ length: count }, () => at),
  });
  return join([empty(before, bare.at[0] ?? 0), bare, empty(after, bare.at.at(-1) ?? 0)]);
}

/** Blanks between Han characters or beside Chinese punctuation are print layout, not words. Tabs part table cells. */
function closeGaps(line: Mapped): Mapped {
  return remove(
    line,
    /(?<=[^\x20-\x7e\s])[ \u00a0\u2002-\u200a\u3000]+|(?<![ \u00a0\u2002-\u200a\u3000])[ \u00a0\u2002-\u200a\u3000]+(?=[^\x20-\x7e\s])/g,
  ).kept;
}

/** In a row blanks part names and paragraphs; between a numeral and its measure they part nothing. */
function closeDigits(row: Mapped): Mapped {
  return remove(
    row,
    /(?<=[0-9])[ \u3000]+(?=[年月日时个天元%％名次件家周])|(?<=[第年月])[ \u3000]+(?=[0-9])/g,
  ).kept;
}

const TO_WIDE: Readonly<Record<string, string>> = {
  ',': '，',
  '.': '。',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '?': '？',
  '!': '！',
  '«': '《',
  '»': '》',
  '〈': '〈',
  '〉': '〉',
};

/** One unit in, one unit out: ASCII punctuation and full-width digits become what an office would print. */
function punctuate(line: Mapped, asciiStops: boolean): Mapped {
  const out: string[] = [];
  let before = '';
  for (let i = 0; i < line.text.length; i++) {
    before = wide(line.text[i] ?? '', before, line.text[i + 1] ?? '', asciiStops);
    out.push(before);
  }
  return { text: out.join(''), at: line.at };
}

const HAN_OR_CLOSE = /[\p{Script=Han}”’》）〕】％%]/u;

function wide(char: string, before: string, after: string, asciiStops: boolean): string {
  if (/[０-９]/.test(char)) return char.normalize('NFKC');
  const to = TO_WIDE[char];
  if (to === undefined) return char;
  if ('()«»'.includes(char)) return to;
  if (char === '.') return asciiStops && HAN_OR_CLOSE.test(before) && !/[0-9A-Za-z]/.test(after) ? to : char;
  return HAN_OR_CLOSE.test(before) || (char === ',' && HAN_OR_CLOSE.test(after)) ? to : char;
}

/** A text that ends its sentences in `.` after Han characters (scanned and converted prints do). */
function usesAsciiPunctuation(source: string): boolean {
  return /\p{Script=Han}[）)]?\.\s*[（(]?\p{Script=Han}/u.test(source);
}
