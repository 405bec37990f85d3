import type { TenantRefusalCode } from '#shared/tenant/errors.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { TenantRefusal } from './tenantRefusal.ts';

const statuses: Record<TenantRefusalCode, number> = {
  'tenant/user-not-found': 404,
  'tenant/role-not-found': 404,
  'tenant/branch-not-found': 404,
  'tenant/session-not-found': 404,
  'tenant/last-administrator': 409,
  'setup/link-invalid': 403,
  'setup/done': 409,
};

/** Runs `work`; what it refuses is answered as a problem. */
export async function answerRefusals<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TenantRefusal)
      throw new HttpProblem(statuses[error.code], error.code, error.message, { cause: error });
    throw error;
  }
}
