import type { BranchContent, BranchView, ChangeBranch, CreateBranch } from '#shared/tenant/branches.ts';
import { tenantRefusals } from '#shared/tenant/errors.ts';
import { ActorId, type BranchId, type TenantId } from '#shared/values/ids.ts';
import { type Act, changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { lockAdministration } from './administrationStore.ts';
import {
  activeBranches,
  branchContent,
  insertBranch,
  requireBranch,
  setBranchArchived,
  setBranchDetails,
  type StoredBranch,
} from './branchStore.ts';
import { requireWholeCompany } from './rights.ts';
import { TenantRefusal } from './tenantRefusal.ts';

/** What other features have in a branch. */
export type BranchContents = (tenant: TenantId, branch: BranchId) => Promise<readonly BranchContent[]>;

// Each throws TenantRefusal or HttpProblem when it may not be.

export async function addBranch(
  ports: AdministrationPorts,
  subject: Subject,
  details: CreateBranch,
): Promise<BranchView> {
  requireWholeCompany(subject);
  return await ports.database.tenantTx(subject.tenant, async (tx) => {
    const now = ports.clock.now();
    const id = await insertBranch(tx, details, now);
    await record(tx, subject, now, id, { type: 'branch.added', changes: changesBetween({}, details) });
    return branchView(await requireBranch(tx, id, 'all'));
  });
}

export async function changeBranch(
  ports: AdministrationPorts,
  subject: Subject,
  id: BranchId,
  details: ChangeBranch,
): Promise<void> {
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    const { name, timeZone, archivedAt } = await requireBranch(tx, id, subject.branches);
    if (archivedAt !== null) throw new TenantRefusal('branch/archived');
    const changes = changesBetween({ name, timeZone }, details);
    if (Object.keys(changes).length === 0) return;
    await setBranchDetails(tx, id, details);
    await record(tx, subject, ports.clock.now(), id, { type: 'branch.changed', changes });
  });
}

/** Only when nothing is left in it; its history keeps its name. */
export async function archiveBranch(
  ports: AdministrationPorts,
  subject: Subject,
  id: BranchId,
  elsewhere: BranchContents,
): Promise<void> {
  requireWholeCompany(subject);
  const others = await elsewhere(subject.tenant, id);
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    await lockAdministration(tx);
    const { archivedAt } = await requireBranch(tx, id, 'all');
    if (archivedAt !== null) return;
    if ((await activeBranches(tx)) === 1) throw new TenantRefusal('branch/last');
    const content = [...(await branchContent(tx, id)), ...others].filter(({ count }) => count > 0);
    if (content.length > 0) throw notEmpty(content);
    const now = ports.clock.now();
    await setBranchArchived(tx, id, now);
    await record(tx, subject, now, id, { type: 'branch.archived' });
  });
}

export async function restoreBranch(ports: AdministrationPorts, subject: Subject, id: BranchId): Promise<void> {
  requireWholeCompany(subject);
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    const { archivedAt } = await requireBranch(tx, id, 'all');
    if (archivedAt === null) return;
    await setBranchArchived(tx, id, undefined);
    await record(tx, subject, ports.clock.now(), id, { type: 'branch.restored' });
  });
}

export function branchView({ archivedAt, ...branch }: StoredBranch): BranchView {
  return archivedAt === null ? branch : { ...branch, archivedAt };
}

function notEmpty(content: readonly BranchContent[]): HttpProblem {
  const errors = content.map(({ kind, count }) => ({ path: kind, message: String(count) }));
  return new HttpProblem(409, 'branch/not-empty', tenantRefusals['branch/not-empty'], { errors });
}

async function record(
  tx: TenantTx,
  { userId: by }: Subject,
  at: number,
  id: BranchId,
  what: Pick<Act, 'type' | 'changes'>,
): Promise<void> {
  await recordAct(tx, { kind: 'branch', id: ActorId.parse(id), by, at, ...what });
}
