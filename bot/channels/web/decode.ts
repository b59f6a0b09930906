import { z } from 'zod';
import { parseAction } from '../../conversation/actions.ts';
import { webCopy as copy } from '../../copy/web.ts';
import type { Content, Inbound } from '../message.ts';

/** Longest message, in UTF-16 units, as a browser counts `maxlength`. */
export const MAX_TEXT = 2000;
/** Bytes of a body: the longest text in the widest form encoding, and room. */
export const MAX_BODY = 64 * 1024;

const id = z.string().regex(/^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/);
const said = z.object({ id, text: z.string() });
const pressed = z.object({
  id,
  action: z.string().max(200),
  label: z.string().max(60).exactOptional(),
  message: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});

/** What the page posted, or in plain words why it is refused. */
export type Decoded =
  | { readonly inbound: Inbound }
  | { readonly refused: string; readonly status: 400 | 413 };

/** {id, text} */
export function decodeMessage(visitor: string, body: unknown): Decoded {
  const parsed = said.safeParse(body);
  if (!parsed.success) return { refused: copy.refused.form, status: 400 };
  const text = cleanText(parsed.data.text);
  if (text === '') return { refused: copy.refused.empty, status: 400 };
  if (text.length > MAX_TEXT) return { refused: copy.refused.tooLong(MAX_TEXT), status: 413 };
  return inbound(visitor, parsed.data.id, parsed.data.id, {
    kind: 'text',
    text,
    voice: false,
    edited: false,
  });
}

/** {id, action, label, message}: `message` is the outbox id of the letter that bears the button, none for the region picker. */
export function decodeAction(visitor: string, body: unknown): Decoded {
  const parsed = pressed.safeParse(body);
  if (!parsed.success) return { refused: copy.refused.form, status: 400 };
  const { action, label, message } = parsed.data;
  if (parseAction(action) === undefined) return { refused: copy.refused.action, status: 400 };
  return inbound(visitor, parsed.data.id, message ?? null, {
    kind: 'button',
    action,
    ...(label === undefined ? {} : { label: cleanText(label) }),
  });
}

/** {id} and what was chosen: a picture, a recording or any file. The bytes come along, so that one commit keeps all. */
export async function decodeFile(
  visitor: string,
  body: Readonly<Record<string, unknown>>,
  maxBytes: number,
): Promise<Decoded> {
  const parsed = id.safeParse(body.id);
  const { file } = body;
  // A form with nothing chosen brings a file without a name, which parsers read as no words.
  if (parsed.success && file === '') return { refused: copy.refused.noFile, status: 400 };
  if (!parsed.success || !(file instanceof File)) return { refused: copy.refused.form, status: 400 };
  if (file.size === 0) return { refused: copy.refused.noFile, status: 400 };
  if (file.size > maxBytes) return { refused: copy.refused.fileTooLarge(maxBytes), status: 413 };
  const media = /^(image|audio|video)\//.exec(file.type)?.[1] ?? 'file';
  const bytes = Buffer.from(await file.arrayBuffer());
  return inbound(visitor, parsed.data, parsed.data, {
    kind: 'media',
    media: MEDIA[media] ?? 'file',
    caption: '',
    files: [
      {
        source: null,
        name: cleanText(file.name).slice(0, 200),
        mime: file.type.slice(0, 100),
        size: bytes.length,
        base64: bytes.toString('base64'),
      },
    ],
  });
}

const MEDIA: Readonly<Record<string, 'photo' | 'voice' | 'video'>> = {
  image: 'photo',
  audio: 'voice',
  video: 'video',
};

/** Half characters and control characters go, a line feed stays; everything else is as it was written. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (sign) => (sign === '\t' ? ' ' : ''))
    .trim();
}

function inbound(visitor: string, event: string, message: string | null, content: Content): Decoded {
  return {
    inbound: {
      event,
      chat: visitor,
      kind: 'private',
      topic: null,
      sender: { id: visitor, admin: null },
      addressed: true,
      message,
      quoted: null,
      content,
      handle: null,
    },
  };
}
