import { X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { openRouteros, type OpenedRouteros } from '#server/platform/transport/routeros/openRouteros.ts';
import type { RouterosTarget } from '#server/platform/transport/routeros/routerosTarget.ts';
import { startFakeRouter, type FakeRouter } from './fakeRouter.ts';
import { testCertificate } from './testCertificate.ts';

const startTls = (tls: TlsOptions): Promise<FakeRouter> =>
  startFakeRouter({ tls, answer: ({ tag }, peer) => peer.say(tag, '!done') });

function open(router: FakeRouter, target: Partial<RouterosTarget>): Promise<OpenedRouteros> {
  return openRouteros({
    target: { host: '127.0.0.1', port: router.port, security: 'pinned', fingerprint: undefined, ...target },
    login: { username: 'api', password: 'secret' },
    clock: systemClock,
    limits: { openWithinMs: 1_000 },
  });
}

const fingerprintOf = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

test('the first certificate is told, and the same one is let in again', async () => {
  const { key, cert } = await testCertificate();
  await using router = await startTls({ key, cert });
  const first = await open(router, {});
  expect(first.fingerprint).toBe(fingerprintOf(cert));
  first.connection.close();
  const again = await open(router, { fingerprint: fingerprintOf(cert) });
  expect(await again.connection.run({ path: '/x' })).toEqual({ rows: [], done: {} });
  again.connection.close();
});

test('another certificate than the one on record is refused before the password is sent', async () => {
  const [own, other] = [await testCertificate(), await testCertificate()];
  await using router = await startTls(other);
  await expect(open(router, { fingerprint: fingerprintOf(own.cert) })).rejects.toMatchObject({
    failure: 'certificate',
    fingerprint: fingerprintOf(other.cert),
  });
  expect(router.heard).toEqual([]);
});

test('a router without any certificate is reached when that was chosen, and only then', async () => {
  await using router = await startTls({ ciphers: 'AECDH:@SECLEVEL=0', maxVersion: 'TLSv1.2' });
  await expect(open(router, {})).rejects.toMatchObject({ failure: 'tls' });
  const { connection, fingerprint } = await open(router, { security: 'anonymous' });
  expect(fingerprint).toBeUndefined();
  expect(await connection.run({ path: '/x' })).toEqual({ rows: [], done: {} });
  connection.close();
});

test('a peer that does not speak TLS says so instead of hanging', async () => {
  await using router = await startFakeRouter({ answer: (_heard, peer) => peer.say('1', '!done') });
  await expect(open(router, {})).rejects.toMatchObject({ failure: expect.stringMatching(/^tls|timeout$/) as string });
});
