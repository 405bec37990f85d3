import type { ApprovalNeeded } from '#shared/approval/requests.ts';
import type { ApprovalAsk } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { readPolicies } from './administrationStore.ts';

/** Done, or put to somebody else first. */
export type Done = undefined | ApprovalNeeded;

/** Whether the company wants a second person for what concerns administrators. */
export async function wantsSecondPerson(tx: TenantTx): Promise<boolean> {
  return (await readPolicies(tx)).secondPersonForAdministrators;
}

/** Throws HttpProblem when it can't be asked: no reason given, or nobody there to decide. */
export async function askSecondPerson(
  { approvals }: AdministrationPorts,
  subject: Subject,
  ask: ApprovalAsk,
): Promise<ApprovalNeeded> {
  const asked = await approvals.request(subject, ask);
  if (!asked.ok) throw replyProblem(asked);
  return { approvalId: asked.approvalId };
}
