import { z } from 'zod';
import { ControlError } from './controlError.ts';
import type { FromRadius } from './controlMessage.ts';

const count = z.number().min(0);
const id = z.string().min(1).max(64);
const port = z.int().min(1).max(65_535);
const position = z.string().regex(/^\d{1,20}$/);
const counts = z.record(z.string(), count);
const place = z.object({ journal: z.string().max(64), segment: z.int().min(0), offset: z.int().min(0) });

const stats = z.object({
  at: count,
  uptimeMs: count,
  requests: z.object({ authentication: count, accounting: count, status: count }),
  answers: z.object({ accept: count, reject: count, challenge: count, accounting: count }),
  rejects: counts,
  drops: counts,
  duplicates: count,
  latency: z.object({ p50: count, p95: count, p99: count, worst: count }).optional(),
  sessions: count,
  subscriptions: count,
  memoryBytes: count,
  projectionBytes: count,
  journal: z.object({ freeBytes: count, writtenBytes: count, full: z.boolean() }),
  pools: z.array(z.object({ id: count, size: count, used: count })),
  nas: z.array(
    z.object({
      nasId: id,
      requests: count,
      accepts: count,
      rejects: count,
      drops: count,
      sessions: count,
      lastAt: count,
    }),
  ),
  strangers: z.array(z.object({ address: z.string().max(64), packets: count, lastAt: count })).max(50),
});

const answer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('acked') }),
  z.object({ outcome: z.literal('nacked'), errorCause: z.int().min(0).optional() }),
  z.object({ outcome: z.literal('timedOut') }),
  z.object({ outcome: z.literal('unknownNas') }),
]);

const outdated = z.object({
  tenantId: id,
  subscriptionId: id,
  nasId: id,
  acctSessionId: z.string().max(253),
  startedAt: count,
  username: z.string().max(253).optional(),
  ipv4: z.string().max(15).optional(),
  version: z.int().min(0),
  newest: z.int().min(0),
  before: z.int().optional(),
  after: z.int().optional(),
  mustEnd: z.boolean().optional(),
  endsAt: count.optional(),
});

const message: z.ZodType<FromRadius> = z.discriminatedUnion('say', [
  z.object({
    say: z.literal('hello'),
    protocol: z.int(),
    build: z.string().max(128),
    pid: z.int().min(1),
    startedAt: count,
    authenticationPort: port,
    accountingPort: port,
    journal: z.string().max(64),
    positions: z.record(id, position),
  }),
  z.object({ say: z.literal('settled'), load: z.int() }),
  z.object({ say: z.literal('position'), tenantId: id, position }),
  z.object({ say: z.literal('incomingAnswer'), id, answer }),
  z.object({ say: z.literal('durable'), place }),
  z.object({ say: z.literal('outdated'), sessions: z.array(outdated) }),
  z.object({ say: z.literal('stats'), stats }),
  z.object({ say: z.literal('bye'), why: z.enum(['replaced', 'token', 'protocol', 'stopping']) }),
]);

/** Of a process of another protocol, as much as is the same in all of them. */
const anyHello = z.object({ say: z.literal('hello'), protocol: z.int(), build: z.string(), pid: z.int().min(1) });
export type AnyHello = z.infer<typeof anyHello>;

/** The first message of a process, of whatever protocol; undefined: it is none. */
export function parseAnyHello(received: unknown): AnyHello | undefined {
  return anyHello.safeParse(received).data;
}

/** Throws ControlError `message`. */
export function parseFromRadius(received: unknown): FromRadius {
  const parsed = message.safeParse(received);
  if (parsed.success) return parsed.data;
  throw new ControlError('message', `the RADIUS process says what is not understood: ${z.prettifyError(parsed.error)}`);
}
