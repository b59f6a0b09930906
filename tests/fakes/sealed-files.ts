import { createCipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How an encrypted file comes. `cut`: ciphertext that ends in the middle; `broken`: the line does. */
export type Coming =
  | 'whole'
  | 'cut'
  | 'broken'
  | 'wrong-key'
  | 'expired'
  | 'huge'
  | 'never'
  | { readonly redirect: string };

/** Files that WeCom keeps for an AI bot: AES-256-CBC, padded to 32. https://developer.work.weixin.qq.com/document/path/100719 */
export function createSealedFiles() {
  const kept = new Map<string, { readonly bytes: Buffer; readonly coming: Coming }>();
  let asked = 0;

  return {
    asked: () => asked,
    /** @param key 32 bytes in base64 @returns the path */
    keep: (plain: Buffer, key: string, coming: Coming = 'whole'): string => {
      const raw = coming === 'wrong-key' ? randomBytes(32) : Buffer.from(key, 'base64');
      const pad = 32 - (plain.length % 32);
      const cipher = createCipheriv('aes-256-cbc', raw, raw.subarray(0, 16)).setAutoPadding(false);
      const sealed = Buffer.concat([
        cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
        cipher.final(),
      ]);
      const path = `/files/${randomBytes(8).toString('hex')}`;
      kept.set(path, { bytes: coming === 'cut' ? sealed.subarray(0, -7) : sealed, coming });
      return path;
    },
    /** False for a path that is none of these. */
    answer: (request: IncomingMessage, response: ServerResponse): boolean => {
      const file = kept.get(new URL(request.url ?? '/', 'http://fake').pathname);
      if (file === undefined) return false;
      asked++;
      const { bytes, coming } = file;
      if (coming === 'never') return true;
      if (coming === 'expired') response.writeHead(403).end();
      else if (coming === 'huge') response.writeHead(200).end(Buffer.alloc(4 * 1024 * 1024));
      else if (coming === 'broken') {
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 16), () => response.destroy());
      } else if (typeof coming === 'object') response.writeHead(302, { location: coming.redirect }).end();
      else response.writeHead(200, { 'content-disposition': 'attachment; filename="IMG.png"' }).end(bytes);
      return true;
    },
  };
}
export type SealedFiles = ReturnType<typeof createSealedFiles>;

/** A server of its own; `hits` counts every request. */
export async function startFileServer(files: SealedFiles) {
  let hits = 0;
  const server = createServer((request, response) => {
    hits++;
    if (!files.answer(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    hits: () => hits,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
