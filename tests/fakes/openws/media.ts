import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { BAD_PARAMETER, Refusal } from './refusal.ts';
import type { uploadChunkSchema, uploadInitSchema } from './schemas.ts';

type Init = z.output<typeof uploadInitSchema>;
type Upload = { readonly init: Init; readonly chunks: Map<number, Buffer>; readonly at: number };

export type Uploaded = { readonly type: Init['type']; readonly filename: string; readonly bytes: Buffer };

const CHUNK_BYTES = 512 * 1024;
const SESSION_MS = 30 * 60_000;
const ADDRESS_MS = 5 * 60_000;

/** Files on their way up, and files that people sent, encrypted under addresses that live five minutes. */
export class Media {
  readonly #now: () => number;
  readonly #sessions = new Map<string, Upload>();
  readonly #files = new Map<string, { readonly bytes: Buffer; readonly name: string; readonly at: number }>();
  /** By media_id. */
  readonly uploaded = new Map<string, Uploaded>();

  constructor(now: () => number) {
    this.#now = now;
  }

  init(init: Init): { upload_id: string } {
    if (Math.ceil(init.total_size / CHUNK_BYTES) > init.total_chunks)
      throw new Refusal(BAD_PARAMETER, 'too few chunks for the size');
    const upload_id = `up_${randomBytes(6).toString('hex')}`;
    this.#sessions.set(upload_id, { init, chunks: new Map(), at: this.#now() });
    return { upload_id };
  }

  chunk({ upload_id, chunk_index, base64_data }: z.output<typeof uploadChunkSchema>): Record<string, never> {
    const bytes = Buffer.from(base64_data, 'base64');
    if (bytes.length > CHUNK_BYTES) throw new Refusal(BAD_PARAMETER, 'chunk too large');
    this.#session(upload_id).chunks.set(chunk_index, bytes);
    return {};
  }

  finish(upload_id: string): { type: string; media_id: string; created_at: string } {
    const { init, chunks } = this.#session(upload_id);
    const order = [...chunks.keys()].sort((a, b) => a - b);
    const first = order[0] ?? 0;
    // Both ways of counting are taken: WeCom's page and its SDK differ.
    const whole = order.length === init.total_chunks && first <= 1 && order.every((n, i) => n === first + i);
    if (!whole) throw new Refusal(BAD_PARAMETER, 'chunks are missing');
    const bytes = Buffer.concat(order.map((index) => chunks.get(index) ?? Buffer.alloc(0)));
    if (bytes.length !== init.total_size) throw new Refusal(BAD_PARAMETER, 'total_size differs');
    if (init.md5 !== undefined && createHash('md5').update(bytes).digest('hex') !== init.md5)
      throw new Refusal(BAD_PARAMETER, 'md5 differs');
    const media_id = `media_${randomBytes(6).toString('hex')}`;
    this.uploaded.set(media_id, { type: init.type, filename: init.filename, bytes });
    this.#sessions.delete(upload_id);
    return { type: init.type, media_id, created_at: `${Math.floor(this.#now() / 1000)}` };
  }

  /** The path under which the file lies, and what opens it. */
  keep(plain: Buffer, name: string): { path: string; aeskey: string } {
    const key = randomBytes(32);
    const pad = 32 - (plain.length % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const bytes = Buffer.concat([
      cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
      cipher.final(),
    ]);
    const id = randomBytes(8).toString('hex');
    this.#files.set(id, { bytes, name, at: this.#now() });
    return { path: `/media/${id}`, aeskey: key.toString('base64') };
  }

  /** Undefined: never there, or longer than five minutes ago. */
  fetch(id: string): { readonly bytes: Buffer; readonly name: string } | undefined {
    const file = this.#files.get(id);
    return file !== undefined && file.at + ADDRESS_MS > this.#now() ? file : undefined;
  }

  #session(upload_id: string): Upload {
    const session = this.#sessions.get(upload_id);
    if (session === undefined || session.at + SESSION_MS <= this.#now())
      throw new Refusal(BAD_PARAMETER, 'invalid upload_id');
    return session;
  }
}
