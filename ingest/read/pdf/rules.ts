/** A straight line, level or upright, in points. */
export type Rule = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

type Matrix = readonly [number, number, number, number, number, number];
type Point = readonly [number, number];

/** Filled rectangles no thicker than this are lines. */
const THIN = 3;
/** Shorter lines are no borders. */
const SHORT = 6;
/** More lines are a drawing. */
const MOST = 20_000;

/** Finds level and upright lines in the paths of pdf.js: numbers for move, line, two curves and close, with their points. */
export function createPathReader() {
  const rules: Rule[] = [];
  const add = ([x1, y1]: Point, [x2, y2]: Point) => {
    const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
    if (Math.min(width, height) > THIN || Math.max(width, height) < SHORT || rules.length >= MOST) return;
    rules.push({ x1: Math.min(x1, x2), x2: Math.max(x1, x2), y1: Math.min(y1, y2), y2: Math.max(y1, y2) });
  };
  return {
    /** @param isStroke the lines of the path are drawn, not what they enclose */
    add(path: Float32Array, matrix: Matrix, isStroke: boolean): void {
      for (const part of partsOf(path, matrix)) {
        if (isStroke) {
          for (let i = 1; i < part.length; i++) add(part[i - 1] ?? [0, 0], part[i] ?? [0, 0]);
        } else {
          const xs = part.map(([x]) => x);
          const ys = part.map(([, y]) => y);
          if (part.length <= 6) add([Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]);
        }
      }
    },
    rules: (): readonly Rule[] => rules,
  };
}

/** How many numbers follow each kind of step: move, line, curve, quadratic curve, close. */
const STEPS = [2, 2, 6, 4, 0];
const CLOSE = 4;

function* partsOf(path: Float32Array, m: Matrix): Generator<readonly Point[]> {
  let part: Point[] = [];
  for (let i = 0; i < path.length; ) {
    const step = path[i] ?? 0;
    const count = STEPS[step];
    if (count === undefined) return;
    if (step === 0 && part.length > 0) {
      yield part;
      part = [];
    }
    const [first] = part;
    if (step === CLOSE && first !== undefined) part.push(first);
    if (count > 0) {
      const [x, y] = [path[i + count - 1] ?? 0, path[i + count] ?? 0];
      part.push([m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]);
    }
    i += count + 1;
  }
  if (part.length > 0) yield part;
}
