import { z } from 'zod';
import type { FileSource } from '../message.ts';
import type { Message } from './update.ts';

const fileSchema = z.object({
  file_id: z.string().min(1),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});
/** Several sizes of one picture. */
const photoSchema = z.array(fileSchema.extend({ width: z.number().optional() }));

/** What a message brings, at most one file: an album is several messages. https://core.telegram.org/bots/api#message */
export function filesIn(message: Message): FileSource[] {
  const sizes = photoSchema.safeParse(message.photo).data ?? [];
  const { animation, document, video, video_note, audio, voice } = message;
  const file =
    sizes.toSorted((a, b) => (a.width ?? 0) - (b.width ?? 0)).at(-1) ??
    fileSchema.safeParse(animation ?? document ?? video ?? video_note ?? audio ?? voice).data;
  if (file === undefined) return [];
  const { file_id, file_size, file_name, mime_type } = file;
  return [
    { source: { fileId: file_id }, name: file_name ?? '', mime: mime_type ?? '', size: file_size ?? null },
  ];
}
