import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { CustomerRecord } from './registration.ts';
import { CustomerKind, CustomerLabel } from './values.ts';

/** newest and number count down: what came last is what people work on. */
export const CustomerSort = z.enum(['name', 'number', 'newest']);
export type CustomerSort = z.infer<typeof CustomerSort>;

/** A query that names one value has it as text, one that repeats it as a list. */
function several<T extends z.ZodType<unknown, string>>(item: T, most: number) {
  return z
    .union([z.array(z.string()), z.string().transform((one) => [one])])
    .default([])
    .pipe(z.array(item).max(most));
}

/**
 * `GET /api/customers` (permission `customer.view`). `text` finds by the beginning of any word of the name, phone, number,
 * code, username, MAC, address or serial; several words must all be found. Empty lists mean "any".
 */
export const CustomerPageQuery = z.object({
  text: z.string().trim().max(100).default(''),
  branches: several(BranchId, 50),
  labels: several(CustomerLabel, 10),
  kind: CustomerKind.optional(),
  archived: z.enum(['true', 'false']).default('false'),
  sort: CustomerSort.default('name'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `next` of the page before. */
  after: z.string().max(500).optional(),
});
export type CustomerPageQuery = z.infer<typeof CustomerPageQuery>;

export const CustomerPage = z.object({
  rows: z.array(CustomerRecord),
  next: z.string().optional(),
  /** More have the text than are looked at: another letter narrows it. */
  partial: z.boolean(),
});
export type CustomerPage = z.infer<typeof CustomerPage>;

/** `GET /api/customers/labels`: the labels in use that begin with `text`. */
export const CustomerLabelQuery = z.object({ text: z.string().trim().toLowerCase().max(40).default('') });
export const CustomerLabels = z.array(z.string());

/** The row `counts` of view `customers.counts`: of the subscriber's branches. */
export const CustomerCounts = z.object({
  total: z.int(),
  archived: z.int(),
  /** Made in the last 30 days and not archived. */
  recent: z.int(),
  /** Counts up with every change of any customer. */
  changes: z.int(),
});
export type CustomerCounts = z.infer<typeof CustomerCounts>;

/** `GET /api/customers/same-phone`: who has one of these numbers already, asked before a customer is made twice. */
export const SamePhoneQuery = z.object({ phone: z.string().trim().min(3).max(40) });
export const SamePhone = z.array(z.object({ id: ActorId, number: z.int(), name: z.string() }));
export type SamePhone = z.infer<typeof SamePhone>;

/** `GET /api/customers/:id/timeline`: what was done about the customer, newest first. */
export const CustomerTimeline = z.array(
  z.object({
    id: z.string(),
    at: Instant,
    /** `customer.changed` and the like. */
    type: z.string(),
    /** Undefined: the product itself. */
    by: z.string().optional(),
    /** Which fields were changed. */
    fields: z.array(z.string()),
  }),
);
export type CustomerTimeline = z.infer<typeof CustomerTimeline>;
