import { isIP } from 'node:net';
import { type Context, getConnInfo } from '../http/hono.ts';

/**
 * Who calls, to slow them down. Behind a proxy on this machine or network it is what the proxy added last; whoever calls
 * directly cannot choose it.
 */
export function addressOf(c: Context): string {
  const direct = directAddress(c);
  if (!isNear(direct)) return direct;
  const last = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? direct : last;
}

/** '' without a connection. https://hono.dev/docs/helpers/conninfo */
function directAddress(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return '';
  }
}

/** Loopback and private networks. */
function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return /^(?:|::1|f[cd].*|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*)$/.test(plain);
}
