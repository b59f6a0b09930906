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
  const parts = outbound.parts.map((part) => markdownOf(part, publicUrl)).filter((part) => part !== '');
  const handle = botHandleSchema.safeParse(to.handle).data ?? null;
  const content = bounded(parts);
  return content === '' ? [] : [{ content, handle }];
}

function bounded(parts: readonly string[]): string {
  for (let count = parts.length; count > 0; count--) {
    const kept = parts.slice(0, count);
    const content = (count === parts.length ? kept : [...kept, copy.leftOut]).join('\n\n');
    if (sizeOf(content, 'bytes') <= ANSWER_BYTES) return content;
  }
  // One part alone is too long: a file shown as text.
  return splitText(parts[0] ?? '', { max: ANSWER_BYTES, unit: 'bytes' })[0] ?? '';
}

function markdownOf(part: Part, publicUrl: string | undefined): string {
  switch (part.kind) {
    case 'text':
      return part.style === 'strong' ? `**${escapeMarkdown(part.text)}**` : escapeMarkdown(part.text);
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
      return `${escapeMarkdown(part.caption)}\n\n${escapeMarkdown(Buffer.from(part.base64, 'base64').toString('utf8'))}`;
  }
}

/** Signs of markdown as the letters they are; a line that would begin a list or a heading begins with its sign escaped. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>~|]/g, '\\$&').replace(/^(\s*)([#+-])(?=\s)/gm, '$1\\$2');
}
