import type { CustomerPageQuery } from '#shared/customer/list.ts';
import { formatCustomerNumber } from '#shared/customer/values.ts';
import type { SubscriptionFilter } from '#shared/subscription/view.ts';
import { listCustomers } from '../../customer/customerFeature.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import { type ListedSubscription, subscriptionPage } from '../../subscription/subscriptionFeature.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import type { SheetCell } from './xlsxWriter.ts';

type Rows = AsyncGenerator<readonly (readonly SheetCell[])[]>;
type Ports = Pick<BulkPorts, 'database' | 'names' | 'clock' | 'onlineNow'>;

const PER_READ = 500;

/** Heading and rows of customers, page by page in the order of the list. The headings are those that an import knows. */
export async function* customerRows(
  { database, names }: Ports,
  { tenant, branches }: Subject,
  filter: Omit<CustomerPageQuery, 'limit' | 'after'>,
): Rows {
  yield [
    [
      'Number',
      'Customer code',
      'Name',
      'Kind',
      'Phone',
      'E-mail',
      'Address',
      'Latitude',
      'Longitude',
      'Branch',
      'Labels',
      'Notes',
      'Created',
    ],
  ];
  for (let after: string | undefined; ;) {
    const query = { ...filter, limit: PER_READ, after };
    const page = await listCustomers({ database, names }, tenant, branches, query);
    yield page.rows.map((row) => [
      formatCustomerNumber(row.number),
      row.code ?? undefined,
      row.name,
      row.kind,
      row.phones.join(', '),
      row.email ?? undefined,
      row.address,
      row.latitude ?? undefined,
      row.longitude ?? undefined,
      row.branchName ?? undefined,
      row.labels.join(', '),
      row.notes,
      instant(row.createdAt),
    ]);
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** Heading and rows of lines, by number. Passwords are not among them. By who is online: as it is when the file begins. */
export async function* subscriptionRows(
  { database, names, clock, onlineNow }: Ports,
  { tenant, branches: scope }: Subject,
  filter: SubscriptionFilter,
): Rows {
  yield [
    [
      'Number',
      'Customer number',
      'Customer',
      'Package',
      'Next package',
      'Branch',
      'Access type',
      'Username',
      'State',
      'Valid until',
    ],
  ];
  const known = await names.namesOf(tenant);
  const online = filter.online === undefined ? undefined : onlineNow(tenant);
  for (let last: ListedSubscription | undefined; ;) {
    const after = last && { value: String(last.number), id: last.id };
    const rows = await database.tenantTx(tenant, (tx) =>
      subscriptionPage(tx, { filter, sort: 'number', after, limit: PER_READ, scope, now: clock.now() }),
    );
    const fitting = online ? rows.filter(({ id }) => online.has(id) === filter.online) : rows;
    yield fitting.map((row) => [
      `S-${row.number}`,
      formatCustomerNumber(row.customerNumber),
      row.customerName,
      row.packageName,
      row.nextPackageName ?? undefined,
      row.branchId === null ? undefined : known.branchName(row.branchId),
      row.accessType,
      row.username ?? undefined,
      row.state,
      row.validUntil === null ? undefined : instant(row.validUntil),
    ]);
    if (rows.length < PER_READ) return;
    last = rows.at(-1);
  }
}

/** In UTC, as other programs read it. */
function instant(at: number): string {
  return new Date(at).toISOString();
}
