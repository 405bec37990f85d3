import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { hasTool } from '../../support/debianTools.ts';
import { bob, runningRadius, secret } from './runningRadius.ts';

/** What radclient of FreeRADIUS reads of the answer, by its own dictionaries. */
async function logIn(port: number): Promise<string> {
  const request = [
    ...['User-Name=bob', 'User-Password=hello', 'Framed-Protocol=PPP', 'Service-Type=Framed-User'],
    ...['Calling-Station-Id=AA:BB:CC:00:00:01', 'Message-Authenticator=0x00'],
  ];
  return await new Promise<string>((resolve) => {
    const words = ['-x', '-r', '3', '-t', '5', `127.0.0.1:${port}`, 'auth', secret];
    const child = execFile('radclient', words, (_, text) => resolve(text));
    child.stdin!.end(`${request.join(',')}\n`);
  });
}

test.skipIf(!hasTool('radclient'))('radclient reads the prefixes of a pool', async () => {
  for (const [as, length, name] of [
    ['delegated', 56, 'Delegated-IPv6-Prefix'],
    ['framed', 64, 'Framed-IPv6-Prefix'],
  ] as const) {
    await using radius = await runningRadius({ policies: [{ prefixPool: 9 }] });
    const ranges = [{ first: '2001:db8:40::', last: '2001:db8:7f:ffff:ffff:ffff:ffff:ffff' }];
    radius.process.apply({
      say: 'pools',
      pools: [{ id: 9, tenantId: bob.tenantId, name: 'homes', ranges, prefix: { length, as }, holdMs: 0 }],
    });
    expect(await logIn(radius.ports.authentication)).toContain(`${name} = 2001:db8:40::/${length}\n`);
  }
});
