import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NasFeature, NasNames } from '#server/nas/nasFeature.ts';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { PackageRouters } from '#shared/package/onRouters.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import { owner } from '../auth/freshProduct.ts';
import type { TestBrowser } from '../auth/testBrowser.ts';
import { answered, type CustomerSite, startCustomerSite } from '../customer/customerSite.ts';
import { storedNas } from '../nas/watchedRouters.ts';

const has: NasNames = {
  ...{ pools: ['pppoe'], ipv6Pools: [], pppProfiles: ['gold'], hotspotProfiles: [], addressLists: ['slow'] },
};
const full = storedNas({ name: 'Router 2' });
const bare = storedNas({ name: 'Router 10' });
const away = storedNas({ name: 'Router 11' });
const answers = new Map<string, NasNames>([
  [full.id, has],
  [bare.id, { ...has, pools: [], pppProfiles: [] }],
]);
const routers: Pick<NasFeature, 'inUse' | 'namesOn' | 'poolUsesOn'> = {
  inUse: () => [bare, full, away],
  poolUsesOn: () => Promise.resolve([]),
  namesOn: (_, id) =>
    answers.has(id) ? Promise.resolve(answers.get(id)!) : Promise.reject(new Error('it is not connected')),
};

let site: CustomerSite;
let office: TestBrowser;
beforeAll(async () => {
  site = await startCustomerSite(routers);
  office = await site.login(owner);
});
afterAll(() => site[Symbol.asyncDispose]());

const plain = { accessTypes: ['pppoe'], downBps: 20_000_000, upBps: 5_000_000, priceMinor: 250_000 };
const nothing = { accessTypes: ['pppoe'], poolId: null, ipv6PoolId: null, addressList: null, routerProfile: null };
const check = (fields: object): Promise<PackageRouters> =>
  answered(office.send('POST', '/api/packages/routers', { ...nothing, ...fields }));

test('operators 13: each router says what it lacks of a package; one that cannot be asked is unknown', async () => {
  const pool = await answered<IpPoolRecord>(
    office.send('POST', '/api/ip-pools', { name: 'PPPoE', family: 4, kind: 'router', routerPool: 'pppoe', ranges: [] }),
    201,
  );
  const found = await check({ poolId: pool.id, routerProfile: 'gold', addressList: 'fast' });
  expect(found.map(({ name, state, lacks }) => ({ name, state, lacks }))).toEqual([
    { name: 'Router 2', state: 'lacking', lacks: [{ what: 'addressList', name: 'fast' }] },
    {
      name: 'Router 10',
      state: 'lacking',
      lacks: [
        { what: 'pool', name: 'pppoe' },
        { what: 'pppProfile', name: 'gold' },
        { what: 'addressList', name: 'fast' },
      ],
    },
    { name: 'Router 11', state: 'unknown', lacks: [] },
  ]);
});

test('a package that names nothing on routers asks none', async () => {
  expect((await check({})).map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
});

test('operators 13: a package whose profile is missing on a router is refused, and says where; it may be saved all the same', async () => {
  const gold = { ...plain, name: 'Gold', routerProfile: 'gold' };
  const refused = await office.send('POST', '/api/packages', gold);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    code: 'package/lacking-on-routers',
    errors: [{ path: 'routerProfile', message: 'gold is missing on Router 10.' }],
  });
  await answered(office.send('POST', '/api/packages?despiteRouters=true', gold), 201);
});

test('a change is refused for what it names anew, and for nothing else', async () => {
  const silver = await answered<PackageRecord>(
    office.send('POST', '/api/packages?despiteRouters=true', { ...plain, name: 'Silver', routerProfile: 'silver' }),
    201,
  );
  const change = (fields: object): Promise<Response> => office.send('PATCH', `/api/packages/${silver.id}`, fields);
  await answered(change({ version: 1, priceMinor: 1 }));
  expect((await change({ version: 2, addressList: 'unheard-of' })).status).toBe(409);
  await answered(change({ version: 2, routerProfile: null, addressList: 'slow' }));
});
