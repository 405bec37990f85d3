import { z } from 'zod';
import { ControlError } from './controlError.ts';
import type { ToRadius } from './controlMessage.ts';

const u32 = z.int().min(0).max(0xffff_ffff);
const id = z.string().min(1).max(64);
const instant = z.number().min(0);
const port = z.int().min(1).max(65_535);
const texts = z.array(z.string().max(512)).max(256);
const position = z.string().regex(/^\d{1,20}$/);

const policy = z.object({
  tenantId: id,
  subscriptionId: id,
  version: u32,
  username: z.string().max(253).optional(),
  password: z.string().max(512).optional(),
  ntHash: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .optional(),
  accessTypes: z.array(z.enum(['pppoe', 'hotspot', 'ipoe', 'static'])).max(4),
  standing: z.enum(['open', 'closed']),
  closedReason: z.enum(['pending', 'suspended', 'expired', 'left', 'blocked', 'quotaUsed']).optional(),
  validUntil: instant.optional(),
  validityFromFirstUseMs: z.number().min(0).optional(),
  reply: u32,
  afterReply: u32.optional(),
  endsAtExpiry: z.boolean(),
  macs: texts,
  macBinding: z.enum(['off', 'firstUse', 'fixed']),
  macLogin: z.boolean(),
  sessions: u32,
  sessionPolicy: z.enum(['refuse', 'newestWins']),
  staticIpv4: z.string().max(45).optional(),
  pool: u32.optional(),
  prefixPool: u32.optional(),
  delegatedPrefix: z.string().max(49).optional(),
  framedRoutes: texts,
  nasIds: texts,
});

const template = z.object({
  id: u32,
  attributes: z.record(z.string(), z.base64()),
  interimSeconds: u32,
});

const pool = z.object({
  id: u32,
  tenantId: id,
  name: z.string().max(253),
  ranges: z.array(z.object({ first: z.string().max(45), last: z.string().max(45) })).max(4096),
  prefix: z.object({ length: z.int().min(1).max(64), as: z.enum(['framed', 'delegated']) }).optional(),
  holdMs: z.number().min(0),
});

const nas = z.object({
  tenantId: id,
  nasId: id,
  sources: texts,
  nasIdentifier: z.string().max(253).optional(),
  secrets: texts,
  messageAuthenticator: z.enum(['required', 'accepted', 'learnt']),
  dialect: z.string().max(64),
  incoming: z.object({ address: z.string().max(45), port }),
  pools: z.array(u32).max(4096),
  readsBack: z.boolean().optional(),
});

const place = z.object({ journal: z.string().max(64), segment: z.int().min(0), offset: z.int().min(0) });

const session = z.object({ acctSessionId: z.string().max(253), startedAt: z.number() });

const message: z.ZodType<ToRadius> = z.discriminatedUnion('say', [
  z.object({ say: z.literal('hello'), protocol: z.int(), build: z.string().max(128), token: z.string().max(128) }),
  z.object({ say: z.literal('load'), load: z.int() }),
  z.object({ say: z.literal('templates'), templates: z.array(template) }),
  z.object({ say: z.literal('pools'), pools: z.array(pool) }),
  z.object({ say: z.literal('nas'), nas: z.array(nas) }),
  z.object({ say: z.literal('policies'), policies: z.array(policy) }),
  z.object({ say: z.literal('removed'), tenantId: id, subscriptionIds: z.array(id) }),
  z.object({ say: z.literal('removedNas'), nasIds: z.array(id) }),
  z.object({
    say: z.literal('usernameRules'),
    tenantId: id,
    rules: z.object({ caseSensitive: z.boolean(), realm: z.enum(['keep', 'strip']) }),
  }),
  z.object({ say: z.literal('settled'), load: z.int() }),
  z.object({ say: z.literal('position'), tenantId: id, position }),
  z.object({
    say: z.literal('incoming'),
    id,
    request: z.object({
      nasId: id,
      code: z.union([z.literal(40), z.literal(43)]),
      attributes: z.base64().max(5400),
      timeoutMs: z.number().min(1).max(60_000),
      tries: z.int().min(1).max(10),
    }),
  }),
  z.object({ say: z.literal('readBack'), nasId: id, at: instant, running: z.array(session), gone: z.array(session) }),
  z.object({ say: z.literal('loaded'), place }),
  z.object({ say: z.literal('stop') }),
]);

/** Throws ControlError `message`. */
export function parseToRadius(received: unknown): ToRadius {
  const parsed = message.safeParse(received);
  if (parsed.success) return parsed.data;
  // Where, and not what: the values are secrets.
  const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`);
  throw new ControlError('message', `a message of main is not understood (${where.slice(0, 5).join('; ')})`);
}
