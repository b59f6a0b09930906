import { randomBytes } from 'node:crypto';

/** 128 bits that nobody can guess, in 22 url-safe characters. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}

/** 128 bits in 32 hex digits. */
export function randomHex(): string {
  return randomBytes(16).toString('hex');
}

/** 256 bits in 43 url-safe characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
