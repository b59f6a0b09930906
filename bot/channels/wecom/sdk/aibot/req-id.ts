import { randomBytes } from 'node:crypto';

/** `length` lower-case hex digits. */
export function generateRandomString(length: number = 8): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

/** `<prefix>_<ms since 1970>_<8 hex digits>`: for frames of our own, and for stream ids. */
export function generateReqId(prefix: string, now: number = Date.now()): string {
  return `${prefix}_${now}_${generateRandomString()}`;
}
