import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { decodeAccounting } from '#server/radius/journal/accountingCodec.ts';
import { accountingFlag, entryKind } from '#server/radius/journal/entry.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { skippingClock } from '../../support/skippingClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { listeningRouter } from './listeningRouter.ts';
import { RadiusClient, report, type Attributes } from './radiusClient.ts';
import { bob, router, runningRadius, secret, type RunningRadius } from './runningRadius.ts';

const {
  callingStationId,
  framedIpAddress,
  framedProtocol,
  userName,
  class: classKey,
  replyMessage,
} = standardAttribute;
const [START, STOP, INTERIM, ON] = [1, 2, 3, 7];
const ann = '019a0000-0000-7000-8000-0000000000aa';
const pool = {
  id: 7,
  tenantId: '019a0000-0000-7000-8000-000000000001',
  name: 'home',
  ranges: [{ first: '10.0.0.1', last: '10.0.0.2' }],
  holdMs: 0,
};

const from = (mac: string): Attributes => ({ [framedProtocol]: 1, [callingStationId]: mac });
const one = from('AA:BB:CC:00:00:01');
const two = from('AA:BB:CC:00:00:02');

interface World extends AsyncDisposable {
  readonly radius: RunningRadius;
  readonly client: RadiusClient;
}

async function world(
  projection: Parameters<typeof runningRadius>[0],
  among?: Parameters<typeof runningRadius>[1],
): Promise<World> {
  const radius = await runningRadius(projection, among);
  radius.process.apply({ say: 'pools', pools: [pool] });
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

/** Starts the session that was let in. */
async function start(
  client: RadiusClient,
  accept: RadiusPacket | undefined,
  id: string,
  more: Attributes = one,
): Promise<void> {
  const attributes = { [userName]: 'bob', [classKey]: accept!.octets(classKey)!, ...more };
  const answer = await client.account(report(START!, id, 0, Date.now(), attributes));
  expect(answer?.code).toBe(radiusCode.accountingResponse);
}

async function entries(folder: string) {
  await using reader = await JournalReader.open(`${folder}/radius/journal`);
  const all: Buffer[] = [];
  for (let batch = await reader!.read(); batch.records.length > 0; batch = await reader!.read())
    all.push(...batch.records.map(({ payload }) => Buffer.from(payload)));
  return all;
}

describe('simultaneous use', () => {
  test('counts those who were let in and have not started yet: two at once are not both let in (operators 11)', async () => {
    await using here = await world({ policies: [{ sessions: 1 }] });
    const { client } = here;
    const answers = await Promise.all([client.logIn('bob', 'hello', one), client.logIn('bob', 'hello', two)]);
    expect(answers.map((answer) => answer!.code).toSorted((a, b) => a - b)).toEqual([
      radiusCode.accessAccept,
      radiusCode.accessReject,
    ]);
  });

  test('lets the same device in again: its stale session must not block it (operators 11)', async () => {
    await using here = await world({ policies: [{ sessions: 1 }] });
    const { client, radius } = here;
    await start(client, await client.logIn('bob', 'hello', one), '81000001');
    const again = await client.logIn('bob', 'hello', one);
    expect(again?.code).toBe(radiusCode.accessAccept);
    await pause(1_100);
    await start(client, again, '81000002');
    expect(radius.process.stats().sessions).toBe(1);
  });

  test('refuses another device, or lets the newest win, as the package says (operators 11)', async () => {
    for (const sessionPolicy of ['refuse', 'newestWins'] as const) {
      await using here = await world({ policies: [{ sessions: 1, sessionPolicy }] });
      const { client } = here;
      await start(client, await client.logIn('bob', 'hello', one), '81000001');
      const other = await client.logIn('bob', 'hello', two);
      expect(other?.code).toBe(sessionPolicy === 'refuse' ? radiusCode.accessReject : radiusCode.accessAccept);
      if (sessionPolicy === 'refuse') expect(other?.text(replyMessage)).toContain('in use');
    }
  });

  test('the newest wins: the router ends the older session and confirms it, or says that it has none (operators 11)', async () => {
    await using nas = await listeningRouter(secret);
    const policies = [{ sessions: 1, sessionPolicy: 'newestWins' as const }];
    await using here = await world({ policies, nas: { incoming: { address: '127.0.0.1', port: nas.port } } });
    const { client, radius } = here;
    await start(client, await client.logIn('bob', 'hello', one), '81000001');
    // The first packet is lost: the router is asked again.
    const second = await client.logIn('bob', 'hello', two);
    expect(second?.code).toBe(radiusCode.accessAccept);
    await expect.poll(() => nas.asked, { timeout: 5_000 }).toEqual(['81000001', '81000001']);
    await start(client, second, '81000002', two);
    // Acknowledged, but only its Stop says that it is over, and what it used.
    expect(radius.process.stats().sessions).toBe(2);
    await client.account(report(STOP!, '81000001', 10, Date.now() + 10_000, one));
    expect(radius.process.stats().sessions).toBe(1);
    nas.has = false;
    expect((await client.logIn('bob', 'hello', from('AA:BB:CC:00:00:03')))?.code).toBe(radiusCode.accessAccept);
    await expect.poll(() => radius.process.stats().sessions).toBe(0);
  });

  test('the oldest device has to go, also of those that began in the same second, and each counts once (operators 15)', async () => {
    await using nas = await listeningRouter(secret);
    const policies = [{ sessions: 2, sessionPolicy: 'newestWins' as const }];
    await using here = await world({ policies, nas: { incoming: { address: '127.0.0.1', port: nas.port } } });
    const { client } = here;
    await start(client, await client.logIn('bob', 'hello', one), '81000001');
    await start(client, await client.logIn('bob', 'hello', two), '81000002', two);
    // Lets itself in again without having gone.
    expect((await client.logIn('bob', 'hello', one))?.code).toBe(radiusCode.accessAccept);
    expect((await client.logIn('bob', 'hello', from('AA:BB:CC:00:00:03')))?.code).toBe(radiusCode.accessAccept);
    await expect.poll(() => nas.asked, { timeout: 5_000 }).toEqual(['81000001', '81000001']);
  });

  test('a Stop frees the place, and a session of another customer never counts', async () => {
    await using here = await world({
      policies: [{ sessions: 1 }, { subscriptionId: ann, username: 'ann', sessions: 1 }],
    });
    const { client } = here;
    await start(client, await client.logIn('bob', 'hello', one), '81000001');
    expect((await client.logIn('ann', 'hello', two))?.code).toBe(radiusCode.accessAccept);
    await client.account(report(STOP!, '81000001', 60, Date.now() + 60_000, one));
    expect((await client.logIn('bob', 'hello', from('AA:BB:CC:00:00:03')))?.code).toBe(radiusCode.accessAccept);
  });
});

describe('addresses of a pool', () => {
  test('are given to nobody twice, come back, and are refused when there is none (operators 11)', async () => {
    const policies = ['bob', 'ann', 'eve'].map((username, at) => ({
      username,
      pool: 7,
      subscriptionId: `019a0000-0000-7000-8000-0000000001${at}0`,
    }));
    await using here = await world({ policies });
    const { client, radius } = here;
    const first = await client.logIn('bob', 'hello', one);
    const second = await client.logIn('ann', 'hello', two);
    const given = [first, second].map((answer) => answer?.ipv4(framedIpAddress));
    expect(new Set(given)).toEqual(new Set(['10.0.0.1', '10.0.0.2']));
    expect((await client.logIn('eve', 'hello', from('AA:BB:CC:00:00:03')))?.code).toBe(radiusCode.accessReject);
    expect(radius.process.stats().pools).toEqual([{ id: 7, size: 2, used: 2 }]);
    await start(client, first, '81000001', { ...one, [framedIpAddress]: first!.u32(framedIpAddress)! });
    await client.account(report(STOP!, '81000001', 10, Date.now() + 10_000, one));
    const last = await client.logIn('eve', 'hello', from('AA:BB:CC:00:00:03'));
    expect(last?.ipv4(framedIpAddress)).toBe(given[0]);
  });

  test('leave out what belongs to one subscription for good', async () => {
    const policies = [{ pool: 7 }, { subscriptionId: ann, username: 'ann', staticIpv4: '10.0.0.1' }];
    await using here = await world({ policies });
    expect((await here.client.logIn('bob', 'hello', one))?.ipv4(framedIpAddress)).toBe('10.0.0.2');
    expect((await here.client.logIn('ann', 'hello', two))?.ipv4(framedIpAddress)).toBe('10.0.0.1');
  });

  test('stay with who had it before', async () => {
    await using here = await world({ policies: [{ pool: 7 }, { subscriptionId: ann, username: 'ann', pool: 7 }] });
    const { client } = here;
    const had = await client.logIn('bob', 'hello', one);
    await start(client, had, '81000001', { ...one, [framedIpAddress]: had!.u32(framedIpAddress)! });
    await client.account(report(STOP!, '81000001', 10, Date.now() + 10_000, one));
    expect((await client.logIn('bob', 'hello', one))?.ipv4(framedIpAddress)).toBe(had?.ipv4(framedIpAddress));
  });
});

describe('accounting', () => {
  test('is acknowledged once it is in the journal, each fact with its session', async () => {
    using folder = temporaryFolder();
    const at = Date.now();
    {
      await using here = await world({}, { folder: folder.path });
      const { client } = here;
      await start(client, await client.logIn('bob', 'hello', one), '81000001');
      for (const [kind, seconds] of [
        [INTERIM!, 300],
        [INTERIM!, 600],
        [INTERIM!, 300],
        [STOP!, 700],
      ] as const)
        await client.account(report(kind, '81000001', seconds, at + seconds * 1_000, one));
      expect(here.radius.process.stats()).toMatchObject({ sessions: 0, answers: { accounting: 5 } });
    }
    const decoded = (await entries(folder.path)).flatMap((entry) => decodeAccounting(entry) ?? []);
    expect(new Set(decoded.map(({ sessionStartedAt }) => sessionStartedAt)).size).toBe(1);
    expect(new Set(decoded.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set(['019a0000-0000-7000-8000-000000000003']),
    );
    expect(decoded.map(({ flags }) => flags & accountingFlag.late)).toEqual([0, 0, 0, accountingFlag.late, 0]);
  });

  test('that was taken is still answered when the process ends in order', async () => {
    const here = await world({});
    const requests = Array.from({ length: 50 }, (_, at) =>
      here.client.accountingRequest(report(START!, `8100${at}`, 0, Date.now(), one)),
    );
    const answers = Promise.all(requests.map((request) => here.client.send(request, here.radius.ports.accounting)));
    await expect.poll(() => here.radius.process.stats().requests.accounting).toBe(50);
    await here.radius[Symbol.asyncDispose]();
    expect((await answers).map((answer) => answer?.code)).toEqual(requests.map(() => radiusCode.accountingResponse));
    await here.client[Symbol.asyncDispose]();
  });

  test('of an id that is used again after a restart of the router is of another session', async () => {
    await using here = await world({});
    const { client, radius } = here;
    const at = Date.now();
    await client.account(report(START!, '81000001', 0, at - 250_000, one));
    await client.account(report(START!, '81000001', 0, at, two));
    expect(radius.process.stats().sessions).toBe(2);
  });

  test('that comes again after its Stop is late, whatever the router thinks of the time', async () => {
    using folder = temporaryFolder();
    const at = Date.now();
    {
      await using here = await world({}, { folder: folder.path });
      const { client } = here;
      await client.account(report(START!, '81000001', 0, at, one));
      await client.account(report(STOP!, '81000001', 900, at, one));
      await client.account(report(STOP!, '81000001', 900, at, one));
    }
    const decoded = (await entries(folder.path)).flatMap((entry) => decodeAccounting(entry) ?? []);
    expect(new Set(decoded.map(({ sessionStartedAt }) => sessionStartedAt)).size).toBe(1);
    expect(decoded.map(({ flags }) => flags & accountingFlag.late)).toEqual([0, 0, accountingFlag.late]);
  });

  test('whose beginning was missed is known from its first report', async () => {
    await using here = await world({});
    await here.client.account(report(INTERIM!, '81000009', 900, Date.now(), { [userName]: 'bob', ...one }));
    expect(here.radius.process.stats().sessions).toBe(1);
  });

  test('with a wrong secret is not answered and not written', async () => {
    await using here = await world({});
    expect(
      await here.client.account(report(START!, '81000001', 0, Date.now(), one), { secret: 'other' }),
    ).toBeUndefined();
    expect(here.radius.process.stats()).toMatchObject({ sessions: 0, drops: { wrongSecret: 1 } });
  });

  test('a router that started anew has no sessions', async () => {
    using folder = temporaryFolder();
    {
      await using here = await world({}, { folder: folder.path });
      const { client, radius } = here;
      for (const id of ['81000001', '81000002']) await client.account(report(START!, id, 0, Date.now() - 60_000, one));
      await client.account({
        [standardAttribute.acctStatusType]: ON!,
        [standardAttribute.eventTimestamp]: Math.floor(Date.now() / 1_000),
      });
      expect(radius.process.stats().sessions).toBe(0);
    }
    const closed = (await entries(folder.path)).filter((entry) => entry[0] === entryKind.closed);
    expect(closed.flatMap((entry) => JSON.parse(entry.toString('utf8', 1)) as { cause: string }[])).toMatchObject([
      { cause: 'nasReboot' },
      { cause: 'nasReboot' },
    ]);
  });

  test('of a session that was let in by an older version says so', async () => {
    await using here = await world({});
    const { client, radius } = here;
    const accept = await client.logIn('bob', 'hello', one);
    radius.process.apply({ say: 'policies', policies: [{ ...bob, version: 2 }] });
    await start(client, accept, '81000001');
    await expect
      .poll(() => radius.said.find(({ say }) => say === 'outdated'))
      .toMatchObject({ sessions: [{ acctSessionId: '81000001', version: 1 }] });
  });
});

describe('unreachable is not offline', () => {
  const silence = 3 * 300_000 + 120_000;

  async function silent(readsBack: boolean): Promise<World & { readonly startedAt: number; later(ms: number): void }> {
    const clock = skippingClock();
    const here = await world({ policies: [{ sessions: 1 }], nas: { readsBack } }, { clock });
    const startedAt = Math.floor(Date.now() / 1_000) * 1_000;
    const accept = await here.client.logIn('bob', 'hello', one);
    const attributes = { [userName]: 'bob', [classKey]: accept!.octets(classKey)!, ...one };
    await here.client.account(report(START!, '81000001', 0, startedAt, attributes));
    return Object.assign(here, { startedAt, later: (ms: number) => clock.skip(ms) });
  }

  const unknownSince = (folder: RunningRadius): number => folder.process.stats().sessions;

  test('a session nothing is heard of still counts, until its router says that it is gone (operators 6)', async () => {
    await using here = await silent(true);
    here.later(silence);
    const { process } = here.radius;
    await expect.poll(() => process.silentSessions()).toBe(1);
    here.later(10 * silence);
    await pause(300);
    expect(unknownSince(here.radius)).toBe(1);
    const session = { acctSessionId: '81000001', startedAt: here.startedAt };
    process.apply({
      say: 'readBack',
      nasId: router.nasId,
      at: Date.now() + 20 * silence,
      running: [],
      gone: [session],
    });
    expect(unknownSince(here.radius)).toBe(0);
  });

  test('one that its router still has goes on (operators 6)', async () => {
    await using here = await silent(true);
    here.later(silence);
    const { process } = here.radius;
    await expect.poll(() => process.silentSessions()).toBe(1);
    const session = { acctSessionId: '81000001', startedAt: here.startedAt };
    process.apply({ say: 'readBack', nasId: router.nasId, at: Date.now() + silence, running: [session], gone: [] });
    expect(process.silentSessions()).toBe(0);
    expect(unknownSince(here.radius)).toBe(1);
  });

  test('a late report opens one again that was given up (operators 6)', async () => {
    await using here = await silent(true);
    const { process } = here.radius;
    const session = { acctSessionId: '81000001', startedAt: here.startedAt };
    process.apply({ say: 'readBack', nasId: router.nasId, at: Date.now() + 1_000, running: [], gone: [session] });
    expect(unknownSince(here.radius)).toBe(0);
    await here.client.account(report(INTERIM!, '81000001', 300, here.startedAt + 300_000, one));
    expect(unknownSince(here.radius)).toBe(1);
  });

  test('where the router cannot be asked, silence counts only while others of it report (operators 6)', async () => {
    await using here = await silent(false);
    here.later(3 * silence);
    await pause(300);
    expect(unknownSince(here.radius)).toBe(1);
    await here.client.account(report(START!, '81000002', 0, Date.now() + 3 * silence, two));
    await expect.poll(() => unknownSince(here.radius)).toBe(1);
  });
});

test('after a kill it knows its sessions, addresses and first uses from the disk (operators 2)', async () => {
  using folder = temporaryFolder();
  const policies = [{ sessions: 1, pool: 7, macBinding: 'firstUse' as const, validityFromFirstUseMs: 3_600_000 }];
  const projection = { policies };
  let address: string | undefined;
  {
    await using here = await world(projection, { folder: folder.path });
    const accept = await here.client.logIn('bob', 'hello', one);
    address = accept?.ipv4(framedIpAddress);
    await start(here.client, accept, '81000001', { ...one, [framedIpAddress]: accept!.u32(framedIpAddress)! });
  }
  // As if it had been killed: without what is written at an orderly end.
  rmSync(`${folder.path}/radius/sessions.sealed`);
  await using again = await world(projection, { folder: folder.path });
  expect(again.radius.process.stats()).toMatchObject({ sessions: 1, pools: [{ used: 1 }] });
  expect((await again.client.logIn('bob', 'hello', two))?.text(replyMessage)).toContain('device');
  const accept = await again.client.logIn('bob', 'hello', one);
  expect(accept?.code).toBe(radiusCode.accessAccept);
  expect(address).toBeDefined();
});

test('a part of the journal that is gone, or damaged, keeps nobody from dialling in', async () => {
  using folder = temporaryFolder();
  const journal = `${folder.path}/radius/journal`;
  for (const session of ['81000001', '81000002', '81000003']) {
    await using here = await world({}, { folder: folder.path });
    await start(here.client, await here.client.logIn('bob', 'hello', one), session);
  }
  rmSync(`${folder.path}/radius/sessions.sealed`);
  const parts = readdirSync(journal).toSorted();
  expect(parts.length).toBeGreaterThanOrEqual(3);
  const damaged = readFileSync(`${journal}/${parts[0]}`);
  damaged[70]! ^= 1;
  writeFileSync(`${journal}/${parts[0]}`, damaged);
  rmSync(`${journal}/${parts[1]}`);
  await using again = await world({}, { folder: folder.path });
  expect((await again.client.logIn('bob', 'hello', one))?.code).toBe(radiusCode.accessAccept);
  expect(again.radius.process.stats().sessions).toBe(1);
});
