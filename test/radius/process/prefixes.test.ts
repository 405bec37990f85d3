import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { AddressPool } from '#server/radius/policy/addressPool.ts';
import { parsePrefix, prefixText } from '#server/radius/policy/prefixValue.ts';
import { replyDialects } from '#server/radius/reply/vendors/all.ts';
import { skippingClock } from '../../support/skippingClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { RadiusClient, report, type Attributes } from './radiusClient.ts';
import { ann, bob, runningRadius, type RunningRadius } from './runningRadius.ts';

const { callingStationId, delegatedIpv6Prefix, framedIpv6Prefix, framedIpAddress, framedProtocol, userName } =
  standardAttribute;
const { class: classKey } = standardAttribute;
const [START, STOP] = [1, 2];

/** 65,536 of them. */
const homes: AddressPool = {
  id: 9,
  tenantId: bob.tenantId,
  name: 'homes',
  ranges: [{ first: '2001:db8::', last: '2001:db8:ff:ffff:ffff:ffff:ffff:ffff' }],
  prefix: { length: 56, as: 'delegated' },
  holdMs: 0,
};
const few: AddressPool = { ...homes, ranges: [{ first: '2001:db8::', last: '2001:db8:0:1ff:ffff:ffff:ffff:ffff' }] };

const from = (mac: string): Attributes => ({ [framedProtocol]: 1, [callingStationId]: mac });
const one = from('AA:BB:CC:00:00:01');
const two = from('AA:BB:CC:00:00:02');

interface World extends AsyncDisposable {
  readonly radius: RunningRadius;
  readonly client: RadiusClient;
}

async function world(
  pools: readonly AddressPool[],
  projection: Parameters<typeof runningRadius>[0],
  among?: Parameters<typeof runningRadius>[1],
): Promise<World> {
  const radius = await runningRadius(projection, among);
  radius.process.apply({ say: 'pools', pools });
  const client = await RadiusClient.open(radius.ports);
  return {
    radius,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await radius[Symbol.asyncDispose]();
    },
  };
}

function prefixOf(answer: RadiusPacket | undefined, key: number = delegatedIpv6Prefix): string | undefined {
  const value = answer?.octets(key);
  return value && prefixText(value);
}

async function run(client: RadiusClient, accept: RadiusPacket | undefined, id: string, who: Attributes): Promise<void> {
  const attributes = {
    [userName]: 'bob',
    [classKey]: accept!.octets(classKey)!,
    [delegatedIpv6Prefix]: accept!.octets(delegatedIpv6Prefix)!,
    ...who,
  };
  expect((await client.account(report(START!, id, 0, Date.now(), attributes)))?.code).toBe(
    radiusCode.accountingResponse,
  );
}

const stop = async (client: RadiusClient, id: string, who: Attributes): Promise<unknown> =>
  await client.account(report(STOP!, id, 10, Date.now() + 10_000, who));

test('a line gets a prefix of its own to delegate, in the same step as its IPv4', async () => {
  const addresses = { ...homes, id: 7, prefix: undefined, ranges: [{ first: '10.0.0.1', last: '10.0.0.9' }] };
  const policies = [
    { pool: 7, prefixPool: 9 },
    { ...ann, pool: 7, prefixPool: 9 },
  ];
  await using here = await world([addresses, homes], { policies });
  const answers = [await here.client.logIn('bob', 'hello', one), await here.client.logIn('ann', 'hello', two)];
  expect(answers.map((answer) => [answer?.ipv4(framedIpAddress), prefixOf(answer)])).toEqual([
    ['10.0.0.1', '2001:db8::/56'],
    ['10.0.0.2', '2001:db8:0:100::/56'],
  ]);
  expect(here.radius.process.stats().pools).toEqual([
    { id: 7, size: 9, used: 2 },
    { id: 9, size: 65_536, used: 2 },
  ]);
});

test.each(replyDialects.map(({ name }) => name))('%s is told it as a standard attribute', async (dialect) => {
  for (const [as, key, length] of [
    ['delegated', delegatedIpv6Prefix, 56],
    ['framed', framedIpv6Prefix, 64],
  ] as const) {
    const pool = { ...homes, prefix: { length, as } };
    await using here = await world([pool], { nas: { dialect }, policies: [{ prefixPool: 9 }] });
    const accept = await here.client.logIn('bob', 'hello', one);
    expect(accept?.octets(key)).toEqual(parsePrefix(`2001:db8::/${length}`));
    const other = key === delegatedIpv6Prefix ? framedIpv6Prefix : delegatedIpv6Prefix;
    expect(accept?.has(other)).toBe(false);
  }
});

test('it comes back with the Stop, and stays with who had it as long as others are free', async () => {
  const policies = [{ prefixPool: 9 }, { ...ann, prefixPool: 9 }];
  await using here = await world([few], { policies });
  const { client, radius } = here;
  const had = await client.logIn('bob', 'hello', one);
  await run(client, had, '81000001', one);
  await stop(client, '81000001', one);
  expect(radius.process.stats().pools).toEqual([{ id: 9, size: 2, used: 0 }]);
  expect(prefixOf(await client.logIn('ann', 'hello', two))).toBe('2001:db8:0:100::/56');
  expect(prefixOf(await client.logIn('bob', 'hello', one))).toBe('2001:db8::/56');
});

