import type { Outbound, Part } from '../message.ts';

/** ANSI colours, or none: NO_COLOR and pipes get plain text. */
export type Paint = {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly quote: (text: string) => string;
  readonly accent: (text: string) => string;
};

const wrap = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string) => text;

export function createPaint(colours: boolean): Paint {
  if (!colours) return { dim: plain, bold: plain, quote: plain, accent: plain };
  return { dim: wrap(2, 22), bold: wrap(1, 22), quote: wrap(32, 39), accent: wrap(36, 39) };
}

/** What is said, as lines for a terminal; the colours change no word. */
export function paintOutbound({ parts }: Outbound, paint: Paint): string {
  return parts.map((part) => paintPart(part, paint)).join('\n\n');
}

function paintPart(part: Part, paint: Paint): string {
  switch (part.kind) {
    case 'text':
      return { plain, strong: paint.bold, quiet: paint.dim }[part.style](part.text);
    case 'list':
      return part.items.map((item) => `· ${item}`).join('\n');
    case 'citation': {
      const place = part.place === '' ? '' : `【${part.place}】`;
      const quote = part.quote
        .split('\n')
        .map((piece) => paint.quote(`“${piece}”`))
        .join('\n');
      return `${place}${quote}\n——${[paint.accent(part.head), ...part.notes].join('\n')}`;
    }
    case 'file':
      // A terminal has nowhere to put a file, so a text file is shown.
      return `${part.caption}\n${part.name}\n${Buffer.from(part.base64, 'base64').toString('utf8')}`;
  }
}
