import { z } from 'zod';
import type { Channel, Fetched } from '../channel.ts';
import type { FileSource } from '../message.ts';
import { CONFIGURATION } from './outcome.ts';
import { type HttpBytes, type MediaOptions, WeComApiError, WeComNetworkError } from './sdk/index.ts';

const sourceSchema = z.object({ mediaId: z.string() });

/** WeCom keeps it for three days under an id that only this app can use. */
export const mediaSource = (mediaId: string): FileSource[] =>
  mediaId === '' ? [] : [{ source: { mediaId }, name: '', mime: '', size: null }];

/** invalid media_id: never there, or over three days old. https://developer.work.weixin.qq.com/document/path/90313 */
const GONE = new Set([40007, 40004]);

/** Fetches by media_id, for the app and for 微信客服. https://developer.work.weixin.qq.com/document/path/90254 */
export function createMediaFetch(client: {
  getMedia: (mediaId: string, options: MediaOptions & { readonly maxBytes?: number }) => Promise<HttpBytes>;
}): NonNullable<Channel['fetch']> {
  return async (source, limitBytes, signal): Promise<Fetched> => {
    const parsed = sourceSchema.safeParse(source);
    if (!parsed.success) return { kind: 'gone', reason: 'gone' };
    try {
      const got = await client.getMedia(parsed.data.mediaId, { maxBytes: limitBytes, signal });
      return { kind: 'got', bytes: got.bytes, mime: got.contentType, name: got.filename ?? '' };
    } catch (error) {
      if (error instanceof WeComNetworkError && error.fault === 'too-large') return { kind: 'too-large' };
      if (!(error instanceof WeComApiError)) return { kind: 'later', reason: 'unreachable', afterMs: null };
      if (GONE.has(error.errcode)) return { kind: 'gone', reason: 'gone' };
      if (CONFIGURATION.has(error.errcode) || !error.retryable) return { kind: 'gone', reason: 'refused' };
      return { kind: 'later', reason: 'unreachable', afterMs: error.retryAfterMs ?? null };
    }
  };
}
