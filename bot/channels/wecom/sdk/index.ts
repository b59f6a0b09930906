/** The door of the library: WeCom (企业微信) over HTTP and WebSocket. README.md says what is what. */
export { type Clock, systemClock } from './clock.ts';
export {
  type CryptoFault,
  decodeEncodingAESKey,
  decryptFile,
  pkcs7Pad,
  pkcs7Unpad,
  WecomCrypto,
  WecomCryptoError,
} from './crypto.ts';
export {
  type NetworkFault,
  type Retry,
  retryFor,
  WeComApiError,
  WeComNetworkError,
  WeComOutcomeUnknown,
} from './error.ts';
export {
  API_BASE_URL,
  createHttp,
  type Http,
  type HttpBytes,
  type HttpCall,
  type HttpOptions,
} from './http.ts';
export { parseJson } from './json.ts';
export { stripSecrets } from './secrets.ts';
export * from './types.ts';
