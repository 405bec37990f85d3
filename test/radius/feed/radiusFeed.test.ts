import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { FollowOptions } from '#server/platform/eventLog/follower.ts';
import type { ToRadius } from '#server/radius/control/controlMessage.ts';
import type { FeedSources } from '#server/radius/feed/feedSources.ts';
import type { PolicyDraft } from '#server/radius/feed/policySource.ts';
import { RadiusFeed } from '#server/radius/feed/radiusFeed.ts';
import type { FeedPackage, FeedPool } from '#server/radius/feed/radiusFeedStore.ts';
import { RadiusLine } from '#server/radius/supervision/radiusLine.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { eventually } from '../../support/eventually.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import { helloOf } from '../control/controlPair.ts';

const tenant = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000001');
const packageId = ActorId.parse('0192a0c4-7e1a-7000-8000-0000000000aa');
const nasId = ActorId.parse('0192a0c4-7e1a-7000-8000-0000000000bb');

const bought: FeedPackage = {
  id: packageId,
  accessTypes: ['pppoe'],
  downBps: 10_000_000,
  upBps: 5_000_000,
  burst: null,
  limitAt: null,
  priority: 8,
  profiles: [],
  fup: null,
  poolId: null,
  ipv6PoolId: null,
  addressList: null,
  routerProfile: null,
  idleTimeoutS: null,
  interimS: 300,
};

const draftOf = (subscriptionId: string, version = 1): PolicyDraft => ({
  tenantId: tenant,
  subscriptionId,
  version,
  username: subscriptionId,
  password: 'secret',
  accessTypes: ['pppoe'],
  standing: 'open',
  replyKey: { packageId, tier: 'full', garden: false },
  endsAtExpiry: false,
  macs: [],
  macBinding: 'off',
  macLogin: false,
  sessions: 1,
  sessionPolicy: 'refuse',
  framedRoutes: [],
  nasIds: [],
});

const eventOf = (position: number, kind: string, actorId: string, type: string): EventRecord => ({
  ...{ tenant, position, kind, type, version: 1, v: 1, data: {}, at: 0 },
  actorId: ActorId.parse(actorId),
  actorUser: undefined,
  cause: undefined,
});

