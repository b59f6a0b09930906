import { formatHeading, formatRow } from './lines.ts';
import { createNotes, type ReadText } from './read-file.ts';
import { refuse } from './refuse.ts';

const RULE = /^\s{0,3}([-*_])(?:\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const UNDERLINE = /^\s{0,3}(=+|-{2,})\s*$/;
const FENCE = /^\s{0,3}(```|~~~)/;

/** Longer lines are words: they are not held against patterns that look at blanks twice. */
const isTableRule = (line: string) => line.length < 400 && TABLE_RULE.test(line);

/** Headings or tables as only markdown writes them. A text file whose lines merely look alike loses nothing by it. */
export function isMarkdown(text: string): boolean {
  const lines = text.split('\n');
  return lines.some((line) => /^#{1,6} \S/.test(line)) || lines.some(isTableRule);
}

/**
 * Markdown as lines: tables with tabs, headings with their marks, everything else without.
 * @throws UnreadableFile where words are struck out
 */
export function readMarkdown(source: string, file: string): ReadText {
  const notes = createNotes();
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const out: string[] = [];
  let fenced = false;
  for (let i = frontMatter(lines); i < lines.length; i++) {
    const line = lines[i] ?? '';
    const next = lines[i + 1] ?? '';
    if (FENCE.test(line)) {
      fenced = !fenced;
    } else if (fenced) {
      out.push(line);
    } else if (isTableRule(next) && line.includes('|')) {
      out.push(...rowsFrom(lines, i).map((row) => formatRow(cellsOf(row).map((cell) => plain(cell)))));
      i += rowsFrom(lines, i).length;
    } else if (line.trim() !== '' && UNDERLINE.test(next) && !/^\s*[#>|-]/.test(line)) {
      out.push(formatHeading(plain(line.trim()), next.includes('=') ? 1 : 2));
      i++;
    } else if (line.length > 400 || !RULE.test(line)) {
      if (/~~[^~\s][^~]*~~/.test(line)) throw refuse(file, 'tracked-changes', 'words are struck out');
      if (/!\[[^\]]{0,200}\]\(/.test(line)) notes.add('pictures');
      out.push(plain(line.replace(/^(?:\s{0,3}>)+ ?/, '').replace(/^\s*[-*+]\s+/, '')));
    }
  }
  return { text: out.join('\n'), notes: notes.list() };
}

/** Lines between --- at the very beginning are about the file. */
function frontMatter(lines: readonly string[]): number {
  if (lines[0]?.trim() !== '---') return 0;
  const end = lines.findIndex((line, i) => i > 0 && line.trim() === '---');
  const isAbout =
    end > 0 && lines.slice(1, end).every((line) => line.trim() === '' || /^[\w-]+:|^\s/.test(line));
  return isAbout ? end + 1 : 0;
}

/** The header and the rows of a table whose header is at `from`. */
function rowsFrom(lines: readonly string[], from: number): readonly string[] {
  let end = from + 2;
  while (lines[end]?.includes('|') === true) end++;
  return [lines[from] ?? '', ...lines.slice(from + 2, end)];
}

function cellsOf(row: string): readonly string[] {
  return row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .replaceAll('\\|', '|')
        .replace(/<br\s*\/?>/gi, ' ')
        .trim(),
    );
}

function plain(line: string): string {
  return line
    .replace(/!\[[^\]]{0,200}\]\([^()\s]{0,500}\)/g, '')
    .replace(/\[([^[\]]{1,200})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .replace(/`([^`]{1,200})`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, '$1');
}
