import type { Clock } from '#actors/system/clock.ts';
import type { CustomerChange, LabelCustomers, NewCustomer } from '#shared/customer/registration.ts';
import { ActorId, type BranchId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { changesBetween, type FieldChange } from '../platform/audit/act.ts';
import { recordActs } from '../platform/audit/auditBatchStore.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { takeNumbers } from '../platform/numbers/numberStore.ts';
import { parsePhoneNumber } from '../platform/phone/phoneNumber.ts';
import { writeSearchKeys } from '../platform/search/searchKeyStore.ts';
import { CUSTOMER, customerSearchObject } from './customerKeys.ts';
import { writeCustomerLabels } from './customerLabelStore.ts';
import { answerCustomerRefusals, customerRefusal } from './customerRefusal.ts';
import {
  companyCountry,
  customerBranchExists,
  customersOf,
  findCustomer,
  insertCustomer,
  insertCustomers,
  lockCustomer,
  lockCustomers,
  setCustomerArchived,
  updateCustomer,
} from './customerStore.ts';
import type { CustomerFields, CustomerScope, StoredCustomer } from './storedCustomer.ts';

/** How many objects still need a customer; asked in the transaction that would archive it. */
export type CustomerDependents = (tx: TenantTx, customerId: ActorId) => Promise<number>;

export interface CustomersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Who changes what; undefined: the system itself. */
export interface CustomerEditor {
  readonly tenant: TenantId;
  readonly scope: CustomerScope;
  readonly by: UserId | undefined;
}

/** Customers as registered: each change is an event, with what is about the person kept apart, and renews the search keys. */
export class Customers {
  readonly #options: CustomersOptions;
  readonly #dependents: CustomerDependents[] = [];

  constructor(options: CustomersOptions) {
    this.#options = options;
  }

  addDependents(dependents: CustomerDependents): void {
    this.#dependents.push(dependents);
  }

  async create(editor: CustomerEditor, given: NewCustomer): Promise<StoredCustomer> {
    return await this.#write(editor, (tx) => this.createIn(tx, editor, given));
  }

  /** The same within a transaction of the caller's, which imports or makes more at once. */
  async createIn(tx: TenantTx, editor: CustomerEditor, given: NewCustomer): Promise<StoredCustomer> {
    const id = ActorId.parse(this.#options.newId());
    const now = this.#options.clock.now();
    await requireBranch(tx, editor.scope, given.branchId);
    const fields: CustomerFields = { ...given, phones: phonesOf(given.phones, await companyCountry(tx)) };
    await insertCustomer(tx, id, await takeNumbers(tx, CUSTOMER), fields, now);
    return await this.#finish(tx, editor, id, 'customer.registered', undefined);
  }

  /** At most 500 in a transaction of the caller's, of which this is the last part; answered in their order. */
  async createManyIn(
    tx: TenantTx,
    editor: CustomerEditor,
    given: readonly NewCustomer[],
  ): Promise<readonly StoredCustomer[]> {
    if (given.length === 0) return [];
    for (const branchId of new Set(given.map((one) => one.branchId))) await requireBranch(tx, editor.scope, branchId);
    const country = await companyCountry(tx);
    const all = given.map((one) => ({ ...one, phones: phonesOf(one.phones, country) }));
    const first = await takeNumbers(tx, CUSTOMER, given.length);
    const ids = given.map(() => ActorId.parse(this.#options.newId()));
    const rows = all.map((fields, index) => ({ id: ids[index]!, number: first + index, fields }));
    await insertCustomers(tx, rows, this.#options.clock.now());
    const found = new Map((await customersOf(tx, ids)).map((customer) => [customer.id, customer]));
    const made = ids.map((id) => found.get(id)!);
    await writeSearchKeys(tx, made.map(customerSearchObject));
    const labelled = made.filter(({ labels }) => labels.length > 0).map(({ id }) => id);
    if (labelled.length > 0) await writeCustomerLabels(tx, labelled);
    await recordActs(
      tx,
      made.map((after) => ({
        ...{ kind: CUSTOMER, id: after.id, type: 'customer.registered', by: editor.by, at: after.changedAt },
        ...changesOf(undefined, after),
      })),
    );
    return made;
  }

  async change(editor: CustomerEditor, id: ActorId, given: CustomerChange): Promise<StoredCustomer> {
    const { version, phones, ...rest } = given;
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id, editor.scope);
      if (before.version !== version) throw customerRefusal('customer/changed-meanwhile');
      if (before.archivedAt !== null) throw customerRefusal('customer/archived');
      const fields: CustomerFields = {
        ...before,
        ...present(rest),
        phones: phones ? phonesOf(phones, await companyCountry(tx)) : before.phones,
      };
      if (fields.branchId !== before.branchId) await requireBranch(tx, editor.scope, fields.branchId);
      await updateCustomer(tx, id, fields, this.#options.clock.now());
      return await this.#finish(tx, editor, id, 'customer.changed', before);
    });
  }

  async setArchived(editor: CustomerEditor, id: ActorId, archived: boolean): Promise<StoredCustomer> {
    const now = this.#options.clock.now();
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id, editor.scope);
      if ((before.archivedAt !== null) === archived)
        throw customerRefusal(archived ? 'customer/archived' : 'customer/not-archived');
      if (archived) await this.#requireUnused(tx, id);
      await setCustomerArchived(tx, id, archived ? now : undefined, now);
      return await this.#finish(tx, editor, id, archived ? 'customer.archived' : 'customer.restored', before);
    });
  }

  /** Answers how many got or lost a label; those that are archived or out of reach are left alone. */
  async label(editor: CustomerEditor, { ids, add, remove }: LabelCustomers): Promise<number> {
    return await this.#write(editor, async (tx) => {
      let changed = 0;
      for (const before of await lockCustomers(tx, ids, editor.scope)) {
        const kept = before.labels.filter((label) => !remove.includes(label));
        const labels = [...new Set([...kept, ...add])].slice(0, 20);
        if (before.archivedAt !== null || labels.join('\n') === before.labels.join('\n')) continue;
        await updateCustomer(tx, before.id, { ...before, labels }, this.#options.clock.now());
        await this.#finish(tx, editor, before.id, 'customer.changed', before);
        changed += 1;
      }
      return changed;
    });
  }

  async #requireUnused(tx: TenantTx, id: ActorId): Promise<void> {
    for (const dependents of this.#dependents)
      if ((await dependents(tx, id)) > 0) throw customerRefusal('customer/in-service');
  }

  /** Search keys, labels and the event, which comes last. */
  async #finish(
    tx: TenantTx,
    editor: CustomerEditor,
    id: ActorId,
    type: string,
    before: StoredCustomer | undefined,
  ): Promise<StoredCustomer> {
    const after = await findCustomer(tx, id, 'all');
    if (!after) throw customerRefusal('customer/not-found');
    await writeSearchKeys(tx, [customerSearchObject(after)]);
    if (after.labels.length > 0 || (before?.labels.length ?? 0) > 0) await writeCustomerLabels(tx, [id]);
    const { changes, personal } = changesOf(before, after);
    const fields = before ? Object.keys({ ...personal, ...changes }) : [];
    const act = { kind: CUSTOMER, id, type, by: editor.by, at: after.changedAt, changes, personal };
    await recordAct(tx, { ...act, ...(fields.length > 0 ? { facts: { fields } } : {}) });
    return after;
  }

  async #write<T>({ tenant }: CustomerEditor, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return await answerCustomerRefusals(() => this.#options.database.tenantTx(tenant, work));
  }
}

