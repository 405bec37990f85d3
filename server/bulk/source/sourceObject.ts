import { z } from 'zod';
import { AccessType, Burst, Cycle, Rates } from '#shared/package/values.ts';

/** What of a source could not be said in the product's terms: attributes or settings by name. */
const left = z.array(z.string().max(200)).max(50).default([]);

const SourceRouter = z.object({
  what: z.literal('router'),
  name: z.string(),
  address: z.string(),
  port: z.int().optional(),
  username: z.string(),
  password: z.string(),
  radiusSecret: z.string().optional(),
  notes: z.string(),
  left,
});

/** A pool as routers have it. */
const SourcePool = z.object({
  what: z.literal('pool'),
  name: z.string(),
  ranges: z.array(z.string()),
  /** By name; none: all. */
  routers: z.array(z.string()),
  left,
});

const SourcePackage = z.object({
  what: z.literal('package'),
  name: z.string(),
  accessTypes: z.array(AccessType),
  rates: Rates.optional(),
  burst: Burst.optional(),
  limitAt: Rates.optional(),
  priority: z.int().min(1).max(8).default(8),
  quotaBytes: z.int().optional(),
  cycle: Cycle,
  sessions: z.int().min(0).max(1000),
  pool: z.string().optional(),
  addressList: z.string().optional(),
  routerProfile: z.string().optional(),
  idleTimeoutS: z.int().optional(),
  interimS: z.int().optional(),
  /** In whole units of the company's currency: 1500 or 1500.50. */
  price: z.number().min(0),
  left,
});

/** Codes of one package that were sold or printed elsewhere and not used yet. */
const SourceVouchers = z.object({
  what: z.literal('vouchers'),
  name: z.string(),
  package: z.string(),
  validityMs: z.int(),
  devices: z.int(),
  /** In whole units of the company's currency. */
  price: z.number().min(0),
  codes: z.array(z.string()),
  left,
});

/** One session that ended: of which router, when and how much. Text of times as the source has it. */
export const SourceSession = z.object({
  id: z.string(),
  nas: z.string(),
  start: z.string(),
  stop: z.string(),
  seconds: z.number(),
  octetsIn: z.number(),
  octetsOut: z.number(),
  mac: z.string(),
  ipv4: z.string(),
  cause: z.string(),
});
export type SourceSession = z.infer<typeof SourceSession>;

/** What one account used before. */
const SourceUsage = z.object({
  what: z.literal('usage'),
  name: z.string(),
  sessions: z.array(SourceSession),
  left,
});

/** What a known system has besides customers and their lines. */
export const SourceObject = z.discriminatedUnion('what', [
  SourceRouter,
  SourcePool,
  SourcePackage,
  SourceVouchers,
  SourceUsage,
]);
export type SourceObject = z.infer<typeof SourceObject>;
export type SourceOf<What extends SourceObject['what']> = Extract<SourceObject, { what: What }>;
