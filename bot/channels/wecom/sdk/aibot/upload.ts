import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WeComApiError, WeComNetworkError } from '../error.ts';
import { checkCount } from '../limits.ts';
import type { WeComMediaType } from '../types.ts';
import { WsCmd } from './commands.ts';
import { WeComReplyInvalid } from './errors.ts';
import type { WsFrame } from './frames.ts';

/** https://developer.work.weixin.qq.com/document/path/101463 */
const CHUNK_BYTES = 512 * 1024;
const MAX_CHUNKS = 100;
const TRIES = 3;
const PAUSE_MS = 500;
/** More at once makes WeCom say that it is busy. */
const AT_ONCE = 2;

export type UploadMediaOptions = { readonly type: WeComMediaType; readonly filename: string };

const initSchema = z.looseObject({ upload_id: z.string().min(1) });
const finishSchema = z.looseObject({
  type: z.enum(['file', 'image', 'voice', 'video']),
  media_id: z.string().min(1),
  /** seconds */
  created_at: z.union([z.string(), z.number()]).transform(String),
});
/** The media_id is good for 3 days. */
export type UploadMediaFinishResult = z.output<typeof finishSchema>;

export type UploadLine = {
  /** Sends under a req_id of its own; resolves with the ack. */
  readonly ask: (cmd: string, body: object) => Promise<WsFrame>;
  /** Rejects when there is nothing to wait for any more. */
  readonly pause: (ms: number) => Promise<void>;
  /** What the first chunk is called: the official SDK says 0, a sample of the documentation 1. */
  readonly firstChunkIndex: 0 | 1;
};

/** Sends a file in pieces. A piece may be sent twice: WeCom knows it by its index. */
export async function uploadMedia(
  buffer: Buffer,
  { type, filename }: UploadMediaOptions,
  { ask, pause, firstChunkIndex }: UploadLine,
): Promise<UploadMediaFinishResult> {
  const total = Math.ceil(buffer.length / CHUNK_BYTES);
  if (total === 0) throw new WeComReplyInvalid('an empty file cannot be sent');
  checkCount('buffer', buffer.length, MAX_CHUNKS * CHUNK_BYTES);
  const md5 = createHash('md5').update(buffer).digest('hex');
  const init = { type, filename, total_size: buffer.length, total_chunks: total, md5 };
  const begun = read(initSchema, await ask(WsCmd.UPLOAD_MEDIA_INIT, init), WsCmd.UPLOAD_MEDIA_INIT);

  const send = async (index: number): Promise<void> => {
    const piece = buffer.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const body = {
      upload_id: begun.upload_id,
      chunk_index: index + firstChunkIndex,
      base64_data: piece.toString('base64'),
    };
    for (let tried = 1; ; tried++) {
      try {
        await ask(WsCmd.UPLOAD_MEDIA_CHUNK, body);
        return;
      } catch (error) {
        const hopeless = error instanceof WeComApiError && !error.retryable;
        if (tried === TRIES || hopeless) throw error;
        await pause(PAUSE_MS * tried);
      }
    }
  };
  let next = 0;
  const work = async () => {
    while (next < total) await send(next++);
  };
  const workers = Array.from({ length: Math.min(AT_ONCE, total) }, work);
  // The first that fails ends the rest after the piece they are at.
  await Promise.all(workers).catch((error: unknown) => {
    next = total;
    throw error;
  });

  const finish = await ask(WsCmd.UPLOAD_MEDIA_FINISH, { upload_id: begun.upload_id });
  return read(finishSchema, finish, WsCmd.UPLOAD_MEDIA_FINISH);
}

function read<Body>(schema: z.ZodType<Body>, ack: WsFrame, cmd: string): Body {
  const parsed = schema.safeParse(ack.body);
  if (!parsed.success) throw new WeComNetworkError('unreadable', cmd);
  return parsed.data;
}
