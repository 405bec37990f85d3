import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ownOrigins } from '#server/platform/http/ownOrigin.ts';
import { addressOf, createTrustedProxies } from '#server/platform/http/trustedProxies.ts';
import { isSameOrigin } from '#server/platform/live/sameOrigin.ts';

const trusts = createTrustedProxies(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1']);

test.for([
  ['10.200.3.4', true],
  ['::ffff:10.200.3.4', true],
  ['11.0.0.1', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['2001:db8:1::5', true],
  ['2001:db9::5', false],
  ['::1', true],
  ['', false],
  ['unix:', false],
] as const)('%s is trusted: %s', ([address, trusted]) => {
  expect(trusts(address)).toBe(trusted);
});

function from(peer: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return request;
}

describe('how a request reached this site', () => {
  const headers = { host: '127.0.0.1:3000', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'isp.example.net' };

  test('is believed from a trusted proxy', () => {
    expect(addressOf(from('10.0.0.5', headers), trusts)).toEqual({ protocol: 'https', host: 'isp.example.net' });
  });

  test('is not believed from anybody else', () => {
    expect(addressOf(from('203.0.113.5', headers), trusts)).toEqual({ protocol: 'http', host: '127.0.0.1:3000' });
  });

  test('is what the nearest proxy says, whatever was sent to it', () => {
    const chained = {
      ...headers,
      'x-forwarded-proto': 'http, https',
      'x-forwarded-host': 'evil.example, isp.example.net',
    };
    expect(addressOf(from('10.0.0.5', chained), trusts)).toEqual({ protocol: 'https', host: 'isp.example.net' });
  });
});

describe('a page of this site', () => {
  const own = ownOrigins({ protocol: 'https', host: 'isp.example.net' }, undefined);
  test.for([
    ['https://isp.example.net', true],
    ['http://isp.example.net', false],
    ['https://isp.example.net:8443', false],
    ['https://evil.example', false],
    ['null', false],
  ] as const)('%s: %s', ([origin, same]) => {
    expect(isSameOrigin({ origin }, own)).toBe(same);
  });

  test('may also have the public address, and the default port may be written', () => {
    const both = ownOrigins({ protocol: 'http', host: '10.0.0.9:80' }, 'https://isp.example.net');
    expect([...both].toSorted()).toEqual(['http://10.0.0.9', 'https://isp.example.net']);
  });
});