test('without a free one the line is let in all the same, and without an Accept that is used it is free after a minute', async () => {
  const clock = skippingClock();
  const pool = { ...few, ranges: [{ first: '2001:db8::', last: '2001:db8:0:ff:ffff:ffff:ffff:ffff' }] };
  const policies = [{ prefixPool: 9 }, { ...ann, prefixPool: 9 }];
  await using here = await world([pool], { policies }, { clock });
  const { client, radius } = here;
  expect(prefixOf(await client.logIn('bob', 'hello', one))).toBe('2001:db8::/56');
  const without = await client.logIn('ann', 'hello', two);
  expect([without?.code, prefixOf(without)]).toEqual([radiusCode.accessAccept, undefined]);
  clock.skip(61_000);
  await expect.poll(() => radius.process.stats().pools).toEqual([{ id: 9, size: 1, used: 0 }]);
});

test('what belongs to a line for good is left out, however large it is, and is free when the line is gone', async () => {
  const fixed = { ...ann, delegatedPrefix: '2001:DB8::/55' };
  const pool = { ...few, ranges: [{ first: '2001:db8::', last: '2001:db8:0:3ff:ffff:ffff:ffff:ffff' }] };
  await using here = await world([pool], { policies: [{ prefixPool: 9 }, fixed] });
  const { client, radius } = here;
  expect(radius.process.stats().pools).toEqual([{ id: 9, size: 4, used: 2 }]);
  expect(prefixOf(await client.logIn('bob', 'hello', one))).toBe('2001:db8:0:200::/56');
  expect(prefixOf(await client.logIn('ann', 'hello', two))).toBe('2001:db8::/55');
  radius.process.apply({ say: 'removed', tenantId: bob.tenantId, subscriptionIds: [ann.subscriptionId] });
  expect(radius.process.stats().pools).toEqual([{ id: 9, size: 4, used: 1 }]);
});

test('a device that dials anew without a Stop gets what it had (operators 11)', async () => {
  const addresses = { ...homes, id: 7, prefix: undefined, ranges: [{ first: '10.0.0.1', last: '10.0.0.9' }] };
  await using here = await world([addresses, few], { policies: [{ pool: 7, prefixPool: 9, sessions: 1 }] });
  const { client, radius } = here;
  const had = await client.logIn('bob', 'hello', one);
  await run(client, had, '81000001', { ...one, [framedIpAddress]: had!.u32(framedIpAddress)! });
  const again = await client.logIn('bob', 'hello', one);
  expect([again?.ipv4(framedIpAddress), prefixOf(again)]).toEqual(['10.0.0.1', '2001:db8::/56']);
  expect(radius.process.stats().pools.map(({ used }) => used)).toEqual([1, 1]);
});

test('what a router reports is in use, whoever had it here', async () => {
  const policies = [{ prefixPool: 9 }, { ...ann, prefixPool: 9 }];
  await using here = await world([few], { policies });
  const { client } = here;
  const reported = { ...two, [userName]: 'ann', [delegatedIpv6Prefix]: parsePrefix('2001:db8::/56')! };
  await client.account(report(START!, '81000009', 0, Date.now(), reported));
  expect(prefixOf(await client.logIn('bob', 'hello', one))).toBe('2001:db8:0:100::/56');
});

test.each(['in order', 'by a kill'])('after an end %s a line gets what it had, and nobody else does', async (how) => {
  using folder = temporaryFolder();
  const addresses = { ...homes, id: 7, prefix: undefined, ranges: [{ first: '10.0.0.1', last: '10.0.0.9' }] };
  const policies = [
    { pool: 7, prefixPool: 9 },
    { ...ann, pool: 7, prefixPool: 9 },
  ];
  {
    await using here = await world([addresses, homes], { policies }, { folder: folder.path });
    // Let in, and its session is not reported yet.
    expect(prefixOf(await here.client.logIn('bob', 'hello', one))).toBe('2001:db8::/56');
  }
  if (how === 'by a kill') rmSync(`${folder.path}/radius/sessions.sealed`);
  await using again = await world([addresses, homes], { policies }, { folder: folder.path });
  const others = await again.client.logIn('ann', 'hello', two);
  expect([others?.ipv4(framedIpAddress), prefixOf(others)]).toEqual(['10.0.0.2', '2001:db8:0:100::/56']);
  const own = await again.client.logIn('bob', 'hello', one);
  expect([own?.ipv4(framedIpAddress), prefixOf(own)]).toEqual(['10.0.0.1', '2001:db8::/56']);
});

test('sessions keep theirs over a restart, and give them back', async () => {
  using folder = temporaryFolder();
  const policies = [{ prefixPool: 9 }];
  {
    await using here = await world([homes], { policies }, { folder: folder.path });
    await run(here.client, await here.client.logIn('bob', 'hello', one), '81000001', one);
  }
  await using again = await world([homes], { policies }, { folder: folder.path });
  expect(again.radius.process.stats().pools).toEqual([{ id: 9, size: 65_536, used: 1 }]);
  await stop(again.client, '81000001', one);
  expect(again.radius.process.stats().pools).toEqual([{ id: 9, size: 65_536, used: 0 }]);
});
