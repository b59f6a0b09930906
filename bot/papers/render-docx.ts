import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { papersCopy as copy } from '../copy/papers.ts';
import { fixDocxDay } from './fix-docx-day.ts';
import type { Paper, PaperBlock } from './paper.ts';
import {
  formatCell,
  formatItems,
  formatQuote,
  formatSignature,
  formatSource,
  formatSpans,
  formatTo,
  formatValue,
} from './words.ts';

/** Fonts that Word and WPS in China bring: a file to be changed must be typed in with the font it has. */
const SONG = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' };
const HEI = { ...SONG, eastAsia: '黑体' };

/** Twentieths of a point: A4, its margins, and what is left for words. */
const SHEET = { width: 11906, height: 16838 } as const;
const MARGIN = { top: 1520, right: 1480, bottom: 1520, left: 1600, footer: 850 } as const;
const WIDTH = SHEET.width - MARGIN.left - MARGIN.right;
const CHARACTER = 240;
const LINE = 396;

/**
 * A paper as a Word file. The same paper makes the same bytes.
 * https://docx.js.org/
 */
export async function renderDocx(paper: Paper): Promise<Uint8Array> {
  const document = new Document({
    creator: copy.kinds[paper.kind].signer,
    lastModifiedBy: copy.kinds[paper.kind].signer,
    title: paper.title,
    styles: {
      default: {
        document: {
          run: { font: SONG, size: 24, language: { value: 'en-US', eastAsia: 'zh-CN' } },
          paragraph: { spacing: { line: LINE } },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: SHEET, margin: MARGIN } },
        footers: { default: pageNumbers() },
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 360, line: 480 },
            children: [run(paper.title, { bold: true, size: 40, font: HEI })],
          }),
          new Paragraph({ children: [run(formatTo(paper))] }),
          ...paper.blocks.flatMap(childrenOf),
          ...endOf(paper),
        ],
      },
    ],
  });
  return fixDocxDay(await Packer.toArrayBuffer(document), paper.day);
}

function childrenOf(block: PaperBlock): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          keepNext: true,
          spacing: { before: 200, after: 60, line: LINE },
          children: [run(block.text, { bold: true, size: 26, font: HEI })],
        }),
      ];
    case 'paragraph':
      return [told(formatSpans(block.text))];
    case 'space':
      return [told(copy.fill(block.hint)), ...Array.from({ length: block.lines }, ruled)];
    case 'fields':
      return tableOf(
        [1, 3],
        block.rows.map(({ label, value }) => [label, formatValue(value)]),
      );
    case 'table':
      return tableOf(
        block.columns.map((column) => column.share),
        [block.columns.map((column) => column.label), ...block.rows.map((row) => row.map(formatCell))],
      );
    case 'list':
      return formatItems(block).map(told);
    case 'citation': {
      const indent = { left: 2 * CHARACTER, right: 2 * CHARACTER };
      return [
        ...formatQuote(block.quote).map(
          (piece) => new Paragraph({ indent, keepNext: true, children: [run(piece, { size: 22 })] }),
        ),
        ...formatSource(block).map(
          (line) => new Paragraph({ indent, children: [run(line, { size: 20, color: '555555' })] }),
        ),
      ];
    }
  }
}

function endOf(paper: Paper): readonly Paragraph[] {
  return [
    ...formatSignature(paper).map(
      (line, i) =>
        new Paragraph({
          alignment: AlignmentType.RIGHT,
          keepNext: i === 0,
          spacing: { before: i === 0 ? 480 : 0, line: LINE },
          children: [run(line)],
        }),
    ),
    ...paper.footer.map(
      (line, i) =>
        new Paragraph({
          keepNext: i < paper.footer.length - 1,
          spacing: { before: i === 0 ? 360 : 0, line: 300 },
          children: [run(line, { size: 18, color: '555555' })],
        }),
    ),
  ];
}

type RunForm = { bold?: boolean; size?: number; color?: string; font?: typeof SONG };

function run(text: string, form: RunForm = {}): TextRun {
  return new TextRun({ text, ...form });
}

function told(text: string): Paragraph {
  return new Paragraph({ indent: { firstLine: 2 * CHARACTER }, children: [run(text)] });
}

function ruled(): Paragraph {
  return new Paragraph({
    spacing: { line: 560 },
    border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 1, color: '000000' } },
    children: [],
  });
}

function tableOf(
  shares: readonly number[],
  rows: readonly (readonly string[])[],
): readonly (Table | Paragraph)[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.round((share / whole) * WIDTH));
  const cell = (text: string, width: number) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { left: 120, right: 120, top: 40, bottom: 40 },
      children: text.split('\n').map((line) => new Paragraph({ children: [run(line)] })),
    });
  const table = new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: rows.map((row) => new TableRow({ children: row.map((text, i) => cell(text, widths[i] ?? 0)) })),
  });
  // Word joins two tables that touch.
  return [table, new Paragraph({ spacing: { line: 120 }, children: [] })];
}

function pageNumbers(): Footer {
  const { before, between, after } = copy.pageParts;
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({
            size: 18,
            children: [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after],
          }),
        ],
      }),
    ],
  });
}
