import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { createLogger } from '#server/platform/log/logger.ts';
import { certificateFiles } from '#server/platform/tls/certificateSource.ts';
import type { CertificateSource } from '#server/platform/tls/certificateSource.ts';
import { machineNames } from '#server/platform/tls/machineNames.ts';
import { createAuthority, issueCertificate } from '#server/platform/tls/ownAuthority.ts';
import { ownCertificate } from '#server/platform/tls/ownCertificate.ts';
import { createTlsDoor, type TlsDoor } from '#server/platform/tls/tlsDoor.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const day = 24 * 3_600_000;
const log = createLogger({ level: 'silent', format: 'json' });

function heldClock(at = Date.now()): SimulatedClock {
  const clock = new SimulatedClock();
  clock.set(at);
  return clock;
}

async function behindTls(
  source: CertificateSource,
  clock: SimulatedClock,
): Promise<{ port: number; door: TlsDoor; server: Server }> {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  const door = createTlsDoor({ host: '127.0.0.1', port: 0, source, behind: server, clock, log });
  return { ...(await door.start()), door, server };
}

/** As a device that trusts `ca` alone. */
function fetched(port: number, host: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/x', servername: host, ca, agent: false };
    get(
      options,
      (answer) => void answer.toArray().then((parts) => resolve(Buffer.concat(parts as Buffer[]).toString()), reject),
    ).on('error', reject);
  });
}

function servedSerial(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
      socket.destroy();
    }).on('error', reject);
  });
}

describe('the own authority', () => {
  test('signs for every name and address, and a device that trusts it connects', async () => {
    using folder = temporaryFolder();
    const clock = heldClock();
    const names = ['localhost', 'noc.isp.example', '127.0.0.1', '::1', '10.1.2.3'];
    const source = ownCertificate({ folder: folder.path, machine: 'noc', names: () => names, clock });
    const { port, door } = await behindTls(source, clock);
    const ca = source.authority() ?? '';
    expect(await fetched(port, 'noc.isp.example', ca)).toBe('GET /x');
    expect(await fetched(port, 'localhost', ca)).toBe('GET /x');
    await expect(fetched(port, 'elsewhere.example', ca)).rejects.toThrow(/altnames/);
    const stranger = await createAuthority('another', clock.now());
    await expect(fetched(port, 'localhost', stranger.certificate)).rejects.toThrow(/signature|certificate/);
    await door.stop();
    expect(new X509Certificate(ca).ca).toBe(true);
    for (const file of ['ca.key', 'server.key']) expect(statSync(join(folder.path, file)).mode & 0o777).toBe(0o600);
  });

  test('stays over restarts; its certificate is renewed before it ends and for a new address', async () => {
    using folder = temporaryFolder();
    const clock = heldClock();
    const names = ['localhost'];
    const open = (): CertificateSource =>
      ownCertificate({ folder: folder.path, machine: 'noc', names: () => names, clock });
    const first = open();
    const { certificate } = await first.load();
    const again = open();
    expect((await again.load()).certificate).toBe(certificate);
    expect(again.authority()).toBe(first.authority());
    expect(await again.reload()).toBeUndefined();
    names.push('192.168.7.7');
    const moved = await again.reload();
    expect(new X509Certificate(moved?.certificate ?? '').subjectAltName).toContain('192.168.7.7');
    clock.increment(368 * day);
    const renewed = await again.reload();
    expect(Date.parse(new X509Certificate(renewed?.certificate ?? '').validTo)).toBeGreaterThan(
      clock.now() + 390 * day,
    );
    expect(again.authority()).toBe(first.authority());
  });

  test('knows the names of this machine', () => {
    const names = machineNames('https://isp.example.net:8443');
    expect(names[0]).toBe('isp.example.net');
    expect(names).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1']));
    expect(names.some((name) => name.startsWith('fe80:'))).toBe(false);
  });
});

describe('certificate files', () => {
  test('that are replaced are served without a restart; a half-replaced pair is not', async () => {
    using folder = temporaryFolder();
    const clock = heldClock();
    const authority = await createAuthority('test', clock.now());
    const files = { certificateFile: join(folder.path, 'a.crt'), keyFile: join(folder.path, 'a.key') };
    const [one, two] = [
      await issueCertificate(authority, ['localhost'], clock.now()),
      await issueCertificate(authority, ['localhost'], clock.now()),
    ];
    writeFileSync(files.certificateFile, one.certificate);
    writeFileSync(files.keyFile, one.key);
    const { port, door } = await behindTls(certificateFiles(files), clock);
    const serialOf = ({ certificate }: { certificate: string }): string =>
      new X509Certificate(certificate).serialNumber;
    expect(await servedSerial(port)).toBe(serialOf(one));

    writeFileSync(files.certificateFile, `${two.certificate}\n`);
    clock.increment(10_000);
    await expect.poll(() => servedSerial(port)).toBe(serialOf(one));
    writeFileSync(files.keyFile, `${two.key}\n`);
    await expect
      .poll(async () => {
        clock.increment(10_000);
        return await servedSerial(port);
      })
      .toBe(serialOf(two));
    await door.stop();
  });

  test('that are missing or do not belong together are refused with what to do', async () => {
    using folder = temporaryFolder();
    const authority = await createAuthority('test', Date.now());
    const other = await createAuthority('other', Date.now());
    const files = { certificateFile: join(folder.path, 'a.crt'), keyFile: join(folder.path, 'a.key') };
    await expect(certificateFiles(files).load()).rejects.toThrow(/TLS certificate can't be used: ENOENT/);
    writeFileSync(files.certificateFile, authority.certificate);
    writeFileSync(files.keyFile, other.key);
    await expect(certificateFiles(files).load()).rejects.toThrow(/TLS certificate can't be used/);
    expect(readFileSync(files.keyFile, 'utf8')).toBe(other.key);
  });
});
