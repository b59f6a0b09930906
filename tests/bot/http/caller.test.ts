import { describe, expect, it } from 'vitest';
import { createCallerOf, LOOPBACK, networkOf, parseProxies } from '../../../bot/http/caller.ts';
import { Hono } from '../../../bot/http/hono.ts';

/** What a connection from `remote` with this header counts as. */
async function seen(remote: string | undefined, forwarded?: string, proxies = LOOPBACK) {
  const app = new Hono();
  const callerOf = createCallerOf(proxies);
  app.get('/', (c) => c.json(callerOf(c)));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const socket = { remoteAddress: remote, remotePort: 1, remoteFamily: 'IPv4' };
  const response = await app.request('/', { headers }, remote === undefined ? {} : { incoming: { socket } });
  return (await response.json()) as unknown;
}

describe('who calls', () => {
  it('is the connection’s own, whatever somebody says of themselves: from outside, from the office, through a container', async () => {
    for (const remote of ['203.0.113.9', '2001:db8::1', '192.168.1.7', '10.0.0.2', '172.17.0.1', 'fd00::2']) {
      expect(await seen(remote)).toEqual({ address: remote, claims: false });
      expect(await seen(remote, '198.51.100.1')).toEqual({ address: remote, claims: true });
    }
    expect(await seen('::ffff:203.0.113.9', '198.51.100.1')).toEqual({
      address: '203.0.113.9',
      claims: true,
    });
  });

  it('is what a proxy on this machine added last: what stands before was sent by whoever calls', async () => {
    for (const proxy of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(await seen(proxy, '198.51.100.1, 203.0.113.9')).toEqual({
        address: '203.0.113.9',
        claims: false,
      });
  });

  it('is the last that is none of the proxies, where several are named', async () => {
    const proxies = ['127.0.0.1', '10.1.0.0/16', '2001:db8:1::/48'];
    const at = (address: string) => ({ address, claims: false });
    expect(await seen('10.1.2.3', '198.51.100.1, 203.0.113.9, 10.1.9.9', proxies)).toEqual(at('203.0.113.9'));
    expect(await seen('2001:db8:1::5', '203.0.113.9, ::ffff:10.1.9.9', proxies)).toEqual(at('203.0.113.9'));
    expect(await seen('10.1.2.3', '10.1.9.8, 10.1.9.9', proxies)).toEqual(at('10.1.9.8'));
    expect(await seen('10.2.2.3', '203.0.113.9', proxies)).toEqual({ address: '10.2.2.3', claims: true });
    expect(await seen('127.0.0.1', '203.0.113.9', [])).toEqual({ address: '127.0.0.1', claims: true });
  });

  it('is the proxy’s own when it adds nothing that is an address', async () => {
    expect(await seen('127.0.0.1')).toEqual({ address: '127.0.0.1', claims: false });
    expect(await seen('127.0.0.1', 'unknown')).toEqual({ address: '127.0.0.1', claims: false });
    expect(await seen('127.0.0.1', '203.0.113.9, unknown')).toEqual({ address: '127.0.0.1', claims: false });
    expect(await seen(undefined)).toEqual({ address: '', claims: false });
  });
});

describe('proxies', () => {
  it.each([
    ['off', []],
    ['127.0.0.1,::1', LOOPBACK],
    ['10.0.0.5， 172.20.0.0/24', ['10.0.0.5', '172.20.0.0/24']],
    ['2001:db8::/32', ['2001:db8::/32']],
  ])('%s', (text, proxies) => {
    expect(parseProxies(text)).toEqual(proxies);
  });

  it.each([
    'on',
    'true',
    '1',
    'nginx',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8/8',
    '10.0.0.1,',
    '10.0.0.0/',
  ])('are none: %s', (text) => {
    expect(parseProxies(text)).toBeUndefined();
  });
});

it('somebody with a whole network of addresses is one caller', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  for (const address of [
    '2001:db8:0:7::1',
    '2001:DB8:0:7:ffff::',
    '2001:0db8:0000:0007:1:2:3:4',
    '2001:db8::7:0:0:0:9',
  ])
    expect(networkOf(address)).toBe('2001:db8:0:7');
  expect(networkOf('2001:db8:0:8::1')).toBe('2001:db8:0:8');
  expect(networkOf('::1')).toBe('0:0:0:0');
  expect(networkOf('')).toBe('');
});
