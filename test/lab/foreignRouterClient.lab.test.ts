import { RouterOSAPI } from 'node-routeros';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startRouter, type LabRouter } from './labRouter.ts';

/** node-routeros knows nothing of 7.18 and later, and is right about what came before. */
async function foreign(lab: LabRouter, overTls = false): Promise<RouterOSAPI> {
  const { host, port } = overTls ? lab.tls : lab.api;
  const client = new RouterOSAPI({
    host,
    port,
    user: lab.nas.user,
    password: lab.nas.password,
    timeout: 5,
    ...(overTls && { tls: { rejectUnauthorized: false } }),
  });
  return await client.connect();
}

describe('node-routeros', () => {
  test.for(['6.40.9', '6.49.17', '7.16'])('logs in, reads, changes and streams on %s', async (version) => {
    await using lab = await startRouter(version);
    const client = await foreign(lab);
    const [identity] = await client.write('/system/identity/print');
    expect(identity).toEqual({ name: 'NAS-TEST' });
    const secrets = await client.write('/ppp/secret/print', ['=.proplist=name', '?name=T10003']);
    expect(secrets).toEqual([{ name: 'T10003' }]);
    const [added] = await client.write('/ip/firewall/address-list/add', ['=list=x', '=address=10.9.9.9']);
    await client.write('/ip/firewall/address-list/remove', [`=.id=${(added as { ret: string }).ret}`]);
    await expect(client.write('/nothing/print')).rejects.toThrow('no such command');
    const rates: unknown[] = [];
    const stream = client.stream(
      ['/interface/monitor-traffic', '=interface=ether1', '=interval=200ms'],
      (error: unknown, row: unknown) => {
        if (!error) rates.push(row);
      },
    );
    await eventually(() => rates.length >= 2, 'two rates');
    await stream.stop();
    await client.close();
  });

  test('logs in over TLS', async () => {
    await using lab = await startRouter('7.12.1');
    const client = await foreign(lab, true);
    expect(await client.write('/system/identity/print')).toEqual([{ name: 'NAS-TEST' }]);
    await client.close();
  });

  test('is told that the password is wrong', async () => {
    await using lab = await startRouter('6.40.9');
    const { host, port } = lab.api;
    const client = new RouterOSAPI({ host, port, user: 'lastmile', password: 'wrong', timeout: 5 });
    await expect(client.connect()).rejects.toThrow('invalid');
  });
});
