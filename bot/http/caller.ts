import { BlockList, isIP } from 'node:net';
import { type Context, getConnInfo } from './hono.ts';

/** Proxies on this machine: whoever comes from elsewhere cannot seem to be one. */
export const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

/** Whether an address is one of the proxies that stand before this server. */
type IsProxy = (address: string) => boolean;

/** Addresses and networks (10.0.0.0/24), with commas between them; off: none. undefined for anything else. */
export function parseProxies(text: string): readonly string[] | undefined {
  if (text === 'off') return [];
  const proxies = text.split(/[,，]/).map((part) => part.trim());
  return proxies.every(isNetwork) ? proxies : undefined;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  // All of the internet is no proxy: everybody could say that they are somebody else.
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= widest(family))
  );
}

const widest = (family: number) => (family === 6 ? 128 : 32);

function createIsProxy(proxies: readonly string[]): IsProxy {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address);
    list.addSubnet(address, Number(bits ?? widest(family)), family === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** Who calls, to slow them down. */
export type Caller = {
  readonly address: string;
  /** Somebody who is none of the proxies brought a header along as if they were: a proxy that nobody named, or a lie. */
  readonly claims: boolean;
};

/**
 * Behind a named proxy it is the last of the addresses which it was told of that is no such proxy; whoever calls directly
 * cannot choose it.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#selecting_an_ip_address
 */
export function createCallerOf(proxies: readonly string[]): (c: Context) => Caller {
  const isProxy = createIsProxy(proxies);
  return (c) => {
    const header = c.req.header('x-forwarded-for');
    let address = directAddress(c);
    if (!isProxy(address)) return { address, claims: header !== undefined };
    const told = (header ?? '').split(',').map((part) => plain(part.trim()));
    for (const next of told.reverse()) {
      if (isIP(next) === 0) break;
      address = next;
      if (!isProxy(next)) break;
    }
    return { address, claims: false };
  };
}

/** '' without a connection. https://hono.dev/docs/helpers/conninfo */
function directAddress(c: Context): string {
  try {
    return plain(getConnInfo(c).remote.address ?? '');
  } catch {
    return '';
  }
}

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** What one household or one machine has of addresses: all of an IPv4 address, the first half of an IPv6 one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [head, tail] = [groups(before), groups(after ?? '')];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const all = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
