import { randomBytes } from 'node:crypto';

/** 128 bits that nobody can guess, in 22 url-safe characters. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}
