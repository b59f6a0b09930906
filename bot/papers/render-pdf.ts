import { papersCopy as copy } from '../copy/papers.ts';
import { loadFonts } from './fonts.ts';
import type { Paper, PaperBlock } from './paper.ts';
import { createPdfFile } from './pdf-file.ts';
import { createPdfFlow, type PdfFlow } from './pdf-flow.ts';
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

const TEXT = { size: 12 } as const;
const SMALL = { size: 9, grey: true } as const;
const HEADING = { size: 13, bold: true } as const;
/** Two characters, as Chinese paragraphs begin. */
const INDENT = 24;

/** A paper as a PDF of A4 pages with its font inside. The same paper makes the same bytes. */
export async function renderPdf(paper: Paper): Promise<Uint8Array> {
  const file = createPdfFile(await loadFonts(), paper.title, paper.day);
  const flow = createPdfFlow(file);
  flow.lines([paper.title], { size: 20, bold: true }, { align: 'centre' });
  flow.gap(18);
  flow.lines([formatTo(paper)], TEXT);
  flow.gap(6);
  for (const block of paper.blocks) draw(flow, block);
  drawEnd(flow, paper);
  flow.number(copy.page, SMALL);
  return file.end();
}

function draw(flow: PdfFlow, block: PaperBlock): void {
  switch (block.kind) {
    case 'heading':
      flow.gap(8);
      flow.keep(80);
      flow.lines([block.text], HEADING);
      flow.gap(3);
      break;
    case 'paragraph':
      flow.lines([formatSpans(block.text)], TEXT, { indent: INDENT });
      break;
    case 'space':
      flow.lines([copy.fill(block.hint)], TEXT, { indent: INDENT });
      flow.ruled(block.lines);
      break;
    case 'fields':
      flow.table(
        [1, 3],
        block.rows.map(({ label, value }) => [label, formatValue(value)]),
        TEXT,
      );
      break;
    case 'table':
      flow.table(
        block.columns.map((column) => column.share),
        [block.columns.map((column) => column.label), ...block.rows.map((row) => row.map(formatCell))],
        TEXT,
      );
      break;
    case 'list':
      flow.lines(formatItems(block), TEXT, { indent: INDENT });
      break;
    case 'citation':
      flow.gap(4);
      flow.keep(60);
      flow.lines(formatQuote(block.quote), { size: 11 }, { inset: INDENT });
      flow.lines(formatSource(block), { size: 10, grey: true }, { inset: INDENT });
      flow.gap(4);
      break;
  }
}

function drawEnd(flow: PdfFlow, paper: Paper): void {
  const signature = formatSignature(paper);
  if (signature.length > 0) {
    flow.gap(24);
    flow.keep(70);
    flow.lines(signature, TEXT, { align: 'end' });
  }
  const small = [...paper.footer, ...(flow.hasUnprintable() ? [copy.footer.unprintable] : [])];
  if (small.length === 0) return;
  flow.gap(18);
  flow.keep(15 * small.length);
  flow.lines(small, SMALL);
}