async function requireLocked(tx: TenantTx, id: ActorId, scope: CustomerScope): Promise<StoredCustomer> {
  const found = await lockCustomer(tx, id, scope);
  if (!found) throw customerRefusal('customer/not-found');
  return found;
}

/** Somebody of some branches gives a customer one of those; none at all would show it to everybody. */
async function requireBranch(tx: TenantTx, scope: CustomerScope, branchId: BranchId | null): Promise<void> {
  if (scope !== 'all' && (branchId === null || !scope.includes(branchId)))
    throw customerRefusal('customer/branch-not-found');
  if (branchId !== null && !(await customerBranchExists(tx, branchId)))
    throw customerRefusal('customer/branch-not-found');
}

function phonesOf(typed: readonly string[], country: string): string[] {
  const numbers = typed.map((text, index) => {
    const found = parsePhoneNumber(text, country);
    if (found) return found.e164;
    const errors = [{ path: `phones.${index}`, message: `${text} cannot be called.` }];
    throw customerRefusal('customer/phone-not-understood', { errors });
  });
  return [...new Set(numbers)];
}

/** What the log may say by itself; the rest is about the person, and kept so that it can be erased. */
function changesOf(
  before: StoredCustomer | undefined,
  after: StoredCustomer,
): { readonly changes: Record<string, FieldChange>; readonly personal: Record<string, FieldChange> } {
  const open = ({ kind, branchId, labels }: StoredCustomer) => ({ kind, branchId, labels });
  const personal = ({ name, code, phones, email, address, latitude, longitude, notes }: StoredCustomer) => ({
    ...{ name, code, phones, email, address, latitude, longitude, notes },
  });
  return {
    changes: changesBetween(before ? open(before) : {}, open(after)),
    personal: changesBetween(before ? personal(before) : {}, personal(after)),
  };
}

function present<T extends object>(fields: T): { [F in keyof T]?: Exclude<T[F], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]?: Exclude<T[F], undefined>;
  };
}
