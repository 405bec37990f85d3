import { expect, test } from 'vitest';
import type { OpenView, ViewSource } from '#server/platform/live/viewSource.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { ActorId, type BranchId, TenantId } from '#shared/values/ids.ts';
import { owner } from '../auth/freshProduct.ts';
import { eventually } from '../support/eventually.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { answered, startCustomerSite } from './customerSite.ts';

interface Look {
  readonly view: OpenView;
  fields(id: string): Record<string, unknown> | undefined;
}

async function look(source: ViewSource, tenant: TenantId, request: object, scope: string): Promise<Look> {
  const audience = { tenant, permissionClass: 'test', scope };
  const view = await source.open(audience, request as never, () => undefined);
  return { view, fields: (id) => view.read().rows.find((row) => row.id === id)?.fields as Record<string, unknown> };
}

test('a change of a customer is on the page and in the counts within a second, and in no other branch', async () => {
  await using site = await startCustomerSite();
  const office = await site.login(owner);
  const [company] = await asSuperuser(site.db, "select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const { branches } = await answered<{ branches: { id: BranchId }[] }>(office.get('/api/branches'));
  const [home, away] = branches;
  const made = await answered<CustomerRecord>(
    office.send('POST', '/api/customers', { name: 'Before', branchId: home?.id }),
    201,
  );
  const sourceOf = (name: string): ViewSource => site.customers.views!.find(({ view }) => view === name)!;
  const request = { view: 'customer', id: ActorId.parse(made.id) };
  const page = await look(sourceOf('customer'), tenant, request, 'all');
  const elsewhere = await look(sourceOf('customer'), tenant, request, away!.id);
  const counts = await look(sourceOf('customers.counts'), tenant, { view: 'customers.counts' }, 'all');
  expect(page.fields('customer')).toMatchObject({ name: 'Before', version: 1 });
  expect(elsewhere.view.read().rows).toEqual([]);
  const before = counts.fields('counts')?.['total'];

  await answered(office.send('PATCH', `/api/customers/${made.id}`, { version: 1, name: 'After' }));
  await eventually(() => page.fields('customer')?.['name'] === 'After', 'the page shows the change', 1_000);
  await answered(office.send('POST', `/api/customers/${made.id}/archive`, {}));
  await eventually(() => counts.fields('counts')?.['total'] === Number(before) - 1, 'it is counted no more', 5_000);
  for (const { view } of [page, elsewhere, counts]) view.close();
});
