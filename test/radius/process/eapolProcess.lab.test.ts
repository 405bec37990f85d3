import { describe, expect, test } from 'vitest';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { hasTool } from '../../support/debianTools.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { eapolTest, type EapolRun } from '../eap/eapolTest.ts';
import { runningRadius, secret } from './runningRadius.ts';

const methods: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'EAP-MD5': { eap: 'MD5' },
  'EAP-MSCHAPv2': { eap: 'MSCHAPV2' },
  'PEAP with MSCHAPv2': { eap: 'PEAP', phase2: '"auth=MSCHAPV2"', anonymous_identity: '"anonymous"' },
  'TTLS with PAP': { eap: 'TTLS', phase2: '"auth=PAP"', anonymous_identity: '"anonymous"' },
  'TTLS with CHAP': { eap: 'TTLS', phase2: '"auth=CHAP"', anonymous_identity: '"anonymous"' },
  'TTLS with MSCHAPv2': { eap: 'TTLS', phase2: '"auth=MSCHAPV2"', anonymous_identity: '"anonymous"' },
};

interface Login {
  readonly method: string;
  readonly password?: string;
  readonly policy?: Partial<SubscriptionPolicy>;
}

async function logIn({ method, password = 'hello', policy = {} }: Login): Promise<EapolRun> {
  await using radius = await runningRadius({ policies: [policy] });
  using folder = temporaryFolder();
  return await eapolTest({
    server: { port: radius.ports.authentication },
    secret,
    folder: folder.path,
    network: { ...methods[method], identity: '"bob"', password: `"${password}"` },
    withoutKeys: method === 'EAP-MD5',
  });
}

describe.skipIf(!hasTool('eapol_test'))('wpa_supplicant at the RADIUS server', () => {
  test.each(Object.keys(methods))('logs in by %s and gets what the package says', async (method) => {
    const { succeeded, log } = await logIn({ method });
    expect(succeeded).toBe(true);
    const accept = log.slice(log.lastIndexOf('Received RADIUS message'));
    expect(accept).toContain('code=2 (Access-Accept)');
    // 14988, 8, 5M/20M
    expect(accept).toContain('00003a8c0808354d2f32304d');
  });

  test.each([
    ['a wrong password', { password: 'Hello' }],
    ['a name that is not known', { policy: { username: 'eve' } }],
    ['a suspended subscription', { policy: { standing: 'closed', closedReason: 'suspended' } }],
    ['the wrong device', { policy: { macBinding: 'fixed', macs: ['02:00:00:00:00:99'] } }],
  ] satisfies [string, Partial<Login>][])('is rejected by %s', async (_, login) => {
    const runs = await Promise.all(Object.keys(methods).map((method) => logIn({ method, ...login })));
    expect(runs.map(({ succeeded }) => succeeded)).toEqual(runs.map(() => false));
    for (const { log } of runs) expect(log).toContain('code=3 (Access-Reject)');
  });
});