function world() {
  const clock = new SimulatedTime();
  const said: ToRadius[] = [];
  const follows: FollowOptions[] = [];
  const drafts = new Map<string, PolicyDraft>();
  const numbers = new Map<string, number>();
  const packages = [bought];
  const pools: FeedPool[] = [];
  let secretEndsAt: number | undefined;
  let head = 7;
  let loaded: string | undefined = 'r1';
  let fails = false;
  const line = new RadiusLine((error) => {
    throw error;
  });
  const sources: FeedSources = {
    policies: [
      {
        async *all() {
          if (drafts.size > 0) yield await Promise.resolve([...drafts.values()]);
        },
        async *changed(_tenant, _rules, records) {
          const ids = records.filter(({ kind }) => kind === 'subscription').map(({ actorId }) => String(actorId));
          if (ids.length === 0) return;
          await Promise.resolve();
          yield {
            policies: ids.flatMap((id) => drafts.get(id) ?? []),
            removed: ids.filter((id) => !drafts.has(id)),
          };
        },
      },
    ],
    nas: () =>
      Promise.resolve([
        {
          ...{ nasId, name: 'R1', sources: ['10.0.0.1'], messageAuthenticator: 'learnt' as const, vendor: 'standard' },
          readsBack: false,
          secrets: secretEndsAt !== undefined && secretEndsAt > clock.now() ? ['new', 'old'] : ['new'],
          ...(secretEndsAt !== undefined && secretEndsAt > clock.now() ? { secretEndsAt } : {}),
        },
      ]),
    rules: () => Promise.resolve({ caseSensitive: false, realm: 'keep' as const }),
    packages: () => (fails ? Promise.reject(new Error('no database')) : Promise.resolve(packages)),
    pools: () => Promise.resolve(pools),
    numberTemplates(_tenant, keys) {
      for (const key of keys) if (!numbers.has(key)) numbers.set(key, 100 + numbers.size);
      return Promise.resolve(keys.map((key) => ({ key, id: numbers.get(key)! })));
    },
    numberedTemplates: () => Promise.resolve([...numbers].map(([key, id]) => ({ key, id }))),
    incomingPort: 3799,
  };
  const troubles: string[] = [];
  const feed = new RadiusFeed({
    ...{ clock, line, sources },
    eventLog: {
      follow(options) {
        follows.push(options);
        return { ...options, position: options.from, behind: 0, lagMs: 0, stop: () => Promise.resolve() };
      },
    },
    tenants: () => [tenant],
    head: () => Promise.resolve(head),
    revision: { present: 'r1', loaded: () => loaded, keep: () => (loaded = 'r1') },
    onTrouble: (what) => void troubles.push(what),
  });
  feed.start();
  return {
    ...{ feed, line, said, follows, drafts, clock, packages, pools, troubles },
    says: () => said.map(({ say }) => say),
    of: <S extends ToRadius['say']>(say: S) =>
      said.filter((message): message is Extract<ToRadius, { say: S }> => message.say === say),
    set: (given: { secretEndsAt?: number; head?: number; loaded?: string; fails?: boolean }) => {
      secretEndsAt = given.secretEndsAt ?? secretEndsAt;
      head = given.head ?? head;
      loaded = given.loaded ?? loaded;
      fails = given.fails ?? fails;
    },
    connect(positions: Record<string, string>) {
      line.connected(
        { ...helloOf(), positions },
        {
          receive: () => undefined,
          send(message) {
            said.push(message);
            if (message.say === 'settled') queueMicrotask(() => line.heard({ say: 'settled', load: message.load }));
            if (message.say === 'position') queueMicrotask(() => line.heard(message));
            return true;
          },
          ready: () => Promise.resolve(),
          close: () => undefined,
        },
      );
    },
  };
}

