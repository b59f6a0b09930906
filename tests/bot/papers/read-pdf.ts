import { getDocumentProxy } from 'unpdf';
import { z } from 'zod';
import { bareWords } from './samples.ts';

const itemSchema = z.object({ str: z.string(), transform: z.array(z.number()).length(6), width: z.number() });

export type PdfPage = {
  /** What was written, in the order of writing; the page's number is the last. */
  readonly pieces: readonly { text: string; x: number; y: number; right: number }[];
  readonly width: number;
  readonly height: number;
};

/** Reads a PDF with pdf.js: what a program that opens it can find and copy. */
export async function readPdf(bytes: Uint8Array): Promise<readonly PdfPage[]> {
  const document = await getDocumentProxy(bytes.slice());
  const pages: PdfPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const content = await page.getTextContent();
    const pieces = content.items.flatMap((item) => {
      const { str, transform, width: run } = itemSchema.parse(item);
      const [, , , , x = 0, y = 0] = transform;
      return str.trim() === '' ? [] : [{ text: str, x, y, right: x + run }];
    });
    pages.push({ pieces, width, height });
  }
  await document.loadingTask.destroy();
  return pages;
}

/** All words without the numbers of pages, which are checked to be right. */
export function wordsIn(pages: readonly PdfPage[]): string {
  return pages
    .map(({ pieces }, i) => {
      const text = bareWords(pieces.map((piece) => piece.text).join(''));
      const number = `第${i + 1}页共${pages.length}页`;
      if (!text.endsWith(number)) throw new Error(`Page ${i + 1} does not end with its number.`);
      return text.slice(0, -number.length);
    })
    .join('');
}
