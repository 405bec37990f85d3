import { authRefusals } from '#shared/auth/errors.ts';
import type { TenantRefusalCode } from '#shared/tenant/errors.ts';
import { PasswordQueueFull } from '../platform/auth/passwordQueue.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { TenantRefusal } from './tenantRefusal.ts';

const statuses: Record<TenantRefusalCode, number> = {
  'tenant/user-not-found': 404,
  'tenant/role-not-found': 404,
  'tenant/branch-not-found': 404,
  'tenant/session-not-found': 404,
  'tenant/invitation-not-found': 404,
  'tenant/last-administrator': 409,
  'tenant/second-person-missing': 409,
  'tenant/beyond-own-rights': 403,
  'tenant/outside-branches': 403,
  'tenant/whole-company-needed': 403,
  'tenant/name-taken': 409,
  'tenant/email-taken': 409,
  'tenant/user-disabled': 409,
  'tenant/password-repeats-email': 400,
  'tenant/password-wrong': 403,
  'tenant/mail-not-configured': 409,
  'role/in-use': 409,
  'role/limit-without-permission': 400,
  'branch/not-empty': 409,
  'branch/archived': 409,
  'branch/last': 409,
  'company/currency-fixed': 409,
  'company/not-found': 404,
  'link/invalid': 404,
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
    if (error instanceof PasswordQueueFull)
      throw new HttpProblem(503, 'login/busy', authRefusals['login/busy'], { cause: error, retryAfterMs: 2_000 });
    throw error;
  }
}
