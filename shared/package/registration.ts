import { z } from 'zod';
import { Currency } from '../tenant/setup.ts';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { packageTrouble } from './packageTrouble.ts';
import {
  AccessType,
  Burst,
  Cycle,
  Fup,
  OnExpiry,
  QuotaCounts,
  RateBps,
  RateProfile,
  Rates,
  SessionPolicy,
} from './values.ts';

/** A name on the router: of an address list or a profile. */
const RouterName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[\x20-\x7e]+$/, 'As it is written on the router.');

const fields = {
  name: z.string().trim().min(1, 'Give it a name.').max(120),
  description: z.string().trim().max(1000),
  accessTypes: z
    .array(AccessType)
    .min(1, 'Choose at least one way of access.')
    .transform((types) => [...new Set(types)]),
  /** Null with `upBps`: no limit of ours, the router's profile decides. */
  downBps: RateBps.nullable(),
  upBps: RateBps.nullable(),
  burst: Burst.nullable(),
  /** What the line keeps when the router's parent queue is full; null: as much as its rates. */
  limitAt: Rates.nullable(),
  /** 1 goes first, 8 last. */
  priority: z.int().min(1).max(8),
  profiles: z.array(RateProfile).max(12, 'At most 12 profiles.'),
  quotaBytes: z.int().min(1_000_000, 'At least 1 MB.').nullable(),
  quotaCounts: QuotaCounts,
  fup: Fup.nullable(),
  cycle: Cycle,
  /** At the same time; 0: any number. */
  sessions: z.int().min(0).max(1000),
  sessionPolicy: SessionPolicy,
  poolId: ActorId.nullable(),
  ipv6PoolId: ActorId.nullable(),
  addressList: RouterName.nullable(),
  routerProfile: RouterName.nullable(),
  idleTimeoutS: z.int().min(30).max(86_400).nullable(),
  interimS: z.int().min(60, 'At least 60 s: every session reports this often.').max(3600),
  graceMs: z
    .int()
    .min(0)
    .max(90 * 86_400_000),
  onExpiry: OnExpiry,
  priceMinor: z.int().min(0),
  currency: Currency,
};

/** `POST /api/packages` (permission `package.manage`). */
export const NewPackage = z
  .object({
    ...fields,
    description: fields.description.default(''),
    burst: fields.burst.default(null),
    limitAt: fields.limitAt.default(null),
    priority: fields.priority.default(8),
    profiles: fields.profiles.default([]),
    quotaBytes: fields.quotaBytes.default(null),
    quotaCounts: fields.quotaCounts.default('total'),
    fup: fields.fup.default(null),
    cycle: fields.cycle.default({ unit: 'month', count: 1 }),
    sessions: fields.sessions.default(1),
    sessionPolicy: fields.sessionPolicy.default('newestWins'),
    poolId: fields.poolId.default(null),
    ipv6PoolId: fields.ipv6PoolId.default(null),
    addressList: fields.addressList.default(null),
    routerProfile: fields.routerProfile.default(null),
    idleTimeoutS: fields.idleTimeoutS.default(null),
    interimS: fields.interimS.default(300),
    graceMs: fields.graceMs.default(0),
    onExpiry: fields.onExpiry.default('walledGarden'),
    /** Absent: the company's. */
    currency: fields.currency.optional(),
  })
  .superRefine((given, context) => {
    const trouble = packageTrouble(given);
    if (trouble) context.addIssue({ code: 'custom', path: [trouble.path], message: trouble.message });
  });
export type NewPackage = z.infer<typeof NewPackage>;

/** `PATCH /api/packages/:id`: what is absent stays as it is. */
export const PackageChange = z
  .object(fields)
  .partial()
  .extend({ version: z.int().min(1) });
export type PackageChange = z.infer<typeof PackageChange>;

export const PackageRecord = z.object({
  ...fields,
  accessTypes: z.array(AccessType),
  id: ActorId,
  version: z.int(),
  createdAt: Instant,
  changedAt: Instant,
  archivedAt: Instant.nullable(),
});
export type PackageRecord = z.infer<typeof PackageRecord>;

/** `GET /api/packages` */
export const PackageQuery = z.object({ archived: z.enum(['true', 'false']).default('false') });
