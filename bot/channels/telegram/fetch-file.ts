import { z } from 'zod';
import type { Channel, Fetched } from '../channel.ts';
import { type Account, createApi, GrammyError } from './grammy.ts';

const sourceSchema = z.object({ fileId: z.string() });

/** What Telegram gives bots at most. https://core.telegram.org/bots/api#getfile */
const MOST = 20 * 1024 * 1024;
/** As Telegram makes them: photos/file_12.jpg. A server of one's own may give a path of its disk instead: not for us. */
const PATH = /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*(?:\.[A-Za-z0-9]+)?$/;

const GONE: Fetched = { kind: 'gone', reason: 'gone' };
const UNREACHABLE: Fetched = { kind: 'later', reason: 'unreachable', afterMs: null };

/** Fetches by file id. The address of the bytes holds the bot's token: it stands in no error and in no log. */
export function createTelegramFetch(account: Account): NonNullable<Channel['fetch']> {
  return async (source, limitBytes, signal) => {
    const parsed = sourceSchema.safeParse(source);
    if (!parsed.success) return GONE;
    const limit = Math.min(limitBytes, MOST);
    try {
      // https://core.telegram.org/bots/api#getfile
      const { file_path, file_size } = await createApi(account, signal).getFile(parsed.data.fileId);
      if (file_size !== undefined && file_size > limit) return { kind: 'too-large' };
      if (file_path === undefined || !PATH.test(file_path)) return GONE;
      return await download(`${account.apiRoot}/file/bot${account.token}/${file_path}`, limit, signal);
    } catch (error) {
      return error instanceof GrammyError ? refused(error) : UNREACHABLE;
    }
  };
}

/** https://core.telegram.org/bots/api#file */
async function download(url: string, limit: number, signal: AbortSignal): Promise<Fetched> {
  const response = await fetch(url, { signal, redirect: 'manual' });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    // Elsewhere is not Telegram's.
    if (response.status >= 300 && response.status < 400) return { kind: 'gone', reason: 'address' };
    return response.status === 404 ? GONE : UNREACHABLE;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > limit) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  const mime = response.headers.get('content-type') ?? '';
  return { kind: 'got', bytes: Buffer.concat(chunks), mime, name: '' };
}

function refused({ error_code, description, parameters }: GrammyError): Fetched {
  if (/too big/i.test(description)) return { kind: 'too-large' };
  if (error_code === 429)
    return { kind: 'later', reason: 'unreachable', afterMs: (parameters.retry_after ?? 1) * 1000 };
  if (error_code === 401) return { kind: 'gone', reason: 'refused' };
  return error_code >= 500 ? UNREACHABLE : GONE;
}
