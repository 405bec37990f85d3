import { z } from 'zod';
import { EndCause } from '#shared/session/endCause.ts';
import type { LineSession } from './lineSession.ts';

const time = (column: string): string => `(extract(epoch from s.${column}) * 1000)::float8`;

/** A row of line_session `s` as {@link SessionRow} wants it. */
export const sessionColumns = `s.id, s.tenant_id as "tenantId", s.nas_id as "nasId", s.acct_session_id as "acctSessionId",
  ${time('started_at')} as "startedAt", s.subscription_id as "subscriptionId", s.username, s.access, s.mac::text as mac, s.calling,
  s.nas_port as "nasPort", s.service, host(s.ipv4) as ipv4, host(s.ipv6) as ipv6, s.ipv6_prefix::text as "ipv6Prefix",
  s.delegated_prefix::text as "delegatedPrefix", ${time('heard_at')} as "heardAt", ${time('ended_at')} as "endedAt",
  s.end_cause as "endCause", ${time('unknown_since')} as "unknownSince", s.seconds, s.octets_in::float8 as "octetsIn",
  s.octets_out::float8 as "octetsOut", s.policy_version::float8 as "policyVersion", s.flags`;

const maybe = <Schema extends z.ZodType>(
  schema: Schema,
): z.ZodPipe<z.ZodNullable<Schema>, z.ZodTransform<z.output<Schema> | undefined, z.output<Schema> | null>> =>
  schema.nullable().transform((value) => value ?? undefined);

const SessionRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  nasId: z.string(),
  acctSessionId: z.string(),
  startedAt: z.number(),
  subscriptionId: maybe(z.string()),
  username: z.string(),
  access: maybe(z.enum(['pppoe', 'hotspot', 'ipoe'])),
  mac: maybe(z.string()),
  calling: maybe(z.string()),
  nasPort: maybe(z.string()),
  service: maybe(z.string()),
  ipv4: maybe(z.string()),
  ipv6: maybe(z.string()),
  ipv6Prefix: maybe(z.string()),
  delegatedPrefix: maybe(z.string()),
  heardAt: z.number(),
  endedAt: maybe(z.number()),
  endCause: maybe(EndCause),
  unknownSince: maybe(z.number()),
  seconds: z.int(),
  octetsIn: z.number(),
  octetsOut: z.number(),
  policyVersion: z.number(),
  flags: z.int(),
});

export function parseSession(row: unknown): LineSession {
  return SessionRow.parse(row);
}
