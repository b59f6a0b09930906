import { z } from 'zod';
import type { Caller } from './caller.ts';
import type { HttpBytes } from './http.ts';
import { checkCount, LIMITS } from './limits.ts';
import { formatMultipart } from './multipart.ts';
import type { WeComMediaType } from './types.ts';

/** A file to upload. */
export type MediaFile = { readonly filename: string; readonly bytes: Buffer };

const uploadedSchema = z.object({
  type: z.string().optional(),
  media_id: z.string().min(1),
  created_at: z.coerce.number().optional(),
});
/** Usable for 3 days. `created_at` in seconds. */
export type UploadedMedia = z.infer<typeof uploadedSchema>;

export type MediaOptions = {
  readonly signal?: AbortSignal;
  /** 2 minutes when left out: a file takes longer than a message. */
  readonly timeoutMs?: number;
};

const MEDIA_TIMEOUT_MS = 120_000;

/**
 * @param path where it goes: an app's media or a robot's
 * @throws WeComLimitError, WeComApiError, WeComNetworkError
 */
export async function uploadMedia(
  caller: Caller,
  path: string,
  type: WeComMediaType,
  file: MediaFile,
  options: MediaOptions = {},
): Promise<UploadedMedia> {
  checkCount(type, file.bytes.length, LIMITS.media[type]);
  const body = formatMultipart(file);
  const timeoutMs = options.timeoutMs ?? MEDIA_TIMEOUT_MS;
  return caller.json({ path, query: { type }, body, kind: 'read', ...options, timeoutMs }, uploadedSchema);
}

/** https://developer.work.weixin.qq.com/document/path/90254 */
export async function getMedia(
  caller: Caller,
  mediaId: string,
  options: MediaOptions & { readonly maxBytes?: number } = {},
): Promise<HttpBytes> {
  const timeoutMs = options.timeoutMs ?? MEDIA_TIMEOUT_MS;
  const query = { media_id: mediaId };
  return caller.bytes({ path: '/cgi-bin/media/get', query, kind: 'read', ...options, timeoutMs });
}
