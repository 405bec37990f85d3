import { listCustomers } from '#server/customer/customerList.ts';
import { countCustomers } from '#server/customer/customerStore.ts';
import { parseKeySearch } from '#server/platform/search/keySearch.ts';
import { keysInUse, objectsWithKeys } from '#server/platform/search/searchKeyStore.ts';
import { CustomerPageQuery } from '#shared/customer/list.ts';
import type { BranchId, TenantId } from '#shared/values/ids.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { type BenchDatabase, startBenchDatabase } from './benchDatabase.ts';
import { fillCustomers } from './customersBenchFill.ts';
import { percentile } from './percentile.ts';

const CUSTOMERS = 500_000;
const ROUNDS = 12;

/** Half a million customers of one company: lists, filters and search as it is typed, letter by letter. */
export async function benchCustomers(report: (line: string) => void): Promise<object> {
  await using db = await startBenchDatabase();
  const { tenant } = await seedTenant(db);
  report(`filling ${CUSTOMERS} customers …`);
  const began = performance.now();
  const { keys, branches } = await withClient(db.superuserUrl, (client) => fillCustomers(client, tenant, CUSTOMERS));
  report(`filled in ${Math.round((performance.now() - began) / 1000)} s, ${keys} keys`);
  const page = pages(db, tenant);
  const figures: Record<string, number> = { customers: CUSTOMERS, keys };
  const measure = async (name: string, asks: readonly (() => Promise<unknown>)[]): Promise<void> => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const ask of asks) {
        const from = performance.now();
        await ask();
        took.push(performance.now() - from);
      }
    figures[`${name}P50Ms`] = Math.round(percentile(took, 0.5));
    figures[`${name}P95Ms`] = Math.round(percentile(took, 0.95));
    report(
      `${name}: p50 ${figures[`${name}P50Ms`]} ms, p95 ${figures[`${name}P95Ms`]} ms, worst ${Math.round(Math.max(...took))} ms`,
    );
  };
  const typed = [
    'mwangi',
    'wanjiku kamau',
    'fatima rah',
    '0722 123 456',
    '254711',
    'c-1042',
    'user04123',
    '10.20.30',
    'aa:bb:0c:00',
    'mo al',
  ];
  const letters = typed.flatMap((text) => Array.from(text, (_, end) => text.slice(0, end + 1).trim()).filter(Boolean));
  await measure(
    'searchAsTyped',
    letters.map((text) => () => page({ text })),
  );
  await measure(
    'searchInOneBranch',
    letters.map((text) => () => page({ text, scope: branches.slice(0, 1) })),
  );
  await measure(
    'searchByKind',
    letters.map(
      (text) => () =>
        db.database.tenantTx(tenant, (tx) =>
          objectsWithKeys(tx, { kind: 'customer', search: parseKeySearch(text), scope: 'all', limit: 6 }),
        ),
    ),
  );
  for (const sort of ['name', 'number', 'newest'] as const) {
    await measure(`${sort}First`, [() => page({ sort })]);
    await measure(`${sort}Deep`, [() => page({ sort, deep: true })]);
  }
  await measure(
    'branch',
    branches.map((branch) => () => page({ branches: [branch] })),
  );
  await measure('twoBranches', [() => page({ branches: branches.slice(0, 2) })]);
  const labelled = [['vip'], ['fibre'], ['rare'], ['imported'], ['fibre', 'rare'], ['fibre', 'vip']];
  for (const sort of ['name', 'newest'] as const)
    await measure(
      `labels${sort === 'name' ? 'ByName' : 'ByNewest'}`,
      labelled.map((labels) => () => page({ labels, sort })),
    );
  await measure(
    'labelInBranch',
    branches.map((branch) => () => page({ labels: ['vip'], branches: [branch] })),
  );
  await measure(
    'labelAndText',
    ['vip', 'rare'].map((label) => () => page({ labels: [label], text: 'mwangi' })),
  );
  await measure('labelsInUse', [() => db.database.tenantTx(tenant, (tx) => keysInUse(tx, '#', 50))]);
  await measure('counts', [
    () => db.database.tenantTx(tenant, (tx) => countCustomers(tx, 'all', Date.UTC(2026, 9, 1))),
  ]);
  return figures;
}

interface PageAsked extends Partial<CustomerPageQuery> {
  readonly scope?: readonly BranchId[];
  /** Somewhere in the middle of the list. */
  readonly deep?: boolean;
}

function pages({ database }: BenchDatabase, tenant: TenantId): (asked: PageAsked) => Promise<unknown> {
  const random = seededRandom(3);
  const nameless = { userName: () => undefined, branchName: () => undefined };
  const names = { namesOf: () => Promise.resolve(nameless), onNamesChanged: () => () => undefined };
  return async ({ scope = 'all' as const, deep = false, ...asked }) => {
    const query = CustomerPageQuery.parse(asked);
    const value = {
      name: String.fromCharCode(97 + Math.floor(random() * 26)),
      number: Math.floor(random() * CUSTOMERS),
      newest: Date.UTC(2025, Math.floor(random() * 12)),
    }[query.sort];
    const after = deep ? { after: `0198fa29-0b0d-7b80-828d-000000000001_${value}` } : {};
    return await listCustomers({ database, names }, tenant, scope, { ...query, ...after });
  };
}
