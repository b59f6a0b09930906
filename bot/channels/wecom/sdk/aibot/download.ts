import { decryptFile, WecomCryptoError } from '../crypto.ts';
import { WeComNetworkError } from '../error.ts';
import type { Http, HttpBytes } from '../http.ts';
import { WeComMediaError } from './errors.ts';

export type DownloadOptions = {
  /** Further origins that files may come from, whole: `https://media.example.com`, `http://127.0.0.1:8080`. */
  readonly origins?: readonly string[];
  /** How large a file may be; 100 MB when left out, the most that WeCom sends. */
  readonly maxBytes?: number;
  /** For the whole file, in ms; 120 s when left out. */
  readonly timeoutMs?: number;
};

const MAX_BYTES = 100 * 1024 * 1024;
const TIMEOUT_MS = 120_000;
/** What encryption adds at most. */
const PADDING = 32;

/**
 * Where WeCom keeps what a bot is sent, and nowhere else: other names under myqcloud.com belong to anybody.
 * https://developer.work.weixin.qq.com/document/path/100719
 */
const OWN_HOSTS = [
  /^ww-aibot-[a-z]+-1258476243\.cos\.[a-z0-9-]+\.myqcloud\.com$/,
  /\.work\.weixin\.qq\.com$/,
];

/** Gone, or signed for a time that is over: addresses live 5 minutes. */
const GONE = new Set([401, 403, 404, 410]);

/** Fetches files that a bot was sent; addresses come from outside, so only WeCom's own and configured ones are called. */
export class WeComApiClient {
  readonly #http: Http;
  readonly #options: DownloadOptions;
  readonly #origins: ReadonlySet<string>;

  constructor(http: Http, options: DownloadOptions = {}) {
    this.#http = http;
    this.#options = options;
    this.#origins = new Set((options.origins ?? []).map((origin) => new URL(origin).origin));
  }

  /** The bytes as they lie there: encrypted. @throws WeComMediaError */
  async downloadFileRaw(
    url: string,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<{ buffer: Buffer; filename?: string }> {
    const address = url.trim();
    if (!this.#isAllowed(address)) throw new WeComMediaError('address');
    const { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = this.#options;
    const { bytes, filename } = await this.#http
      .bytes({
        method: 'GET',
        path: address,
        maxBytes: maxBytes + PADDING,
        timeoutMs,
        ...(signal !== undefined && { signal }),
      })
      .catch(rethrow);
    return { buffer: bytes, ...(filename !== undefined && { filename }) };
  }

  /** @param aesKey base64 of 32 bytes; left out: the bytes as they lie there. @throws WeComMediaError */
  async downloadFile(
    url: string,
    aesKey?: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<{ buffer: Buffer; filename?: string }> {
    const raw = await this.downloadFileRaw(url, options);
    if (aesKey === undefined) return raw;
    try {
      return { ...raw, buffer: decryptFile(raw.buffer, aesKey) };
    } catch (error) {
      if (error instanceof WecomCryptoError) throw new WeComMediaError('undecryptable', { cause: error });
      throw error;
    }
  }

  #isAllowed(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { protocol, hostname, port, origin, username, password } = new URL(address);
    if (username !== '' || password !== '') return false;
    if (this.#origins.has(origin)) return true;
    return protocol === 'https:' && port === '' && OWN_HOSTS.some((own) => own.test(hostname));
  }
}

function rethrow(error: unknown): HttpBytes {
  if (!(error instanceof WeComNetworkError)) throw error;
  if (error.fault === 'too-large') throw new WeComMediaError('too-large', { cause: error });
  const gone = error.status !== undefined && GONE.has(error.status);
  throw new WeComMediaError(gone ? 'expired' : 'unreachable', { cause: error });
}
