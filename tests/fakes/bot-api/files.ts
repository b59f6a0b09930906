import type { ServerResponse } from 'node:http';
import { badRequest } from './refusal.ts';

/** How the bytes come: as they are, cut off half-way, more than was told, never, or from somewhere else. */
export type Coming = 'whole' | 'cut' | 'longer' | 'never' | 'gone' | { readonly redirect: string };

type Kept = { readonly bytes: Buffer; readonly path: string; readonly coming: Coming };

/** https://core.telegram.org/bots/api#getfile */
const MOST = 20 * 1024 * 1024;

/** Files that people sent. */
export class Files {
  readonly #kept = new Map<string, Kept>();
  /** Paths whose bytes were asked for. */
  readonly asked: string[] = [];

  /** @returns a file as it stands in a message */
  keep(bytes: Buffer, { name = '', coming = 'whole' }: { name?: string; coming?: Coming } = {}) {
    const n = this.#kept.size + 1;
    const file_id = `BQACfile_${n}`;
    this.#kept.set(file_id, { bytes, path: `documents/file_${n}.bin`, coming });
    return {
      file_id,
      file_unique_id: `u${n}`,
      file_size: bytes.length,
      ...(name !== '' && { file_name: name }),
    };
  }

  get(file_id: unknown) {
    const kept = this.#kept.get(String(file_id));
    if (kept === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (kept.bytes.length > MOST) throw badRequest('file is too big');
    return { file_id, file_unique_id: 'u', file_size: kept.bytes.length, file_path: kept.path };
  }

  answer(path: string, response: ServerResponse): void {
    const kept = [...this.#kept.values()].find((one) => one.path === path);
    this.asked.push(path);
    if (kept === undefined || kept.coming === 'gone') {
      response.writeHead(404).end();
      return;
    }
    const { bytes, coming } = kept;
    const head = { 'content-type': 'application/octet-stream' };
    if (coming === 'never') return;
    if (typeof coming === 'object') {
      response.writeHead(302, { location: coming.redirect }).end();
    } else if (coming === 'cut') {
      response.writeHead(200, { ...head, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    } else if (coming === 'longer') {
      response.writeHead(200, head);
      for (let part = 0; part < 64; part++) response.write(Buffer.alloc(1024 * 1024, 65));
      response.end();
    } else {
      response.writeHead(200, { ...head, 'content-length': bytes.length }).end(bytes);
    }
  }
}
