import { z } from 'zod';
import { Email } from '../tenant/setup.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { CustomerKind, CustomerLabel, CustomerName, PhoneTyped } from './values.ts';

const fields = {
  kind: CustomerKind,
  name: CustomerName,
  /** What the company itself calls the customer, from an earlier system for instance; nobody else has it. */
  code: z.string().trim().min(1).max(60).nullable(),
  /** The main one first. */
  phones: z.array(PhoneTyped).max(8, 'At most 8 phone numbers.'),
  email: Email.nullable(),
  address: z.string().trim().max(500),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  branchId: BranchId.nullable(),
  labels: z
    .array(CustomerLabel)
    .max(20, 'At most 20 labels.')
    .transform((labels) => [...new Set(labels)]),
  notes: z.string().trim().max(4000),
};

const place = { message: 'Give latitude and longitude, or neither.', path: ['longitude'] };

interface Placed {
  readonly latitude?: number | null | undefined;
  readonly longitude?: number | null | undefined;
}

function isPlace({ latitude, longitude }: Placed): boolean {
  return (latitude ?? null) === null ? (longitude ?? null) === null : (longitude ?? null) !== null;
}

/** `POST /api/customers` (permission `customer.manage`). */
export const NewCustomer = z
  .object({
    ...fields,
    kind: fields.kind.default('person'),
    code: fields.code.default(null),
    phones: fields.phones.default([]),
    email: fields.email.default(null),
    address: fields.address.default(''),
    latitude: fields.latitude.default(null),
    longitude: fields.longitude.default(null),
    branchId: fields.branchId.default(null),
    labels: fields.labels.default([]),
    notes: fields.notes.default(''),
  })
  .refine(isPlace, place);
export type NewCustomer = z.infer<typeof NewCustomer>;

/** `PATCH /api/customers/:id`: what is absent stays as it is. */
export const CustomerChange = z
  .object(fields)
  .partial()
  .extend({
    /** The version the change was made from: whoever changed it since is not overwritten. */
    version: z.int().min(1),
  })
  .refine(isPlace, place);
export type CustomerChange = z.infer<typeof CustomerChange>;

export const CustomerRecord = z.object({
  ...fields,
  id: ActorId,
  version: z.int(),
  number: z.int(),
  /** E.164. */
  phones: z.array(z.string()),
  email: z.string().nullable(),
  labels: z.array(z.string()),
  branchName: z.string().nullable(),
  createdAt: Instant,
  changedAt: Instant,
  archivedAt: Instant.nullable(),
});
export type CustomerRecord = z.infer<typeof CustomerRecord>;

/** `POST /api/customers/labels`: labels given to or taken from several customers at once. */
export const LabelCustomers = z.object({
  ids: z.array(ActorId).min(1).max(500),
  add: z.array(CustomerLabel).max(20).default([]),
  remove: z.array(CustomerLabel).max(20).default([]),
});
export type LabelCustomers = z.infer<typeof LabelCustomers>;