describe('the feed of the RADIUS process', () => {
  test('says everything to a process that knows nothing, and the position only when that is taken in', async () => {
    const { drafts, connect, says, of, feed, follows } = world();
    drafts.set('a', draftOf('a'));
    connect({});
    await eventually(() => feed.settled, 'settled');
    expect(says()).toEqual(['load', 'usernameRules', 'pools', 'nas', 'templates', 'policies', 'settled', 'position']);
    expect(of('policies')[0]?.policies).toMatchObject([{ subscriptionId: 'a', reply: 100 }]);
    expect(of('policies')[0]?.policies[0]).not.toHaveProperty('replyKey');
    expect(of('templates')[0]?.templates).toMatchObject([{ id: 100, interimSeconds: 300 }]);
    expect(of('nas')[0]?.nas).toMatchObject([
      { nasId, secrets: ['new'], incoming: { address: '10.0.0.1', port: 3799 }, tenantId: tenant },
    ]);
    expect(follows.map(({ from }) => from)).toEqual([7]);
    await feed.whenAcknowledged(tenant, 7, new AbortController().signal);
  });

  test('gives pools of this server to the process, and prefixes of them to lines that have none for good', async () => {
    const { drafts, connect, of, feed, pools } = world();
    const of6 = (wireId: number, delegatedLength: number | null, nasIds: readonly ActorId[] = []): FeedPool => ({
      ...{ id: ActorId.parse(randomUUID()), wireId, name: `p${wireId}`, family: 6, kind: 'server' },
      ...{ purpose: 'subscribers', routerPool: null, firsts: ['2001:db8::'], lasts: ['2001:db8::ffff:ffff:ffff:ffff'] },
      ...{ delegatedLength, holdSeconds: 60, nasIds: [...nasIds] },
    });
    const elsewhere = [ActorId.parse(randomUUID())];
    pools.push(of6(11, 56, elsewhere), of6(12, null, elsewhere));
    const [delegating, framing] = pools;
    const fixed = { delegatedPrefix: '2001:db8:ff::/56' };
    drafts.set('a', { ...draftOf('a'), prefixPoolId: delegating!.id });
    drafts.set('b', { ...draftOf('b'), prefixPoolId: delegating!.id, ...fixed });
    drafts.set('c', { ...draftOf('c'), prefixPoolId: framing!.id, ...fixed });
    connect({});
    await eventually(() => feed.settled, 'settled');
    expect(of('pools')[0]?.pools.map(({ id, prefix }) => [id, prefix])).toEqual([
      [11, { length: 56, as: 'delegated' }],
      [12, { length: 64, as: 'framed' }],
    ]);
    expect(of('policies')[0]?.policies.map(({ prefixPool }) => prefixPool)).toEqual([11, undefined, 12]);
    // All are for another router: this one has none, rather than any.
    expect(of('nas')[0]?.nas[0]?.pools).toEqual([0]);
  });

  test('goes on from where a process that went on is, without saying policies again', async () => {
    const { drafts, connect, says, feed, follows } = world();
    drafts.set('a', draftOf('a'));
    connect({ [tenant]: '5' });
    await eventually(() => feed.settled, 'settled');
    expect(says()).toEqual(['usernameRules', 'pools', 'nas', 'position']);
    expect(follows.map(({ from }) => from)).toEqual([5]);
  });

  test.each([
    ['it is beyond the log (an older database)', { head: 4 }],
    ['policies are worked out by other code', { loaded: 'r0' }],
  ])('says everything when %s', async (_why, given) => {
    const { connect, says, feed, set } = world();
    set(given);
    connect({ [tenant]: '5' });
    await eventually(() => feed.settled, 'settled');
    expect(says()[0]).toBe('load');
  });

  test('says what an event changes, then the position; whoever waits for it goes on', async () => {
    const { drafts, connect, said, feed, follows } = world();
    connect({ [tenant]: '7' });
    await eventually(() => feed.settled, 'settled');
    said.length = 0;
    const [id, gone] = [randomUUID(), randomUUID()];
    drafts.set(id, draftOf(id, 2));
    const waiting = feed.whenAcknowledged(tenant, 9, new AbortController().signal);
    await follows[0]!.onEvents(
      [eventOf(8, 'subscription', id, 'subscription.renewed'), eventOf(9, 'subscription', gone, 'subscription.left')],
      undefined,
    );
    await waiting;
    expect(said).toMatchObject([
      { say: 'templates' },
      { say: 'policies', policies: [{ subscriptionId: id, version: 2 }] },
      { say: 'removed', subscriptionIds: [gone] },
      { say: 'position', position: '9' },
    ]);
  });

  test('a package that changes changes what its templates say, under the same numbers', async () => {
    const { drafts, connect, said, of, feed, follows, packages } = world();
    drafts.set('a', draftOf('a'));
    connect({});
    await eventually(() => feed.settled, 'settled');
    const [before] = of('templates')[0]!.templates;
    said.length = 0;
    packages[0] = { ...bought, interimS: 600 };
    await follows[0]!.onEvents([eventOf(8, 'package', packageId, 'package.changed')], undefined);
    expect(of('templates')[0]?.templates).toMatchObject([{ id: before?.id, interimSeconds: 600 }]);
  });

  test('a former secret is withdrawn when its time is over', async () => {
    const { connect, of, feed, set, clock } = world();
    set({ secretEndsAt: clock.now() + 60_000 });
    connect({ [tenant]: '7' });
    await eventually(() => feed.settled, 'settled');
    expect(of('nas').at(-1)?.nas[0]?.secrets).toEqual(['new', 'old']);
    await clock.advance(60_000);
    await eventually(() => of('nas').length === 2, 'said again');
    expect(of('nas').at(-1)?.nas[0]?.secrets).toEqual(['new']);
  });

  test('while the database is away it tries again', async () => {
    const { connect, feed, set, clock, troubles, says } = world();
    set({ fails: true });
    connect({});
    await eventually(() => troubles.length === 1, 'trouble is told');
    set({ fails: false });
    await clock.advance(500);
    await eventually(() => feed.settled, 'settled');
    expect(says().filter((say) => say === 'settled')).toHaveLength(1);
  });
});
