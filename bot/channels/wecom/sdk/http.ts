import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosRequestConfig, isAxiosError, isCancel } from 'axios';
import { type NetworkFault, WeComNetworkError } from './error.ts';
import { parseJson } from './json.ts';

export const API_BASE_URL = 'https://qyapi.weixin.qq.com';

const TIMEOUT_MS = 15_000;
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Codes that say: no byte of the request left. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ERR_INVALID_URL', 'EPROTO'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);

export type HttpOptions = {
  /** Left out: WeCom's own. */
  readonly baseURL?: string;
  /** `http://user:password@host:port` of the way out; the environment is not looked at. */
  readonly proxy?: string;
  /** For one request, in ms; 15 s when left out. */
  readonly timeoutMs?: number;
};

export type HttpCall = {
  readonly method: 'GET' | 'POST';
  /** A path below baseURL, or a whole address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  /** A body that is made already, such as a form. */
  readonly body?: { readonly contentType: string; readonly bytes: Buffer };
  readonly timeoutMs?: number;
  /** How large the answer may be. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
};

export type HttpBytes = {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** As the server named it: a name from outside, not a path to write to. */
  readonly filename?: string;
};

/**
 * Requests to WeCom. Every failure is a WeComNetworkError that holds nothing but the path: axios's own errors carry
 * addresses, headers and bodies, and WeCom's addresses are full of secrets.
 */
export type Http = {
  /** The address that paths are below, without a slash at its end. */
  readonly baseURL: string;
  /** The answer's JSON; integers that a number cannot hold come as strings. */
  readonly json: (call: HttpCall) => Promise<unknown>;
  readonly bytes: (call: HttpCall) => Promise<HttpBytes>;
};

export function createHttp(options: HttpOptions = {}): Http {
  const baseURL = (options.baseURL ?? API_BASE_URL).replace(/\/+$/, '');
  const client = axios.create({
    baseURL,
    proxy: options.proxy === undefined ? false : proxyOf(options.proxy),
    responseType: 'arraybuffer',
    // A redirect would carry the token in the address to another host.
    maxRedirects: 0,
    // A kept connection that the server closes in the meantime makes a message's outcome unknown for nothing.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
    validateStatus: () => true,
    transitional: { clarifyTimeoutError: true },
  });

  async function request(call: HttpCall, maxBytes: number) {
    const endpoint = endpointOf(call.path, baseURL);
    const config: AxiosRequestConfig<Buffer> = {
      method: call.method,
      url: call.path,
      timeout: call.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS,
      maxContentLength: call.maxBytes ?? maxBytes,
      maxBodyLength: MAX_FILE_BYTES,
    };
    if (call.query !== undefined) config.params = call.query;
    if (call.signal !== undefined) config.signal = call.signal;
    const body = call.body ?? (call.json === undefined ? undefined : jsonBody(call.json));
    if (body !== undefined) {
      config.data = body.bytes;
      config.headers = { 'content-type': body.contentType };
    }
    const response = await client.request<Buffer>(config).catch((error: unknown) => {
      throw asNetworkError(error, endpoint);
    });
    if (response.status < 200 || response.status > 299)
      throw new WeComNetworkError('status', endpoint, { status: response.status });
    return { endpoint, response };
  }

  return {
    baseURL,
    json: async (call) => {
      const { endpoint, response } = await request(call, MAX_JSON_BYTES);
      try {
        return parseJson(response.data.toString('utf8'));
      } catch {
        throw new WeComNetworkError('unreadable', endpoint);
      }
    },
    bytes: async (call) => {
      const { response } = await request(call, MAX_FILE_BYTES);
      const filename = filenameOf(`${response.headers['content-disposition'] ?? ''}`);
      return {
        bytes: response.data,
        contentType: `${response.headers['content-type'] ?? ''}`,
        ...(filename !== undefined && { filename }),
      };
    },
  };
}

function jsonBody(value: unknown): { contentType: string; bytes: Buffer } {
  return { contentType: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(value)) };
}

/** The path alone: what is behind the question mark is secret. */
function endpointOf(path: string, baseURL: string): string {
  return URL.canParse(path, baseURL) ? new URL(path, baseURL).pathname : 'invalid address';
}

/** A new error, not a wrapped one: an AxiosError holds the whole request. */
function asNetworkError(error: unknown, endpoint: string): WeComNetworkError {
  if (isCancel(error)) return new WeComNetworkError('aborted', endpoint);
  if (!isAxiosError(error)) return new WeComNetworkError('broken', endpoint);
  const code = error.code ?? '';
  return new WeComNetworkError(faultOf(code, error.message), endpoint, code === '' ? {} : { code });
}

function faultOf(code: string, message: string): NetworkFault {
  if (NOT_SENT.has(code)) return 'unreachable';
  if (code === 'ETIMEDOUT' || code === 'ECONNABORTED') return 'timeout';
  // axios says only in words that the answer was too large.
  if (message.startsWith('maxContentLength')) return 'too-large';
  return 'broken';
}

/** RFC 6266, as far as WeCom uses it. */
function filenameOf(disposition: string): string | undefined {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined)
    try {
      return decodeURIComponent(encoded);
    } catch {
      return undefined;
    }
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  // Node reads headers as Latin-1; WeCom writes the name in UTF-8.
  return plain === undefined ? undefined : Buffer.from(plain, 'latin1').toString('utf8');
}

function proxyOf(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address);
  return {
    protocol,
    host: hostname,
    port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port),
    ...(username !== '' && {
      auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
    }),
  };
}
