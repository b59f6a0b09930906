import { z } from 'zod';
import { formatCMap } from './cmaps.ts';
import { createPathReader, type Rule } from './rules.ts';

/** A run of text as it was drawn. Points; y grows downwards, at the baseline. */
export type Piece = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
};

export type PdfPage = {
  readonly width: number;
  readonly height: number;
  readonly pieces: readonly Piece[];
  /** Straight lines: borders of tables. */
  readonly rules: readonly Rule[];
  /** A picture, or words drawn as outlines, covers much of the page. */
  readonly isPicture: boolean;
  /** Most of the text is drawn invisibly, as programs do that recognise text in pictures. */
  readonly isMachineRead: boolean;
  /** Runs that stand across the others: stamps and watermarks. They are not among the pieces. */
  readonly turned: number;
  /** Signs that were drawn, and those of them of which the fonts do not say which characters they are. */
  readonly signs: number;
  readonly unknown: number;
};

/** Why a PDF cannot be read. */
export class BadPdf extends Error {
  override readonly name = 'BadPdf';
  readonly fault: 'encrypted' | 'damaged' | 'too-large';

  constructor(fault: BadPdf['fault'], options?: ErrorOptions) {
    super(`the PDF cannot be read: ${fault}`, options);
    this.fault = fault;
  }
}

const itemSchema = z.object({
  str: z.string(),
  transform: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
  width: z.number(),
  height: z.number(),
  /** `ttb` for a column of vertical text. */
  dir: z.string(),
});
type Item = z.infer<typeof itemSchema>;
type Matrix = readonly [number, number, number, number, number, number];
/** A sign as pdf.js knows it; `width` is a thousandth of its size. */
const glyphSchema = z.object({ unicode: z.string(), width: z.number() });
const matrixSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

/**
 * The pages of a PDF, with pdf.js. Pictures are never decoded.
 * @throws BadPdf
 */
export async function* openPdf(bytes: Uint8Array, mostPages: number): AsyncGenerator<PdfPage> {
  const { getDocument, OPS } = await import('unpdf/pdfjs');
  const task = getDocument({
    data: new Uint8Array(bytes),
    // Larger pictures are left out before they are decoded. https://github.com/mozilla/pdf.js/blob/master/src/display/api.js
    maxImageSize: 1,
    verbosity: 0,
    useSystemFonts: false,
    useWasm: false,
    cMapUrl: 'cmaps/',
    cMapPacked: false,
    BinaryDataFactory: CMapFactory,
  });
  try {
    const document = await task.promise;
    if (document.numPages > mostPages) throw new BadPdf('too-large');
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const content = await page.getTextContent({ disableNormalization: true });
      const items = content.items.flatMap((item) => itemSchema.safeParse(item).data ?? []);
      const { fnArray, argsArray } = await page.getOperatorList();
      yield pageOf(items, { width, height }, matrixSchema.parse(transform), drawnOn(fnArray, argsArray, OPS));
      page.cleanup();
    }
  } catch (cause) {
    if (cause instanceof BadPdf) throw cause;
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new BadPdf(isLocked ? 'encrypted' : 'damaged', { cause });
  } finally {
    await task.destroy();
  }
}

/** pdf.js asks for predefined CMaps by name. */
class CMapFactory {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const map = kind === 'cMapUrl' ? formatCMap(filename) : undefined;
    if (map === undefined) throw new Error('no such resource');
    return new TextEncoder().encode(map);
  }
}

type Drawn = {
  readonly rules: readonly Rule[];
  /** Square points of the largest picture. */
  readonly largest: number;
  readonly outlines: number;
  readonly invisible: number;
  readonly visible: number;
  readonly signs: number;
  readonly unknown: number;
};
type Ops = Readonly<
  Record<
    | 'save'
    | 'restore'
    | 'transform'
    | 'constructPath'
    | 'setTextRenderingMode'
    | 'showText'
    | 'stroke'
    | 'closeStroke'
    | 'fill'
    | 'eoFill'
    | 'fillStroke'
    | 'eoFillStroke'
    | 'paintFormXObjectBegin'
    | 'paintFormXObjectEnd',
    number
  >
>;

