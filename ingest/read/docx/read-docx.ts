import type { ReadLimits } from '../limits.ts';
import { formatCell, formatHeading, formatParagraph, formatTable, type TableCell } from '../lines.ts';
import { childOf, childrenOf, descendants, type Element, elementsOf } from '../markup.ts';
import { createNotes, type Notes, type ReadText } from '../read-file.ts';
import { refuse } from '../refuse.ts';
import type { Zip } from '../zip.ts';
import { createNumbering, type Numbering } from './numbering.ts';
import { openWordPackage, type WordPackage } from './package.ts';
import { chosen, type Fields, isInContents, isPlaceholder, type ParagraphText, readRuns } from './runs.ts';
import { integerOf, readStyles, type Styles, switchOf, valOf } from './styles.ts';

type Document = {
  readonly file: string;
  readonly word: WordPackage;
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly notes: Notes;
  readonly fields: Fields;
};

/** Whose words a text with these in it shows cannot be known. ECMA-376 part 1, 17.13.5. */
const TRACKED = new Set(
  'w:ins w:del w:moveFrom w:moveTo w:cellIns w:cellDel w:cellMerge w:moveFromRangeStart w:moveToRangeStart'.split(
    ' ',
  ),
);
/** Documents inside the document, in formats of their own. */
const EMBEDDED = new Set(['w:altChunk', 'w:subDoc']);

/** Longer cells hold a page, not a fact. */
const CELL = 2_000;

/**
 * A Word document's text with the numbers that Word prints, its tables and text boxes; headers, footers and contents
 * are dropped.
 * @throws UnreadableFile for tracked changes; BadMarkup, NoDocument
 */
export function readDocx(zip: Zip, file: string, limits: ReadLimits): ReadText {
  const notes = createNotes();
  const word = openWordPackage(zip, limits.part);
  for (const part of [word.body, word.footnotes, word.endnotes])
    if (part !== undefined) checkWhole(part, file);
  if (word.hasMacros) notes.add('macros');
  const printed = word.margins.filter((margin) => /\p{Script=Han}{2}/u.test(wordsIn(margin)));
  if (printed.length > 0) notes.add('furniture', printed.length);
  const styles = readStyles(word.styles);
  const numbering = createNumbering(word.numbering, styles, notes);
  const lines = linesOf(word.body, { file, word, styles, numbering, notes, fields: { open: [] } });
  return { text: lines.filter((line) => line !== '').join('\n'), notes: notes.list() };
}

/** Page numbers aside, somebody may have put a letterhead into a header. */
function wordsIn(margin: Element): string {
  return [...descendants(margin, 'w:t')].flatMap(({ children }) => children).join('');
}

function checkWhole(element: Element, file: string): void {
  for (const child of elementsOf(element)) {
    if (TRACKED.has(child.name)) throw refuse(file, 'tracked-changes', child.name);
    if (EMBEDDED.has(child.name)) throw refuse(file, 'other-office', 'a document inside the document');
    checkWhole(child, file);
  }
}

/** Paragraphs and tables, in whatever they are wrapped. */
function linesOf(parent: Element, document: Document): readonly string[] {
  return elementsOf(parent).flatMap((node) => {
    if (node.name === 'w:p') return paragraphLines(node, document);
    if (node.name === 'w:tbl') return tableLines(node, document);
    if (node.name === 'mc:AlternateContent') return linesOf(chosen(node), document);
    if (node.name === 'w:sdt') return contentLines(node, document);
    return node.name.endsWith('Pr') ? [] : linesOf(node, document);
  });
}

/** A content control; the one around a table of contents is dropped. */
function contentLines(control: Element, document: Document): readonly string[] {
  if (isPlaceholder(control)) {
    document.notes.add('hidden');
    return [];
  }
  const gallery = childOf(childOf(childOf(control, 'w:sdtPr'), 'w:docPartObj'), 'w:docPartGallery');
  const lines = linesOf(childOf(control, 'w:sdtContent') ?? control, document);
  if (!/table of contents/i.test(valOf(gallery) ?? '')) return lines;
  document.notes.add('contents', lines.length);
  return [];
}

