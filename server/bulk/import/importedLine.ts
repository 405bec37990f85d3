import { z } from 'zod';
import type { BulkRefusalCode } from '#shared/bulk/errors.ts';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import type { BulkProblem } from '#shared/bulk/values.ts';
import { CustomerKind } from '#shared/customer/values.ts';
import { AccessType } from '#shared/package/values.ts';
import type { SourceObject } from '../source/sourceObject.ts';

const ImportedCustomer = z.object({
  code: z.string().nullable(),
  name: z.string(),
  kind: CustomerKind,
  /** E.164. */
  phones: z.array(z.string()),
  email: z.string().nullable(),
  address: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** By name, as the file has it. */
  branch: z.string().optional(),
  labels: z.array(z.string()),
  notes: z.string(),
});

const ImportedSubscription = z.object({
  /** By name, as the file has it. */
  package: z.string().optional(),
  accessType: AccessType.optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  /** A password is known, but not in clear. */
  hashed: z.boolean(),
  macs: z.array(z.string()),
  staticIpv4: z.string().optional(),
  delegatedPrefix: z.string().optional(),
  suspended: z.boolean(),
  /** `2026-03-31`: to the end of that day · `2026-03-31 14:30`: to the minute; on the clocks of the branch. */
  validUntil: z.string().optional(),
  protectedBy: z.string().optional(),
});

/** What a row of any source says, in the product's terms; branches and packages are still names. */
export const ImportedLine = z.object({ customer: ImportedCustomer, subscription: ImportedSubscription.optional() });
export type ImportedLine = z.infer<typeof ImportedLine>;

/** A row of a source that was read: what it says, and what of it was not understood. */
export interface ReadLine {
  readonly line: number;
  readonly said: ImportedLine;
  readonly problems: readonly BulkProblem[];
}

/** The same of something that is no customer. */
export interface ReadObject {
  readonly line: number;
  readonly object: SourceObject;
}

export function problem(
  severity: BulkProblem['severity'],
  code: BulkRefusalCode,
  where: { readonly column?: string | undefined; readonly value?: string | undefined } = {},
): BulkProblem {
  return {
    ...{ severity, code, message: bulkRefusals[code] },
    ...(where.column === undefined ? {} : { column: where.column.slice(0, 200) }),
    ...(where.value === undefined ? {} : { value: where.value.slice(0, 200) }),
  };
}

/** Like `problem('error', …)`. */
export function fault(
  code: BulkRefusalCode,
  where?: { readonly column?: string; readonly value?: string },
): BulkProblem {
  return problem('error', code, where);
}
