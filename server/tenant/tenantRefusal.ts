import { type TenantRefusalCode, tenantRefusals } from '#shared/tenant/errors.ts';

/** Thrown inside a transaction so that it rolls back; the caller turns it into an answer. */
export class TenantRefusal extends Error {
  override readonly name = 'TenantRefusal';
  readonly code: TenantRefusalCode;

  constructor(code: TenantRefusalCode) {
    super(tenantRefusals[code]);
    this.code = code;
  }
}
