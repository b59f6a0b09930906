import { expect, it } from 'vitest';
import { addressOf } from '../../../bot/console/address.ts';
import { Hono } from '../../../bot/http/hono.ts';

const app = new Hono();
app.get('/', (c) => c.text(addressOf(c)));

/** What a connection from `remote` with this header counts as. */
async function seen(remote: string, forwarded?: string): Promise<string> {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const connection = { incoming: { socket: { remoteAddress: remote, remotePort: 1, remoteFamily: 'IPv4' } } };
  return await (await app.request('/', { headers }, connection)).text();
}

it('is the connection’s own, whatever somebody from outside says of themselves', async () => {
  expect(await seen('203.0.113.9')).toBe('203.0.113.9');
  expect(await seen('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
  expect(await seen('::ffff:203.0.113.9', '198.51.100.1')).toBe('::ffff:203.0.113.9');
  expect(await seen('2001:db8::1', '198.51.100.1')).toBe('2001:db8::1');
});

it('is what a proxy nearby added last: what stands before was sent by whoever calls', async () => {
  for (const proxy of [
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.2',
    '172.20.0.2',
    '192.168.1.2',
    'fd00::2',
  ])
    expect(await seen(proxy, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
});

it('is the proxy’s own when it adds nothing that is an address', async () => {
  expect(await seen('127.0.0.1')).toBe('127.0.0.1');
  expect(await seen('127.0.0.1', 'unknown')).toBe('127.0.0.1');
  expect(await (await app.request('/')).text()).toBe('');
});
