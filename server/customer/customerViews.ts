import type { Clock } from '#actors/system/clock.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import { formatBranchScope, parseBranchScope } from '../platform/auth/branchScope.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { RecordChanges } from '../platform/live/recordChanges.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { Audience, ViewSource } from '../platform/live/viewSource.ts';
import type { NamesSource } from '../platform/names.ts';
import { customerRecord } from './customerList.ts';
import { countCustomers, findCustomer } from './customerStore.ts';

export interface CustomerViewPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly names: NamesSource;
  readonly changes: RecordChanges;
  readonly onTrouble: (error: unknown) => void;
}

const DETAIL_EVERY_MS = 250;
/** Counting half a million rows takes a while; nobody needs the total by the second. */
const COUNTS_EVERY_MS = 2_000;
const RECENT_MS = 30 * 86_400_000;

function admit({ tenant, permissions, branches }: Subject): Audience | Refusal {
  if (!permissions.has('customer.view')) return wireRefusal('view/not-permitted');
  return { tenant, permissionClass: 'customer', scope: formatBranchScope(branches) };
}

/** View `customer`: the row `customer` (CustomerRecord). Empty for one that is not there, or is outside the branches. */
export function customerDetailView(ports: CustomerViewPorts): ViewSource<Extract<ViewRequest, { view: 'customer' }>> {
  const { clock, database, names, changes, onTrouble } = ports;
  return {
    view: 'customer',
    admit,
    open: ({ tenant, scope }, { id }, changed) =>
      openRefreshed(
        {
          clock,
          everyMs: DETAIL_EVERY_MS,
          async read() {
            const found = await database.tenantTx(tenant, (tx) => findCustomer(tx, id, parseBranchScope(scope)));
            return found ? [{ id: 'customer', fields: customerRecord(found, await names.namesOf(tenant)) }] : [];
          },
          onChange: (callback) => changes.onChange(tenant, (one) => one === id && callback()),
          onTrouble,
        },
        changed,
      ),
  };
}

/** View `customers.counts`: the row `counts` (CustomerCounts); its version rises with every change of a customer. */
export function customerCountsView(
  ports: CustomerViewPorts,
): ViewSource<Extract<ViewRequest, { view: 'customers.counts' }>> {
  const { clock, database, changes, onTrouble } = ports;
  return {
    view: 'customers.counts',
    admit,
    async open({ tenant, scope }, _request, changed) {
      let changesSeen = 0;
      const unlisten = changes.onChange(tenant, () => (changesSeen += 1));
      const view = await openRefreshed(
        {
          clock,
          everyMs: COUNTS_EVERY_MS,
          async read() {
            const since = clock.now() - RECENT_MS;
            const counts = await database.tenantTx(tenant, (tx) => countCustomers(tx, parseBranchScope(scope), since));
            return [{ id: 'counts', fields: { ...counts, changes: changesSeen } }];
          },
          onChange: (callback) => changes.onChange(tenant, callback),
          onTrouble,
        },
        changed,
      ).catch((error: unknown) => {
        unlisten();
        throw error;
      });
      return {
        ...view,
        close() {
          unlisten();
          view.close();
        },
      };
    },
  };
}