/** What is drawn on a page beside its text, in the page's own space. */
function drawnOn(calls: readonly number[], args: readonly unknown[], ops: Ops): Drawn {
  const paths = createPathReader();
  const stack: Matrix[] = [];
  let now: Matrix = [1, 0, 0, 1, 0, 0];
  let largest = 0;
  let outlines = 0;
  let mode = 0;
  const shown = { invisible: 0, visible: 0, signs: 0, unknown: 0 };
  const modes: number[] = [];
  calls.forEach((call, i) => {
    const given = args[i];
    if (call === ops.save || call === ops.paintFormXObjectBegin) {
      stack.push(now);
      modes.push(mode);
      const own = matrixSchema.safeParse(Array.isArray(given) && given[0] ? Array.from(given[0]) : undefined);
      if (call === ops.paintFormXObjectBegin && own.success) now = times(now, own.data);
    } else if (call === ops.restore || call === ops.paintFormXObjectEnd) {
      now = stack.pop() ?? now;
      mode = modes.pop() ?? mode;
    } else if (call === ops.transform) {
      now = times(now, matrixSchema.safeParse(given).data ?? [1, 0, 0, 1, 0, 0]);
      // A picture is a unit square, made as large as it is shown; it was left out itself.
      largest = Math.max(largest, Math.abs(now[0] * now[3] - now[1] * now[2]));
    } else if (call === ops.setTextRenderingMode) {
      mode = Array.isArray(given) ? Number(given[0]) : 0;
    } else if (call === ops.showText) {
      shown[mode === 3 ? 'invisible' : 'visible']++;
      const glyphs = glyphsOf(given);
      shown.signs += glyphs.length;
      shown.unknown += glyphs.filter(isUnknown).length;
    } else if (call === ops.constructPath && Array.isArray(given)) {
      const kind = Number(given[0]);
      const isStroke = kind === ops.stroke || kind === ops.closeStroke;
      const isFill = [ops.fill, ops.eoFill, ops.fillStroke, ops.eoFillStroke].includes(kind);
      const [path] = Array.isArray(given[1]) ? given[1] : [];
      if ((isStroke || isFill) && path instanceof Float32Array) {
        outlines++;
        paths.add(path, now, isStroke);
      }
    }
  });
  return { rules: paths.rules(), largest, outlines, ...shown };
}

type Glyph = z.infer<typeof glyphSchema>;

function glyphsOf(given: unknown): readonly Glyph[] {
  const run: unknown = Array.isArray(given) ? given[0] : undefined;
  return Array.isArray(run) ? run.flatMap((glyph) => glyphSchema.safeParse(glyph).data ?? []) : [];
}

/** No character, a private one, or a blank as wide as a Han character, which pdf.js puts for codes that it cannot read. */
function isUnknown({ unicode, width }: Glyph): boolean {
  return /^[\0-\x1f\x7f-\x9f\ufffd\p{Co}]*$/u.test(unicode) || (unicode === ' ' && width >= 800);
}

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** Outlines on a page that shows words as drawings. */
const MANY = 300;

function pageOf(
  items: readonly Item[],
  size: { width: number; height: number },
  view: Matrix,
  drawn: Drawn,
): PdfPage {
  const placed = items
    .filter((item) => item.str.trim() !== '')
    .map((item) => ({ item, at: times(view, item.transform) }));
  const turns = placed.map(({ item, at }) => ({ turn: turnOf(item, at), length: item.str.length }));
  const main = mostCommon(turns);
  const turn = turnMatrix(main, size);
  const upright = placed.filter(({ item, at }) => turnOf(item, at) === main);
  const pieces = upright.map(({ item, at }): Piece => {
    const own = times(turn, at);
    const width = main === VERTICAL ? item.height : item.width;
    return { text: item.str, x: own[4], y: own[5], width, size: Math.hypot(own[2], own[3]) };
  });
  const swap = main === 1 || main === 3 || main === VERTICAL;
  const seen = times(turn, view);
  const letters = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  const isLarge = drawn.largest > size.width * size.height * 0.3 || drawn.outlines > MANY;
  return {
    width: swap ? size.height : size.width,
    height: swap ? size.width : size.height,
    pieces,
    rules: drawn.rules.map((rule) => turned(rule, seen)),
    isPicture: letters < 20 && isLarge,
    isMachineRead: drawn.invisible > drawn.visible,
    turned: placed.length - upright.length,
    signs: drawn.signs,
    unknown: drawn.unknown,
  };
}

/** A column of vertical text is read as a line: the first column stands on the right. */
const VERTICAL = 4;

/** Quarter turns of a run, clockwise as seen: 0 is upright; -1 for any other slant. */
function turnOf({ dir }: Item, at: Matrix): number {
  if (dir === 'ttb') return VERTICAL;
  const angle = (Math.atan2(at[1], at[0]) * 2) / Math.PI;
  const quarter = Math.round(angle);
  return Math.abs(angle - quarter) > 0.06 ? -1 : (quarter + 4) % 4;
}

function mostCommon(turns: readonly { turn: number; length: number }[]): number {
  const counts = [0, 0, 0, 0, 0];
  for (const { turn, length } of turns) if (turn >= 0) counts[turn] = (counts[turn] ?? 0) + length;
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

/** Turns a page back so that its text is upright. */
function turnMatrix(turn: number, { width, height }: { width: number; height: number }): Matrix {
  if (turn === 1) return [0, -1, 1, 0, 0, width];
  if (turn === VERTICAL) return [0, -1, 1, 0, 0, width];
  if (turn === 2) return [-1, 0, 0, -1, width, height];
  return turn === 3 ? [0, 1, -1, 0, height, 0] : [1, 0, 0, 1, 0, 0];
}

function turned(rule: Rule, by: Matrix): Rule {
  const x = (px: number, py: number) => by[0] * px + by[2] * py + by[4];
  const y = (px: number, py: number) => by[1] * px + by[3] * py + by[5];
  const [x1, x2] = [x(rule.x1, rule.y1), x(rule.x2, rule.y2)];
  const [y1, y2] = [y(rule.x1, rule.y1), y(rule.x2, rule.y2)];
  return { x1: Math.min(x1, x2), x2: Math.max(x1, x2), y1: Math.min(y1, y2), y2: Math.max(y1, y2) };
}
