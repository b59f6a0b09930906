import PDFDocument from 'pdfkit';
import type { Fonts } from './fonts.ts';
import { readGlyphs } from './glyphs.ts';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** What stands where the font has no character, as Chinese printers set it. */
export const UNPRINTABLE = '〓';

export type Style = {
  readonly size: number;
  readonly bold?: boolean;
  readonly grey?: boolean;
  /** Another colour than black or grey, #rrggbb. */
  readonly ink?: string;
};

/** Sheets that take words and rules at places given in points from the upper left. */
export type PdfFile = {
  /** The text as it will stand: what the font cannot draw is `UNPRINTABLE`. */
  readonly printable: (text: string) => string;
  readonly widthOf: (text: string, style: Style) => number;
  /** One line; `spread` points are added behind each character. */
  readonly write: (text: string, x: number, y: number, style: Style, spread?: number) => void;
  /** One line whose letters stand on `y`. */
  readonly writeOn: (text: string, x: number, y: number, style: Style) => void;
  /** Rectangles of one colour, [x, y, width, height] each, in one stroke of the brush. */
  readonly fill: (boxes: readonly (readonly [number, number, number, number])[], ink: string) => void;
  readonly rule: (x1: number, y1: number, x2: number, y2: number, width?: number) => void;
  readonly addPage: () => void;
  readonly pages: () => number;
  /** What is written next goes on this page, counted from 0. */
  readonly turnTo: (page: number) => void;
  readonly end: () => Promise<Uint8Array>;
};

const BLACK = '#000000';
const GREY = '#555555';

/** https://pdfkit.org/docs/getting_started.html. The same input makes the same bytes: the day comes in. */
export function createPdfFile(
  fonts: Fonts,
  title: string,
  day: string,
  size: { readonly width: number; readonly height: number } = PAGE,
): PdfFile {
  const made = new Date(`${day}T00:00:00Z`);
  const document = new PDFDocument({
    size: [size.width, size.height],
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, CreationDate: made, ModDate: made },
  });
  const ended = collect(document);
  const glyphs = readGlyphs(fonts.regular);
  document.registerFont('regular', toBuffer(fonts.regular));
  document.registerFont('bold', toBuffer(fonts.bold));

  const use = ({ size, bold }: Style) => document.font(bold === true ? 'bold' : 'regular').fontSize(size);
  const widths = new Map<string, number>();

  return {
    printable: (text) =>
      [...text].map((char) => (glyphs.has(char.codePointAt(0) ?? 0) ? char : UNPRINTABLE)).join(''),
    widthOf(text, style) {
      const key = `${style.bold === true ? 'bold' : ''}${style.size} ${text}`;
      const known = widths.get(key);
      if (known !== undefined) return known;
      const width = use(style).widthOfString(text);
      widths.set(key, width);
      return width;
    },
    write(text, x, y, style, spread = 0) {
      use(style)
        .fillColor(style.ink ?? (style.grey === true ? GREY : BLACK))
        .text(text, x, y, { lineBreak: false, characterSpacing: spread });
    },
    writeOn(text, x, y, style) {
      // https://pdfkit.org/docs/text.html#text_styling
      use(style)
        .fillColor(style.ink ?? BLACK)
        .text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
    },
    fill(boxes, ink) {
      for (const box of boxes) document.rect(...box);
      document.fill(ink);
    },
    rule(x1, y1, x2, y2, width = 0.6) {
      document.moveTo(x1, y1).lineTo(x2, y2).lineWidth(width).strokeColor(BLACK).stroke();
    },
    addPage: () => void document.addPage(),
    pages: () => document.bufferedPageRange().count,
    turnTo: (page) => void document.switchToPage(page),
    end() {
      document.end();
      return ended;
    },
  };
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
  });
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
