import { type Answer, citationHead, quoted, renderPlain } from '#knowledge';

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

/** The plain rendering with its quotes and citations coloured; the words are the same. */
export function paintAnswer(answer: Answer, paint: Paint): string {
  let text = renderPlain(answer);
  for (const citation of [...answer.citations, ...answer.elsewhere]) {
    text = text.replace(quoted(citation), () => paint.quote(quoted(citation)));
    text = text.replace(citationHead(citation), () => paint.accent(citationHead(citation)));
  }
  return text.replace(answer.lead, () => paint.bold(answer.lead));
}
