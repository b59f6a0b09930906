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

/** A paper as plain text for the chat. */
export function formatPaper(paper: Paper): string {
  return [
    paper.title,
    formatTo(paper),
    ...paper.blocks.map(formatBlock),
    formatSignature(paper).join('\n'),
    paper.footer.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function formatBlock(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return `【${block.text}】`;
    case 'paragraph':
      return formatSpans(block.text);
    case 'space':
      return formatSpans([{ blank: block.hint }]);
    case 'fields':
      return block.rows.map(({ label, value }) => `${label}：${formatValue(value)}`).join('\n');
    case 'table':
      return [block.columns.map((column) => column.label), ...block.rows.map((row) => row.map(formatCell))]
        .map((cells) => cells.join('｜'))
        .join('\n');
    case 'list':
      return formatItems(block).join('\n');
    case 'citation':
      return [...formatQuote(block.quote), ...formatSource(block)].join('\n');
  }
}
