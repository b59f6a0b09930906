import { type Fonts, loadFonts } from '../papers/fonts.ts';
import { createPdfFile, PAGE, type PdfFile } from '../papers/pdf-file.ts';
import { layoutBook } from './book-layout.ts';
import type { CardJob } from './card.ts';
import { layoutCard, layoutPicture } from './card-layout.ts';
import { formatSvg } from './format-svg.ts';
import { renderPng } from './png-file.ts';
import { A6, darkRuns, INK, type Mark, type Sheet } from './sheet.ts';

/** Pixels of a picture's width: sharp on a phone, and 260 to the inch on a page of A6. */
const PICTURE_WIDTH = 1080;

/** A card as a picture or a PDF, or a book of them. The same card makes the same bytes. */
export async function renderCard(job: CardJob): Promise<Uint8Array> {
  const fonts = await loadFonts();
  switch (job.form) {
    case 'png': {
      const sheet = layoutPicture(job.card, openPdf(fonts, job.card, A6));
      return await renderPng(formatSvg(sheet, PICTURE_WIDTH), fonts);
    }
    case 'a6': {
      const file = openPdf(fonts, job.card, A6);
      return await onPages(file, layoutCard(job.card, file));
    }
    case 'a4': {
      const file = openPdf(fonts, job.card, PAGE);
      return await onSheets(file, layoutCard(job.card, file));
    }
    case 'book': {
      const file = openPdf(fonts, job.book, A6);
      return await onPages(file, layoutBook(job.book, file));
    }
  }
}

function openPdf(
  fonts: Fonts,
  { title, day }: { readonly title: string; readonly day: string },
  size: { readonly width: number; readonly height: number },
): PdfFile {
  return createPdfFile(fonts, title, day, size);
}

function onPages(file: PdfFile, sheets: readonly Sheet[]): Promise<Uint8Array> {
  sheets.forEach(({ marks }, at) => {
    if (at > 0) file.addPage();
    for (const mark of marks) draw(file, mark, 0, 0);
  });
  return file.end();
}

/** Each page four times on a sheet of A4 with lines to cut along; printed on both sides they lie back to back. */
function onSheets(file: PdfFile, sheets: readonly Sheet[]): Promise<Uint8Array> {
  const [right, down] = [PAGE.width / 2, PAGE.height / 2];
  sheets.forEach(({ marks }, at) => {
    if (at > 0) file.addPage();
    for (const [x, y] of [
      [0, 0],
      [right, 0],
      [0, down],
      [right, down],
    ] as const)
      for (const mark of marks) draw(file, mark, x, y);
    file.rule(right, 0, right, PAGE.height, 0.3);
    file.rule(0, down, PAGE.width, down, 0.3);
  });
  return file.end();
}

function draw(file: PdfFile, mark: Mark, dx: number, dy: number): void {
  const [left, top] = [mark.x + dx, mark.y + dy];
  switch (mark.kind) {
    case 'text':
      // The font may lack a character anywhere.
      if (mark.text !== '') file.writeOn(file.printable(mark.text), left, top, mark.type);
      break;
    case 'fill':
      file.fill([[left, top, mark.width, mark.height]], mark.ink);
      break;
    case 'code': {
      const module = mark.size / mark.code.length;
      const boxes = darkRuns(mark.code).map(
        ({ x, y, width }) => [left + x * module, top + y * module, width * module, module] as const,
      );
      file.fill(boxes, INK.black);
      break;
    }
  }
}
