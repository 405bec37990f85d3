import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { ProjectionFile } from '#server/radius/process/projectionFile.ts';
import { RadiusMemory, type MemoryMessage } from '#server/radius/process/radiusMemory.ts';
import { processMs } from '../../support/processorTime.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { bob, router } from './runningRadius.ts';

const count = 100_000;

/** A subscription with all that is usual: two devices, a delegated prefix, a pool. */
function customer(at: number): SubscriptionPolicy {
  const digits = at.toString(16).padStart(12, '0');
  return {
    ...bob,
    subscriptionId: `019a0000-0000-7000-8000-${digits}`,
    username: `customer-${at}@home.example`,
    password: `Xk29-${digits.slice(4)}`,
    macs: [`02:${digits.slice(2).match(/../g)!.join(':')}`, `06:${digits.slice(2).match(/../g)!.join(':')}`],
    macBinding: 'fixed',
    validUntil: 1_800_000_000_000 + at,
    pool: 7,
    delegatedPrefix: `2001:db8:${(at >> 8).toString(16)}:${((at & 255) << 8).toString(16)}::/56`,
  };
}

function* projection(): Generator<MemoryMessage> {
  yield { say: 'load', load: 1 };
  yield { say: 'nas', nas: [router] };
  for (let from = 0; from < count; from += 1_000)
    yield { say: 'policies', policies: Array.from({ length: 1_000 }, (_, at) => customer(from + at)) };
  yield { say: 'settled', load: 1 };
}

test('a subscription takes at most 400 octets, and 100,000 are there within 5 s of a cold start without a database (operators 2)', async () => {
  using folder = temporaryFolder();
  const keyring = loadKeyring(folder.path, undefined);
  const trouble: unknown[] = [];
  const file = new ProjectionFile(folder.path, keyring, (error) => trouble.push(error));
  for (const message of projection()) file.keep(message);
  await file.close();
  expect(trouble).toEqual([]);

  const memory = new RadiusMemory();
  const begun = processMs();
  expect(await new ProjectionFile(folder.path, keyring, () => undefined).read(memory)).toBe(true);
  const ms = processMs() - begun;
  expect(memory.ready).toBe(true);
  expect(memory.policies.size).toBe(count);
  expect(memory.policies.usedBytes / count).toBeLessThanOrEqual(400);
  expect(ms).toBeLessThan(5_000);
  process.stdout.write(
    `projection: ${Math.round(memory.policies.usedBytes / count)} octets a subscription, ${count} read in ${Math.round(ms)} ms\n`,
  );
}, 60_000);

test('what is on the disk cannot be read without the key, and a torn end costs what was behind it (operators 2)', async () => {
  using folder = temporaryFolder();
  const keyring = loadKeyring(folder.path, undefined);
  const file = new ProjectionFile(folder.path, keyring, () => undefined);
  const messages: MemoryMessage[] = [
    { say: 'load', load: 1 },
    { say: 'policies', policies: [customer(1)] },
    { say: 'settled', load: 1 },
    { say: 'policies', policies: [customer(2)] },
  ];
  for (const message of messages) file.keep(message);
  await file.close();
  const path = join(folder.path, 'projection.sealed');
  const bytes = readFileSync(path);
  expect(bytes.includes('customer-1') || bytes.includes('Xk29')).toBe(false);

  const read = async (): Promise<RadiusMemory> => {
    const memory = new RadiusMemory();
    await new ProjectionFile(folder.path, keyring, () => undefined).read(memory);
    return memory;
  };
  expect((await read()).policies.size).toBe(2);
  writeFileSync(path, bytes.subarray(0, -1));
  expect((await read()).policies.size).toBe(1);
  bytes[60] = bytes[60]! ^ 1;
  writeFileSync(path, bytes);
  const changed = await read();
  expect(changed.ready).toBe(false);
});

test('a whole load drops whom it does not name, and what is said in between', () => {
  const memory = new RadiusMemory();
  for (const message of [
    { say: 'load', load: 1 },
    { say: 'nas', nas: [router, { ...router, nasId: 'other', sources: ['192.0.2.1'] }] },
    { say: 'policies', policies: [customer(1), customer(2)] },
    { say: 'settled', load: 1 },
    { say: 'load', load: 2 },
    { say: 'nas', nas: [router] },
    { say: 'policies', policies: [customer(2)] },
  ] satisfies MemoryMessage[])
    memory.apply(message);
  // Until it is settled nobody is shut out.
  expect(memory.policies.size).toBe(2);
  memory.apply({ say: 'policies', policies: [customer(3)] });
  memory.apply({ say: 'settled', load: 2 });
  expect([1, 2, 3].map((at) => memory.policies.byId(customer(at).subscriptionId) !== 0)).toEqual([false, true, true]);
  expect(memory.nas.size).toBe(1);
});
