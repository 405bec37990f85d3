import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createEap, type EapOptions } from '#server/radius/eap/createEap.ts';
import { testCertificate } from '../../routeros/testCertificate.ts';
import { hasTool } from '../../support/debianTools.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { eapolTest, type EapolRun } from './eapolTest.ts';
import { type EapServer, startEapServer } from './eapServer.ts';

const secret = 'xyzzy5461';
const certificate = await testCertificate('CN=radius');

const methods = {
  'EAP-MD5': { eap: 'MD5' },
  'EAP-MSCHAPv2': { eap: 'MSCHAPV2' },
  'PEAP with MSCHAPv2': { eap: 'PEAP', phase2: '"auth=MSCHAPV2"', anonymous_identity: '"anonymous"' },
  'TTLS with PAP': { eap: 'TTLS', phase2: '"auth=PAP"', anonymous_identity: '"anonymous"' },
  'TTLS with CHAP': { eap: 'TTLS', phase2: '"auth=CHAP"', anonymous_identity: '"anonymous"' },
  'TTLS with MSCHAPv2': { eap: 'TTLS', phase2: '"auth=MSCHAPV2"', anonymous_identity: '"anonymous"' },
} as const;
type Method = keyof typeof methods;

const tunnelled = Object.keys(methods).filter((method) => !method.startsWith('EAP')) as Method[];

interface Login {
  readonly method: Method;
  readonly password?: string;
  readonly phase1?: string;
  readonly attributes?: readonly string[];
  readonly server?: Partial<EapOptions>;
}

async function logIn(login: Login): Promise<EapolRun & Pick<EapServer, 'ends'>> {
  const { method, password = 'hello', phase1, attributes, server } = login;
  using sessions = createEap({
    clock: new SimulatedTime(),
    random: randomBytes,
    certificate: () => certificate,
    serverName: 'isp',
    lookup: (_tenant, name) => (Buffer.from(name).toString() === 'bob' ? { password: 'hello' } : undefined),
    ...server,
  });
  await using radius = await startEapServer(sessions, secret);
  using folder = temporaryFolder();
  const network = {
    ...methods[method],
    identity: '"bob"',
    password: `"${password}"`,
    ...(phase1 && { phase1: `"${phase1}"` }),
  };
  const options = { server: radius, secret, folder: folder.path, network, withoutKeys: method === 'EAP-MD5' };
  const run = await eapolTest({ ...options, ...(attributes && { attributes }) });
  return { ...run, ends: radius.ends };
}

const outcomes = ({ ends }: Pick<EapServer, 'ends'>): readonly string[] =>
  ends.map((end) => (end.outcome === 'reject' ? end.reason : end.outcome));

describe.skipIf(!hasTool('eapol_test'))('wpa_supplicant', () => {
  test.each(Object.keys(methods) as Method[])('logs in by %s', async (method) => {
    const run = await logIn({ method });
    expect([outcomes(run), run.succeeded]).toEqual([['accept'], true]);
    expect(run.log).toContain("Attribute 1 (User-Name) length=5\n      Value: 'bob'");
  });

  test.each(Object.keys(methods) as Method[])('is rejected by %s with a wrong password', async (method) => {
    const run = await logIn({ method, password: 'Hello' });
    expect([outcomes(run), run.succeeded]).toEqual([['wrongPassword'], false]);
  });

  test.each(tunnelled)('logs in by %s in TLS 1.3', async (method) => {
    const run = await logIn({ method, phase1: 'tls_disable_tlsv1_3=0', server: { newestTls: 'TLSv1.3' } });
    expect([outcomes(run), run.succeeded]).toEqual([['accept'], true]);
    expect(run.log).toContain('TLSv1.3');
  });

  test.each(tunnelled)('logs in by %s over a link of 576 octets', async (method) => {
    const run = await logIn({ method, attributes: ['12:d:576'] });
    expect([outcomes(run), run.succeeded]).toEqual([['accept'], true]);
  });
});
