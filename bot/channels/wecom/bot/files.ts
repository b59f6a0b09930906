import { z } from 'zod';
import type { Channel, Fetched } from '../../channel.ts';
import type { FileSource, Inbound } from '../../message.ts';
import {
  type BaseMessage,
  createHttp,
  WeComApiClient,
  WeComMediaError,
  WeComNetworkError,
} from '../sdk/index.ts';

/** `url` lives five minutes and is as good as the file; `aeskey` comes over the long connection only. */
const sourceSchema = z.object({ url: z.string(), aeskey: z.string().nullable() });

const mediaSchema = z.looseObject({ url: z.string(), aeskey: z.string().optional() });
const bodySchema = z.looseObject({
  image: mediaSchema.optional(),
  file: mediaSchema.optional(),
  video: mediaSchema.optional(),
  mixed: z.looseObject({ msg_item: z.array(z.looseObject({ image: mediaSchema.optional() })) }).optional(),
});

/** What a message brings along; nothing in a group. https://developer.work.weixin.qq.com/document/path/100719 */
export function filesIn(body: BaseMessage, kind: Inbound['kind']): FileSource[] {
  const parsed = bodySchema.safeParse(body).data;
  if (kind === 'group' || parsed === undefined) return [];
  const { image, file, video, mixed } = parsed;
  const mixedIn = mixed?.msg_item.map((item) => item.image) ?? [];
  return [image, file, video, ...mixedIn].flatMap((media) =>
    media === undefined
      ? []
      : [
          {
            source: { url: media.url, aeskey: media.aeskey ?? null },
            name: '',
            mime: '',
            size: null,
          },
        ],
  );
}

const FAULTS = {
  address: 'address',
  expired: 'gone',
  undecryptable: 'undecryptable',
} as const;

/**
 * Fetches what the AI bot was sent and decrypts it.
 * @param encodingAESKey of the callback, for addresses that come without a key of their own
 * @param origin a further one that files may come from; other hosts than WeCom's own are not called
 */
export function createBotFetch({
  encodingAESKey,
  origin,
}: {
  readonly encodingAESKey: string | undefined;
  readonly origin: string | undefined;
}): NonNullable<Channel['fetch']> {
  const http = createHttp();
  return async (source, limitBytes, signal): Promise<Fetched> => {
    const parsed = sourceSchema.safeParse(source);
    if (!parsed.success) return { kind: 'gone', reason: 'gone' };
    const { url, aeskey } = parsed.data;
    const key = aeskey ?? encodingAESKey;
    // Without a key it could only be kept as what nobody can read.
    if (key === undefined) return { kind: 'gone', reason: 'undecryptable' };
    const api = new WeComApiClient(http, {
      maxBytes: limitBytes,
      origins: origin === undefined ? [] : [origin],
    });
    try {
      const { buffer, filename = '' } = await api.downloadFile(url, key, { signal });
      return { kind: 'got', bytes: buffer, mime: '', name: filename };
    } catch (error) {
      if (!(error instanceof WeComMediaError)) return { kind: 'later', reason: 'unreachable', afterMs: null };
      if (error.fault === 'too-large') return { kind: 'too-large' };
      if (error.fault !== 'unreachable') return { kind: 'gone', reason: FAULTS[error.fault] };
      return leadsElsewhere(error.cause)
        ? { kind: 'gone', reason: 'address' }
        : { kind: 'later', reason: 'unreachable', afterMs: null };
    }
  };
}

/** Redirects are not followed: a guard that looks at the first address only is none. */
function leadsElsewhere(cause: unknown): boolean {
  const status = cause instanceof WeComNetworkError ? (cause.status ?? 0) : 0;
  return status >= 300 && status < 400;
}
