import { escapeHtml } from '../http/html.ts';
import { darkRuns, INK, type Mark, type Sheet } from './sheet.ts';

/** The family's name in the papers' font. */
export const FAMILY = 'Noto Serif SC';

/** A page as SVG. @param width pixels; the height follows */
export function formatSvg({ width: points, height: down, marks }: Sheet, width: number): string {
  const height = Math.round((down / points) * width);
  const size = `width="${width}" height="${height}" viewBox="0 0 ${points} ${round((height / width) * points)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>
<rect width="100%" height="100%" fill="${INK.paper}"/>
${marks.map(formatMark).join('\n')}
</svg>`;
}

function formatMark(mark: Mark): string {
  const at = `x="${round(mark.x)}" y="${round(mark.y)}"`;
  switch (mark.kind) {
    case 'text': {
      const { size, bold, ink = INK.text } = mark.type;
      const font = `font-family="${FAMILY}" font-size="${size}" font-weight="${bold === true ? 700 : 400}"`;
      return `<text ${at} ${font} fill="${ink}" xml:space="preserve">${escapeHtml(mark.text)}</text>`;
    }
    case 'fill':
      return `<rect ${at} width="${round(mark.width)}" height="${round(mark.height)}" fill="${mark.ink}"/>`;
    case 'code': {
      const module = mark.size / mark.code.length;
      const path = darkRuns(mark.code)
        .map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`)
        .join('');
      const place = `translate(${round(mark.x)} ${round(mark.y)}) scale(${module})`;
      return `<path transform="${place}" d="${path}" fill="${INK.black}" shape-rendering="crispEdges"/>`;
    }
  }
}

const round = (points: number) => Math.round(points * 1000) / 1000;
