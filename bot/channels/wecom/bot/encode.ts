import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Destination, Json, Outbound, Part } from '../../message.ts';
import { sizeOf, splitText } from '../../split.ts';
import { type Offer, offerSchema } from './card.ts';
import { botHandleSchema } from './decode.ts';
import { readOffer } from './offer.ts';

/** Bytes of one answer, with room for what is added at its end. https://developer.work.weixin.qq.com/document/path/101031 */
export const ANSWER_BYTES = 20_000;

const fileSchema = z.object({ name: z.string(), base64: z.string() });

export const botPayloadSchema = z.object({
  /** Everything that is said, files as text. */
  content: z.string(),
  offer: offerSchema.nullable().default(null),
  /** Where files can be sent: they, and what is said beside them. */
  files: z
    .object({ content: z.string(), list: z.array(fileSchema) })
    .nullable()
    .default(null),
  handle: botHandleSchema.nullable(),
});
type Payload = z.infer<typeof botPayloadSchema>;

/**
 * One answer to one callback, in the markdown that WeCom shows. What is too long is left out from the back, part by part,
 * so that no citation is cut, and that is said; what is asked stays, and stays last. Nothing for a judgement on an answer: WeCom takes no word to it.
 */
export function encodeForBot(outbound: Outbound, to: Destination, publicUrl: string | undefined): Json[] {
  const handle = botHandleSchema.safeParse(to.handle).data ?? null;
  if (handle?.to === 'feedback') return [];
  const { parts } = outbound;
  const { offer, said, links } = readOffer(outbound, publicUrl);
  const tail = [
    ...said.map(escapeMarkdown),
    ...links.map(({ label, url }) => `[${label.replace(/[[\]\\]/g, '')}](${url})`),
  ];
  const content = bounded(parts, tail, offer, publicUrl);
  const list = parts.flatMap((part) =>
    part.kind === 'file' ? [{ name: part.name, base64: part.base64 }] : [],
  );
  const captions = parts.map(
    (part): Part => (part.kind === 'file' ? { kind: 'text', text: part.caption, style: 'plain' } : part),
  );
  const files =
    list.length === 0 ? null : { content: bounded(captions, tail, offer, publicUrl) || copy.file, list };
  return content === '' ? [] : [{ content, offer, files, handle } satisfies Payload];
}

/** The same where no card can come along. */
export function sayOffer(content: string, offer: Offer | null): string {
  return [content, offer === null ? '' : typed(offer)].filter((text) => text !== '').join(GAP);
}

const GAP = '\n\n';
const typed = ({ choices }: Offer) => escapeMarkdown(copy.say(choices.map(({ label }) => label)));

function bounded(
  parts: readonly Part[],
  tail: readonly string[],
  offer: Offer | null,
  publicUrl: string | undefined,
): string {
  const reserved = offer === null ? tail : [...tail, typed(offer)];
  const main = fitted(parts, publicUrl, ANSWER_BYTES - sizeOf(['', ...reserved].join(GAP), 'bytes'));
  const whole = [main, ...tail].filter((text) => text !== '').join(GAP);
  return whole === '' && offer !== null ? copy.choose : whole;
}

function fitted(parts: readonly Part[], publicUrl: string | undefined, max: number): string {
  const all = parts.flatMap((part) => {
    const text = markdownOf(part, publicUrl);
    return text === '' ? [] : [{ part, text }];
  });
  if (all.length === 0) return '';
  const asked = all.filter(({ part }) => part.kind === 'text' && part.asks === true);
  const rest = all.filter((one) => !asked.includes(one));
  const whole = all.map(({ text }) => text).join(GAP);
  if (sizeOf(whole, 'bytes') <= max) return whole;
  for (let count = rest.length - 1; count >= (asked.length === 0 ? 1 : 0); count--) {
    const content = [...rest.slice(0, count), { text: copy.leftOut }, ...asked]
      .map(({ text }) => text)
      .join(GAP);
    if (sizeOf(content, 'bytes') <= max) return content;
  }
  const [first = all[0]] = asked;
  return cutOff(first?.part, first?.text ?? '', max);
}

/** One part alone is too long: a file shown as text, or words; a citation is never cut. */
function cutOff(part: Part | undefined, text: string, most: number): string {
  if (part?.kind === 'citation') return copy.leftOut;
  const note = part?.kind === 'file' ? copy.fileCut : copy.leftOut;
  const max = most - sizeOf(`${GAP}${note}`, 'bytes');
  const [first = ''] = splitText(text, { max, unit: 'bytes' });
  // Not between a sign and what takes its meaning away.
  return `${first.replace(/(?<!\\)((?:\\\\)*)\\$/, '$1')}${GAP}${note}`;
}

function markdownOf(part: Part, publicUrl: string | undefined): string {
  switch (part.kind) {
    case 'text':
      return part.style === 'strong' ? strong(lines(part.text)) : escapeMarkdown(lines(part.text));
    case 'list':
      return part.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'citation': {
      const place = part.place === '' ? '' : `【${escapeMarkdown(part.place)}】\n`;
      const quote = part.quote
        .split('\n')
        .map((piece) => `> “${escapeMarkdown(piece)}”`)
        .join('\n');
      const link = publicUrl === undefined ? [] : [`[${copy.openSource}](${publicUrl}${part.path})`];
      return `${place}${quote}\n\n${[`——${escapeMarkdown(part.head)}`, ...part.notes.map(escapeMarkdown), ...link].join('\n')}`;
    }
    case 'file':
      // Where no file can be sent, a text is shown as one; of a document only its name.
      return [
        part.caption,
        isText(part.mime) ? Buffer.from(part.base64, 'base64').toString() : copy.noFile(part.name),
      ]
        .map((text) => escapeMarkdown(lines(text)))
        .join('\n\n');
  }
}

const isText = (mime: string) => /^text\/|[/+]json$/.test(mime);

/** Four blanks before a line would show it as a program, signs of escape and all. */
function lines(text: string): string {
  return text.replace(/^[ \t]{4,}|^ *\t[ \t]*/gm, '   ');
}

/** Line by line: strength ends with its line, and a blank beside the signs would take their meaning away. */
function strong(text: string): string {
  return text.replace(/\S(?:[^\n]*\S)?/g, (line) => `**${escapeMarkdown(line)}**`);
}

/**
 * Signs of markdown as the letters they are: those that mean something anywhere, and those that begin a list, a heading or
 * a rule where they stand first in a line.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~|&]/g, '\\$&')
    .replace(/^([^\S\n]*)([#+=-])/gm, '$1\\$2')
    .replace(/^([^\S\n]*\d+)([.)])/gm, '$1\\$2');
}
