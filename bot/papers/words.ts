import { papersCopy as copy } from '../copy/papers.ts';
import type { Blank, Paper, PaperBlock } from './paper.ts';

/** The words that every form of a paper shares, so that chat, Word and PDF say the same. */

const LINE = '＿';

/** A gap to write in, with what belongs there. */
export function formatBlank(hint: string): string {
  return `${LINE.repeat(8)}${copy.fill(hint)}`;
}

export function formatSpans(spans: readonly (string | Blank)[]): string {
  return spans.map((span) => (typeof span === 'string' ? span : formatBlank(span.blank))).join('');
}

export function formatTo(paper: Paper): string {
  return `${copy.to}${paper.to ?? formatBlank(copy.toHint)}`;
}

/** A value of a form; a gap where it was skipped. */
export function formatValue(value: string | null): string {
  return value ?? formatBlank('');
}

/** A cell of a table; its column says what belongs there. */
export function formatCell(value: string | null): string {
  return value ?? LINE.repeat(3);
}

export function formatItems(block: PaperBlock & { kind: 'list' }): string[] {
  return block.items.map((item, i) => `${block.ordered ? `${i + 1}．` : '·'}${item}`);
}

/** Each piece of a quote in quotation marks, character for character. */
export function formatQuote(quote: string): string[] {
  return quote.split('\n').map((piece) => `“${piece}”`);
}

/** Where a quote stands, and its day. */
export function formatSource(block: PaperBlock & { kind: 'citation' }): string[] {
  return [`——${block.head}`, ...(block.note === '' ? [] : [block.note])];
}

/** The lines for signature and day; none on a paper that is not signed. */
export function formatSignature(paper: Paper): string[] {
  if (!paper.signed) return [];
  return [
    `${copy.signature(copy.kinds[paper.kind].signer)}${LINE.repeat(8)}`,
    `${LINE.repeat(4)}${copy.year}${LINE.repeat(2)}${copy.month}${LINE.repeat(2)}${copy.dayOfMonth}`,
  ];
}

/** 投诉信-20261122.pdf: no name, no place, nothing that somebody said. */
export function formatFileName(paper: Paper, extension: string): string {
  return `${copy.kinds[paper.kind].file}-${paper.day.replaceAll('-', '')}.${extension}`;
}
