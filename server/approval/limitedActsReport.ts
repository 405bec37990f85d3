import type { LimitedActsQuery, LimitedActsReport } from '#shared/approval/report.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import type { BranchId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { Names } from '../platform/names.ts';
import { limitReport, zoneOf } from './limitStore.ts';

/** One calendar day in the zone of a branch, or of the company. People limited to branches ask for one of them. */
export async function limitedActsReport(
  tx: TenantTx,
  subject: Subject,
  { day, branchId }: LimitedActsQuery,
  names: Names,
): Promise<LimitedActsReport> {
  const timeZone = mayAskFor(subject, branchId) ? await zoneOf(tx, branchId) : undefined;
  if (timeZone === undefined)
    throw new HttpProblem(404, 'tenant/branch-not-found', 'Choose one of your branches for this report.');
  const date = Temporal.PlainDate.from(day);
  const from = date.toZonedDateTime(timeZone).epochMilliseconds;
  const to = date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  const rows = await limitReport(tx, { from, to, branchId });
  return {
    day,
    timeZone,
    rows: rows.flatMap(({ act, ...row }) => {
      const known = Permission.safeParse(act);
      return known.success ? [{ ...row, act: known.data, userName: names.userName(row.userId) ?? '' }] : [];
    }),
  };
}

function mayAskFor({ branches }: Subject, branchId: BranchId | undefined): boolean {
  return branches === 'all' || (branchId !== undefined && branches.includes(branchId));
}