function paragraphLines(paragraph: Element, document: Document): readonly string[] {
  const { styles, numbering, notes, fields, file } = document;
  const properties = childOf(paragraph, 'w:pPr');
  const style = valOf(childOf(properties, 'w:pStyle'));
  const out: ParagraphText = { text: '', boxes: [], footnotes: [] };
  const wasContents = isInContents(fields);
  const strikesOut = () => {
    throw refuse(file, 'tracked-changes', 'words are struck out');
  };
  readRuns(paragraph, { styles, notes, fields, out, style, strikesOut });
  const boxes = out.boxes.flatMap((box) => linesOf(box, document));
  if (boxes.length > 0) notes.add('text-boxes', out.boxes.length);
  if (styles.isContents(style) || wasContents) {
    if (out.text.trim() !== '') notes.add('contents');
    return boxes;
  }
  const isHidden = out.text.trim() === '' && switchOf(childOf(properties, 'w:rPr'), 'w:vanish') === true;
  const label = isHidden ? '' : labelOf(properties, style, styles, numbering);
  const text = label + (label === '' ? out.text : out.text.trimStart());
  return [...boxes, format(text, label, properties, style, styles), ...footnoteLines(out, document)];
}

function labelOf(
  properties: Element | undefined,
  style: string | undefined,
  styles: Styles,
  numbering: Numbering,
): string {
  const own = childOf(properties, 'w:numPr');
  const inherited = styles.numberingOf(style);
  const numId = valOf(childOf(own, 'w:numId')) ?? inherited?.numId;
  if (numId === undefined || numId === '0') return '';
  return numbering.next(numId, integerOf(childOf(own, 'w:ilvl')) ?? inherited?.level, style);
}

const MARKED =
  /^[\s\u3000]*(?:第[^\s，。]{1,8}[编章节条]|[零一二三四五六七八九十百]+[、.．]|[（(]|\d+[.、．])/;

/** Headings without a number would be joined to what follows them. The title of a document is another's heading. */
function format(
  text: string,
  label: string,
  properties: Element | undefined,
  style: string | undefined,
  styles: Styles,
): string {
  if (label !== '' || MARKED.test(text)) return formatParagraph(text);
  if (styles.isTitle(style)) return formatHeading(text, 1);
  const outline = integerOf(childOf(properties, 'w:outlineLvl')) ?? styles.outlineOf(style);
  return outline === undefined || outline > 8 ? formatParagraph(text) : formatHeading(text, outline + 2);
}

/** A note stands under the paragraph that it explains. */
function footnoteLines(out: ParagraphText, document: Document): readonly string[] {
  return out.footnotes.flatMap(({ part, id }) => {
    const kind = part === 'footnotes' ? 'w:footnote' : 'w:endnote';
    const found = childrenOf(document.word[part], kind).find(({ attributes }) => attributes['w:id'] === id);
    if (found === undefined) return [];
    document.notes.add('footnotes');
    const text = formatCell(linesOf(found, { ...document, fields: { open: [] } }));
    return text === '' ? [] : [`（注：${text}）`];
  });
}

function tableLines(table: Element, document: Document): readonly string[] {
  const rows = unwrapped(table, 'w:tr');
  const read = rows.map((row) =>
    unwrapped(row, 'w:tc').map((cell) => ({ cell, lines: linesOf(cell, document) })),
  );
  const isFacts =
    read.filter((row) => row.length > 1).length > 0 &&
    read.every((row) => row.every(({ lines }) => lines.join('').length <= CELL));
  if (!isFacts) return read.flatMap((row) => row.flatMap(({ lines }) => lines));
  const cells = read.map((row, i) => [
    ...skipped(rows[i]),
    ...row.map(({ cell, lines }): TableCell => {
      const span = integerOf(childOf(childOf(cell, 'w:tcPr'), 'w:gridSpan')) ?? 1;
      return {
        text: formatCell(lines.map((line) => line.replace(/^#{1,6} /, ''))),
        across: Math.max(span, 1),
        down: 1,
      };
    }),
  ]);
  return formatTable(cells);
}

/** Columns before the first cell of a row. ECMA-376 part 1, 17.4.15 gridBefore */
function skipped(row: Element | undefined): readonly TableCell[] {
  const before = integerOf(childOf(childOf(row, 'w:trPr'), 'w:gridBefore')) ?? 0;
  return before > 0 ? [{ text: '', across: before, down: 1 }] : [];
}

/** Rows and cells may stand in content controls. */
function unwrapped(parent: Element, name: string): readonly Element[] {
  return elementsOf(parent).flatMap((child) => {
    if (child.name === name) return [child];
    return /^w:(?:sdt|sdtContent|customXml|smartTag)$/.test(child.name) ? unwrapped(child, name) : [];
  });
}
