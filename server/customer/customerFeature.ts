import type { Feature, FeatureContext } from '../platform/feature.ts';
import { RecordChanges } from '../platform/live/recordChanges.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { CustomerDocuments } from './customerDocuments.ts';
import { CUSTOMER } from './customerKeys.ts';
import { customerRoutes } from './customerRoutes.ts';
import { type CustomerDependents, Customers } from './customers.ts';
import { customerSearch } from './customerSearch.ts';
import { customerCountsView, customerDetailView } from './customerViews.ts';
import { documentRoutes } from './documentRoutes.ts';

export { listCustomers } from './customerList.ts';
export type { CustomerEditor, Customers } from './customers.ts';

/** Customers: who they are, how they are reached and what was handed in. Their lines are subscriptions. */
export interface CustomerFeature extends Feature {
  readonly customers: Customers;
  /** A customer with dependents is not archived. Call before start. */
  addDependents(dependents: CustomerDependents): void;
}

export function createCustomerFeature(context: FeatureContext): CustomerFeature {
  const { clock, database, host, names, repeating } = context;
  const changes = new RecordChanges(context, CUSTOMER);
  const customers = new Customers({ database, clock, newId: host.newId });
  const documents = new CustomerDocuments({ database, clock, newId: host.newId });
  const list = customerRoutes({ database, names, customers });
  const files = documentRoutes(documents, names);
  const viewPorts = {
    ...{ clock, database, names, changes },
    onTrouble: (err: unknown) =>
      repeating.report('customer.view', 'warn', { err }, 'a list of customers could not be read'),
  };
  return {
    name: 'customers',
    objectNames: { [CUSTOMER]: storedNames(database, 'customer', 'name') },
    branchContent: branchHolding(database, CUSTOMER, { table: 'customer', endedAt: 'archived_at' }),
    customers,
    addDependents: (dependents) => customers.addDependents(dependents),
    routes(app) {
      list(app);
      files(app);
    },
    views: [customerDetailView(viewPorts), customerCountsView(viewPorts)],
    search: [customerSearch(database, names)],
    start: () => changes.start(),
    stop: () => changes.stop(),
    tenantAdded: (tenant) => changes.follow(tenant),
  };
}
