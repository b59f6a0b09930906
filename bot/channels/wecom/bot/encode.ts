import { z } from 'zod';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Destination, Json, Outbound, Part } from '../../message.ts';
import { sizeOf, splitText } from '../../split.ts';
import { botHandleSchema } from './decode.ts';

/** Bytes of one answer, with room for what is added at its end. https://developer.work.weixin.qq.com/document/path/101031 */
export const ANSWER_BYTES = 20_000;

export const botPayloadSchema = z.object({ content: z.string(), handle: botHandleSchema.nullable() });

/**
 * One answer to one callback, in the markdown that WeCom shows. What is too long is left out from the back, part by part,
 * so that no citation is cut, and that is said.
 */
export function encodeForBot(outbound: Outbound, to: Destination, publicUrl: string | undefined): Json[] {
  const handle = botHandleSchema.safeParse(to.handle).data ?? null;
  const content = bounded(outbound.parts, publicUrl);
  return content === '' ? [] : [{ content, handle }];
}

function bounded(parts: readonly Part[], publicUrl: string | undefined): string {
  const texts = parts.map((part) => markdownOf(part, publicUrl));
  if (texts.every((text) => text === '')) return '';
  for (let count = texts.length; count > 0; count--) {
    const kept = texts.slice(0, count).filter((text) => text !== '');
    const content = (count === texts.length ? kept : [...kept, copy.leftOut]).join('\n\n');
    if (sizeOf(content, 'bytes') <= ANSWER_BYTES) return content;
  }
  return cutOff(parts[0], texts[0] ?? '');
}

/** One part alone is too long: a file shown as text, or words; a citation is never cut. */
function cutOff(part: Part | undefined, text: string): string {
  if (part?.kind === 'citation') return copy.leftOut;
  const note = part?.kind === 'file' ? copy.fileCut : copy.leftOut;
  const max = ANSWER_BYTES - sizeOf(`\n\n${note}`, 'bytes');
  const [first = ''] = splitText(text, { max, unit: 'bytes' });
  // Not between a sign and what takes its meaning away.
  return `${first.replace(/(?<!\\)((?:\\\\)*)\\$/, '$1')}\n\n${note}`;
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
      // The bot cannot send a file as an answer; what a person asked for is a text and is shown as one.
      return [part.caption, Buffer.from(part.base64, 'base64').toString()]
        .map((text) => escapeMarkdown(lines(text)))
        .join('\n\n');
  }
}

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
