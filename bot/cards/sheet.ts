import type { QrCode } from './qr-code.ts';

/** A6 in points. */
export const A6 = { width: 297.64, height: 419.53 } as const;

/** How words stand: points, and a colour of the palette. */
export type Type = { readonly size: number; readonly bold?: boolean; readonly ink?: string };

/** What stands on a page, in points from its upper left; PDF and picture draw the same. */
export type Mark =
  /** `y` is where the letters stand. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly type: Type;
    }
  | {
      readonly kind: 'fill';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: string;
    }
  | {
      readonly kind: 'code';
      readonly code: QrCode;
      readonly x: number;
      readonly y: number;
      readonly size: number;
    };

export type Sheet = { readonly width: number; readonly height: number; readonly marks: readonly Mark[] };

/** What the font can draw, and how wide. */
export type Measure = {
  readonly printable: (text: string) => string;
  readonly widthOf: (text: string, type: Type) => number;
};

/** Dark enough for a copy shop's black and white. */
export const INK = {
  text: '#1c2421',
  soft: '#4d5753',
  accent: '#1a5c50',
  paper: '#ffffff',
  black: '#000000',
  tint: '#eef4f2',
} as const;

/** Runs of dark modules, row by row: `x`, `y`, and `width` in modules. */
export function darkRuns(code: QrCode): readonly { x: number; y: number; width: number }[] {
  const runs: { x: number; y: number; width: number }[] = [];
  code.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      const start = x;
      while (row[x] === true) x += 1;
      if (x > start) runs.push({ x: start, y, width: x - start });
      else x += 1;
    }
  });
  return runs;
}
