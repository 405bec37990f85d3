import { z } from 'zod';
import { CustomerChange, type CustomerRecord, NewCustomer } from '#shared/customer/registration.ts';
import { CustomerKind, CustomerLabel, CustomerName, PhoneTyped } from '#shared/customer/values.ts';

/** What the form holds: texts where the server takes null. */
export const CustomerDraft = z.object({
  kind: CustomerKind,
  name: CustomerName,
  code: z.string().trim().max(60),
  phones: z.array(PhoneTyped).max(8),
  email: z.union([z.literal(''), z.email()]),
  address: z.string().trim().max(500),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  branchId: z.string(),
  labels: z.array(CustomerLabel).max(20),
  notes: z.string().trim().max(4000),
});
export type CustomerDraft = z.infer<typeof CustomerDraft>;

/** The form of a customer on record, or of a new one, who is of the only branch one works in. */
export function draftOf(record: CustomerRecord | undefined, onlyBranch: string | undefined): CustomerDraft {
  return {
    kind: record?.kind ?? 'person',
    name: record?.name ?? '',
    code: record?.code ?? '',
    phones: record?.phones ?? [],
    email: record?.email ?? '',
    address: record?.address ?? '',
    latitude: record?.latitude ?? undefined,
    longitude: record?.longitude ?? undefined,
    branchId: record ? (record.branchId ?? 'none') : (onlyBranch ?? 'none'),
    labels: record?.labels ?? [],
    notes: record?.notes ?? '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function fieldsOf(draft: CustomerDraft) {
  return {
    ...draft,
    code: orNull(draft.code),
    email: orNull(draft.email),
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
    branchId: draft.branchId === 'none' ? null : draft.branchId,
  };
}

/** Throws ZodError with the paths of the form's fields. */
export function registrationOf(draft: CustomerDraft): NewCustomer {
  return NewCustomer.parse(fieldsOf(draft));
}

/** What differs from the record, and the version it was made from. */
export function changeOf(draft: CustomerDraft, record: CustomerRecord): CustomerChange {
  const known = record as unknown as Readonly<Record<string, unknown>>;
  const { latitude, longitude, ...rest } = fieldsOf(draft);
  const changed = Object.entries(rest).filter(([name, value]) => JSON.stringify(known[name]) !== JSON.stringify(value));
  return CustomerChange.parse({ ...Object.fromEntries(changed), latitude, longitude, version: record.version });
}
