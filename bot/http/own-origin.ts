import { timingSafeEqual } from 'node:crypto';
import type { Context } from './hono.ts';

/** Browsers send at least one of these headers with a form or a script's post; other programs need a token all the same. */
export function isOwnOrigin(c: Context, publicUrl: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host');
}

/** Whether two secrets are one, told in the same time for every difference. */
export function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
