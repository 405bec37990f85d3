import { expect, test } from 'vitest';
import { z } from 'zod';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { startLab } from '../lab/labClient.ts';

const Routers = z.array(
  z.object({
    name: z.string(),
    address: z.string(),
    apiPort: z.int().nullable(),
    user: z.string(),
    password: z.string(),
  }),
);

test('accounts are read from the routers of the lab: names, passwords, profiles, and the router’s own left out', async () => {
  await using lab = await startLab(1, { 'nas-api-port': '0', 'nas-api-tls-port': '0' });
  const router = (await lab.get('/nas', Routers)).find(({ apiPort }) => apiPort !== null)!;
  const { signal } = new AbortController();
  const driver = nasDrivers[0]!;
  const wire = await driver.open(
    {
      ...{ host: router.address, port: router.apiPort!, security: 'plain', fingerprint: undefined },
      ...{ username: router.user, password: router.password },
    },
    { clock: systemClock, signal, mayConnect: () => true },
  );
  try {
    const accounts = await driver.accounts(wire, signal);
    const ppp = accounts.filter(({ service }) => service === 'ppp');
    expect(ppp.length).toBeGreaterThan(0);
    expect(
      ppp.every(({ name, password, profile }) => name !== '' && password !== undefined && profile !== undefined),
    ).toBe(true);
    expect(accounts.some(({ name }) => name === 'default-trial')).toBe(false);
    expect(accounts.filter(({ service }) => service === 'lease').every(({ mac }) => mac !== undefined)).toBe(true);
  } finally {
    wire.close();
  }
});
