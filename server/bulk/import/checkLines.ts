import type { ImportSettings } from '#shared/bulk/importSettings.ts';
import type { BulkPlan, BulkProblem } from '#shared/bulk/values.ts';
import { usernameKey, type UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { foldText } from '../../platform/search/searchText.ts';
import { earlierKeys, type StoredRow } from '../bulkRowStore.ts';
import {
  customersByCode,
  customersByPhone,
  type KnownBranch,
  type KnownCustomer,
  type KnownLine,
  type KnownPackage,
  linesHaving,
} from '../lookupStore.ts';
import { endOf } from './dayText.ts';
import { fault, problem, type ReadLine, type ReadObject } from './importedLine.ts';

/** What rows are compared with, as it is while a dry run goes on. */
export interface CheckWith {
  readonly job: ActorId;
  readonly settings: ImportSettings;
  readonly scope: readonly BranchId[] | 'all';
  readonly rules: UsernameRules;
  readonly packages: readonly KnownPackage[];
  readonly branches: readonly KnownBranch[];
  /** The company's. */
  readonly zone: string;
  readonly now: number;
  readonly seal: (read: ReadLine | ReadObject) => Buffer;
}

interface Known {
  readonly byCode: ReadonlyMap<string, KnownCustomer>;
  readonly byPhone: ReadonlyMap<string, readonly KnownCustomer[]>;
  readonly lines: readonly KnownLine[];
  readonly earlier: Awaited<ReturnType<typeof earlierKeys>>;
  /** Of the rows before, within this piece. */
  readonly seen: {
    readonly usernames: Set<string>;
    readonly phones: Map<string, string>;
    readonly addresses: Set<string>;
  };
}

interface Keys {
  readonly username: string | undefined;
  readonly customer: string;
}

/** Looks at some rows of a file against what is there, and against each other; answers them as rows of the job. */
export async function checkLines(
  tx: TenantTx,
  reads: readonly ReadLine[],
  using: CheckWith,
): Promise<readonly StoredRow[]> {
  const known = await lookUp(tx, reads, using);
  return reads.map((read) => checkOne(read, keysOf(read, using.rules), known, using));
}

async function lookUp(tx: TenantTx, reads: readonly ReadLine[], { job, rules }: CheckWith): Promise<Known> {
  const codes = reads.flatMap(({ said }) => said.customer.code?.toLowerCase() ?? []);
  const phones = reads.flatMap(({ said }) => said.customer.phones);
  const usernames = reads.flatMap((read) => keysOf(read, rules).username ?? []);
  const addresses = reads.flatMap(({ said }) => said.subscription?.staticIpv4 ?? []);
  const macs = reads.flatMap(({ said }) =>
    said.subscription?.username === undefined ? (said.subscription?.macs ?? []) : [],
  );
  const byPhone = new Map<string, KnownCustomer[]>();
  for (const customer of phones.length > 0 ? await customersByPhone(tx, phones) : [])
    for (const phone of customer.phones) byPhone.set(phone, [...(byPhone.get(phone) ?? []), customer]);
  const byCode = codes.length > 0 ? await customersByCode(tx, codes) : [];
  return {
    byCode: new Map(byCode.map((customer) => [customer.code!.toLowerCase(), customer])),
    byPhone,
    lines: await linesHaving(tx, { usernames, addresses, macs }),
    earlier: await earlierKeys(tx, job, { usernames, phones: phones.slice(0, 5_000), addresses }),
    seen: { usernames: new Set(), phones: new Map(), addresses: new Set() },
  };
}

/** Rows of the same customer have the same key: its code, or else its name with its first phone, or its username. */
function keysOf({ said: { customer, subscription } }: ReadLine, rules: UsernameRules): Keys {
  const username = subscription?.username === undefined ? undefined : usernameKey(subscription.username, rules);
  const [phone] = customer.phones;
  const named =
    phone === undefined ? `u:${username ?? ''}|${foldText(customer.name)}` : `n:${foldText(customer.name)}|${phone}`;
  return { username, customer: customer.code === null ? named : `c:${customer.code.toLowerCase()}` };
}

function checkOne(read: ReadLine, keys: Keys, known: Known, using: CheckWith): StoredRow {
  const { said, line } = read;
  const { customer, subscription } = said;
  const problems: BulkProblem[] = [...read.problems];
  const own = knownLine(read, keys, known);
  const there = knownCustomer(read, own, known);
  if (there?.archived) problems.push(fault('bulk/code-archived'));
  if (there && !isWithin(using.scope, there.branchId)) problems.push(fault('bulk/out-of-scope'));
  if (!there && customer.name === '') problems.push(fault('bulk/name-missing'));
  const branch = branchOf(customer.branch, using, problems);
  const isThere = own !== undefined && there !== undefined && own.customerId === there.id;
  if (subscription && !isThere) checkLine(read, keys, { known, using, branch, own }, problems);
  if (!there) checkPhones(read, keys, known, problems);
  remember(read, keys, known);
  const plan: BulkPlan = isThere || (there && !subscription) ? 'nothing' : there ? 'newLine' : 'newCustomer';
  const failed = problems.some(({ severity }) => severity === 'error');
  return {
    line,
    state: failed ? 'failed' : plan === 'nothing' ? 'skipped' : 'pending',
    plan,
    name: (customer.name || subscription?.username || customer.code || '').slice(0, 200),
    problems: problems.slice(0, 20),
    given: using.seal(read),
    usernameKey: keys.username,
    customerKey: keys.customer,
    phone: customer.phones[0],
    address: subscription?.staticIpv4,
    customerId: there?.id,
    customerVersion: undefined,
    subscriptionId: undefined,
    subscriptionVersion: undefined,
    objectId: undefined,
    objectVersion: undefined,
    actedAt: undefined,
    cut: false,
    doneAt: undefined,
  };
}

/** The line that has the row's username; else its MAC address, or its static address. */
function knownLine({ said: { subscription } }: ReadLine, { username }: Keys, { lines }: Known): KnownLine | undefined {
  if (!subscription) return undefined;
  if (username !== undefined) return lines.find((line) => line.usernameKey === username);
  const byMac = lines.find((line) => line.macs.some((mac) => subscription.macs.includes(mac)));
  return byMac ?? lines.find((line) => line.staticIpv4 === subscription.staticIpv4 && line.staticIpv4 !== null);
}

/** Whose code it is; else who has the line and the name; else who has the name and a phone. */
function knownCustomer(
  { said: { customer } }: ReadLine,
  own: KnownLine | undefined,
  known: Known,
): KnownCustomer | undefined {
  if (customer.code !== null) return known.byCode.get(customer.code.toLowerCase());
  const name = foldText(customer.name);
  if (
    own &&
    (name === '' ||
      foldText(own.customer.name) === name ||
      own.customer.phones.some((phone) => customer.phones.includes(phone)))
  )
    return own.customer;
  return customer.phones.flatMap((phone) => known.byPhone.get(phone) ?? []).find((one) => foldText(one.name) === name);
}

function branchOf(name: string | undefined, using: CheckWith, problems: BulkProblem[]): KnownBranch | undefined {
  if (name === undefined) return using.branches.find(({ id }) => id === using.settings.branchId);
  const found = using.branches.find((branch) => foldText(branch.name) === foldText(name));
  if (found && isWithin(using.scope, found.id)) return found;
  problems.push(fault('bulk/branch-unknown', { value: name }));
  return undefined;
}

interface LineContext {
  readonly known: Known;
  readonly using: CheckWith;
  readonly branch: KnownBranch | undefined;
  readonly own: KnownLine | undefined;
}

function checkLine(
  read: ReadLine,
  keys: Keys,
  { known, using, branch, own }: LineContext,
  problems: BulkProblem[],
): void {
  const line = read.said.subscription!;
  const accessType = line.accessType ?? using.settings.accessType;
  const bought = packageOf(line.package, using);
  if (!bought)
    problems.push(
      line.package === undefined
        ? fault('bulk/package-needed')
        : fault('bulk/package-unknown', { value: line.package }),
    );
  else if (!bought.accessTypes.includes(accessType)) problems.push(fault('bulk/package-unfit', { value: bought.name }));
  if (own)
    problems.push(
      keys.username === undefined
        ? fault('bulk/address-taken')
        : fault('bulk/username-taken', { value: line.username! }),
    );
  if (
    keys.username !== undefined &&
    (known.earlier.usernames.has(keys.username) || known.seen.usernames.has(keys.username))
  )
    problems.push(fault('bulk/username-twice', { value: line.username! }));
  const logsIn = accessType === 'pppoe' || accessType === 'hotspot';
  if (logsIn && keys.username === undefined) problems.push(fault('bulk/username-needed'));
  if (accessType === 'ipoe' && keys.username === undefined && line.macs.length === 0)
    problems.push(fault('bulk/mac-needed'));
  if (keys.username !== undefined && line.password === undefined)
    problems.push(passwordProblem(line.hashed, using.settings.hashed));
  checkAddress(line.staticIpv4, own, known, problems);
  if (line.validUntil !== undefined && endOf(line.validUntil, branch?.zone ?? using.zone) <= using.now)
    problems.push(problem('warning', 'bulk/date-past', { value: line.validUntil }));
}

function checkAddress(
  address: string | undefined,
  own: KnownLine | undefined,
  known: Known,
  problems: BulkProblem[],
): void {
  if (address === undefined) return;
  const taken = known.lines.some((line) => line.staticIpv4 === address && line.id !== own?.id);
  if (taken) problems.push(fault('bulk/address-taken', { value: address }));
  else if (known.earlier.addresses.has(address) || known.seen.addresses.has(address))
    problems.push(fault('bulk/address-twice', { value: address }));
}

function passwordProblem(hashed: boolean, wanted: ImportSettings['hashed']): BulkProblem {
  if (!hashed) return problem('warning', 'bulk/password-missing');
  return wanted === 'fail' ? fault('bulk/password-hashed') : problem('warning', 'bulk/password-made');
}

/** By the name in the file, as people said what it stands for, else as packages are called; else the one for all. */
export function packageOf(
  name: string | undefined,
  { settings, packages }: Pick<CheckWith, 'settings' | 'packages'>,
): KnownPackage | undefined {
  const key = name?.trim().toLowerCase();
  const id = key === undefined ? (settings.packageId ?? undefined) : settings.packages[key];
  if (id !== undefined) return packages.find((one) => one.id === id);
  return key === undefined ? undefined : packages.find((one) => one.name.toLowerCase() === key);
}

function checkPhones({ said: { customer } }: ReadLine, keys: Keys, known: Known, problems: BulkProblem[]): void {
  for (const phone of customer.phones) {
    if (known.byPhone.has(phone)) problems.push(problem('warning', 'bulk/phone-known', { value: phone }));
    const by = known.seen.phones.get(phone) ?? known.earlier.phones.get(phone);
    if (by !== undefined && by !== keys.customer)
      problems.push(problem('warning', 'bulk/phone-twice', { value: phone }));
  }
}

function remember({ said }: ReadLine, keys: Keys, { seen }: Known): void {
  if (keys.username !== undefined) seen.usernames.add(keys.username);
  if (said.subscription?.staticIpv4 !== undefined) seen.addresses.add(said.subscription.staticIpv4);
  for (const phone of said.customer.phones) if (!seen.phones.has(phone)) seen.phones.set(phone, keys.customer);
}

function isWithin(scope: CheckWith['scope'], branchId: BranchId | null): boolean {
  return scope === 'all' || branchId === null || scope.includes(branchId);
}
