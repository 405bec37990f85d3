import { UniqueIntegrityConstraintViolationError } from 'slonik';
import type { TenantRefusalCode } from '#shared/tenant/errors.ts';
import { TenantRefusal } from './tenantRefusal.ts';

/** Runs a statement; what exists already is refused with `code`. The transaction can only be rolled back afterwards. */
export async function refusingDuplicates<Result>(
  code: TenantRefusalCode,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UniqueIntegrityConstraintViolationError) throw new TenantRefusal(code);
    throw error;
  }
}
